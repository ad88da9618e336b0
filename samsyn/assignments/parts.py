"""The parts of an assignment: what to think of while writing each, and who reads it unless the two say otherwise.

The questions are the National Agency's ten reflection questions on the conditions of career posts, each at the part
where it is answered, and what the same page says of mandate, responsibility and who is to know.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models import Audience, Part


@dataclass(frozen=True)
class Guide:
    part: Part
    questions: tuple[str | Promise, ...]
    audience: Audience = Audience.ORGANISER


GUIDES: dict[str, Guide] = {
    guide.part.value: guide
    for guide in (
        Guide(
            Part.BACKGROUND,
            (
                _(
                    "Is the assignment tied to the local needs that the systematic quality work has found?"
                ),
                _("Which development area does it start from, and what do you already know?"),
            ),
        ),
        Guide(
            Part.EFFECT,
            (
                _("What effect do you expect? What will the pupils be able to do, and when?"),
                _("How does the career teacher contribute to a stronger teaching profession?"),
            ),
        ),
        Guide(
            Part.METHOD,
            (
                _("Which working method have you chosen to reach the expected effect?"),
                _(
                    "How is it made sure that the assignment rests on a scientific basis and proven experience?"
                ),
                _("How is the student health team’s competence used in the development work?"),
            ),
        ),
        Guide(
            Part.ACTIVITIES,
            (
                _("What will the career teacher do, so that colleagues drive their own learning?"),
                _("What support can a single teacher and other staff expect?"),
            ),
        ),
        Guide(
            Part.TIME_PLAN,
            (
                _("What is to be done when? When do you look back together?"),
                _(
                    "Do the school’s other teachers have agreed time for the work tied to the assignment?"
                ),
            ),
            Audience.STAFF,
        ),
        Guide(
            Part.TIME,
            (
                _("What are the conditions at the school for carrying out the assignment?"),
                _("How many hours a week are set aside, and from what are they freed?"),
            ),
            Audience.STAFF,
        ),
        Guide(
            Part.MANDATE,
            (
                _("What may the career teacher decide and lead without asking?"),
                _("What is not part of the mandate, such as assessing colleagues?"),
            ),
        ),
        Guide(
            Part.RESPONSIBILITY,
            (
                _("Which common goals do you have, and who answers for what?"),
                _("What does the follow-up, formative dialogue between you look like?"),
            ),
            Audience.STAFF,
        ),
        Guide(
            Part.SUPPORT,
            (_("What support and supervision can the career teacher get from the employer?"),),
            Audience.TWO,
        ),
        Guide(
            Part.EVALUATION,
            (
                _("Which model of evaluation have you chosen? What is compared, and when?"),
                _(
                    "How are the experiences of career teachers and principals made use of over time?"
                ),
            ),
            Audience.STAFF,
        ),
        Guide(
            Part.INFORMED,
            (_("How and when do all staff hear which tasks are part of the assignment?"),),
            Audience.STAFF,
        ),
    )
}


def default_audience(part: str) -> Audience:
    return GUIDES[part].audience
