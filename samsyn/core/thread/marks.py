"""The marks of the thread and their measures, common to all its forms."""

from enum import StrEnum

KNOT_RADIUS = 6.6
RING_RADIUS = 6.6
POINT_RADIUS = 4.0
CLEAR_AFTER = 5.0
CLEAR_BEFORE = 6.0


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
    """As short as SVG allows: one decimal, no trailing zero, never a minus zero."""
    return f"{round(value, 1) + 0.0:g}"
