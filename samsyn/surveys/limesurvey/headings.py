"""The columns of an export of answers: which question each belongs to, and which part of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from samsyn.surveys.answering.written import text_name
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.limesurvey.codes import OTHER
from samsyn.surveys.limesurvey.names import Name, names_of, other_of

_HEADING = re.compile(r"([^\[\]]+)(?:\[([^\[\]]*)\])?(?:\[([^\[\]]*)\])?")
SUBMITTED = "submitdate"
# Of the answer as such and of the person. Nothing of it is kept.
OWN = frozenset(
    {
        "id",
        SUBMITTED,
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
        "ipaddr",
        "refurl",
        "token",
        "firstname",
        "lastname",
        "email",
        "emailstatus",
        "language",
        "completed",
        "sent",
        "remindersent",
        "remindercount",
        "usesleft",
        "validfrom",
        "validuntil",
        "participant_id",
        "interviewtime",
    }
)
_OWN_LIKE = re.compile(r"attribute_\d+|group(?:Time)?[Tt]ime\d*|\w+Time")


class Part(StrEnum):
    WHOLE = "whole"
    BOX = "box"
    LINE = "line"
    ROW = "row"
    RANK = "rank"


@dataclass(frozen=True)
class Place:
    """`at` is the option's code, the row's, or the rank."""

    question: QuestionDraft
    part: Part = Part.WHOLE
    at: str = ""

    @property
    def line_name(self) -> str:
        return text_name(self.question, self.at)


def is_own(heading: str) -> bool:
    return heading in OWN or _OWN_LIKE.fullmatch(heading) is not None


class Headings:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.names: Mapping[str, Name] = names_of(questionnaire)
        by_code = {question.code: question for question in questionnaire.questions}
        self.known = {self.names[code].code: one for code, one in by_code.items()} | by_code

    def place(self, heading: str) -> Place | None:
        """Q1, Q2[SQ001], Q2[other], Q3[SQ001][1]; and Q2_SQ001, as other programs have it."""
        match = _HEADING.fullmatch(heading.strip())
        if match is None:
            return None
        code, part, scale = match[1].strip(), match[2], match[3]
        if scale is not None:
            return self._part(f"{code}_{scale}", part or "")
        if part is not None:
            return self._part(code, part) or self._joined(f"{code}_{part}")
        return self._joined(code)

    def _joined(self, code: str) -> Place | None:
        stem, _line, tail = code.rpartition("_")
        return self._whole(code) or (self._part(stem, tail) if stem else None)

    def _whole(self, code: str) -> Place | None:
        question = self.known.get(code)
        return Place(question) if question else None

    def _part(self, code: str, part: str) -> Place | None:
        question = self.known.get(code)
        if question is None:
            return None
        name = self.names[question.code]
        if question.kind == "matrix":
            row = _ours(name.rows, part)
            return Place(question, Part.ROW, row) if row else None
        if question.kind == "ranking":
            is_rank = part.isascii() and part.isdigit() and 0 < int(part[:4]) <= 200
            return Place(question, Part.RANK, part) if is_rank else None
        return self._of_choice(question, name, part)

    def _of_choice(self, question: QuestionDraft, name: Name, part: str) -> Place | None:
        """A box to mark, or the line beside an option."""
        other = other_of(question)
        if part == OTHER and other is not None:
            return Place(question, Part.LINE, other.code)
        if question.kind == "multiple":
            if option := _ours(name.options, part):
                return Place(question, Part.BOX, option)
            option = _ours(name.options, part.removesuffix("comment"))
            if option and _takes_text(question, option):
                return Place(question, Part.LINE, option)
        return None


def _takes_text(question: QuestionDraft, code: str) -> bool:
    return any(option.takes_text for option in question.choices if option.code == code)


def _ours(theirs_by_ours: Mapping[str, str], code: str) -> str:
    if code in theirs_by_ours:
        return code
    return next((ours for ours, theirs in theirs_by_ours.items() if theirs == code), "")
