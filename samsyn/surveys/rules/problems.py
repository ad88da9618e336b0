"""What is to be seen to in a questionnaire: the shape that every check says it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import QuestionDraft, Questionnaire

STOP, ADVICE = "stop", "advice"


class Mend(StrEnum):
    """Where it is put right."""

    TEXT = "text"
    OPTIONS = "options"
    CONDITION = "condition"
    SPLIT = "split"
    GROUPS = "groups"


@dataclass(frozen=True)
class Problem:
    code: str
    # What it is about, in bold: "Question 5"; the text goes on from it.
    about: str
    text: str
    severity: str = ADVICE
    # The question's code, or the section's key, where it is one's.
    question: str = ""
    section: str = ""
    mend: str = Mend.TEXT
    # In two or three words, at the question's own row.
    short: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.about} {self.text}"


@dataclass
class Seen:
    """What has come before a place in the questionnaire, and what the numbers are."""

    questionnaire: Questionnaire
    spent: Mapping[str, str]
    numbers: Mapping[str, int]
    before: dict[str, QuestionDraft] = field(default_factory=dict)
    # Questions nobody comes to.
    unreached: set[str] = field(default_factory=set)

    def name(self, code: str) -> str:
        number = self.numbers.get(code)
        return _("Question %s") % number if number else _("A text to read")
