"""How it turned out: written by either, resting on evidence, closed by both for one revision."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.dialogues import clear_planned
from samsyn.assignments.actions.writing import locked
from samsyn.assignments.models import Assignment, Audience, LogEntry, Outcome, State
from samsyn.assignments.rules import outcome as rules
from samsyn.assignments.rules.agreements import Side, check_is_of_the_two
from samsyn.core.versions import Stale, check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record


@transaction.atomic
def write_outcome(
    *,
    actor: Actor,
    assignment: Assignment,
    seen: str,
    carries_on: str = "",
    audience: int | None = None,
    revision: str | None = None,
) -> Outcome:
    """`revision` is empty where the writer saw that nothing was written yet; None asks nothing."""
    assignment = locked(assignment)
    check_is_of_the_two(actor, assignment)
    rules.check_can_write(assignment)
    rules.check_texts(seen, carries_on)
    outcome, is_new = Outcome.objects.get_or_create(assignment=assignment)
    _check_read(outcome, revision, is_new=is_new)
    wanted = {
        "seen": seen.replace("\r\n", "\n").strip(),
        "carries_on": carries_on.replace("\r\n", "\n").strip(),
        "audience": outcome.audience if audience is None else Audience(audience),
    }
    if any(getattr(outcome, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(outcome, name, value)
        outcome.written_by_id = actor.person_id
        count_change(outcome)
        _record("outcome.written", actor, assignment)
    return outcome


def _check_read(outcome: Outcome, revision: str | None, *, is_new: bool) -> None:
    if revision == "" and not is_new and outcome.written_by_id:
        raise Stale(outcome)
    if revision and not is_new:
        check_is_latest(outcome, revision)


def count_change(outcome: Outcome) -> None:
    """What one of the two had closed was another text."""
    outcome.revision += 1
    for side in Side:
        setattr(outcome, f"{side}_closed_at", None)
        setattr(outcome, f"{side}_closed_by", None)
    outcome.save()


def _record(kind: str, actor: Actor, assignment: Assignment, **facts: Any) -> None:
    record(kind, actor=actor, matter=assignment, controller=assignment.controller, **facts)


def evidence_changed(assignment: Assignment, entry: LogEntry) -> None:
    """Called when an entry of the log changes: what rests on it is closed anew."""
    rests = Outcome.objects.filter(assignment=assignment, evidence__log_entry=entry)
    for outcome in rests.filter(evidence__removed_at=None):
        count_change(outcome)


def put_back_counterparts_close(assignment: Assignment) -> None:
    """When another counterpart takes over: what the former one had closed alone, the next one reads and closes."""
    waiting = Outcome.objects.filter(assignment=assignment, holder_closed_at=None)
    waiting.update(counterpart_closed_at=None, counterpart_closed_by=None)


@transaction.atomic
def close_outcome(*, actor: Actor, assignment: Assignment, revision: int) -> Outcome | None:
    """A yes to one revision. With both, the assignment is evaluated. Saying yes twice is as once."""
    assignment = locked(assignment)
    side = check_is_of_the_two(actor, assignment)
    outcome = Outcome.objects.filter(assignment=assignment).first() or Outcome()
    if rules.closed_at(outcome, side) and outcome.revision == revision:
        return outcome
    rules.check_can_write(assignment)
    rules.check_has_text(outcome)
    rules.check_revision(outcome, revision)
    setattr(outcome, f"{side}_closed_at", timezone.now())
    setattr(outcome, f"{side}_closed_by_id", actor.person_id)
    outcome.save()
    if outcome.is_closed:
        _evaluate(assignment)
        _record("outcome.closed", actor, assignment)
        clear_planned(actor=actor, assignment=assignment)
    else:
        _record("outcome.closed_by_one", actor, assignment, by=side)
    return outcome


def _evaluate(assignment: Assignment) -> None:
    assignment.state, assignment.evaluated_at = State.EVALUATED, timezone.now()
    assignment.save(update_fields=["state", "evaluated_at", "changed_at"])
