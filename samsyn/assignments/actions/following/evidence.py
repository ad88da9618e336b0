"""What the outcome rests on: added by either, taken away and put back. Every change opens what was closed."""

from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.following.files import keep_file
from samsyn.assignments.actions.following.outcome import count_change
from samsyn.assignments.actions.writing import locked
from samsyn.assignments.models import Assignment, Evidence, EvidenceKind, LogEntry, Outcome
from samsyn.assignments.queries.following.results import finding_for
from samsyn.assignments.rules import outcome as rules
from samsyn.assignments.rules.agreements import Side, check_is_of_the_two
from samsyn.core.models import uuid7
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys.models import Round


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    assignment: Assignment,
    kind: str,
    says: str = "",
    log_entry: LogEntry | None = None,
    file: File[bytes] | None = None,
    round: Round | None = None,
    question_code: str = "",
    key: UUID | None = None,
) -> Evidence:
    """An entry or a result stands there once, and comes back when added again; a file once for a key.

    A result says what it said that day.
    """
    assignment = locked(assignment)
    side = check_is_of_the_two(actor, assignment)
    rules.check_can_write(assignment)
    outcome, _is_new = Outcome.objects.get_or_create(assignment=assignment)
    evidence = Evidence(
        pk=key or uuid7(),
        outcome=outcome,
        kind=EvidenceKind(kind),
        says=says.strip(),
        added_by_id=actor.person_id,
    )
    if kind == EvidenceKind.LOG:
        rules.check_own_entry(side is Side.HOLDER and _is_kept(log_entry, assignment))
        evidence.log_entry = log_entry
    elif kind == EvidenceKind.RESULT:
        evidence.says = finding_for(actor, round, question_code)
        evidence.round, evidence.question_code = round, question_code
        rules.check_result(evidence.says)
    return _added(actor, assignment, evidence, file)


def _is_kept(entry: LogEntry | None, assignment: Assignment) -> bool:
    rows = LogEntry.objects.filter(assignment=assignment).kept()
    return entry is not None and rows.filter(pk=entry.pk).exists()


def _added(
    actor: Actor, assignment: Assignment, evidence: Evidence, file: File[bytes] | None
) -> Evidence:
    there = _same(evidence)
    if there and there.kind == EvidenceKind.FILE:
        return there
    if there:
        return _restored(actor, assignment, there)
    rules.check_key_is_free(not Evidence.objects.filter(pk=evidence.pk).exists())
    kept = Evidence.objects.filter(outcome=evidence.outcome, removed_at=None)
    rules.check_room(kept.count())
    if evidence.kind == EvidenceKind.FILE:
        rules.check_has_file(file is not None)
    if file and evidence.kind == EvidenceKind.FILE:
        keep_file(evidence, file)
    evidence.save(force_insert=True)
    _record("outcome.evidence_added", actor, assignment, evidence)
    return evidence


def _same(evidence: Evidence) -> Evidence | None:
    rows = Evidence.objects.filter(outcome=evidence.outcome)
    if evidence.kind == EvidenceKind.LOG:
        return rows.filter(log_entry=evidence.log_entry).first()
    if evidence.kind == EvidenceKind.RESULT:
        return rows.filter(round=evidence.round, question_code=evidence.question_code).first()
    return rows.filter(pk=evidence.pk).first()


def _record(kind: str, actor: Actor, assignment: Assignment, evidence: Evidence) -> None:
    """With every change of the evidence, what was closed is open again."""
    count_change(evidence.outcome)
    record(
        kind,
        actor=actor,
        matter=assignment,
        controller=assignment.controller,
        evidence=str(evidence.pk),
    )


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: Evidence) -> Evidence:
    """It can be put back for some days."""
    assignment, evidence = _locked_evidence(actor, evidence)
    if evidence.removed_at is None:
        side = check_is_of_the_two(actor, assignment)
        _set_removed(evidence, by=side)
        _record("outcome.evidence_removed", actor, assignment, evidence)
    return evidence


@transaction.atomic
def restore_evidence(*, actor: Actor, evidence: Evidence) -> Evidence:
    """By the one of the two who took it away: what one has taken out of sight the other does not bring back."""
    assignment, evidence = _locked_evidence(actor, evidence)
    return _restored(actor, assignment, evidence)


def _locked_evidence(actor: Actor, evidence: Evidence) -> tuple[Assignment, Evidence]:
    assignment = locked(evidence.outcome.assignment)
    check_is_of_the_two(actor, assignment)
    rules.check_can_write(assignment)
    return assignment, Evidence.objects.select_related("outcome").get(pk=evidence.pk)


def _restored(actor: Actor, assignment: Assignment, evidence: Evidence) -> Evidence:
    if evidence.removed_at is not None:
        side = check_is_of_the_two(actor, assignment)
        rules.check_may_restore(may=rules.may_restore(evidence, side))
        _set_removed(evidence, by=None)
        _record("outcome.evidence_restored", actor, assignment, evidence)
    return evidence


def _set_removed(evidence: Evidence, *, by: Side | None) -> None:
    evidence.removed_at, evidence.removed_by = timezone.now() if by else None, by or ""
    evidence.save(update_fields=["removed_at", "removed_by", "changed_at"])
