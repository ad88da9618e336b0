"""What every type of question begins with: its code and texts, its answers, the limits its attributes set."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import OptionDraft, QuestionDraft, RowDraft
from samsyn.surveys.limesurvey.codes import PART_MAX, QUESTION_MAX, ours
from samsyn.surveys.limesurvey.notes import Notes
from samsyn.surveys.limesurvey.source import Asked, Part, Said
from samsyn.surveys.limesurvey.texts import plain, with_our_braces

Labels = Mapping[str, Mapping[str, str]]


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


Maker = Callable[[Asked, Reading], Iterable[QuestionDraft]]


def begun(
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


def labelled(
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


def read_options(asked: Asked, reading: Reading, parts: Iterable[Part]) -> tuple[OptionDraft, ...]:
    return tuple(
        OptionDraft(code, label, translations=translations)
        for code, label, translations in labelled(asked, reading, parts)
    )


def read_rows(asked: Asked, reading: Reading) -> tuple[RowDraft, ...]:
    return tuple(RowDraft(*row) for row in labelled(asked, reading, asked.parts[0], is_row=True))


def own_options(reading: Reading, labels: Labels) -> tuple[OptionDraft, ...]:
    options = ((code, reading.own(said)) for code, said in labels.items())
    return tuple(OptionDraft(code, label, translations=rest) for code, (label, rest) in options)


def numbered(most: int) -> tuple[OptionDraft, ...]:
    return tuple(OptionDraft(str(number), str(number)) for number in range(1, most + 1))


def whole_limit(asked: Asked, reading: Reading, name: str) -> int | None:
    number = limit(asked, reading, name)
    return int(number) if number is not None and number == int(number) else None


def limit(asked: Asked, reading: Reading, name: str) -> Decimal | None:
    """An attribute may be an expression."""
    written = asked.attribute(name)
    if re.fullmatch(r"-?\d{1,9}(\.\d{1,3})?", written):
        return Decimal(written)
    if written:
        words = {"name": name, "value": written[:80]}
        reading.notes.add(asked.code, _("The limit “%(name)s: %(value)s” is left out.") % words)
    return None
