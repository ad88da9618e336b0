"""The thread down a page: each part draws its own mark and the way to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samsyn.core.thread.marks import CLEAR_AFTER, CLEAR_BEFORE, RADIUS, REACHED, State, number

# How far from the next mark's centre the thread stops at a break, on either side of the hole.
BREAK_ABOVE = 12.0
BREAK_BELOW = 22.0


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
