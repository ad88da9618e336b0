"""What is left of building once a survey has been answered: words that read otherwise, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
)


@dataclass(frozen=True)
class Correction:
    """A text that reads otherwise: the question's code, or none, and which of its texts."""

    code: str
    place: str
    before: str
    after: str


def corrections(before: Questionnaire, after: Questionnaire) -> list[Correction]:
    """What a correction of the wording changes. Refused where it would change what is asked."""
    if _bare(before) != _bare(after):
        raise RuleBroken(
            _(
                "The survey has been opened or answered. Words can be corrected here, but what is asked stays as"
                " it is. Make a new version to change questions and answers."
            )
        )
    was, now = dict(_texts(before)), dict(_texts(after))
    return [
        Correction(*place, was.get(place, ""), now.get(place, ""))
        for place in {**was, **now}
        if was.get(place, "") != now.get(place, "")
    ]


def _bare(questionnaire: Questionnaire) -> Questionnaire:
    """Without its words."""
    return replace(
        questionnaire,
        **_none_of(("title", "introduction", "method", "groups_note", "thanks")),
        groupings=(),
        languages=(),
        translations={},
        sections=tuple(
            replace(
                section,
                title="",
                introduction="",
                translations={},
                questions=tuple(map(_bare_question, section.questions)),
            )
            for section in questionnaire.sections
        ),
    )


def _none_of(names: Iterable[str]) -> dict[str, Any]:
    return dict.fromkeys(names, "")


OF_QUESTION = ("text", "help", "low_label", "high_label")


def _bare_question(question: QuestionDraft) -> QuestionDraft:
    def bare_option(option: OptionDraft) -> OptionDraft:
        return replace(option, label="", translations={})

    def bare_row(row: RowDraft) -> RowDraft:
        return replace(row, label="", translations={})

    return replace(
        question,
        **_none_of(OF_QUESTION),
        unsure_label="?" if question.unsure_label else "",
        translations={},
        choices=tuple(map(bare_option, question.choices)),
        rows=tuple(map(bare_row, question.rows)),
    )


Text = tuple[tuple[str, str], str]


def _texts(questionnaire: Questionnaire) -> Iterator[Text]:
    yield from _said(
        "", questionnaire, ("title", "introduction", "thanks", "method", "groups_note")
    )
    for number, section in enumerate(questionnaire.sections, 1):
        yield from _said("", section, ("title", "introduction"), f"section {number} ")
    for question in questionnaire.questions:
        yield from _said(question.code, question, (*OF_QUESTION, "unsure_label"))
        for option in question.choices:
            yield from _said(question.code, option, ("label",), f"option {option.code} ")
        for row in question.rows:
            yield from _said(question.code, row, ("label",), f"row {row.code} ")


def _said(
    code: str,
    thing: Questionnaire | SectionDraft | QuestionDraft | OptionDraft | RowDraft,
    names: Iterable[str],
    prefix: str = "",
) -> Iterator[Text]:
    for name in names:
        yield (code, prefix + name), getattr(thing, name)
    for language, texts in thing.translations.items():
        for name, text in texts.items():
            yield (code, f"{prefix}{name} {language}"), text
