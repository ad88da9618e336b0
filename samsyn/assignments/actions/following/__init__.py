"""What changes in the log and in how it turned out, by noun."""

from samsyn.assignments.actions.following.clearing import clear_removed
from samsyn.assignments.actions.following.evidence import (
    add_evidence,
    remove_evidence,
    restore_evidence,
)
from samsyn.assignments.actions.following.log import (
    change_log,
    enter_log,
    remove_log,
    restore_log,
)
from samsyn.assignments.actions.following.outcome import close_outcome, write_outcome

__all__ = [
    "add_evidence",
    "change_log",
    "clear_removed",
    "close_outcome",
    "enter_log",
    "remove_evidence",
    "remove_log",
    "restore_evidence",
    "restore_log",
    "write_outcome",
]
