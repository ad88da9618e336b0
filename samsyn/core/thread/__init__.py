"""The geometry of the red thread, in all its forms: down a page, in a table row, as a rope, as a year.

Pure numbers and SVG path strings; the templates beside only place them. Which links there are and what
they are called is the matter of those who ask.
"""

from samsyn.core.thread.marks import State
from samsyn.core.thread.page import DrawnStep, Piece, Step, pieces, steps, strokes_between
from samsyn.core.thread.rope import Rope, RopeLink, fanned, link_places, rope
from samsyn.core.thread.row import Row, row, row_link
from samsyn.core.thread.year import Year, YearPart, half_bow, year

__all__ = [
    "DrawnStep",
    "Piece",
    "Rope",
    "RopeLink",
    "Row",
    "State",
    "Step",
    "Year",
    "YearPart",
    "fanned",
    "half_bow",
    "link_places",
    "pieces",
    "rope",
    "row",
    "row_link",
    "steps",
    "strokes_between",
    "year",
]
