"""A questionnaire in one of its languages. A text that is not translated stays in the survey’s own."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from samsyn.surveys.drafts import QuestionDraft, Questionnaire, SectionDraft

T = TypeVar("T", bound=Any)


def in_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    if language not in questionnaire.languages[1:]:
        return questionnaire
    sections = tuple(_section(section, language) for section in questionnaire.sections)
    return replace(_said(questionnaire, language), sections=sections)


def _section(section: SectionDraft, language: str) -> SectionDraft:
    questions = tuple(_question(question, language) for question in section.questions)
    return replace(_said(section, language), questions=questions)


def _question(question: QuestionDraft, language: str) -> QuestionDraft:
    return replace(
        _said(question, language),
        choices=tuple(_said(option, language) for option in question.choices),
        rows=tuple(_said(row, language) for row in question.rows),
    )


def _said(thing: T, language: str) -> T:
    """With its own texts exchanged, as far as there are others."""
    texts: Mapping[str, str] = thing.translations.get(language) or {}
    own = {one.name for one in fields(thing) if isinstance(getattr(thing, one.name), str)}
    there = {name: text for name, text in texts.items() if text and name in own - FIXED}
    return replace(thing, **there) if there else thing


# What is no text to read.
FIXED = frozenset({"code", "kind", "background"})
