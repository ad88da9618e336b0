"""Tagged PDF (PDF/UA-1) by typst. The document reaches the template as JSON: no text is ever part of its source."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from samsyn.core.documents.charts import bars_svg, width
from samsyn.core.documents.fonts import FAMILY, FONTS
from samsyn.core.documents.parts import Bars, Document, Part, values

TEMPLATE = Path(__file__).with_name("document.typ")


class DocumentFault(Exception):
    """The document could not be made as promised: a missing typeface, say, which typst would silently replace."""


def pdf(document: Document) -> bytes:
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


def _part(part: Part) -> dict[str, Any]:
    found = values(part)
    if isinstance(part, Bars):
        found["svg"] = bars_svg(part.bars)
        found["width"] = width(found["svg"])
    return found
