"""Charts for print: black on white, told apart by solid and hatched. In jobs only: the first one takes a second and 85 MB."""

import functools
import re
from importlib import import_module

import vl_convert

from samsyn.core.documents.fonts import FONTS
from samsyn.core.documents.parts import Bar

HATCH = (
    '<defs><pattern id="hatch" width="4.6" height="4.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="4.6" height="4.6" fill="#fff"/><path d="M0 0V4.6" stroke="#000" stroke-width="1.1"/></pattern></defs>'
)


@functools.cache
def _use_typeface() -> None:
    vl_convert.register_font_directory(str(FONTS))


# A document's PDF and its Word file have the same charts.
@functools.lru_cache(maxsize=64)
def bars_svg(bars: tuple[Bar, ...]) -> str:
    """Horizontal bars from zero to 100 percent, in the order given, each with its label and numbers beside it."""
    _use_typeface()
    # Altair takes most of a second to load, and few processes draw.
    chart = import_module("samsyn.core.documents.bars").chart(bars)
    svg: str = vl_convert.vegalite_to_svg(chart.to_json(validate=False))
    # Vega knows no patterns, but passes the reference to one on.
    head, mark, rest = svg.partition(">")
    return head + mark + HATCH + rest


def width(svg: str) -> float:
    """In points: the chart is drawn in the size it has on paper."""
    return float(re.search(r'width="([\d.]+)"', svg)[1])  # type: ignore[index]  # every SVG of ours says it


def png(svg: str) -> bytes:
    _use_typeface()
    picture: bytes = vl_convert.svg_to_png(svg, scale=3)
    return picture
