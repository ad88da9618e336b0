"""How the answer of each kind of question is read from the fields of a page."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from samsyn.surveys.answering import faults as say
from samsyn.surveys.answering.written import UNSURE, Fields, name_of, text_key, text_name
from samsyn.surveys.drafts import QuestionDraft
from samsyn.surveys.models import QuestionKind

# What fits into a text, an option’s own line, and a number or a day.
MAX_TEXT, MAX_SHORT, MAX_LINE, MAX_NUMBER = 10_000, 300, 300, 30
LOWEST, HIGHEST = Decimal(1), Decimal(5)

Outcome = tuple[dict[str, Any], dict[str, str]]
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read(question: QuestionDraft, posted: Fields) -> Outcome:
    return READERS[question.kind](question, posted)


def kept_fields(question: QuestionDraft, posted: Fields) -> dict[str, list[str]]:
    """What was written, as far as the question has fields for it, so that it stands there again."""
    names = [name_of(question), *(text_name(question, o.code) for o in question.choices)]
    names += [name_of(question, row.code) for row in question.rows]
    if question.kind == QuestionKind.RANKING:
        names += [name_of(question, at) for at in range(len(question.choices))]
    most = len(question.choices) + 1
    return {
        name: [without_unseen(value)[: 2 * MAX_TEXT] for value in posted[name][:most]]
        for name in names
        if posted.get(name)
    }


def without_unseen(text: str) -> str:
    """What no database takes and nobody meant to write."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def highest(question: QuestionDraft) -> Decimal:
    return HIGHEST if question.highest is None else question.highest


def lowest(question: QuestionDraft) -> Decimal:
    return LOWEST if question.lowest is None else question.lowest


def _first(posted: Fields, name: str) -> str:
    values = posted.get(name) or [""]
    return without_unseen(values[0]).strip()


def _position(question: QuestionDraft, value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) < 5
    return int(value) if is_number and int(value) < len(question.choices) else None


def _blank(question: QuestionDraft) -> Outcome:
    return {}, ({name_of(question): say.required(question)} if question.required else {})


def _wrong(question: QuestionDraft, sentence: str) -> Outcome:
    return {}, {name_of(question): sentence}


def _single(question: QuestionDraft, posted: Fields) -> Outcome:
    values = [value for value in posted.get(name_of(question), ()) if value]
    if not values:
        return _blank(question)
    at = _position(question, values[0])
    if at is None or len(values) > 1:
        return _wrong(question, say.unknown())
    return _with_texts(question, posted, [at])


def _multiple(question: QuestionDraft, posted: Fields) -> Outcome:
    values = [value for value in posted.get(name_of(question), ()) if value]
    positions = sorted({at for v in values if (at := _position(question, v)) is not None})
    if not values:
        return _blank(question)
    if any(_position(question, value) is None for value in values):
        return _wrong(question, say.unknown())
    if sentence := _count_fault(question, positions):
        return _wrong(question, sentence)
    return _with_texts(question, posted, positions)


def _count_fault(question: QuestionDraft, positions: list[int]) -> str:
    exclusive = [at for at in positions if question.choices[at].is_exclusive]
    if exclusive and len(positions) > 1:
        return say.exclusive(question.choices[exclusive[0]].label)
    if question.max is not None and len(positions) > question.max:
        return say.too_many(len(positions), question.max)
    if question.min is not None and len(positions) < question.min and not exclusive:
        return say.too_few(len(positions), question.min)
    return ""


def _with_texts(question: QuestionDraft, posted: Fields, positions: list[int]) -> Outcome:
    answers: dict[str, Any] = {question.code: positions}
    faults = {}
    for option in (question.choices[at] for at in positions):
        name = text_name(question, option.code)
        if option.takes_text and (text := _first(posted, name)):
            answers[text_key(question, option.code)] = text
            if len(text) > MAX_LINE:
                faults[name] = say.too_long(len(text), MAX_LINE)
    return ({}, faults) if faults else (answers, {})


def _matrix(question: QuestionDraft, posted: Fields) -> Outcome:
    found, faults = dict[str, int](), dict[str, str]()
    for row in question.rows:
        name = name_of(question, row.code)
        value = _first(posted, name)
        at = _position(question, value)
        if at is not None:
            found[row.code] = at
        elif value:
            faults[name] = say.unknown()
        elif question.required:
            faults[name] = say.required(question)
    # The rows that are answered stand, whatever lacks in others.
    return ({question.code: found} if found else {}), faults


def _ranking(question: QuestionDraft, posted: Fields) -> Outcome:
    ranks: dict[int, int] = {}
    for at in range(len(question.choices)):
        value = _first(posted, name_of(question, at))
        if not value:
            continue
        rank = _position(question, value) if value != str(len(question.choices)) else int(value)
        if not rank:
            return _wrong(question, say.unknown())
        if rank in ranks:
            return _wrong(question, say.same_rank(rank))
        ranks[rank] = at
    if not ranks:
        return _blank(question)
    order = [ranks[rank] for rank in sorted(ranks)]
    sentence = _rank_fault(question, ranks, order)
    return _wrong(question, sentence) if sentence else ({question.code: order}, {})


def _rank_fault(question: QuestionDraft, ranks: dict[int, int], order: list[int]) -> str:
    if max(ranks) > len(ranks):
        return say.gap(next(rank for rank in range(1, max(ranks)) if rank not in ranks))
    if question.min is not None and len(order) < question.min:
        return say.too_few(len(order), question.min)
    if question.max is not None and len(order) > question.max:
        return say.too_many(len(order), question.max)
    return ""


def _scale(question: QuestionDraft, posted: Fields) -> Outcome:
    value = _first(posted, name_of(question))
    if not value:
        return _blank(question)
    if value == UNSURE and question.unsure_label:
        return {question.code: UNSURE}, {}
    number = _number(value)
    on_scale = number is not None and number == int(number)
    if number is None or not on_scale or not lowest(question) <= number <= highest(question):
        return _wrong(question, say.required(question))
    return {question.code: int(number)}, {}


def _number(value: str) -> Decimal | None:
    """With comma or point, with spaces between thousands, with the minus that word processors write."""
    plain = re.sub(r"\s", "", value).replace(",", ".").replace("−", "-")
    if len(plain) > MAX_NUMBER or not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain, re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _numeric(question: QuestionDraft, posted: Fields) -> Outcome:
    value = _first(posted, name_of(question))
    if not value:
        return _blank(question)
    number = _number(value)
    if number is None:
        return _wrong(question, say.no_number(question.decimals))
    exact = number.quantize(Decimal(1).scaleb(-question.decimals)) if _fits(number) else None
    if exact is None or exact != number:
        return _wrong(question, say.no_number(question.decimals))
    if sentence := say.out_of_range(question, number):
        return _wrong(question, sentence)
    return {question.code: _canonical(number)}, {}


def _fits(number: Decimal) -> bool:
    return abs(number) < Decimal(10) ** 15


def _canonical(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text.removeprefix("+")


def _date(question: QuestionDraft, posted: Fields) -> Outcome:
    value = _first(posted, name_of(question))
    if not value:
        return _blank(question)
    try:
        day = date.fromisoformat(value[:MAX_NUMBER])
    except ValueError:
        return _wrong(question, say.no_date())
    return {question.code: day.isoformat()}, {}


def max_length(question: QuestionDraft) -> int:
    most = MAX_SHORT if question.kind == QuestionKind.SHORT else MAX_TEXT
    return min(question.max_length or most, MAX_TEXT)


def _text(question: QuestionDraft, posted: Fields) -> Outcome:
    text = _first(posted, name_of(question))
    if question.kind == QuestionKind.SHORT:
        text = " ".join(text.split())
    if not text:
        return _blank(question)
    if len(text) > max_length(question):
        return _wrong(question, say.too_long(len(text), max_length(question)))
    return {question.code: text}, {}


READERS: dict[str, Callable[[QuestionDraft, Fields], Outcome]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.SCALE: _scale,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _numeric,
    QuestionKind.DATE: _date,
    QuestionKind.SHORT: _text,
    QuestionKind.TEXT: _text,
}
