"""What may stand in the log, and when."""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.assignments.models import Activity, Assignment, State
from samsyn.core.rules import RuleBroken

MINUTES_LEAST, MINUTES_MOST = 5, 12 * 60
USUAL_MINUTES = 30
# A phone's camera and what offices and schools write with.
FILE_TYPES = ("pdf", "png", "jpg", "jpeg", "docx", "xlsx", "pptx")
# What an entry is called on a button and in a row, where the survey's whole sentence has no room.
NAMES: dict[str, str | Promise] = {
    Activity.INTRODUCES: gettext_lazy("introduction of new teachers"),
    Activity.TEACHER_STUDENTS: gettext_lazy("teacher students"),
    Activity.VISITS: gettext_lazy("classroom visits"),
    Activity.SUPERVISES: gettext_lazy("supervision"),
    Activity.SUBJECT: gettext_lazy("development of the subject"),
    Activity.TALKS: gettext_lazy("pedagogical talks"),
    Activity.PROJECTS: gettext_lazy("a development project"),
    Activity.LEADS_TEAM: gettext_lazy("leading the work team"),
    Activity.DRIVES_TEAM: gettext_lazy("the work team"),
    Activity.LEADS_QUALITY: gettext_lazy("leading the quality work"),
    Activity.DRIVES_QUALITY: gettext_lazy("quality work"),
    Activity.LEADS_LEARNING: gettext_lazy("colleagues’ learning"),
    Activity.LEADS_CONFERENCES: gettext_lazy("leading conferences"),
    Activity.DRIVES_CONFERENCES: gettext_lazy("conferences"),
    Activity.TEACHES: gettext_lazy("teaching"),
    Activity.EXAMINES: gettext_lazy("exams"),
    Activity.MAIN_SUBJECT: gettext_lazy("responsibility for the subject"),
    Activity.UNIVERSITY: gettext_lazy("contact with the university"),
    Activity.OTHER: gettext_lazy("other things"),
}


def said_activity(code: str) -> str:
    return str(NAMES.get(code, code))


def is_running(assignment: Assignment, today: date) -> bool:
    return (
        assignment.state == State.IN_FORCE and assignment.starts_on <= today <= assignment.ends_on
    )


def check_can_enter(assignment: Assignment) -> None:
    if assignment.state == State.DRAFT:
        raise RuleBroken(
            _(
                "The assignment is not agreed yet. When both of you have agreed you can log what is already done as well."
            )
        )
    if assignment.state == State.ENDED:
        raise RuleBroken(_("The assignment has ended. The log stays as it is."))
    check_can_change(assignment)


def check_can_change(assignment: Assignment) -> None:
    if assignment.state == State.EVALUATED:
        raise RuleBroken(
            _("Both of you have closed how it turned out, and the log with it. It stays as it is.")
        )


def check_is_own(is_own: bool) -> None:
    if not is_own:
        raise RuleBroken(_("Only the one whose assignment it is keeps its log."))


def check_is_same_log(is_same: bool) -> None:
    """A key that is already taken elsewhere: no honest form sends it."""
    if not is_same:
        raise RuleBroken(_("The line could not be saved. Open the log anew and add it once more."))


def check_day(assignment: Assignment, done_on: date, today: date) -> None:
    if done_on > today:
        raise RuleBroken(
            _("%(day)s has not been yet. Log it when it is done.") % {"day": _said_day(done_on)},
            field="done_on",
        )
    if not assignment.starts_on <= done_on <= assignment.ends_on:
        raise RuleBroken(
            _("The assignment holds from %(first)s to %(last)s. Choose a day in between.")
            % {"first": _said_day(assignment.starts_on), "last": _said_day(assignment.ends_on)},
            field="done_on",
        )


def _said_day(day: date) -> str:
    return date_format(day, "j F Y")


def check_minutes(minutes: int) -> None:
    if minutes < MINUTES_LEAST:
        raise RuleBroken(
            _("Write how many minutes it took: at least %(least)s.") % {"least": MINUTES_LEAST},
            field="minutes",
        )
    if minutes > MINUTES_MOST:
        raise RuleBroken(
            _("More than twelve hours in one day is most often a slip. Write it as several lines."),
            field="minutes",
        )


def check_activity(activity: str) -> None:
    if activity not in Activity.values:
        raise RuleBroken(_("Choose what you did."), field="activity")
