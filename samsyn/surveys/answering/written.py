"""What somebody has written so far, and how answers stand in the fields of a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samsyn.surveys.drafts import QuestionDraft
from samsyn.surveys.models import QuestionKind

Answers = Mapping[str, Any]
# As a form sends them: the values of each name.
Fields = Mapping[str, Sequence[str]]
# The answer of who can’t say, on a scale that has words for it.
UNSURE = "?"
# Where a draft holds what was written but doesn’t stand as an answer yet, and which page wrote each section last.
TYPED, PAGES = "~", "~pages"


@dataclass(frozen=True)
class Written:
    """`answers` hold; `typed` are, by question, the fields of what has to be put right first.

    `pages` says of a named draft which page wrote each section last.
    """

    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, Fields] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        beside = {TYPED: self.typed, PAGES: self.pages}
        return {**self.answers, **{key: value for key, value in beside.items() if value}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Written":
        answers = {key: value for key, value in kept.items() if key not in {TYPED, PAGES}}
        return cls(answers, kept.get(TYPED, {}), kept.get(PAGES, {}))

    def fields(self, question: QuestionDraft) -> Fields:
        return self.typed.get(question.code) or fields_of(question, self.answers)


def name_of(question: QuestionDraft, part: object = "") -> str:
    """Of a field: a question’s own, or that of a row or an option."""
    return f"a.{question.code}.{part}" if part != "" else f"a.{question.code}"


def text_name(question: QuestionDraft, option_code: str) -> str:
    return f"t.{question.code}.{option_code}"


def text_key(question: QuestionDraft, option_code: str) -> str:
    return f"{question.code}:{option_code}"


def fields_of(question: QuestionDraft, answers: Answers) -> dict[str, list[str]]:
    """The answer as the page’s own form would send it; reading that gives the answer again."""
    fields: dict[str, list[str]] = {}
    if question.code in answers:
        fields = _FIELDS.get(question.kind, _one)(question, answers[question.code])
    for option in question.choices:
        if (text := answers.get(text_key(question, option.code))) is not None:
            fields[text_name(question, option.code)] = [text]
    return fields


def _one(question: QuestionDraft, value: Any) -> dict[str, list[str]]:
    return {name_of(question): [str(value)]}


def _several(question: QuestionDraft, value: Any) -> dict[str, list[str]]:
    return {name_of(question): [str(position) for position in value]}


def _by_row(question: QuestionDraft, value: Any) -> dict[str, list[str]]:
    return {name_of(question, row): [str(position)] for row, position in value.items()}


def _by_rank(question: QuestionDraft, value: Any) -> dict[str, list[str]]:
    return {name_of(question, position): [str(rank)] for rank, position in enumerate(value, 1)}


_FIELDS: dict[str, Callable[[QuestionDraft, Any], dict[str, list[str]]]] = {
    QuestionKind.SINGLE: _several,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.MATRIX: _by_row,
    QuestionKind.RANKING: _by_rank,
}
