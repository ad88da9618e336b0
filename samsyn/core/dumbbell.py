"""Two groups compared row by row: a filled circle and a hollow square on one stem, from zero to a hundred percent."""

from collections.abc import Sequence
from dataclasses import dataclass

# A group's name is written towards the side where there is room for it.
ROOM = 38


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
class GroupName:
    text: str
    at: int
    anchor: str
    y: int


@dataclass(frozen=True)
class Dumbbell:
    rows: tuple[DumbbellRow, ...]
    a: str
    b: str
    names: tuple[GroupName, ...]


def dumbbell(rows: Sequence[DumbbellRow], *, a: str, b: str) -> Dumbbell:
    """The groups are named once, over the points of the first row."""
    return Dumbbell(tuple(rows), a, b, group_names(rows[0], a, b) if rows else ())


def group_names(first: DumbbellRow, a: str, b: str) -> tuple[GroupName, ...]:
    left, right = (
        ((a, first.a), (b, first.b)) if first.a < first.b else ((b, first.b), (a, first.a))
    )
    left_anchor = "end" if left[1] >= ROOM else "start"
    right_anchor = "start" if right[1] <= 100 - ROOM / 2 or left_anchor == "end" else "end"
    same_side = left_anchor == right_anchor
    return (
        GroupName(left[0], left[1], left_anchor, 14 if same_side else 32),
        GroupName(right[0], right[1], right_anchor, 32),
    )
