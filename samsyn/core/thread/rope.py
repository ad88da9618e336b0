"""Many threads at once: one strand each, fanned out from a common knot; lying, and upright for narrow screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from samsyn.core.thread.marks import number
from samsyn.core.thread.row import ROW_DROOP

ROPE_WIDTH = 952.0
ROPE_SPACING = 5.5
ROPE_FAN = 74.0
ROPE_CUT = 64.0
ROPE_UPRIGHT_SPACING = 3.25
ROPE_UPRIGHT_CUT = 40.0
ROPE_UPRIGHT_STEP = 62.0
ROPE_UPRIGHT_FAN = 44.0
ROPE_MOST_STRANDS = 40


@dataclass(frozen=True)
class RopeLink:
    """One link's name and what is said under it; `lacks` marks what is missing for somebody."""

    title: str
    note: str
    lacks: bool = False


@dataclass(frozen=True)
class Rope:
    links: tuple[RopeLink, ...]
    places: tuple[str, ...]
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
    def labels(self) -> list[tuple[str, RopeLink]]:
        """Each link with its place in percent of the width."""
        return list(zip(self.places, self.links, strict=True))

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


def rope(
    links: Sequence[RopeLink],
    missing: Sequence[frozenset[int]],
    *,
    now: int,
    ahead: frozenset[int] = frozenset(),
) -> Rope:
    """One strand for each set of missing link numbers, in the order given; `now` is the link where all stand.

    The first link is the knot common to all strands and is never cut. Those numbered in `ahead` are stitched from there
    on: their way is still to go. Above forty strands nothing is drawn: the words under the links carry the counts alone.
    """
    places = link_places(links)
    ring, upright_ring = places[now] + 14, now * ROPE_UPRIGHT_STEP + 12
    length = len(links) * ROPE_UPRIGHT_STEP
    ys, xs = fanned(len(missing), ROPE_SPACING), fanned(len(missing), ROPE_UPRIGHT_SPACING)
    lying = [
        strand(gaps, ys[index], places, now, ROPE_FAN + 10 if index in ahead else ring)
        for index, gaps in enumerate(missing)
    ]
    upright = [
        upright_strand(
            gaps, xs[index], length, now, ROPE_UPRIGHT_FAN + 14 if index in ahead else upright_ring
        )
        for index, gaps in enumerate(missing)
    ]
    return Rope(
        links=tuple(links),
        places=tuple(number(100 * place / ROPE_WIDTH) for place in places),
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


def link_places(links: Sequence[RopeLink]) -> list[float]:
    """Where each link begins: a longer name gets a wider share, so that no name is broken."""
    widths = [max(90.0, 9.3 * len(link.title) + 14, 7 * len(link.note) + 14) for link in links]
    starts = accumulate(widths, initial=0.0)
    return [start * ROPE_WIDTH / sum(widths) for start in starts][: len(links)]


def fanned(count: int, spacing: float) -> list[float]:
    """Distances from the middle, evenly spread on both sides of it."""
    return [(index - (count - 1) / 2) * spacing for index in range(count)]


def strand(
    gaps: frozenset[int], y: float, places: Sequence[float], now: int, ring: float
) -> tuple[str, str]:
    """One strand from the knot: a fan, then level, cut where a link is missing, stitched after the ring."""
    half, level_y = number(ROPE_FAN / 2), number(y)
    droop, resume = number(y + ROW_DROOP), f"q3-{ROW_DROOP} 8-{ROW_DROOP}"
    solid = [f"M10 0c{half} 0 {half} {level_y} {number(ROPE_FAN)} {level_y}"]
    for cut in (places[gap] for gap in sorted(gaps) if 0 < gap < now):
        after = number(cut + ROPE_CUT - 8)
        solid.append(f"H{number(cut)}q5 0 8 {ROW_DROOP}M{after} {droop}{resume}")
    stitches = [f"M{number(ring + 12)} {level_y}"]
    for cut in (places[gap] for gap in sorted(gaps) if gap >= now):
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
