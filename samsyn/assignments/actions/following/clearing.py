"""What was taken away long enough ago goes for good, with its file."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.following.files import drop_file
from samsyn.assignments.models import Assignment, Evidence, LogEntry
from samsyn.assignments.rules.outcome import KEPT_REMOVED
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.events import record


@transaction.atomic
def clear_removed() -> int:
    """Safe to run twice; how many rows went."""
    evidence = Evidence.objects.select_related("outcome__assignment__controller")
    entries = LogEntry.objects.select_related("assignment__controller")
    rows = [
        *((row, row.outcome.assignment) for row in _due(evidence)),
        *((row, row.assignment) for row in _due(entries)),
    ]
    for row, assignment in rows:
        _clear(row, assignment)
    return len(rows)


def _due(rows: Any) -> Any:
    before = timezone.now() - KEPT_REMOVED
    return rows.select_for_update(of=("self",)).filter(removed_at__lt=before)


def _clear(row: LogEntry | Evidence, assignment: Assignment) -> None:
    drop_file(row, row.file.name)
    kind = "log.cleared" if isinstance(row, LogEntry) else "outcome.evidence_cleared"
    record(kind, actor=SYSTEM, matter=assignment, controller=assignment.controller)
    row.delete()
