"""Questions answered by writing on a line, or on several: numbers, days, texts. And the scale that is five points."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import QuestionDraft
from samsyn.surveys.limesurvey.making import (
    Maker,
    Reading,
    begun,
    limit,
    whole_limit,
    with_texts,
)
from samsyn.surveys.limesurvey.source import Asked, Said

MAX_CELLS = 100


def five(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    base = begun(asked, reading, "scale")
    yield replace(base, lowest=Decimal(1), highest=Decimal(5))


def plainly(kind: str) -> Maker:
    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        yield _detailed(asked, reading, begun(asked, reading, kind))

    return make


def _detailed(asked: Asked, reading: Reading, base: QuestionDraft) -> QuestionDraft:
    if base.kind == "number":
        return _number(asked, reading, base)
    if base.kind in {"short", "text"}:
        most = whole_limit(asked, reading, "maximum_chars")
        return replace(base, max_length=most if most and 0 < most <= 10_000 else None)
    return base


def _number(asked: Asked, reading: Reading, base: QuestionDraft) -> QuestionDraft:
    unit, units = reading.said(asked.code, asked.attributes.get("suffix", {}), 40)
    translations = {language: dict(texts) for language, texts in base.translations.items()}
    with_texts(translations, "unit", units)
    is_table = asked.type == ":"
    names = (
        ("multiflexible_min", "multiflexible_max")
        if is_table
        else ("min_num_value_n", "max_num_value_n")
    )
    return replace(
        base,
        unit=unit,
        lowest=limit(asked, reading, names[0]),
        highest=limit(asked, reading, names[1]),
        decimals=0 if asked.attribute("num_value_int_only") == "1" or is_table else 2,
        translations=translations,
    )


def cells(kind: str) -> Maker:
    """Several lines to write on, in a list or a table: each is a question of its own."""

    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        cells = list(_cells_of(asked))
        if len(cells) > MAX_CELLS:
            reading.notes.add(
                asked.code, _("It has more lines than can be read in. It is left out.")
            )
            return
        if cells:
            reading.notes.add(asked.code, _("Each of its lines is a question of its own here."))
        for code, tail in cells:
            yield _detailed(asked, reading, begun(asked, reading, kind, code, tail))

    return make


def _cells_of(asked: Asked) -> Iterator[tuple[str, Said]]:
    rows, columns = asked.parts
    if not columns:
        yield from ((f"{asked.code}_{row.code}", row.said) for row in rows)
        return
    for row in rows:
        for column in columns:
            said = {name: f"{row.said.get(name, '')}, {text}" for name, text in column.said.items()}
            yield f"{asked.code}_{row.code}_{column.code}", said
