"""The sentence above "Vem gör vad": what one wants help with, in words of the one who asks."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samsyn.assignments.forms.overviews import SentenceForm
from samsyn.assignments.models import Activity, Stage
from samsyn.organisations.models import Organisation

# What somebody may want help with, and the activities that give it.
HELP: dict[str, tuple[Any, tuple[Activity, ...]]] = {
    "new": (pgettext_lazy("help with", "being new"), (Activity.INTRODUCES,)),
    "students": (pgettext_lazy("help with", "teacher students"), (Activity.TEACHER_STUDENTS,)),
    "visits": (pgettext_lazy("help with", "classroom visits"), (Activity.VISITS,)),
    "supervision": (pgettext_lazy("help with", "supervision"), (Activity.SUPERVISES,)),
    "subject": (
        pgettext_lazy("help with", "developing a subject"),
        (Activity.SUBJECT, Activity.MAIN_SUBJECT),
    ),
    "talks": (pgettext_lazy("help with", "pedagogical talks"), (Activity.TALKS,)),
    "projects": (pgettext_lazy("help with", "projects in teaching"), (Activity.PROJECTS,)),
    "team": (
        pgettext_lazy("help with", "the work team"),
        (Activity.LEADS_TEAM, Activity.DRIVES_TEAM),
    ),
    "quality": (
        pgettext_lazy("help with", "the quality work"),
        (Activity.LEADS_QUALITY, Activity.DRIVES_QUALITY),
    ),
    "learning": (pgettext_lazy("help with", "colleagues’ learning"), (Activity.LEADS_LEARNING,)),
    "conferences": (
        pgettext_lazy("help with", "conferences"),
        (Activity.LEADS_CONFERENCES, Activity.DRIVES_CONFERENCES),
    ),
    "exams": (pgettext_lazy("help with", "exams"), (Activity.EXAMINES,)),
    "university": (pgettext_lazy("help with", "the university"), (Activity.UNIVERSITY,)),
}


class WhoForm(SentenceForm):
    """ "I want help with classroom visits in mathematics for all stages, from Björkskolan" """

    help = forms.ChoiceField(label=gettext_lazy("Help with what?"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("From where?"), required=False)

    def __init__(
        self,
        written: Mapping[str, Any],
        *,
        place: Organisation,
        near: Collection[Organisation],
        subjects: Iterable[str],
    ) -> None:
        # Where nobody can be asked yet, another place is still to be chosen.
        self.has_other_places = any(one.pk != place.pk for one in near)
        places = {str(one.pk): _said_place(one) for one in (*near, place)}
        stages = [choice for choice in Stage.choices if choice[0] != Stage.ALL]
        super().__init__(
            {**{key: written[key] for key in written}, "place": str(place.pk)},
            help=[("", _("anything")), *((code, words) for code, (words, _does) in HELP.items())],
            subject=[("", _("all subjects")), *((subject, subject) for subject in subjects)],
            stage=[("", _("all stages")), *stages],
            place=places.items(),
        )

    def asked(self) -> dict[str, Any]:
        """As the query takes it."""
        choice = self.choice()
        wanted = HELP.get(choice.get("help", ""))
        return {
            "activities": wanted[1] if wanted else (),
            "subject": choice.get("subject", ""),
            "stage": choice.get("stage", ""),
        }

    @property
    def is_asking(self) -> bool:
        return any(self.asked().values())


def _said_place(place: Organisation) -> str:
    return place.name if place.parent_id else _("the whole of %(name)s") % {"name": place.name}
