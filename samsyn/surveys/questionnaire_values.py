"""A questionnaire's document, once its shape is right, as frozen values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    RowDraft,
    SectionDraft,
    Test,
)
from samsyn.surveys.stored import grouping_of

# How conditions are written, and what they ask.
TESTS = {
    "is": Test.ANY,
    "is_not": Test.NONE,
    "more_than": Test.MORE,
    "less_than": Test.LESS,
}


def from_document(document: Mapping[str, Any]) -> Questionnaire:
    survey = dict(document["survey"])
    for key in ("introduction", "method", "groups_note", "thanks"):
        survey[key] = survey.get(key, "").strip()
    survey["languages"] = tuple(survey.get("languages", ("sv",)))
    questions: dict[str, QuestionDraft] = {}
    return Questionnaire(
        **survey,
        sections=tuple(_section(section, questions) for section in document["sections"]),
        groupings=tuple(grouping_of(grouping) for grouping in document.get("groupings", [])),
        round=_round(document["round"]) if "round" in document else None,
    )


def _section(section: Mapping[str, Any], before: dict[str, QuestionDraft]) -> SectionDraft:
    """Conditions name options by their labels, of the questions before."""
    show_if = _conditions(section.get("show_if", ()), before)
    questions = []
    for given in section["questions"]:
        question = _question(given, before)
        before[question.code] = question
        questions.append(question)
    return SectionDraft(
        title=section["title"],
        introduction=section.get("introduction", "").strip(),
        questions=tuple(questions),
        show_if=show_if,
        translations=section.get("translations", {}),
    )


def _question(question: Mapping[str, Any], before: Mapping[str, QuestionDraft]) -> QuestionDraft:
    given = dict(question)
    for name in ("lowest", "highest"):
        if name in given:
            given[name] = _number(given[name])
    options, rows = given.pop("options", ()), given.pop("rows", ())
    return QuestionDraft(
        **{
            **given,
            "show_if": _conditions(given.get("show_if", ()), before),
            "choices": tuple(_option(one, number) for number, one in enumerate(options, 1)),
            "rows": tuple(_row(one, number) for number, one in enumerate(rows, 1)),
        }
    )


def _option(option: Any, number: int) -> OptionDraft:
    if not isinstance(option, Mapping):
        return OptionDraft(f"a{number}", option)
    return OptionDraft(
        option["code"],
        option["label"],
        is_exclusive=option.get("exclusive", False),
        takes_text=option.get("text", False),
        translations=option.get("translations", {}),
    )


def _row(row: Any, number: int) -> RowDraft:
    if not isinstance(row, Mapping):
        return RowDraft(f"r{number}", row)
    return RowDraft(row["code"], row["label"], row.get("translations", {}))


def _conditions(
    conditions: Sequence[Mapping[str, Any]], before: Mapping[str, QuestionDraft]
) -> tuple[ConditionDraft, ...]:
    return tuple(_condition(one, before.get(one["question"])) for one in conditions)


def _condition(given: Mapping[str, Any], asked: QuestionDraft | None) -> ConditionDraft:
    name = next((name for name in TESTS if name in given), "")
    if not name:
        return ConditionDraft(given["question"], Test.ANSWERED)
    if name in {"more_than", "less_than"}:
        return ConditionDraft(given["question"], TESTS[name], value=_number(given[name]))
    codes = {option.label: option.code for option in asked.choices} if asked else {}
    options = tuple(codes.get(label, label) for label in given[name])
    return ConditionDraft(given["question"], TESTS[name], options)


def _number(written: int | str) -> Decimal:
    return Decimal(str(written).replace(",", "."))


def _round(round: Mapping[str, Any]) -> RoundDraft:
    invited = round.get("invited", {})
    return RoundDraft(
        code=round["code"],
        title=round["title"],
        invited_count=invited.get("count"),
        invited_is_approximate=invited.get("approximate", False),
        collected=round.get("collected", ""),
        shown_by=tuple(round.get("shown_by", ())),
    )
