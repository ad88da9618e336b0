"""What ends with a career post: its assignments the same day, its drafts, and the dialogues planned for later."""

from typing import Any

from samsyn.assignments.actions.dialogues import clear_planned
from samsyn.assignments.actions.writing import locked
from samsyn.assignments.models import Assignment, CareerPost, State
from samsyn.assignments.queries.posts import running_past
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record


def end_with_post(*, actor: Actor, post: CareerPost) -> None:
    """Called in the transaction that has set the post's last day."""
    if post.ends_on is None:
        return
    for found in running_past(post, post.ends_on):
        assignment = locked(found)
        if assignment.state == State.IN_FORCE and assignment.starts_on <= post.ends_on:
            _shorten(actor, assignment, post)
        else:
            _close(actor, assignment, post)


def _shorten(actor: Actor, assignment: Assignment, post: CareerPost) -> None:
    """It goes on until the post's last day, and is looked back at as any other."""
    assignment.ends_on = post.ends_on or assignment.ends_on
    assignment.save(update_fields=["ends_on", "changed_at"])
    last = assignment.ends_on.isoformat()
    _record("assignment.shortened", actor, assignment, ends_on=last)
    clear_planned(actor=actor, assignment=assignment, after=post.ends_on)


def _close(actor: Actor, assignment: Assignment, post: CareerPost) -> None:
    """A draft, or one that was to begin later. What is written in it stays to be read by the two."""
    last = min(assignment.ends_on, post.ends_on or assignment.ends_on)
    assignment.state, assignment.ends_on = State.ENDED, max(assignment.starts_on, last)
    assignment.save(update_fields=["state", "ends_on", "changed_at"])
    _record("assignment.ended", actor, assignment)
    clear_planned(actor=actor, assignment=assignment)


def _record(kind: str, actor: Actor, assignment: Assignment, **facts: Any) -> None:
    record(kind, actor=actor, matter=assignment, controller=assignment.controller, **facts)
