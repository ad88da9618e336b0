"""How a question changed from round to round: in words with an interval, and as lines where there are three rounds or more."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.differences import newcombe
from samsyn.analysis.summaries import Summary
from samsyn.surveys.comparing import signed
from samsyn.surveys.queries import FollowedOption, FollowedPart

LINES = 5


@dataclass(frozen=True)
class Change:
    """Of one option from the round before the last to the last. `sentence` is empty where it stands in one alone."""

    option: FollowedOption
    sentence: str
    points: int | None


def changes(part: FollowedPart) -> list[Change]:
    return [_change(part, option) for option in part.options]


def _change(part: FollowedPart, option: FollowedOption) -> Change:
    if len(option.cells) < 2:
        return Change(option, "", None)
    before, now = option.cells[-2], option.cells[-1]
    bases = part.bases[-2], part.bases[-1]
    if before is None or now is None or before.count is None or now.count is None:
        return Change(option, "", None)
    if not bases[0] or not bases[1]:
        return Change(option, "", None)
    points = (now.percent or 0) - (before.percent or 0)
    low, high = newcombe(now.count, bases[1], before.count, bases[0])
    return Change(option, in_words(points, low, high), points)


def in_words(points: int, low: float, high: float) -> str:
    """With the interval of 95 percent: whether it holds zero decides how it is said."""
    ends = {"points": abs(points), "low": signed(low), "high": signed(high)}
    if low <= 0 <= high:
        return _("no clear change: between %(low)s and %(high)s percentage points") % ends
    if points > 0:
        return (
            ngettext(
                "up %(points)s percentage point, between %(low)s and %(high)s",
                "up %(points)s percentage points, between %(low)s and %(high)s",
                abs(points),
            )
            % ends
        )
    ends |= {"low": signed(-high), "high": signed(-low)}
    return (
        ngettext(
            "down %(points)s percentage point, between %(low)s and %(high)s",
            "down %(points)s percentage points, between %(low)s and %(high)s",
            abs(points),
        )
        % ends
    )


def means_in_words(means: Sequence[Summary | None]) -> str:
    """From the first round that has a mean to the last."""
    known = [one for one in means if one]
    if len(known) < 2:
        return ""
    return _("The mean went from %(first)s to %(last)s.") % {
        "first": number_format(known[0].mean, 1),
        "last": number_format(known[-1].mean, 1),
    }


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    percent: int


@dataclass(frozen=True)
class Mark:
    x: str
    label: str


def axis(labels: Sequence[str]) -> list[Mark]:
    """The rounds, evenly along the picture."""
    last = max(len(labels) - 1, 1)
    return [Mark(f"{100 * place / last:.1f}", label) for place, label in enumerate(labels)]


@dataclass(frozen=True)
class Line:
    """The segments stand between rounds that both have the option."""

    label: str
    number: int
    dots: tuple[Dot, ...]
    segments: tuple[tuple[Dot, Dot], ...]


def lines(part: FollowedPart) -> tuple[Line, ...]:
    """The most chosen options of the last round, where there are three rounds or more; else none."""
    if len(part.bases) < 3:
        return ()
    shown = [one for one in part.options if one.cells[-1] and one.cells[-1].count is not None]
    most = sorted(shown, key=lambda one: -((one.cells[-1] and one.cells[-1].percent) or 0))
    return tuple(_line(number, option) for number, option in enumerate(most[:LINES], 1))


def _line(number: int, option: FollowedOption) -> Line:
    last = len(option.cells) - 1
    places = [
        Dot(f"{100 * place / last:.1f}", f"{100 - cell.percent}", cell.percent)
        if cell and cell.percent is not None
        else None
        for place, cell in enumerate(option.cells)
    ]
    pairs = [(a, b) for a, b in pairwise(places) if a and b]
    return Line(option.label, number, tuple(dot for dot in places if dot), tuple(pairs))
