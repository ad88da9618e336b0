"""An answer in words: piped into later texts, read over before sending in, and taken home afterwards."""

import re
from decimal import Decimal
from typing import Any

from samsyn.core.words import listed
from samsyn.surveys.answering.faults import plain
from samsyn.surveys.answering.written import (
    UNSURE,
    Answers,
    Fields,
    name_of,
    text_key,
    text_name,
)
from samsyn.surveys.drafts import QuestionDraft
from samsyn.surveys.models import QuestionKind

_PIPE = re.compile(r"\{([a-z0-9][\w-]{0,39})\}", re.IGNORECASE)
BLANK = "…"


def piped_codes(text: str) -> list[str]:
    """The questions whose answers a text wants to say: `{role}`."""
    return _PIPE.findall(text)


def piped(text: str, known: "dict[str, QuestionDraft]", answers: Answers) -> str:
    """With earlier answers in it. Braces around anything else stay. Whoever writes it on a page escapes it there."""

    def say(found: "re.Match[str]") -> str:
        question = known.get(found[1])
        return found[0] if question is None else listed(said(question, answers)) or BLANK

    return _PIPE.sub(say, text) if "{" in text else text


def said(question: QuestionDraft, answers: Answers) -> list[str]:
    """One line for each thing answered; none where there is no answer."""
    answer = answers.get(question.code)
    if answer is None:
        return []
    if question.kind == QuestionKind.MATRIX:
        rows = ((row.label, answer.get(row.code)) for row in question.rows)
        return [f"{row.rstrip('.')}: {_label(question, at)}" for row, at in rows if at is not None]
    if isinstance(answer, list):
        return [_with_text(question, at, answers) for at in answer]
    return [_plain(question, answer)]


def said_fields(question: QuestionDraft, fields: Fields) -> list[str]:
    """As `said`, of what stands in the fields of a page and may be no answer yet."""
    if question.kind == QuestionKind.RANKING:
        places = (fields.get(name_of(question, at), [""])[0] for at in range(len(question.choices)))
        return [
            f"{option.label}: {place}"
            for option, place in zip(question.choices, places, strict=True)
            if place
        ]
    if question.kind == QuestionKind.MATRIX:
        chosen = ((row.label, _chosen(question, fields, row.code)) for row in question.rows)
        return [f"{row.rstrip('.')}: {', '.join(labels)}" for row, labels in chosen if labels]
    if question.choices:
        return _chosen(question, fields)
    return list(fields.get(name_of(question), ()))


def _chosen(question: QuestionDraft, fields: Fields, part: str = "") -> list[str]:
    """The options chosen, with the text written to each."""
    values = fields.get(name_of(question, part), ())
    options = [option for at, option in enumerate(question.choices) if str(at) in values]
    texts = (fields.get(text_name(question, option.code), [""])[0] for option in options)
    return [
        f"{option.label}: {text}" if text else option.label
        for option, text in zip(options, texts, strict=True)
    ]


def _label(question: QuestionDraft, at: Any) -> str:
    return question.choices[at].label if at < len(question.choices) else ""


def _with_text(question: QuestionDraft, at: int, answers: Answers) -> str:
    label = _label(question, at)
    text = answers.get(text_key(question, question.choices[at].code)) if label else None
    return f"{label}: {text}" if text else label


def _plain(question: QuestionDraft, answer: Any) -> str:
    if answer == UNSURE and question.kind == QuestionKind.SCALE:
        return question.unsure_label
    if question.kind == QuestionKind.NUMBER:
        return f"{plain(Decimal(answer))} {question.unit}".strip()
    return str(answer)
