"""Charts for print: black on white, told apart by solid and hatched. In jobs only: the first one takes a second and 85 MB."""

import functools
import re
import textwrap
from collections.abc import Sequence

import altair as alt
import vl_convert

from samsyn.core.documents.fonts import FAMILY, FONTS
from samsyn.core.documents.parts import Bar

LABEL_WIDTH = 200
PLOT_WIDTH = 203
LABEL_CHARACTERS = 39
BAR = 13
STEP = 20.5
STEP_OF_TWO_LINES = 25
# From the bar's end to its number, and the width of a figure in it.
GAP = 6
FIGURE = 6.6
LABEL_LINE = 11
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
    svg: str = vl_convert.vegalite_to_svg(_chart(bars).to_json(validate=False))
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


def _chart(bars: Sequence[Bar]) -> alt.LayerChart:
    rows = [_row(number, bar) for number, bar in enumerate(bars)]
    base = alt.Chart(_inline(rows)).encode(y=alt.Y("order:O", axis=None))
    shape = base.mark_bar(stroke="black", strokeWidth=0.9, height=BAR).encode(
        x=alt.X("percent:Q", axis=None, scale=alt.Scale(domain=[0, 100])),
        fill=alt.Fill("fill:N", scale=None),
    )
    axis = alt.Chart(_inline([{}])).mark_rule(strokeWidth=1).encode(x=alt.value(0))
    layers = alt.layer(
        shape,
        axis,
        *_texts(base, "label", alt.value(-LABEL_WIDTH), size=10),
        *_texts(base, "value", alt.X("percent:Q"), size=10.5, dx=GAP, weight="bold"),
        *_texts(base, "note", alt.X("note_at:Q"), size=9, colour="#3d3d3d"),
    )
    drawn: alt.LayerChart = layers.properties(
        width=PLOT_WIDTH,
        height=alt.Step(
            STEP_OF_TWO_LINES if any("\n" in str(row["label"]) for row in rows) else STEP
        ),
        padding={"left": 0, "right": 0, "top": 1, "bottom": 1},
        autosize={"type": "pad"},
    ).configure(font=FAMILY, background="transparent", view=alt.ViewConfig(stroke=None))
    return drawn


def _inline(rows: Sequence[dict[str, object]]) -> alt.Data:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # altair leaves it untyped


def _row(number: int, bar: Bar) -> dict[str, object]:
    return {
        "order": number,
        "label": "\n".join(textwrap.wrap(bar.label, LABEL_CHARACTERS)[:2]),
        "percent": bar.percent,
        "value": bar.value,
        "note": bar.note,
        "note_at": bar.percent + 100 * (2 * GAP + FIGURE * len(bar.value)) / PLOT_WIDTH,
        "fill": "#000000" if bar.strong else "url(#hatch)",
    }


def _texts(
    base: alt.Chart,
    field: str,
    x: object,
    *,
    size: float,
    dx: int = 0,
    weight: str = "normal",
    colour: str = "black",
) -> list[alt.Chart]:
    """One layer of texts. Two-line labels are raised by half a line, so that they stand at the bar's middle."""
    found = []
    for lines, dy in ((1, 0.0), (2, -LABEL_LINE / 2)):
        test = f"length(split(datum.{field}, '\\n')) == {lines}"
        mark = base.transform_filter(test).mark_text(
            align="left",
            baseline="middle",
            font=FAMILY,
            fontSize=size,
            fontWeight=weight,  # type: ignore[arg-type]  # "bold" and "normal" are its words
            color=colour,
            dx=dx,
            dy=dy,
            lineBreak="\n",
            lineHeight=LABEL_LINE,
        )
        found.append(mark.encode(x=x, text=f"{field}:N"))
    return found
