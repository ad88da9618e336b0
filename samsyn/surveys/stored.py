"""A questionnaire as JSON and back, whole: what a step of building is undone from. Its conditions lie so in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from samsyn.surveys.drafts import (
    ConditionDraft,
    GroupDraft,
    GroupingDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    RowDraft,
    SectionDraft,
)


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(asdict(questionnaire))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal | str) else value


def from_json(stored: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        **{
            **stored,
            "languages": tuple(stored["languages"]),
            "sections": tuple(_section(section) for section in stored["sections"]),
            "groupings": tuple(grouping_of(grouping) for grouping in stored["groupings"]),
            "round": _round(stored["round"]) if stored["round"] else None,
        }
    )


def _round(stored: Mapping[str, Any]) -> RoundDraft:
    return RoundDraft(**{**stored, "shown_by": tuple(stored.get("shown_by", ()))})


def _section(stored: Mapping[str, Any]) -> SectionDraft:
    questions = tuple(_question(question) for question in stored["questions"])
    show_if = conditions_of(stored["show_if"])
    return SectionDraft(**{**stored, "questions": questions, "show_if": show_if})


def _question(stored: Mapping[str, Any]) -> QuestionDraft:
    return QuestionDraft(
        **{
            **stored,
            "choices": tuple(OptionDraft(**option) for option in stored["choices"]),
            "rows": tuple(RowDraft(**row) for row in stored["rows"]),
            "lowest": _number_or_none(stored["lowest"]),
            "highest": _number_or_none(stored["highest"]),
            "show_if": conditions_of(stored["show_if"]),
        }
    )


def conditions_of(stored: Iterable[Mapping[str, Any]]) -> tuple[ConditionDraft, ...]:
    return tuple(
        ConditionDraft(
            question=one["question"],
            test=one["test"],
            options=tuple(one.get("options", ())),
            value=_number_or_none(one.get("value")),
        )
        for one in stored
    )


def stored_conditions(conditions: Iterable[ConditionDraft]) -> list[dict[str, Any]]:
    """As the database has them: without a value there is an empty text."""
    return [
        {**_plain(asdict(one)), "value": "" if one.value is None else str(one.value)}
        for one in conditions
    ]


def grouping_of(stored: Mapping[str, Any]) -> GroupingDraft:
    groups = (GroupDraft(one["label"], tuple(one["options"])) for one in stored["groups"])
    return GroupingDraft(stored["code"], stored["name"], tuple(groups))


def _number_or_none(written: object) -> Decimal | None:
    return None if written in (None, "") else Decimal(str(written))
