"""A year: meetings on one level, tasks where the thread hangs lowest between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from samsyn.core.thread.marks import CLEAR_AFTER, CLEAR_BEFORE, RADIUS, REACHED, State, number
from samsyn.core.thread.page import Piece, pieces

YEAR_SPACING = 195.0
YEAR_SAG = 30.0


@dataclass(frozen=True)
class YearPart:
    """A meeting, or the task between two meetings."""

    state: State
    title: str
    when: str = ""
    text: str = ""


@dataclass(frozen=True)
class YearMark:
    state: State
    x: str
    y: str
    is_task: bool


@dataclass(frozen=True)
class DrawnPart:
    part: YearPart
    piece: Piece
    is_task: bool


@dataclass(frozen=True)
class Year:
    parts: tuple[DrawnPart, ...]
    meetings: int
    width: str
    solid: str
    stitches: str
    marks: tuple[YearMark, ...]


def year(parts: Sequence[YearPart]) -> Year:
    """Parts alternate: meeting, task, meeting, …, meeting. Half a bow may be travelled."""
    states = [part.state for part in parts]
    half = YEAR_SPACING / 2
    bows = [half_bow(index, mark, after) for index, (mark, after) in enumerate(pairwise(states))]
    marks = tuple(
        YearMark(
            state, number(8 + index * half), number(YEAR_SAG if index % 2 else 0), bool(index % 2)
        )
        for index, state in enumerate(states)
    )
    drawn = zip(parts, pieces(states), strict=True)
    return Year(
        parts=tuple(
            DrawnPart(part, piece, bool(index % 2)) for index, (part, piece) in enumerate(drawn)
        ),
        meetings=(len(parts) + 1) // 2,
        width=number(((len(parts) + 1) // 2) * YEAR_SPACING),
        solid="".join(path for path, is_solid in bows if is_solid),
        stitches="".join(path for path, is_solid in bows if not is_solid),
        marks=marks,
    )


def half_bow(index: int, mark: State, after: State) -> tuple[str, bool]:
    """Half of the quadratic curve that sags 30 between two meetings: down to the task, or up from it."""
    half = YEAR_SPACING / 2
    start = 8 + index * half
    is_solid = after in REACHED
    first = 0.0 if is_solid else (RADIUS[mark] + CLEAR_AFTER) / half
    last = 1.0 if is_solid else 1 - (RADIUS[after] + CLEAR_BEFORE) / half
    if index % 2:
        return curve(start, half, 1 - last, 1 - first, rising=True), is_solid
    return curve(start, half, first, last, rising=False), is_solid


def curve(start: float, half: float, first: float, last: float, *, rising: bool) -> str:
    """The piece of a half bow from `first` to `last` (0 at the meeting, 1 at the lowest point).

    The depth at t of the way is sag · (1 - (1 - t)²): a parabola, so its tangents give the control point exactly.
    """
    depths = [YEAR_SAG * (1 - (1 - t) ** 2) for t in (first, last)]
    slope = 2 * YEAR_SAG * (1 - first)
    control = depths[0] + slope * (last - first) / 2
    middle = (first + last) / 2
    xs = [start + half * (1 - t if rising else t) for t in (first, middle, last)]
    return (
        f"M{number(xs[0])} {number(depths[0])}"
        f"Q{number(xs[1])} {number(control)} {number(xs[2])} {number(depths[1])}"
    )
