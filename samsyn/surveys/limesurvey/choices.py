"""Questions whose answers are chosen among: one, several, or in order."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import OptionDraft, QuestionDraft
from samsyn.surveys.limesurvey.codes import OTHER
from samsyn.surveys.limesurvey.making import (
    Labels,
    Maker,
    Reading,
    begun,
    own_options,
    read_options,
    told_apart,
    whole_limit,
)
from samsyn.surveys.limesurvey.source import Asked

# What LimeSurvey says itself, in our two languages.
OTHER_LABEL = {"sv": "Annat", "en": "Other"}
COMMENT = {"sv": "Kommentar", "en": "Comment"}
YES_NO: Labels = {"Y": {"sv": "Ja", "en": "Yes"}, "N": {"sv": "Nej", "en": "No"}}
GENDER: Labels = {"F": {"sv": "Kvinna", "en": "Female"}, "M": {"sv": "Man", "en": "Male"}}


def single(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    options = _with_other(asked, reading, read_options(asked, reading, asked.answers[0]))
    base = begun(asked, reading, "single")
    yield replace(base, choices=options, as_list=asked.type == "!")
    if asked.type == "O":
        yield _comment(asked, reading)


def _comment(asked: Asked, reading: Reading) -> QuestionDraft:
    reading.notes.add(asked.code, _("The comment beside it is a question of its own here."))
    tail = {theirs: COMMENT[name] for name, theirs in reading.languages.items()}
    return replace(begun(asked, reading, "text", f"{asked.code}_comment", tail), required=False)


def fixed(labels: Labels) -> Maker:
    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        yield replace(begun(asked, reading, "single"), choices=own_options(reading, labels))

    return make


def multiple(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    alone = {code.strip() for code in asked.attribute("exclude_all_others").split(";")}
    with_text = asked.type == "P"
    options = tuple(
        replace(option, is_exclusive=option.code in alone, takes_text=with_text)
        for option in read_options(asked, reading, asked.parts[0])
    )
    base = begun(asked, reading, "multiple")
    choices = _with_other(asked, reading, options)
    fewest, most = _limits(asked, reading, len(choices))
    yield replace(base, choices=choices, min=fewest, max=most)


def ticked(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    """A table of boxes: each of its rows is a question of its own."""
    rows, columns = asked.parts
    if rows:
        reading.notes.add(asked.code, _("Each of its lines is a question of its own here."))
    for row in rows:
        base = begun(asked, reading, "multiple", f"{asked.code}_{row.code}", row.said)
        yield replace(base, choices=read_options(asked, reading, columns))


def _limits(asked: Asked, reading: Reading, count: int) -> tuple[int | None, int | None]:
    found = [whole_limit(asked, reading, name) for name in ("min_answers", "max_answers")]
    fewest, most = (n if n is not None and 0 < n <= count else None for n in found)
    return fewest, most if fewest is None or most is None or fewest <= most else None


def ranking(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    options = read_options(asked, reading, asked.answers[0])
    fewest, most = _limits(asked, reading, len(options))
    yield replace(begun(asked, reading, "ranking"), choices=options, min=fewest, max=most)


def _with_other(
    asked: Asked, reading: Reading, options: tuple[OptionDraft, ...]
) -> tuple[OptionDraft, ...]:
    if not asked.has_other:
        return options
    if OTHER in {option.code for option in options}:
        reading.notes.add(asked.code, _("The line for another answer is left out."))
        return options
    other = _other(asked, reading)
    labels = {option.label for option in options}
    if other.label in labels:
        other = replace(other, label=told_apart(other.label, OTHER, labels))
    return (*options, other)


def _other(asked: Asked, reading: Reading) -> OptionDraft:
    label, texts = reading.said(asked.code, asked.attributes.get("other_replace_text", {}), 290)
    translations = {language: {"label": text} for language, text in texts.items()}
    if not label:
        label, translations = reading.own(OTHER_LABEL)
    return OptionDraft(OTHER, label, takes_text=True, translations=translations)
