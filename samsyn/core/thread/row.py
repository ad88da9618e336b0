"""The thread in a table row: eight links on one level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samsyn.core.thread.marks import RADIUS, REACHED, State, number

ROW_GAP = 24.0
ROW_SCALE = 0.68
ROW_MARGIN = 8.0
ROW_DROOP = 3.6


@dataclass(frozen=True)
class Row:
    width: str
    solid: str
    stitches: str
    knots: tuple[str, ...]
    rings: tuple[str, ...]
    points: tuple[str, ...]


def row(states: Iterable[State | str]) -> Row:
    marks = [State(state) for state in states]
    places = [ROW_MARGIN + index * ROW_GAP for index in range(len(marks))]
    links = [
        row_link(x, mark, after)
        for x, mark, after in zip(places, marks[:-1], marks[1:], strict=False)
    ]
    return Row(
        width=number(places[-1] + ROW_MARGIN),
        solid="".join(solid for solid, _ in links),
        stitches="".join(stitches for _, stitches in links),
        knots=places_of(State.DONE, marks, places),
        rings=places_of(State.HERE, marks, places),
        points=places_of(State.COMING, marks, places),
    )


def places_of(state: State, marks: Sequence[State], places: Sequence[float]) -> tuple[str, ...]:
    return tuple(number(x) for x, mark in zip(places, marks, strict=True) if mark is state)


def row_link(x: float, mark: State, after: State) -> tuple[str, str]:
    """Solid and stitched path from the mark at x to the next one."""
    end = x + ROW_GAP
    if mark is State.MISSING and after is State.MISSING:
        return "", ""
    if after is State.MISSING:
        droop = f"M{number(end - 10)} 0q4 0 5.7 {ROW_DROOP}"
        line = level(x, end - 10) if mark is State.DONE else ""
        dash = "" if mark is State.DONE else level(x + row_clear(mark), end - 12)
        return line + droop, dash
    if mark is State.MISSING:
        droop = f"M{number(x + 4.3)} {ROW_DROOP}q1.7-{ROW_DROOP} 5.7-{ROW_DROOP}"
        if after in REACHED:
            return droop + f"H{number(end)}", ""
        return droop, level(x + 12, end - row_clear(after))
    if after in REACHED:
        return level(x, end), ""
    return "", level(x + row_clear(mark), end - row_clear(after))


def row_clear(mark: State) -> float:
    return RADIUS[mark] * ROW_SCALE + 3


def level(start: float, stop: float) -> str:
    return f"M{number(start)} 0H{number(stop)}"
