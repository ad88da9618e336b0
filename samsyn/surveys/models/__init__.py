"""Surveys, their rounds and responses. What is shown of a closed round is its tabulation, never the responses."""

from samsyn.surveys.models.files import FILE_FORMATS, AnswerFile, FileContent, FileFormat
from samsyn.surveys.models.invitations import Invitation, Mailing, MailingKind, Posting
from samsyn.surveys.models.questions import (
    CHOICES,
    IN_ONE_TABLE,
    IN_PARTS,
    WITH_OPTIONS,
    WRITTEN,
    Group,
    Grouping,
    Option,
    Question,
    QuestionKind,
    Row,
    Section,
)
from samsyn.surveys.models.responses import DayCount, Draft, Response, SpentPage
from samsyn.surveys.models.rounds import AudienceKind, Mode, RegisterBy, Round, RoundState
from samsyn.surveys.models.surveys import Survey, SurveyEdit, WordingChange

__all__ = [
    "CHOICES",
    "FILE_FORMATS",
    "IN_ONE_TABLE",
    "IN_PARTS",
    "WITH_OPTIONS",
    "WRITTEN",
    "AnswerFile",
    "AudienceKind",
    "DayCount",
    "Draft",
    "FileContent",
    "FileFormat",
    "Group",
    "Grouping",
    "Invitation",
    "Mailing",
    "MailingKind",
    "Mode",
    "Option",
    "Posting",
    "Question",
    "QuestionKind",
    "RegisterBy",
    "Response",
    "Round",
    "RoundState",
    "Row",
    "Section",
    "SpentPage",
    "Survey",
    "SurveyEdit",
    "WordingChange",
]
