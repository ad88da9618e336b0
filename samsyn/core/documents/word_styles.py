"""The styles of Word documents: the same steps of type as on paper, in styles that Word's own lists know by name."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from samsyn.core.documents.fonts import FAMILY
from samsyn.core.documents.parts import Document

BLACK = RGBColor(0, 0, 0)
GREY = RGBColor(0x3C, 0x3C, 0x3C)

# style: size, bold, space before and after in points, colour
STYLES = {
    "Normal": (10.5, False, 0, 7, BLACK),
    "Title": (33, True, 24, 10, BLACK),
    "Subtitle": (14, False, 0, 16, BLACK),
    "Heading 1": (13, True, 22, 6, BLACK),
    "Heading 2": (10.5, True, 16, 4, BLACK),
    "Heading 3": (10.5, True, 10, 3, GREY),
    "Body Text": (9, False, 0, 5, GREY),
    "Caption": (9, False, 0, 4, GREY),
    "Quote": (10.5, False, 0, 5, BLACK),
    "List Bullet": (10.5, False, 0, 4, BLACK),
    "List Number": (10.5, False, 0, 7, BLACK),
    "Header": (9, False, 0, 0, GREY),
    "Footer": (9, False, 0, 0, GREY),
}
BORDERLESS = ("left", "right", "insideV")


def set_styles(made: WordDocument, document: Document) -> None:
    made.core_properties.title = document.title
    made.core_properties.author = document.publisher
    made.core_properties.comments = ""
    made.core_properties.language = document.locale
    _language(made, document.locale)
    for name, shape in STYLES.items():
        _shape(made.styles[name], *shape)
    _without(made.styles["Title"], "w:pBdr")
    for name in ("Header", "Footer"):
        _without(made.styles[name], "w:tabs")
    for name in ("Table Text", "Table Number"):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _shape(style, 10.5, False, 2, 2, BLACK)
    made.styles["Table Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _lines(made.styles["Table Grid"])


def _shape(style: Any, size: float, bold: bool, before: float, after: float, colour: Any) -> None:
    style.font.name, style.font.size = FAMILY, Pt(size)
    style.font.bold, style.font.italic = bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # A theme's typeface would win over the named one.
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FAMILY)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    style.paragraph_format.line_spacing = 1.1 if size > 14 else 1.25


def _language(made: WordDocument, language: str) -> None:
    """In the document's defaults: Word's own are American English, and a screen reader would speak it."""
    for found in made.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            found.set(qn(f"w:{name}"), language)


def _without(style: Any, tag: str) -> None:
    for found in style.element.findall(f".//{qn(tag)}"):
        found.getparent().remove(found)


def _lines(grid: Any) -> None:
    """Lines between rows only, as on the pages of the web."""
    borders = grid.element.find(f".//{qn('w:tblBorders')}")
    for name in BORDERLESS:
        side = borders.find(qn(f"w:{name}"))
        side.set(qn("w:val"), "nil")
    for name in ("top", "bottom", "insideH"):
        borders.find(qn(f"w:{name}")).set(qn("w:color"), "A0A0A0")
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    borders.getparent().append(margins)
