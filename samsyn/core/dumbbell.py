"""Two groups compared row by row: a filled circle and a hollow square on one stem, from zero to a hundred percent."""

from collections.abc import Sequence
from dataclasses import dataclass

# Of a wide page: the track's length, the room outside its ends, and a letter, in pixels. Near enough to choose a side.
TRACK = 600
ROOM_BEFORE = 280
ROOM_AFTER = 90
LETTER = 7


@dataclass(frozen=True)
class DumbbellRow:
    """`a` and `b` are whole percent; `strong` marks the row that the title speaks of."""

    label: str
    a: int
    b: int
    strong: bool = False

    @property
    def low(self) -> int:
        return min(self.a, self.b)

    @property
    def high(self) -> int:
        return max(self.a, self.b)


@dataclass(frozen=True)
class Group:
    """A group's name as the picture says it, and its base in words: "53 svar"."""

    name: str
    base: str


@dataclass(frozen=True)
class GroupName:
    text: str
    at: int
    anchor: str
    y: int


@dataclass(frozen=True)
class Dumbbell:
    rows: tuple[DumbbellRow, ...]
    a: Group
    b: Group
    names: tuple[GroupName, ...]


def dumbbell(rows: Sequence[DumbbellRow], *, a: Group, b: Group) -> Dumbbell:
    """The groups are named once, over the points of the first row."""
    return Dumbbell(tuple(rows), a, b, group_names(rows[0], a, b) if rows else ())


def group_names(first: DumbbellRow, a: Group, b: Group) -> tuple[GroupName, ...]:
    """The left name ends at its point and the right one begins there; where there is no room they share a side."""
    left, right = (a, b) if first.a < first.b else (b, a)
    left_anchor = "end" if has_room(left, first.low, ROOM_BEFORE) else "start"
    right_anchor = "start" if has_room(right, 100 - first.high, ROOM_AFTER) else "end"
    upper = 14 if left_anchor == right_anchor else 32
    return (
        GroupName(left.name, first.low, left_anchor, upper),
        GroupName(right.name, first.high, right_anchor, 32),
    )


def has_room(group: Group, percent: int, outside: int) -> bool:
    return len(group.name) * LETTER <= percent * TRACK / 100 + outside
