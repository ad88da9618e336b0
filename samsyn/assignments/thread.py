"""The red thread of an assignment: which links there are and how each stands, for the page, the row and the rope.

Until target pictures and development areas exist the thread begins at the assignment.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models import Assignment
from samsyn.assignments.models import State as AssignmentState
from samsyn.core.thread import State

DONE, HERE, COMING, MISSING = State.DONE, State.HERE, State.COMING, State.MISSING


def _assignment(assignment: Assignment, now: datetime) -> State:
    """Agreed, and its model of evaluation with it."""
    if assignment.state == AssignmentState.DRAFT:
        return HERE
    return DONE if assignment.has_evaluation else MISSING


def _time(assignment: Assignment, now: datetime) -> State:
    return _agreed_or_missing(assignment, bool(assignment.hours))


def _mandate(assignment: Assignment, now: datetime) -> State:
    return _agreed_or_missing(assignment, assignment.has_mandate)


def _agreed_or_missing(assignment: Assignment, is_there: bool) -> State:
    """In a draft nothing is missing yet: it is on its way."""
    if assignment.state == AssignmentState.DRAFT:
        return COMING
    return DONE if is_there else MISSING


def _learning(assignment: Assignment, now: datetime) -> State:
    if assignment.state == AssignmentState.DRAFT:
        return COMING
    return HERE if assignment.state == AssignmentState.IN_FORCE else DONE


def _dialogue(assignment: Assignment, now: datetime) -> State:
    """Done when one is held and another planned, or the year is over; missing when none is planned to come."""
    if assignment.state == AssignmentState.DRAFT:
        return COMING
    if assignment.state != AssignmentState.IN_FORCE:
        return DONE if assignment.last_dialogue_at else MISSING
    planned = assignment.next_dialogue_at is not None and assignment.next_dialogue_at >= now
    return COMING if planned else MISSING


def _outcome(assignment: Assignment, now: datetime) -> State:
    if assignment.state == AssignmentState.ENDED:
        return MISSING
    return DONE if assignment.state == AssignmentState.EVALUATED else COMING


Link = tuple[str, str | Promise, Callable[[Assignment, datetime], State]]
THREAD_LINKS: tuple[Link, ...] = (
    ("assignment", _("Assignment"), _assignment),
    ("time", _("Time"), _time),
    ("mandate", _("Mandate"), _mandate),
    ("learning", _("Colleagues’ learning"), _learning),
    ("dialogue", _("Follow-up dialogue"), _dialogue),
    ("outcome", _("How did it turn out?"), _outcome),
)


def states(assignment: Assignment, now: datetime) -> list[State]:
    return [state(assignment, now) for _code, _words, state in THREAD_LINKS]


def lacking(assignment: Assignment, now: datetime) -> list[str]:
    """The codes of the links that are missing; an agreed assignment without evaluation says so by name."""
    codes = [code for code, _words, state in THREAD_LINKS if state(assignment, now) is MISSING]
    return ["evaluation" if code == "assignment" else code for code in codes]
