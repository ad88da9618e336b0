"""The red thread of an assignment: which links there are and how each stands, for the page, the row and the rope.

Until target pictures and development areas exist the thread begins at the assignment.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.assignments.models import Assignment
from samsyn.assignments.models import State as AssignmentState
from samsyn.assignments.rules.moments import said_day
from samsyn.core.thread import DrawnStep, State, Step
from samsyn.core.thread import steps as drawn


class Listed(Protocol):
    """What the thread is made of: an assignment, or what a list has read of it."""

    @property
    def state(self) -> str: ...
    @property
    def hours(self) -> Decimal | None: ...
    @property
    def has_mandate(self) -> bool: ...
    @property
    def has_evaluation(self) -> bool: ...
    @property
    def next_dialogue_at(self) -> datetime | None: ...
    @property
    def last_dialogue_at(self) -> datetime | None: ...


DONE, HERE, COMING, MISSING = State.DONE, State.HERE, State.COMING, State.MISSING


def _assignment(assignment: Listed, now: datetime) -> State:
    """Agreed, and its model of evaluation with it."""
    if assignment.state == AssignmentState.DRAFT:
        return HERE
    return DONE if assignment.has_evaluation else MISSING


def _time(assignment: Listed, now: datetime) -> State:
    return _agreed_or_missing(assignment, bool(assignment.hours))


def _mandate(assignment: Listed, now: datetime) -> State:
    return _agreed_or_missing(assignment, assignment.has_mandate)


def _agreed_or_missing(assignment: Listed, is_there: bool) -> State:
    """In a draft nothing is missing yet: it is on its way."""
    if assignment.state == AssignmentState.DRAFT:
        return COMING
    return DONE if is_there else MISSING


def _learning(assignment: Listed, now: datetime) -> State:
    if assignment.state == AssignmentState.DRAFT:
        return COMING
    return HERE if assignment.state == AssignmentState.IN_FORCE else DONE


def _dialogue(assignment: Listed, now: datetime) -> State:
    """Coming when one is planned, missing when none is; when the year is over, done if one was held."""
    if assignment.state == AssignmentState.DRAFT:
        return COMING
    if assignment.state != AssignmentState.IN_FORCE:
        return DONE if assignment.last_dialogue_at else MISSING
    planned = assignment.next_dialogue_at is not None and assignment.next_dialogue_at >= now
    return COMING if planned else MISSING


def _outcome(assignment: Listed, now: datetime) -> State:
    if assignment.state == AssignmentState.ENDED:
        return MISSING
    return DONE if assignment.state == AssignmentState.EVALUATED else COMING


Link = tuple[str, str | Promise, Callable[[Listed, datetime], State]]
THREAD_LINKS: tuple[Link, ...] = (
    ("assignment", _("Assignment"), _assignment),
    ("time", _("Time"), _time),
    ("mandate", _("Mandate"), _mandate),
    ("learning", _("Colleagues’ learning"), _learning),
    ("dialogue", _("Follow-up dialogue"), _dialogue),
    ("outcome", _("How did it turn out?"), _outcome),
)


def states(assignment: Listed, now: datetime) -> list[State]:
    return [state(assignment, now) for _code, _words, state in THREAD_LINKS]


def lacking(assignment: Listed, now: datetime) -> list[str]:
    """The codes of the links that are missing; an agreed assignment without evaluation says so by name."""
    codes = [code for code, _words, state in THREAD_LINKS if state(assignment, now) is MISSING]
    return ["evaluation" if code == "assignment" else code for code in codes]


# What a missing link is called, and what it means.
MISSED: dict[str, tuple[str | Promise, str | Promise]] = {
    "assignment": (_("Evaluation is missing"), _("No model of evaluation is agreed.")),
    "time": (_("Time is missing"), _("No time allowance is agreed.")),
    "mandate": (_("Mandate is missing"), _("It is not agreed what may be decided and led.")),
    "dialogue": (_("Dialogue is missing"), _("No dialogue is planned.")),
    "outcome": (_("A close is missing"), _("It was not written how it turned out.")),
}


def steps_of(assignment: Assignment, now: datetime) -> list[DrawnStep]:
    """Down a margin: each link with what is agreed or known, and what it means where it is missing."""
    found = []
    for code, words, state in THREAD_LINKS:
        mark = state(assignment, now)
        title, note = MISSED[code] if mark is MISSING else (words, _note(assignment, code, mark))
        found.append(Step(mark, str(title), str(note)))
    return drawn(found)


def _note(assignment: Assignment, code: str, mark: State) -> str | Promise:
    if code == "assignment":
        return _agreed_note(assignment)
    if code == "time" and mark is DONE:
        return said_time(assignment.hours)
    if code == "learning" and mark is HERE:
        return _("Here you are")
    if code == "dialogue" and mark is COMING and assignment.next_dialogue_at:
        return said_day(timezone.localdate(assignment.next_dialogue_at))
    if code == "outcome":
        return _outcome_note(assignment)
    return ""


def _agreed_note(assignment: Assignment) -> str | Promise:
    if assignment.agreed_at is None:
        return _("Is being written")
    return _("Agreed %(day)s") % {"day": said_day(timezone.localdate(assignment.agreed_at))}


def _outcome_note(assignment: Assignment) -> str | Promise:
    if assignment.evaluated_at:
        return said_day(timezone.localdate(assignment.evaluated_at))
    return date_format(assignment.ends_on, "F Y")


def said_time(hours: Decimal | None) -> str:
    """ "3.5 hours a week", with the language's own decimal sign; nothing for no time."""
    if not hours:
        return ""
    words = ngettext("%(hours)s hour a week", "%(hours)s hours a week", 1 if hours == 1 else 2)
    return words % {"hours": number_format(f"{hours:f}".rstrip("0").rstrip("."))}
