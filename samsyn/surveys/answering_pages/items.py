"""A question as its template needs it: which fields, what stands in them, what is wrong there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.core.words import capitalised, in_words
from samsyn.surveys.answering import UNSURE, Answers, Fields, piped
from samsyn.surveys.answering.faults import plain
from samsyn.surveys.answering.kinds import highest, lowest, max_length
from samsyn.surveys.answering.reading import depends_on_page, marker
from samsyn.surveys.answering.written import name_of, text_name
from samsyn.surveys.drafts import ConditionDraft, OptionDraft, QuestionDraft, SectionDraft
from samsyn.surveys.models import QuestionKind

# A scale with more points than this is a number to write.
MOST_CELLS = 11
# Labels of options so short that they stand side by side.
SHORT_LABEL = 3


def field_id(name: str) -> str:
    """Where the links of the error summary lead."""
    return name.replace(".", "-")


@dataclass(frozen=True)
class Choice:
    name: str
    value: str
    label: str
    is_chosen: bool = False
    is_exclusive: bool = False
    text_name: str = ""
    text: str = ""
    text_fault: str = ""
    places: tuple[tuple[int, bool], ...] = ()

    @property
    def id(self) -> str:
        return field_id(f"{self.name}.{self.value}")

    @property
    def text_id(self) -> str:
        return field_id(self.text_name)


@dataclass(frozen=True)
class Line:
    """A row of a matrix, or a scale: one choice among cells, and those that stand apart from them."""

    name: str
    label: str
    fault: str
    cells: tuple[Choice, ...]
    apart: tuple[Choice, ...]
    low: str = ""
    high: str = ""
    is_short: bool = True

    @property
    def id(self) -> str:
        return field_id(self.name)


@dataclass(frozen=True)
class Item:
    code: str
    kind: str
    name: str
    text: str
    help: str
    hint: str
    required: bool
    fault: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    lines: tuple[Line, ...] = ()
    as_list: bool = False
    unit: str = ""
    decimals: int = 0
    max_length: int = 0
    count_words: str = ""
    counts: str = ""
    swap: str = ""
    keep: str = ""
    most: int = 0
    conditions: str = ""
    marker: str = ""
    is_folded: bool = False

    @property
    def template(self) -> str:
        return f"surveys/answering/kinds/_{self.kind}.html"

    @property
    def id(self) -> str:
        return field_id(self.name)

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def limit(self) -> str:
        return _("%s characters at most.") % number_format(self.max_length, force_grouping=True)

    @property
    def limit_counted(self) -> str:
        """The script puts the number in."""
        most = number_format(self.max_length, force_grouping=True)
        return _("{count} of %s characters at most.") % most

    @property
    def is_over(self) -> bool:
        """More are chosen than may be: the list is given with the fault."""
        return bool(self.fault and self.most and len(self.chosen) > self.most)


@dataclass(frozen=True)
class Page:
    """What a question stands among."""

    section: SectionDraft
    known: Mapping[str, QuestionDraft]
    answers: Answers = field(default_factory=dict)

    def say(self, text: str) -> str:
        return piped(text, dict(self.known), self.answers)


def item(
    question: QuestionDraft,
    page: Page,
    fields: Fields,
    faults: Mapping[str, str],
    *,
    is_folded: bool = False,
) -> Item:
    kind = QuestionKind(question.kind)
    name = name_of(question)
    folds = depends_on_page(question, page.section.questions)
    return Item(
        code=question.code,
        kind=str(kind),
        name=name,
        text=page.say(question.text),
        help=page.say(question.help),
        hint=hint(question),
        required=question.required,
        fault=faults.get(name, ""),
        conditions=_conditions(question, page) if folds else "",
        marker=marker(question.code) if folds else "",
        is_folded=is_folded and folds,
        **{
            "value": (fields.get(name) or [""])[0],
            **_MORE.get(kind, _nothing_more)(question, page, fields, faults),
        },
    )


def hint(question: QuestionDraft) -> str:
    """What may be answered, before what the survey’s makers say themselves."""
    if question.kind == QuestionKind.MULTIPLE:
        return _how_many(question)
    if question.kind == QuestionKind.RANKING:
        return _("Give the foremost the place 1, the next the place 2. You need not rank all.")
    if question.kind == QuestionKind.BLOCK or question.required:
        return ""
    return pgettext("question", "Optional.")


def _how_many(question: QuestionDraft) -> str:
    least, most = question.min, question.max
    if least and most:
        words = {"least": in_words(least), "most": in_words(most)}
        return _("Choose %(least)s to %(most)s.") % words if least < most else _chosen_many(most)
    if most:
        said = _("Choose %s at most.") % in_words(most)
        fewer = _("Fewer will do.")
        return said if question.required else f"{said} {fewer}"
    if least:
        return _("Choose at least %s.") % in_words(least)
    return _("Choose all that fit.")


def _chosen_many(number: int) -> str:
    return ngettext("Choose one.", "Choose %s.", number).replace("%s", in_words(number))


def _conditions(question: QuestionDraft, page: Page) -> str:
    """Those on the same page, for the script that folds the question in and out; the server has its own."""
    here = {other.code: other for other in page.section.questions}
    return json.dumps(
        [_condition(one, here[one.question]) for one in question.show_if if one.question in here]
    )


def _condition(condition: ConditionDraft, question: QuestionDraft) -> dict[str, Any]:
    codes = [option.code for option in question.choices]
    return {
        "name": name_of(question),
        "test": condition.test,
        "values": [str(codes.index(code)) for code in condition.options if code in codes],
        "value": None if condition.value is None else float(condition.value),
    }


More = dict[str, Any]


def _nothing_more(
    question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]
) -> More:
    return {}


def _choices(
    question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]
) -> More:
    name = name_of(question)
    chosen = set(fields.get(name) or ())
    choices = tuple(
        _choice(question, page, at, option, str(at) in chosen, fields, faults)
        for at, option in enumerate(question.choices)
    )
    more: More = {"choices": choices, "as_list": question.as_list}
    if question.kind == QuestionKind.MULTIPLE and question.max:
        more |= _counted(question.max, len(chosen))
    return more


def _choice(
    question: QuestionDraft,
    page: Page,
    at: int,
    option: OptionDraft,
    is_chosen: bool,
    fields: Fields,
    faults: Mapping[str, str],
) -> Choice:
    written = text_name(question, option.code) if option.takes_text else ""
    return Choice(
        name=name_of(question),
        value=str(at),
        label=page.say(option.label),
        is_chosen=is_chosen,
        is_exclusive=option.is_exclusive,
        text_name=written,
        text=(fields.get(written) or [""])[0],
        text_fault=faults.get(written, ""),
    )


def _counted(most: int, chosen: int) -> More:
    sentences = [_count_words(count, most) for count in range(most + 2)]
    return {
        "most": most,
        "count_words": sentences[min(chosen, most + 1)],
        "counts": json.dumps(sentences, ensure_ascii=False),
        "swap": _("You have chosen %s already. Which one do you want to change for it?")
        % in_words(most),
        "keep": _("Keep my %s") % in_words(most),
    }


def _count_words(count: int, most: int) -> str:
    words = {"most": in_words(most), "count": capitalised(in_words(count))}
    if count == 0:
        return _("None of %(most)s at most chosen") % words
    return (
        ngettext("One of %(most)s at most chosen", "%(count)s of %(most)s at most chosen", count)
        % words
    )


def _matrix(question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]) -> More:
    lines = []
    for row in question.rows:
        name = name_of(question, row.code)
        chosen = (fields.get(name) or [""])[0]
        cells = [
            Choice(name, str(at), page.say(option.label), str(at) == chosen, option.is_exclusive)
            for at, option in enumerate(question.choices)
        ]
        lines.append(_line(name, page.say(row.label), faults.get(name, ""), cells))
    return {"lines": tuple(lines)}


def _line(name: str, label: str, fault: str, choices: list[Choice], **more: str) -> Line:
    cells = tuple(choice for choice in choices if not choice.is_exclusive)
    return Line(
        name=name,
        label=label,
        fault=fault,
        cells=cells,
        apart=tuple(choice for choice in choices if choice.is_exclusive),
        is_short=all(len(cell.label) <= SHORT_LABEL for cell in cells),
        **more,
    )


def _scale(question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]) -> More:
    low, high = int(lowest(question)), int(highest(question))
    name = name_of(question)
    chosen = (fields.get(name) or [""])[0]
    points = range(low, high + 1) if high - low < MOST_CELLS else range(0)
    cells = [Choice(name, str(at), str(at), str(at) == chosen) for at in points]
    if question.unsure_label:
        cells.append(Choice(name, UNSURE, question.unsure_label, chosen == UNSURE, True))
    line = _line(
        name,
        "",
        "",
        cells,
        low=f"{low} {question.low_label}" if question.low_label else "",
        high=f"{high} {question.high_label}" if question.high_label else "",
    )
    between = _("From %(low)s to %(high)s.") % {"low": low, "high": high}
    return {"lines": (line,), "unit": "" if points else between}


def _ranking(
    question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]
) -> More:
    ranks = range(1, len(question.choices) + 1)
    choices = []
    for at, option in enumerate(question.choices):
        name = name_of(question, at)
        given = (fields.get(name) or [""])[0]
        places = tuple((rank, str(rank) == given) for rank in ranks)
        choices.append(Choice(name, str(at), page.say(option.label), bool(given), places=places))
    return {"choices": tuple(choices)}


def _numeric(
    question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]
) -> More:
    value = (fields.get(name_of(question)) or [""])[0]
    # What is stored has a point; what was typed stands as it was typed.
    shown = plain(Decimal(value)) if _is_stored(value) else value
    return {"unit": question.unit, "decimals": question.decimals, "value": shown}


def _is_stored(value: str) -> bool:
    return value.removeprefix("-").replace(".", "", 1).isdecimal() and value.isascii()


def _text(question: QuestionDraft, page: Page, fields: Fields, faults: Mapping[str, str]) -> More:
    return {"max_length": max_length(question)}


_MORE = {
    QuestionKind.SINGLE: _choices,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.SCALE: _scale,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _numeric,
    QuestionKind.SHORT: _text,
    QuestionKind.TEXT: _text,
}
