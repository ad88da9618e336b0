"""Questions of several statements, each with one answer of the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import OptionDraft, QuestionDraft
from samsyn.surveys.limesurvey.making import (
    Labels,
    Maker,
    Reading,
    begun,
    read_options,
    read_rows,
)
from samsyn.surveys.limesurvey.source import Asked

# What LimeSurvey says itself, in our two languages.
YES_UNSURE_NO: Labels = {
    "Y": {"sv": "Ja", "en": "Yes"},
    "U": {"sv": "Osäker", "en": "Uncertain"},
    "N": {"sv": "Nej", "en": "No"},
}
CHANGE: Labels = {
    "I": {"sv": "Ökar", "en": "Increase"},
    "S": {"sv": "Oförändrat", "en": "Same"},
    "D": {"sv": "Minskar", "en": "Decrease"},
}


def matrix(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    if asked.type == "H":
        reading.notes.add(asked.code, _("It was shown by column. Here the statements are rows."))
    options = read_options(asked, reading, asked.answers[0])
    yield replace(begun(asked, reading, "matrix"), choices=options, rows=read_rows(asked, reading))


def matrix_of(options: Callable[[Reading], tuple[OptionDraft, ...]]) -> Maker:
    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        rows = read_rows(asked, reading)
        yield replace(begun(asked, reading, "matrix"), choices=options(reading), rows=rows)

    return make


def dual(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    reading.notes.add(asked.code, _("Its two scales are two questions here."))
    for number, scale in enumerate(asked.answers, 1):
        name = f"dualscale_header{'AB'[number - 1]}"
        base = begun(asked, reading, "matrix", f"{asked.code}_{number}", asked.attributes.get(name))
        options = read_options(asked, reading, scale)
        yield replace(base, choices=options, rows=read_rows(asked, reading))
