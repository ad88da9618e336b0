"""The pictures of results, from the same numbers as the tables beside them: two groups, means with their spread, shares
of a scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import ngettext

from samsyn.analysis.summaries import Summary
from samsyn.core.dumbbell import Dumbbell, DumbbellRow, Group, dumbbell
from samsyn.surveys.findings import most_chosen
from samsyn.surveys.models import CHOICES, QuestionKind
from samsyn.surveys.queries import GroupResult, OptionResult, QuestionResult, Statement

ROWS = 10


def comparison(question: QuestionResult, *, by_size: bool) -> Dumbbell | None:
    """The ten most chosen options that both groups may be shown for; None if there are none, or not two groups."""
    if len(question.groups) != 2 or question.is_background or question.kind not in CHOICES:
        return None
    first, second = question.groups
    shown = [
        place
        for place in question.order(by_size=True)
        if not (first.options[place].is_hidden or second.options[place].is_hidden)
    ][:ROWS]
    title = most_chosen(question, 1)
    rows = [
        DumbbellRow(
            label=question.options[place].label,
            a=first.options[place].percent or 0,
            b=second.options[place].percent or 0,
            strong=question.options[place] in title,
        )
        for place in (shown if by_size else sorted(shown))
    ]
    return dumbbell(rows, a=_group(first), b=_group(second)) if rows else None


def _group(group: GroupResult) -> Group:
    base = group.base or 0
    return Group(
        group.label,
        ngettext("%(count)s answer", "%(count)s answers", base) % {"count": number_format(base)},
    )


# The shades that the options of a scale are drawn in.
SHADES = 5


@dataclass(frozen=True)
class Spread:
    """A mean with a standard deviation to each side, in percent of the axis. `group`: a, b, c, or "" for everybody."""

    label: str
    part: str
    at: str
    low: str
    high: str
    group: str
    summary: Summary


@dataclass(frozen=True)
class Means:
    rows: tuple[Spread, ...]
    ends: tuple[float, float]


def means(question: QuestionResult) -> Means | None:
    """Of a scale or a number: everybody and each group. Of statements: each of them, and each group within it."""
    if question.ends is None or question.ends[0] == question.ends[1]:
        return None
    parts: Sequence[QuestionResult | Statement] = question.statements or (question,)
    rows = [row for part in parts for row in _spreads(part, question.ends)]
    return Means(tuple(rows), question.ends) if rows else None


def _spreads(part: QuestionResult | Statement, ends: tuple[float, float]) -> list[Spread]:
    named = part.label if isinstance(part, Statement) else ""
    shown = [("", part.summary, "")] if not part.groups else []
    shown += [
        (group.label, group.summary, letter)
        for group, letter in zip(part.groups, "abc", strict=False)
    ]
    return [
        Spread(
            label=label,
            part=named if place == 0 else "",
            at=_along(found.mean, ends),
            low=_along(found.mean - found.deviation, ends),
            high=_along(found.mean + found.deviation, ends),
            group=letter,
            summary=found,
        )
        for place, (label, found, letter) in enumerate(shown)
        if found
    ]


def _along(number: float, ends: tuple[float, float]) -> str:
    """As text: a decimal comma would not be read by the browser."""
    low, high = ends
    return f"{max(0.0, min(100.0, 100 * (number - low) / (high - low))):.1f}"


@dataclass(frozen=True)
class Piece:
    """One option's part of a bar. `shade`: from 1, the lowest point of the scale; 0 for what lies nowhere on it."""

    label: str
    start: str
    width: str
    shade: int
    percent: int


@dataclass(frozen=True)
class Stack:
    label: str
    pieces: tuple[Piece, ...]


def stacks(question: QuestionResult) -> tuple[Stack, ...]:
    """Of a matrix or a ranking: one whole bar for each statement, from the first option to the last."""
    return tuple(
        Stack(one.label, tuple(_pieces(question, one.options)))
        for one in question.statements
        if any(option.count for option in one.options)
    )


def legend(question: QuestionResult) -> tuple[Piece, ...]:
    options = question.statements[0].options if question.statements else ()
    return tuple(
        Piece(o.label, "0", "0", _shade(question, place, len(options)), 0)
        for place, o in enumerate(options)
    )


def _pieces(question: QuestionResult, options: Sequence[OptionResult]) -> list[Piece]:
    total = sum(option.count or 0 for option in options)
    found, before = [], 0
    for place, option in enumerate(options):
        count = option.count or 0
        start, width = 100 * before / total, 100 * count / total
        shade = _shade(question, place, len(options))
        found.append(
            Piece(option.label, f"{start:.2f}", f"{width:.2f}", shade, option.percent or 0)
        )
        before += count
    return found


def _shade(question: QuestionResult, place: int, options: int) -> int:
    """The strongest is the most agreed with, and the first rank."""
    if question.kind == QuestionKind.RANKING:
        return SHADES - round(place * (SHADES - 1) / max(options - 1, 1))
    if place not in question.on_scale:
        return 0
    at = question.on_scale.index(place)
    return 1 + round(at * (SHADES - 1) / max(len(question.on_scale) - 1, 1))
