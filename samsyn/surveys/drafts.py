"""A questionnaire as frozen values: what is asked, in which order and of whom. Knows neither files nor the database.

The builder, the pages that are answered, the files and the stored survey all speak of it in this shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Test(StrEnum):
    """How an earlier answer is looked at."""

    ANY = "any"
    NONE = "none"
    MORE = "more"
    LESS = "less"
    ANSWERED = "answered"


@dataclass(frozen=True)
class ConditionDraft:
    """Holds if the earlier question has `any` or `none` of the options (by code), a number `more` or `less` than the
    value, or is `answered` at all. A question that was not shown has no answer: none of these holds but `none`."""

    question: str
    test: str = Test.ANY
    options: tuple[str, ...] = ()
    value: Decimal | None = None


# Texts in other languages, by language and by name: {"en": {"text": "…", "help": "…"}}.
Translations = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class OptionDraft:
    code: str
    label: str
    is_exclusive: bool = False
    takes_text: bool = False
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class RowDraft:
    """A statement of a matrix."""

    code: str
    label: str
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionDraft:
    """`kind` is a models.QuestionKind; which of the rest it uses, docs/answers.md says."""

    code: str
    kind: str
    text: str
    help: str = ""
    required: bool = False
    min: int | None = None
    max: int | None = None
    choices: tuple[OptionDraft, ...] = ()
    rows: tuple[RowDraft, ...] = ()
    as_list: bool = False
    lowest: Decimal | None = None
    highest: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    low_label: str = ""
    high_label: str = ""
    unsure_label: str = ""
    max_length: int | None = None
    show_if: tuple[ConditionDraft, ...] = ()
    translations: Translations = field(default_factory=dict)

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(option.label for option in self.choices)


@dataclass(frozen=True)
class SectionDraft:
    title: str
    introduction: str = ""
    questions: tuple[QuestionDraft, ...] = ()
    show_if: tuple[ConditionDraft, ...] = ()
    translations: Translations = field(default_factory=dict)
    # The stored section's key, so that it stays the same row however it is moved; files have none.
    key: str = field(default="", compare=False)


@dataclass(frozen=True)
class GroupDraft:
    label: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class GroupingDraft:
    code: str
    name: str
    groups: tuple[GroupDraft, ...]


@dataclass(frozen=True)
class RoundDraft:
    code: str
    title: str
    invited_count: int | None = None
    invited_is_approximate: bool = False
    collected: str = ""
    # Codes of the questions whose crossing results are shown by; without any, the background question.
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    code: str
    title: str
    introduction: str = ""
    method: str = ""
    threshold: int = 5
    background: str = ""
    background_whole: bool = False
    groups_note: str = ""
    sections: tuple[SectionDraft, ...] = ()
    groupings: tuple[GroupingDraft, ...] = ()
    thanks: str = ""
    languages: tuple[str, ...] = ("sv",)
    translations: Translations = field(default_factory=dict)
    round: RoundDraft | None = None
    # Whether somebody has chosen if results are shown by groups; no background may then be the choice.
    groups_settled: bool = field(default=False, compare=False)

    @property
    def questions(self) -> tuple[QuestionDraft, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, code: str) -> QuestionDraft | None:
        return next((question for question in self.questions if question.code == code), None)


def options_of(labels: "tuple[str, ...] | list[str]") -> tuple[OptionDraft, ...]:
    """Options that have no codes of their own are called by their places: a1, a2, …"""
    return tuple(OptionDraft(f"a{number}", label) for number, label in enumerate(labels, 1))
