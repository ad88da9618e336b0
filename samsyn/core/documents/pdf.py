"""Tagged PDF (PDF/UA-1) by typst. The document reaches the template as JSON: no text is ever part of its source."""

import functools
import json
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from samsyn.core.documents.charts import bars_svg, width
from samsyn.core.documents.fonts import FAMILY, FONTS
from samsyn.core.documents.parts import Bars, Document, Part, plain, values, with_texts

TEMPLATE = Path(__file__).with_name("document.typ")
# The typeface has all letters up to here.
LATIN = "\u017f"
ONE_SIGN = Path(__file__).with_name("one_sign.typ")


class DocumentFault(Exception):
    """The document could not be made as promised: a missing typeface, say, which typst would silently replace."""


def pdf(document: Document) -> bytes:
    document = with_texts(document, printable)
    language, _, region = document.locale.partition("-")
    data = {
        **asdict(document),
        "language": language,
        "region": region,
        "parts": [_part(part) for part in document.parts],
    }
    made: bytes
    made, warnings = typst.compile_with_warnings(
        str(TEMPLATE),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(data), "family": FAMILY},
    )
    if warnings:
        raise DocumentFault("; ".join(str(warning) for warning in warnings))
    return made


def printable(text: str) -> str:
    """What no typeface here has, such as a face that smiles, becomes a square: PDF/UA would refuse the whole file."""
    signs = (sign for sign in plain(text) if not _only_shapes_others(sign))
    return "".join(sign if sign <= LATIN or _is_drawn(sign) else "□" for sign in signs)


def _only_shapes_others(sign: str) -> bool:
    """Joiners, directions and variants, which stand for nothing once what they shape is a square."""
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


@functools.cache
def _is_drawn(sign: str) -> bool:
    """By the project's typeface, or by one of typst's own in its place."""
    try:
        typst.compile(
            str(ONE_SIGN),
            format="pdf",
            pdf_standards="ua-1",
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"sign": sign, "family": FAMILY},
        )
    except typst.TypstError:
        return False
    return True


def _part(part: Part) -> dict[str, Any]:
    found = values(part)
    if isinstance(part, Bars):
        found["svg"] = bars_svg(part.bars)
        found["width"] = width(found["svg"])
    return found
