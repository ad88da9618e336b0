"""Each of LimeSurvey's types of question as questions of ours. One of theirs may become several, or none."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import OptionDraft, QuestionDraft, RowDraft
from samsyn.surveys.limesurvey.codes import OTHER, PART_MAX, QUESTION_MAX, ours
from samsyn.surveys.limesurvey.notes import Notes
from samsyn.surveys.limesurvey.source import Asked, Part, Said
from samsyn.surveys.limesurvey.texts import plain, with_our_braces

MAX_CELLS = 100
Labels = Mapping[str, Mapping[str, str]]

# What LimeSurvey says itself, in our two languages.
OTHER_LABEL = {"sv": "Annat", "en": "Other"}
COMMENT = {"sv": "Kommentar", "en": "Comment"}
YES_NO: Labels = {"Y": {"sv": "Ja", "en": "Yes"}, "N": {"sv": "Nej", "en": "No"}}
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
GENDER: Labels = {"F": {"sv": "Kvinna", "en": "Female"}, "M": {"sv": "Man", "en": "Male"}}


@dataclass
class Reading:
    """What is known while a file is read. `languages` are theirs by ours, that of the survey first."""

    languages: Mapping[str, str]
    notes: Notes = field(default_factory=Notes)
    # Our codes by theirs, of questions read so far.
    codes: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        return next(iter(self.languages))

    def said(
        self, code: str, said: Said, most: int, *, is_line: bool = True
    ) -> tuple[str, dict[str, str]]:
        """The text in the survey's language, and in the others where it differs."""
        texts = {
            ours: self._plain(code, said.get(theirs, ""), most, is_line)
            for ours, theirs in self.languages.items()
        }
        first = texts.pop(self.language) or self._plain(code, said.get("", ""), most, is_line)
        return first, {name: text for name, text in texts.items() if text and text != first}

    def _plain(self, code: str, marked: str, most: int, is_line: bool) -> str:
        # Braces written as signs (&#123;) are only braces.
        marked, unknown = with_our_braces(marked, self.codes)
        text, has_more = plain(marked)
        if has_more:
            self.notes.add(code, _("Pictures, links and tables in the text are left out."))
        for braces in (one for one in unknown if plain(one)[0] in text):
            self.notes.add(
                code, _("“%s” is no earlier answer here, and stays in the text.") % braces[:80]
            )
        text = " ".join(text.split()) if is_line else text
        if len(text) > most:
            self.notes.add(code, _("A text is shortened to %s characters.") % most)
            text = f"{text[: most - 1]}…"
        return text

    def own(self, labels: Mapping[str, str]) -> tuple[str, dict[str, dict[str, str]]]:
        """A label of LimeSurvey's own."""
        first = labels[self.language]
        rest = {name: {"label": labels[name]} for name in self.languages if name != self.language}
        return first, {name: one for name, one in rest.items() if one["label"] != first}

    def code(self, theirs: str) -> str:
        code = ours(theirs, self.taken, QUESTION_MAX)
        self.taken.add(code)
        if code != theirs:
            self.notes.add(theirs, _("The question’s code is “%s” here.") % code)
        return code


def with_texts(translations: dict[str, dict[str, str]], name: str, said: Mapping[str, str]) -> None:
    for language, text in said.items():
        translations.setdefault(language, {})[name] = text


def questions_of(asked: Asked, reading: Reading) -> list[QuestionDraft]:
    """Said is also what is left out."""
    make = _MAKERS.get(asked.type)
    if make is None:
        reading.notes.add(asked.code, _left_out(asked.type))
        return []
    made = list(make(asked, reading))
    _say_what_is_left(asked, reading)
    return made


def _left_out(type: str) -> str:
    if type == "*":
        return _("An equation is no question here. It is left out.")
    if type == "|":
        return _("Files cannot be answered with here. The question is left out.")
    if type == "I":
        return _("The language is chosen on every page here. The question is left out.")
    return _("Questions of this type (%s) are left out.") % (type[:10] or "?")


def _base(
    asked: Asked, reading: Reading, kind: str, code: str = "", tail: Said | None = None
) -> QuestionDraft:
    """Code, texts and whether it has to be answered. `tail` is what it asks of, where one question became several."""
    text, texts = reading.said(asked.code, _joined(asked.text, tail), 1000, is_line=kind != "block")
    help, helps = reading.said(asked.code, asked.help, 1000)
    translations: dict[str, dict[str, str]] = {}
    with_texts(translations, "text", texts)
    with_texts(translations, "help", helps)
    mandatory = asked.row.get("mandatory", "N")
    if mandatory == "S":
        reading.notes.add(asked.code, _("It was asked for softly. Here it may be skipped."))
    return QuestionDraft(
        code=reading.code(code or asked.code),
        kind=kind,
        text=text or asked.code or "…",
        help=help,
        required=mandatory == "Y" and kind != "block",
        translations=translations,
    )


def _joined(text: Said, tail: Said | None) -> Said:
    if tail is None:
        return text
    languages = dict.fromkeys((*text, *tail))
    return {name: f"{text.get(name, '')} – {tail.get(name, '')}" for name in languages}


def _labelled(
    asked: Asked, reading: Reading, parts: Iterable[Part], *, is_row: bool = False
) -> Iterator[tuple[str, str, dict[str, dict[str, str]]]]:
    """Code, label and translations. No two have the same label or code."""
    codes, labels = set[str](), set[str]()
    for part in parts:
        label, texts = reading.said(asked.code, part.said, 290)
        code = ours(part.code, codes, PART_MAX)
        codes.add(code)
        if code != part.code:
            words = {"theirs": part.code, "ours": code}
            reading.notes.add(
                asked.code, _("The answer’s code “%(theirs)s” is “%(ours)s” here.") % words
            )
        label = label or part.code or "…"
        if label in labels and not is_row:
            label = told_apart(label, code, labels)
            reading.notes.add(
                asked.code, _("Two answers had the same text: “%s” is told apart.") % label
            )
        labels.add(label)
        yield code, label, {language: {"label": text} for language, text in texts.items()}


def told_apart(label: str, code: str, taken: Container[str]) -> str:
    """By its code, and where that is taken as well, by a number."""
    tries = (f"{label[:250]} ({code}{number})" for number in ("", *range(2, 1000)))
    return next(one for one in tries if one not in taken)


def _options(asked: Asked, reading: Reading, parts: Iterable[Part]) -> tuple[OptionDraft, ...]:
    return tuple(
        OptionDraft(code, label, translations=translations)
        for code, label, translations in _labelled(asked, reading, parts)
    )


def _rows(asked: Asked, reading: Reading) -> tuple[RowDraft, ...]:
    return tuple(RowDraft(*row) for row in _labelled(asked, reading, asked.parts[0], is_row=True))


def _own_options(reading: Reading, labels: Labels) -> tuple[OptionDraft, ...]:
    options = ((code, reading.own(said)) for code, said in labels.items())
    return tuple(OptionDraft(code, label, translations=rest) for code, (label, rest) in options)


def _numbered(most: int) -> tuple[OptionDraft, ...]:
    return tuple(OptionDraft(str(number), str(number)) for number in range(1, most + 1))


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


# --- Choices ----------------------------------------------------------------------------------------


def _single(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    options = _with_other(asked, reading, _options(asked, reading, asked.answers[0]))
    base = _base(asked, reading, "single")
    yield replace(base, choices=options, as_list=asked.type == "!")
    if asked.type == "O":
        yield _comment(asked, reading)


def _comment(asked: Asked, reading: Reading) -> QuestionDraft:
    reading.notes.add(asked.code, _("The comment beside it is a question of its own here."))
    tail = {theirs: COMMENT[name] for name, theirs in reading.languages.items()}
    return replace(_base(asked, reading, "text", f"{asked.code}_comment", tail), required=False)


def _fixed(labels: Labels) -> "Maker":
    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        yield replace(_base(asked, reading, "single"), choices=_own_options(reading, labels))

    return make


def _multiple(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    alone = {code.strip() for code in asked.attribute("exclude_all_others").split(";")}
    with_text = asked.type == "P"
    options = tuple(
        replace(option, is_exclusive=option.code in alone, takes_text=with_text)
        for option in _options(asked, reading, asked.parts[0])
    )
    base = _base(asked, reading, "multiple")
    choices = _with_other(asked, reading, options)
    fewest, most = _limits(asked, reading, len(choices))
    yield replace(base, choices=choices, min=fewest, max=most)


def _limits(asked: Asked, reading: Reading, count: int) -> tuple[int | None, int | None]:
    found = [_whole(asked, reading, name) for name in ("min_answers", "max_answers")]
    fewest, most = (n if n is not None and 0 < n <= count else None for n in found)
    return fewest, most if fewest is None or most is None or fewest <= most else None


def _whole(asked: Asked, reading: Reading, name: str) -> int | None:
    number = _decimal(asked, reading, name)
    return int(number) if number is not None and number == int(number) else None


def _decimal(asked: Asked, reading: Reading, name: str) -> Decimal | None:
    """An attribute may be an expression."""
    written = asked.attribute(name)
    if re.fullmatch(r"-?\d{1,9}(\.\d{1,3})?", written):
        return Decimal(written)
    if written:
        words = {"name": name, "value": written[:80]}
        reading.notes.add(asked.code, _("The limit “%(name)s: %(value)s” is left out.") % words)
    return None


def _ranking(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    options = _options(asked, reading, asked.answers[0])
    fewest, most = _limits(asked, reading, len(options))
    yield replace(_base(asked, reading, "ranking"), choices=options, min=fewest, max=most)


# --- Statements -------------------------------------------------------------------------------------


def _matrix(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    if asked.type == "H":
        reading.notes.add(asked.code, _("It was shown by column. Here the statements are rows."))
    options = _options(asked, reading, asked.answers[0])
    yield replace(_base(asked, reading, "matrix"), choices=options, rows=_rows(asked, reading))


def _matrix_of(options: Callable[[Reading], tuple[OptionDraft, ...]]) -> "Maker":
    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        rows = _rows(asked, reading)
        yield replace(_base(asked, reading, "matrix"), choices=options(reading), rows=rows)

    return make


def _dual(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    reading.notes.add(asked.code, _("Its two scales are two questions here."))
    for number, scale in enumerate(asked.answers, 1):
        name = f"dualscale_header{'AB'[number - 1]}"
        base = _base(asked, reading, "matrix", f"{asked.code}_{number}", asked.attributes.get(name))
        yield replace(base, choices=_options(asked, reading, scale), rows=_rows(asked, reading))


def _cells(kind: str) -> "Maker":
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
            yield _detailed(asked, reading, _base(asked, reading, kind, code, tail))

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


# --- Numbers, days, texts ---------------------------------------------------------------------------


def _five(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
    base = _base(asked, reading, "scale")
    yield replace(base, lowest=Decimal(1), highest=Decimal(5))


def _plainly(kind: str) -> "Maker":
    def make(asked: Asked, reading: Reading) -> Iterator[QuestionDraft]:
        yield _detailed(asked, reading, _base(asked, reading, kind))

    return make


def _detailed(asked: Asked, reading: Reading, base: QuestionDraft) -> QuestionDraft:
    if base.kind == "number":
        return _number(asked, reading, base)
    if base.kind in {"short", "text"}:
        most = _whole(asked, reading, "maximum_chars")
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
        lowest=_decimal(asked, reading, names[0]),
        highest=_decimal(asked, reading, names[1]),
        decimals=0 if asked.attribute("num_value_int_only") == "1" or is_table else 2,
        translations=translations,
    )


Maker = Callable[[Asked, Reading], Iterable[QuestionDraft]]
_MAKERS: Mapping[str, Maker] = {
    "L": _single,
    "!": _single,
    "O": _single,
    "M": _multiple,
    "P": _multiple,
    "Y": _fixed(YES_NO),
    "G": _fixed(GENDER),
    "F": _matrix,
    "H": _matrix,
    "A": _matrix_of(lambda reading: _numbered(5)),
    "B": _matrix_of(lambda reading: _numbered(10)),
    "C": _matrix_of(lambda reading: _own_options(reading, YES_UNSURE_NO)),
    "E": _matrix_of(lambda reading: _own_options(reading, CHANGE)),
    "1": _dual,
    "R": _ranking,
    "5": _five,
    "N": _plainly("number"),
    "K": _cells("number"),
    ":": _cells("number"),
    "D": _plainly("date"),
    "S": _plainly("short"),
    "Q": _cells("short"),
    ";": _cells("short"),
    "T": _plainly("text"),
    "U": _plainly("text"),
    "X": _plainly("block"),
}


def _left_attributes() -> Sequence[tuple[str, str]]:
    return (
        ("array_filter", _("Its rows were filtered by an earlier answer. Here all are shown.")),
        (
            "array_filter_exclude",
            _("Its rows were filtered by an earlier answer. Here all are shown."),
        ),
        ("em_validation_q", _("Its own check of the answer is left out.")),
        ("em_validation_sq", _("Its own check of the answer is left out.")),
        ("equals_num_value", _("Its own check of the answer is left out.")),
        ("prefix", _("The text before the line is left out.")),
        ("random_group", _("The order by chance is left out.")),
        ("equation", _("The equation is left out.")),
    )


def _say_what_is_left(asked: Asked, reading: Reading) -> None:
    for name, sentence in _left_attributes():
        if asked.attribute(name):
            reading.notes.add(asked.code, sentence)
    if asked.row.get("preg", "").strip():
        reading.notes.add(asked.code, _("Its own check of the answer is left out."))
    if asked.attribute("hidden") == "1":
        reading.notes.add(asked.code, _("It was hidden. Here it is asked."))
    if any(asked.attribute(name) not in {"", "0"} for name in ("random_order", "answer_order")):
        reading.notes.add(asked.code, _("The order by chance is left out."))
