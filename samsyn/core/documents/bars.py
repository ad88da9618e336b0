"""Bars with their labels and numbers as Vega-Lite describes them. Loaded when the first chart is drawn."""

import textwrap
from collections.abc import Sequence

import altair as alt

from samsyn.core.documents.fonts import FAMILY
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


def chart(bars: Sequence[Bar]) -> alt.LayerChart:
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
