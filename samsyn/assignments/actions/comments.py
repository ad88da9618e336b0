"""What the two say about parts, until it is settled."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.writing import locked
from samsyn.assignments.models import Assignment, Comment, Part
from samsyn.assignments.rules import agreements as rules
from samsyn.core.models import uuid7
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record


@transaction.atomic
def make_comment(
    *, actor: Actor, assignment: Assignment, part: str, text: str, key: UUID | None = None
) -> Comment:
    """Once for a key."""
    assignment = locked(assignment)
    rules.check_is_of_the_two(actor, assignment)
    made = Comment.objects.filter(pk=key).first() if key else None
    if made:
        rules.check_key(is_same=_is_same(made, assignment, actor))
        return made
    rules.check_comment(text)
    comment = assignment.comments.create(
        pk=key or uuid7(), part=Part(part), author_id=actor.person_id, text=text.strip()
    )
    _record("comment.made", actor, assignment, comment)
    return comment


def _is_same(made: Comment, assignment: Assignment, actor: Actor) -> bool:
    return (made.assignment_id, made.author_id) == (assignment.pk, actor.person_id)


def _record(kind: str, actor: Actor, assignment: Assignment, comment: Comment) -> None:
    controller = assignment.controller
    record(kind, actor=actor, matter=assignment, controller=controller, part=comment.part)


@transaction.atomic
def resolve_comment(*, actor: Actor, comment: Comment) -> Comment:
    """Either of the two; what is already settled stays as it is."""
    return _set_resolved(actor, comment, is_resolved=True)


@transaction.atomic
def reopen_comment(*, actor: Actor, comment: Comment) -> Comment:
    return _set_resolved(actor, comment, is_resolved=False)


def _set_resolved(actor: Actor, comment: Comment, *, is_resolved: bool) -> Comment:
    assignment = locked(comment.assignment)
    comment = assignment.comments.get(pk=comment.pk)
    rules.check_is_of_the_two(actor, assignment)
    if (comment.resolved_at is not None) == is_resolved:
        return comment
    if not is_resolved:
        rules.check_can_reopen(comment, assignment)
    comment.resolved_at = timezone.now() if is_resolved else None
    comment.resolved_by_id = actor.person_id if is_resolved else None
    comment.save(update_fields=["resolved_at", "resolved_by", "changed_at"])
    kind = "comment.resolved" if is_resolved else "comment.reopened"
    _record(kind, actor, assignment, comment)
    return comment


def settle_comments(assignment: Assignment) -> None:
    """When another counterpart takes over: what the two before said is theirs, and nobody is there to answer it."""
    now = timezone.now()
    waiting = Comment.objects.filter(assignment=assignment, resolved_at=None)
    waiting.update(resolved_at=now, changed_at=now)
