"""The log: entered once however often it is sent, changed, taken away and put back. The assignment keeps its sums."""

from datetime import date
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from samsyn.assignments.actions.following.files import drop_file, keep_file
from samsyn.assignments.actions.following.outcome import evidence_changed
from samsyn.assignments.actions.writing import locked
from samsyn.assignments.models import Assignment, LogEntry
from samsyn.assignments.rules import log as rules
from samsyn.assignments.rules.agreements import Side, check_is_of_the_two
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record


@transaction.atomic
def enter_log(
    *,
    actor: Actor,
    assignment: Assignment,
    key: UUID,
    done_on: date,
    activity: str,
    with_whom: str = "",
    minutes: int,
    note: str = "",
    file: File[bytes] | None = None,
) -> LogEntry:
    """Once for a key, also where the first was taken away since: what lay waiting in a phone brings nothing back."""
    assignment = _own(actor, assignment)
    made = LogEntry.objects.filter(pk=key).first()
    if made:
        rules.check_is_same_log(made.assignment_id == assignment.pk)
        return made
    rules.check_can_enter(assignment)
    entry = LogEntry(pk=key, assignment=assignment)
    _write(entry, done_on, activity, with_whom, minutes, note)
    if file:
        keep_file(entry, file)
    entry.save(force_insert=True)
    _keep_sums(assignment)
    _record("log.entered", actor, assignment, entry)
    return entry


def _own(actor: Actor, assignment: Assignment) -> Assignment:
    assignment = locked(assignment)
    rules.check_is_own(check_is_of_the_two(actor, assignment) is Side.HOLDER)
    return assignment


def _write(
    entry: LogEntry, done_on: date, activity: str, with_whom: str, minutes: int, note: str
) -> None:
    rules.check_day(entry.assignment, done_on, timezone.localdate())
    rules.check_activity(activity)
    rules.check_minutes(minutes)
    entry.done_on, entry.activity, entry.minutes = done_on, activity, minutes
    entry.with_whom, entry.note = with_whom.strip(), note.strip()


def _keep_sums(assignment: Assignment) -> None:
    kept = LogEntry.objects.filter(assignment=assignment).kept()
    sums = kept.aggregate(minutes=Sum("minutes"), latest=Max("done_on"))
    assignment.logged_minutes, assignment.logged_on = sums["minutes"] or 0, sums["latest"]
    # Not `changed_at`: who edits the assignment's facts at the same time has missed nothing.
    assignment.save(update_fields=["logged_minutes", "logged_on"])


def _record(kind: str, actor: Actor, assignment: Assignment, entry: LogEntry) -> None:
    record(
        kind,
        actor=actor,
        matter=assignment,
        controller=assignment.controller,
        entry=str(entry.pk),
    )


@transaction.atomic
def change_log(
    *,
    actor: Actor,
    entry: LogEntry,
    done_on: date,
    activity: str,
    with_whom: str = "",
    minutes: int,
    note: str = "",
    file: File[bytes] | None = None,
    without_file: bool = False,
    revision: str = "",
) -> LogEntry:
    """An entry that the outcome rests on takes back what the two had closed."""
    assignment, entry = _locked_entry(actor, entry)
    check_is_latest(entry, revision)
    _write(entry, done_on, activity, with_whom, minutes, note)
    if file:
        keep_file(entry, file)
    elif without_file and entry.file:
        drop_file(entry, entry.file.name)
        entry.file, entry.filename = "", ""
    entry.save()
    _after_change("log.changed", actor, assignment, entry)
    return entry


def _locked_entry(actor: Actor, entry: LogEntry) -> tuple[Assignment, LogEntry]:
    assignment = _own(actor, entry.assignment)
    rules.check_can_change(assignment)
    entry = LogEntry.objects.get(pk=entry.pk)
    entry.assignment = assignment
    return assignment, entry


def _after_change(kind: str, actor: Actor, assignment: Assignment, entry: LogEntry) -> None:
    _keep_sums(assignment)
    evidence_changed(assignment, entry)
    _record(kind, actor, assignment, entry)


@transaction.atomic
def remove_log(*, actor: Actor, entry: LogEntry) -> LogEntry:
    """Out of the list and the sums at once; it can be put back for some days."""
    assignment, entry = _locked_entry(actor, entry)
    if entry.removed_at is None:
        _set_removed(entry, removed=True)
        _after_change("log.removed", actor, assignment, entry)
    return entry


@transaction.atomic
def restore_log(*, actor: Actor, entry: LogEntry) -> LogEntry:
    assignment, entry = _locked_entry(actor, entry)
    if entry.removed_at is not None:
        _set_removed(entry, removed=False)
        _after_change("log.restored", actor, assignment, entry)
    return entry


def _set_removed(entry: LogEntry, *, removed: bool) -> None:
    entry.removed_at = timezone.now() if removed else None
    entry.save(update_fields=["removed_at", "changed_at"])
