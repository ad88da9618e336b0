"""Yes and no: to the first draft by both, to a proposed change by the other."""

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.writing import (
    CONTENT,
    copy_part,
    locked_with,
    refresh_lists,
    set_yes,
)
from samsyn.assignments.models import Assignment, PartText, State, Version, VersionState
from samsyn.assignments.queries.agreements import (
    latest_change,
    merged_parts,
    next_number,
    parts_of,
    shared_version,
)
from samsyn.assignments.queries.reading import in_force
from samsyn.assignments.rules import agreements as rules
from samsyn.assignments.rules.agreements import Side
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record


@transaction.atomic
def agree(*, actor: Actor, version: Version, revision: int) -> Version:
    """A yes to one revision. With both the version is in force, with a number. Saying yes twice is as once."""
    assignment, version = locked_with(version)
    side = rules.check_is_of_the_two(actor, assignment)
    if rules.agreed_at(version, side) and revision == version.revision:
        return version
    rules.check_is_open(assignment)
    rules.check_can_agree(version)
    rules.check_revision(version, revision, latest_change(version))
    rules.check_has_text(merged_parts(assignment, version))
    set_yes(version, side, actor)
    if rules.agreed_at(version, side.other):
        _put_in_force(assignment, version)
        _record("assignment.in_force", actor, assignment, version, number=version.number)
    else:
        version.save()
        _record("assignment.agreed_by_one", actor, assignment, version, by=side)
    return version


def _put_in_force(assignment: Assignment, version: Version) -> None:
    """What comes in force holds all parts; what held before keeps its own."""
    now, before = timezone.now(), in_force(assignment)
    parts = merged_parts(assignment, version)
    if before is not None:
        before.state = VersionState.SUPERSEDED
        before.save(update_fields=["state", "changed_at"])
    unchanged = [copy_part(part, version) for part in parts if part.version_id != version.pk]
    PartText.objects.bulk_create(unchanged)
    version.number, version.state, version.in_force_at = (
        next_number(assignment),
        VersionState.IN_FORCE,
        now,
    )
    version.save()
    refresh_lists(assignment, parts, state=State.IN_FORCE, agreed_at=now)


def _record(
    kind: str, actor: Actor, assignment: Assignment, version: Version, **facts: object
) -> None:
    record(
        kind,
        actor=actor,
        matter=assignment,
        controller=assignment.controller,
        version=str(version.pk),
        **facts,
    )


@transaction.atomic
def share_version(*, actor: Actor, version: Version) -> Version:
    """The author's yes goes with it. Parts that say the same as what is agreed are no part of the proposal."""
    assignment, version = locked_with(version)
    side = rules.check_is_of_the_two(actor, assignment)
    rules.check_in_force(assignment)
    rules.check_can_share(version, actor.person_id)
    rules.check_none_waits(shared_version(assignment))
    same = _unchanged(assignment, version)
    rules.check_is_changed(set(parts_of(version)) - {part.part for part in same})
    for part in same:
        part.delete()
    version.state, version.shared_at = VersionState.SHARED, timezone.now()
    set_yes(version, side, actor)
    version.save()
    _record("proposal.shared", actor, assignment, version)
    return version


def _unchanged(assignment: Assignment, version: Version) -> list[PartText]:
    before = parts_of(in_force(assignment))
    return [
        part
        for code, part in parts_of(version).items()
        if (old := before.get(code)) and all(getattr(part, n) == getattr(old, n) for n in CONTENT)
    ]


@transaction.atomic
def decline(*, actor: Actor, version: Version, answer: str) -> Version:
    """The agreed text goes on holding."""
    assignment, version = locked_with(version)
    side = rules.check_is_of_the_two(actor, assignment)
    rules.check_can_answer(version, side)
    rules.check_can_decline(assignment, answer)
    return _close(actor, assignment, version, VersionState.DECLINED, "proposal.declined", answer)


@transaction.atomic
def withdraw(*, actor: Actor, version: Version) -> Version:
    assignment, version = locked_with(version)
    side = rules.check_is_of_the_two(actor, assignment)
    rules.check_can_withdraw(assignment, version, side)
    return _close(actor, assignment, version, VersionState.WITHDRAWN, "proposal.withdrawn")


def _close(
    actor: Actor,
    assignment: Assignment,
    version: Version,
    state: VersionState,
    kind: str,
    answer: str = "",
) -> Version:
    version.state, version.answer = state, answer.strip()
    version.save(update_fields=["state", "answer", "changed_at"])
    _record(kind, actor, assignment, version)
    return version


def put_back_counterparts_yes(actor: Actor, assignment: Assignment) -> None:
    """When another counterpart takes over: nobody is bound by a yes of the former one that was not yet answered."""
    version = shared_version(assignment)
    if version is None or not rules.agreed_at(version, Side.COUNTERPART):
        return
    version.assignment = assignment
    if assignment.state == State.DRAFT:
        set_yes(version, Side.COUNTERPART, None)
        version.save()
    else:
        version.state = VersionState.WITHDRAWN
        version.save(update_fields=["state", "changed_at"])
