"""Career posts and the life of their assignments: agreed by two, known to all, followed up in time."""

from samsyn.assignments.models.agreements import (
    Activity,
    Assignment,
    Audience,
    Comment,
    Part,
    PartText,
    Stage,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.models.dialogues import (
    Dialogue,
    DialogueState,
    NextStep,
    Note,
    Point,
    Preparation,
)
from samsyn.assignments.models.following import Evidence, EvidenceKind, LogEntry, Outcome
from samsyn.assignments.models.posts import CareerPost, CareerRole, Template, YearTerms

__all__ = [
    "Activity",
    "Assignment",
    "Audience",
    "CareerPost",
    "CareerRole",
    "Comment",
    "Dialogue",
    "DialogueState",
    "Evidence",
    "EvidenceKind",
    "LogEntry",
    "NextStep",
    "Note",
    "Outcome",
    "Part",
    "PartText",
    "Point",
    "Preparation",
    "Stage",
    "State",
    "Template",
    "Version",
    "VersionState",
    "YearTerms",
]
