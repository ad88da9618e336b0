"""The answers of a round over its days, drawn in percent of the picture so that it fits any width; its table stands beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.surveys.queries.following import Line

HEIGHT = 240
LEVELS = (0, 25, 50, 75, 100)
LABELS_APART = 12


@dataclass(frozen=True)
class Tick:
    """A day under the axis; `x` in percent of the width."""

    x: str
    text: str
    anchor: str = "middle"
    is_reminder: bool = False
    is_labelled: bool = True


@dataclass(frozen=True)
class Level:
    y: str
    text: str


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True)
class DayRow:
    day: date
    answered: int | None
    percent: int | None
    before: int | None


@dataclass(frozen=True)
class Curve:
    line: str
    before: str
    ticks: tuple[Tick, ...]
    levels: tuple[Level, ...]
    end: Label
    before_end: Label | None
    before_title: str
    rows: tuple[DayRow, ...]


def curve(
    line: Line, closes_on: date, reminders: Sequence[date], before: Line | None
) -> Curve | None:
    """None before the first day has passed into a point."""
    days = max(1, (closes_on - line.first).days)
    if not line.points:
        return None
    return Curve(
        line=_path(line, days),
        before=_path(before, days) if before else "",
        ticks=tuple(_ticks(line.first, days, reminders)),
        levels=tuple(Level(_y(level), f"{level} %") for level in LEVELS),
        end=_end(line, days),
        before_end=_before_end(before, days) if before else None,
        before_title=before.title if before else "",
        rows=tuple(_rows(line, days, before)),
    )


def _path(line: Line, days: int) -> str:
    """In a box of a hundred by a hundred, which is stretched to the picture."""
    points = line.points[: days + 1]
    return " ".join(
        f"{100 * number / days:.2f},{100 - line.percent(answered):.2f}"
        for number, (_day, answered) in enumerate(points)
    )


def _y(percent: float) -> str:
    return f"{HEIGHT * (1 - percent / 100):.1f}"


def _x(number: int, days: int) -> str:
    return f"{100 * number / days:.2f}%"


def _ticks(first: date, days: int, reminders: Sequence[date]) -> list[Tick]:
    """The first day, the last, the reminders, and between them what there is room for."""
    reminded = {(day - first).days for day in reminders if 0 < (day - first).days < days}
    chosen = sorted({0, days} | reminded)
    for number in range(1, days):
        if all(100 * abs(number - other) / days >= LABELS_APART for other in chosen):
            chosen.append(number)
    return [
        Tick(
            _x(number, days),
            _day(first, number, is_end=number in {0, days}),
            is_reminder=number in reminded,
            anchor="middle",
        )
        for number in sorted(chosen)
    ]


def _day(first: date, number: int, *, is_end: bool) -> str:
    day = date.fromordinal(first.toordinal() + number)
    return date_format(day, "j M").lower() if is_end or day.day == 1 else str(day.day)


def _end(line: Line, days: int) -> Label:
    number = min(len(line.points) - 1, days)
    text = _("%(percent)s %% today") % {"percent": line.last_percent}
    anchor = "start" if 100 * number / days < 20 else "end"
    return Label(_x(number, days), _y(line.percent(line.points[-1][1])), text, anchor)


def _before_end(before: Line, days: int) -> Label:
    number = min(len(before.points) - 1, days)
    text = _("%(title)s: %(percent)s %% in the end") % {
        "title": before.title,
        "percent": before.last_percent,
    }
    return Label(_x(number, days), _y(before.percent(before.points[number][1])), text, "end")


def _rows(line: Line, days: int, before: Line | None) -> list[DayRow]:
    rows = []
    for number in range(days + 1):
        day = date.fromordinal(line.first.toordinal() + number)
        answered = line.points[number][1] if number < len(line.points) else None
        then = before.percent_on(number) if before else None
        percent = None if answered is None else round(line.percent(answered))
        if answered is not None or then is not None:
            rows.append(DayRow(day, answered, percent, None if then is None else round(then)))
    return rows
