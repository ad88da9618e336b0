"""What is read of the log, the time, how it turned out, and the years of a post, by noun."""

from samsyn.assignments.queries.following.log import (
    Habits,
    Month,
    Suggestion,
    entries_in,
    habits_of,
    logs_to_choose,
    months_of,
    suggestions_for,
)
from samsyn.assignments.queries.following.outcome import (
    OutcomePart,
    Shown,
    entries_to_show,
    evidence_of,
    expected_effect,
    file_of,
    kept_evidence,
    may_read,
    outcome_of,
    outcome_part,
    readable_outcome,
    shown_evidence,
)
from samsyn.assignments.queries.following.results import Finding, finding_for, findings_to_choose
from samsyn.assignments.queries.following.time import time_used, times_used
from samsyn.assignments.queries.following.years import (
    Year,
    YearOnThread,
    chain_of,
    on_thread,
    sees_years,
    years_of,
)
from samsyn.assignments.rules.time import TimeUsed

__all__ = [
    "Finding",
    "Habits",
    "Month",
    "OutcomePart",
    "Shown",
    "Suggestion",
    "TimeUsed",
    "Year",
    "YearOnThread",
    "chain_of",
    "entries_in",
    "entries_to_show",
    "evidence_of",
    "expected_effect",
    "file_of",
    "finding_for",
    "findings_to_choose",
    "habits_of",
    "kept_evidence",
    "logs_to_choose",
    "may_read",
    "months_of",
    "on_thread",
    "outcome_of",
    "outcome_part",
    "readable_outcome",
    "sees_years",
    "shown_evidence",
    "suggestions_for",
    "time_used",
    "times_used",
    "years_of",
]
