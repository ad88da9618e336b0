"""The geometry of the red thread, in all its forms: down a page, in a table row, as a rope, as a year.

Pure numbers and SVG path strings; the templates beside only place them. Which links there are and what
they are called is the matter of those who ask.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

KNOT_RADIUS = 6.6
RING_RADIUS = 6.6
POINT_RADIUS = 4.0
CLEAR_AFTER = 5.0
CLEAR_BEFORE = 6.0
# How far from the next mark's centre the thread stops at a break, on either side of the hole.
BREAK_ABOVE = 12.0
BREAK_BELOW = 22.0

ROW_GAP = 24.0
ROW_SCALE = 0.68
ROW_MARGIN = 8.0
ROW_DROOP = 3.6

ROPE_WIDTH = 952.0
ROPE_SPACING = 5.5
ROPE_FAN = 74.0
ROPE_CUT = 64.0
ROPE_UPRIGHT_SPACING = 3.25
ROPE_UPRIGHT_CUT = 40.0
ROPE_UPRIGHT_STEP = 62.0
ROPE_UPRIGHT_FAN = 44.0
ROPE_MOST_STRANDS = 40

YEAR_SPACING = 195.0
YEAR_SAG = 30.0


class State(StrEnum):
    DONE = "done"
    HERE = "here"
    COMING = "coming"
    MISSING = "missing"


REACHED = {State.DONE, State.HERE}
RADIUS = {
    State.DONE: KNOT_RADIUS,
    State.HERE: RING_RADIUS,
    State.COMING: POINT_RADIUS,
    State.MISSING: 0.0,
}


def number(value: float) -> str:
    """As short as SVG allows: one decimal, no trailing zero."""
    return f"{round(value, 1):g}"


# --- Down a page ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stroke:
    """A line from `start` below this mark's centre to `stop` above the next one's."""

    kind: str
    start: float
    stop: float

    @property
    def shift(self) -> str:
        return number(-self.stop)

    @property
    def y1(self) -> str:
        return number(self.start + self.stop)

    @property
    def stub(self) -> str:
        """A stub's path, measured from the next mark: both ends lie above it."""
        return f"M0 {number(self.start)}V{number(-self.stop)}"


@dataclass(frozen=True)
class Piece:
    """What one part of a page draws: its own mark and the way to the next part's."""

    state: State
    enters: bool
    strokes: tuple[Stroke, ...]
    ends_frayed: bool
    begins_frayed: bool
    goes_on: bool


def pieces(states: Iterable[State | str], *, goes_on: bool = False) -> list[Piece]:
    """One piece for each state. `goes_on` adds stitches after the last, where all is done."""
    marks = [State(state) for state in states]
    following: list[State | None] = [*marks[1:], None]
    return [
        Piece(
            state=mark,
            enters=index == 0 and mark in REACHED,
            strokes=strokes_between(mark, after),
            ends_frayed=after is State.MISSING and mark is not State.MISSING,
            begins_frayed=mark is State.MISSING and after not in {State.MISSING, None},
            goes_on=goes_on and after is None,
        )
        for index, (mark, after) in enumerate(zip(marks, following, strict=True))
    ]


def strokes_between(mark: State, after: State | None) -> tuple[Stroke, ...]:
    if after is None or (mark is State.MISSING and after is State.MISSING):
        return ()
    if mark is State.MISSING:
        return (stub_to(after),)
    if after is State.MISSING:
        return strokes_to_break(mark)
    if after in REACHED:
        return (Stroke("solid", 0, 0),)
    return (Stroke("stitches", RADIUS[mark] + CLEAR_AFTER, RADIUS[after] + CLEAR_BEFORE),)


def strokes_to_break(mark: State) -> tuple[Stroke, ...]:
    """A way not yet travelled is stitched even towards a hole; only its last end is thread, so that it can fray."""
    if mark is State.DONE:
        return (Stroke("solid", 0, BREAK_ABOVE),)
    return (Stroke("stitches", RADIUS[mark] + CLEAR_AFTER, BREAK_ABOVE),)


def stub_to(after: State) -> Stroke:
    """The short end of thread below a hole: negative start, since it is measured from the next mark."""
    stop = 0.0 if after in REACHED else RADIUS[after] + CLEAR_BEFORE
    return Stroke("stub", -BREAK_BELOW, stop)


@dataclass(frozen=True)
class Step:
    """A part of a thread with its words. `note` is who and when, `text` what it says."""

    state: State
    title: str
    note: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class DrawnStep:
    step: Step
    piece: Piece


def steps(parts: Sequence[Step], *, goes_on: bool = False) -> list[DrawnStep]:
    drawn = pieces((part.state for part in parts), goes_on=goes_on)
    return [DrawnStep(part, piece) for part, piece in zip(parts, drawn, strict=True)]


# --- In a table row ---------------------------------------------------------------------------------


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


# --- As a rope: many assignments at once ------------------------------------------------------------


@dataclass(frozen=True)
class RopeLink:
    """One link's name and what is said under it; `lacks` marks what is missing for somebody."""

    title: str
    note: str
    lacks: bool = False


@dataclass(frozen=True)
class Rope:
    links: tuple[RopeLink, ...]
    is_drawn: bool
    half: float
    ring: float
    solid: str
    stitches: str
    upright_half: float
    upright_length: float
    upright_ring: float
    upright_solid: str
    upright_stitches: str

    @property
    def box(self) -> str:
        """The lying rope's view box, with room for the ring round the strands."""
        return f"0 {number(-self.half - 10)} {number(ROPE_WIDTH)} {number(2 * self.half + 20)}"

    @property
    def upright_box(self) -> str:
        return f"{number(-self.upright_half - 10)} 0 {self.upright_width} {number(self.upright_length)}"

    @property
    def upright_width(self) -> str:
        return number(2 * self.upright_half + 20)

    @property
    def height(self) -> str:
        return number(2 * self.half + 16)

    @property
    def top(self) -> str:
        return number(-self.half - 8)

    @property
    def ring_x(self) -> str:
        return number(self.ring)

    @property
    def upright_left(self) -> str:
        return number(-self.upright_half - 8)

    @property
    def upright_span(self) -> str:
        return number(2 * self.upright_half + 16)

    @property
    def ring_y(self) -> str:
        return number(self.upright_ring)


def rope(links: Sequence[RopeLink], missing: Sequence[frozenset[int]], *, now: int) -> Rope:
    """One strand for each set of missing link numbers, in the order given; `now` is the link where all stand.

    The first link is the knot common to all strands and is never cut. Above forty strands nothing is drawn:
    the words under the links carry the counts alone.
    """
    column = ROPE_WIDTH / len(links)
    ring, upright_ring = now * column + 14, now * ROPE_UPRIGHT_STEP + 12
    length = len(links) * ROPE_UPRIGHT_STEP
    ys, xs = fanned(len(missing), ROPE_SPACING), fanned(len(missing), ROPE_UPRIGHT_SPACING)
    lying = [strand(gaps, y, column, now, ring) for gaps, y in zip(missing, ys, strict=True)]
    upright = [
        upright_strand(gaps, x, length, now, upright_ring)
        for gaps, x in zip(missing, xs, strict=True)
    ]
    return Rope(
        links=tuple(links),
        is_drawn=0 < len(missing) <= ROPE_MOST_STRANDS,
        half=max(ys, default=0.0),
        ring=ring - 6,
        solid="".join(solid for solid, _ in lying),
        stitches="".join(stitches for _, stitches in lying),
        upright_half=max(xs, default=0.0),
        upright_length=length,
        upright_ring=upright_ring - 6,
        upright_solid="".join(solid for solid, _ in upright),
        upright_stitches="".join(stitches for _, stitches in upright),
    )


def fanned(count: int, spacing: float) -> list[float]:
    """Distances from the middle, evenly spread on both sides of it."""
    return [(index - (count - 1) / 2) * spacing for index in range(count)]


def strand(gaps: frozenset[int], y: float, column: float, now: int, ring: float) -> tuple[str, str]:
    """One strand from the knot: a fan, then level, cut where a link is missing, stitched after the ring."""
    half, level_y = number(ROPE_FAN / 2), number(y)
    droop, resume = number(y + ROW_DROOP), f"q3-{ROW_DROOP} 8-{ROW_DROOP}"
    solid = [f"M10 0c{half} 0 {half} {level_y} {number(ROPE_FAN)} {level_y}"]
    for cut in (gap * column for gap in sorted(gaps) if 0 < gap < now):
        after = number(cut + ROPE_CUT - 8)
        solid.append(f"H{number(cut)}q5 0 8 {ROW_DROOP}M{after} {droop}{resume}")
    stitches = [f"M{number(ring + 12)} {level_y}"]
    for cut in (gap * column for gap in sorted(gaps) if gap >= now):
        start = max(cut, ring + 12)
        stitches.append(f"H{number(start)}M{number(start + ROPE_CUT)} {level_y}")
    return "".join([*solid, f"H{number(ring)}"]), "".join([*stitches, f"H{number(ROPE_WIDTH)}"])


def upright_strand(
    gaps: frozenset[int], x: float, length: float, now: int, ring: float
) -> tuple[str, str]:
    """The same turned upright and narrower, with straight cuts: a droop would touch its neighbour."""
    half, level_x = number(ROPE_UPRIGHT_FAN / 2), number(x)
    solid = [f"M0 14c0 {half} {level_x} {half} {level_x} {number(ROPE_UPRIGHT_FAN)}"]
    solid.extend(
        f"V{number(cut)}M{level_x} {number(cut + ROPE_UPRIGHT_CUT)}"
        for cut in (gap * ROPE_UPRIGHT_STEP for gap in sorted(gaps) if 0 < gap < now)
    )
    stitches = [f"M{level_x} {number(ring + 12)}"]
    for cut in (gap * ROPE_UPRIGHT_STEP for gap in sorted(gaps) if gap >= now):
        start = max(cut, ring + 12)
        stitches.append(f"V{number(start)}M{level_x} {number(start + ROPE_UPRIGHT_CUT)}")
    return "".join([*solid, f"V{number(ring)}"]), "".join([*stitches, f"V{number(length)}"])


# --- As a year: meetings on one level, tasks where the thread hangs lowest -----------------------------


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
    bows = [
        half_bow(index, mark, after)
        for index, (mark, after) in enumerate(pairwise(states))
    ]
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
