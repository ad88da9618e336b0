"""Word (DOCX) by python-docx: real styles, repeated header rows, alternative texts, the document's language."""

import io
from collections.abc import Callable
from typing import Any, cast

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from samsyn.core.documents.charts import bars_svg, png, width
from samsyn.core.documents.parts import (
    Bars,
    Document,
    Heading,
    Part,
    Points,
    Quotes,
    Table,
    Text,
    Thread,
    flow,
    plain,
    with_texts,
)
from samsyn.core.documents.word_fonts import embed_typeface
from samsyn.core.documents.word_styles import set_styles

TEXT_WIDTH = Mm(172)
NUMBER_WIDTH = Mm(22)
# More rows than this may be parted by a page break; the header row is then repeated.
WHOLE_ROWS = 24
GREY = RGBColor(0x3C, 0x3C, 0x3C)


def word(document: Document) -> bytes:
    document = with_texts(document, plain)
    made = docx.Document()
    set_styles(made, document)
    _head_and_foot(made, document)
    made.add_paragraph(document.title, style="Title")
    if document.lead:
        made.add_paragraph(document.lead, style="Subtitle")
    for part in document.parts:
        WRITERS[type(part)](made, part)
    embed_typeface(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _head_and_foot(made: WordDocument, document: Document) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{document.title}\t{document.edition}")
    foot.add_run(f"{document.publisher}\t")
    _paging(foot, document.paging)


def _paging(paragraph: WordParagraph, paging: str) -> None:
    """The words of `paging` with Word's own fields in the places of {page} and {pages}."""
    before, _, rest = paging.partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: WordParagraph, code: str, *, dirty: bool = False) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    if dirty:
        field.set(qn("w:dirty"), "true")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _heading(made: WordDocument, part: Heading) -> None:
    if not part.text.strip():
        return
    paragraph = made.add_paragraph(part.text, style=f"Heading {part.level}")
    paragraph.paragraph_format.page_break_before = part.new_page
    if part.anchor:
        _bookmark(paragraph, part.anchor)


def _bookmark(paragraph: WordParagraph, name: str) -> None:
    number = str(sum(1 for _ in paragraph.part.element.iter(qn("w:bookmarkStart"))))
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), number)
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


def _text(made: WordDocument, part: Text) -> None:
    style = "Body Text" if part.style == "small" else "Normal"
    for piece in flow(part.text):
        if isinstance(piece, Points):
            for text in piece.texts:
                made.add_paragraph(text, style="List Bullet")
        else:
            made.add_paragraph(piece.text, style=style)


def _quotes(made: WordDocument, part: Quotes) -> None:
    for text in part.texts:
        made.add_paragraph(text, style="Quote")


def _thread(made: WordDocument, part: Thread) -> None:
    """A numbered list: the order is what the drawn thread shows, and the state is said in words."""
    for step in part.steps:
        paragraph = made.add_paragraph(style="List Number")
        paragraph.add_run(step.title).bold = True
        paragraph.add_run(f" {step.text}")
        if step.word:
            paragraph.add_run(f" ({step.word})").font.color.rgb = GREY


def _bars(made: WordDocument, part: Bars) -> None:
    if part.title:
        made.add_paragraph(part.title, style="Heading 1")
    caption = made.add_paragraph(part.caption, style="Caption")
    if part.see:
        caption.add_run(" ")
        _link(caption, part.see, part.see_text)
    svg = bars_svg(part.bars)
    paragraph = made.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(png(svg)), width=Pt(width(svg)))
    described = shape._inline.docPr
    described.set("descr", part.alt)
    described.set("title", part.title or part.caption)


def _link(paragraph: WordParagraph, anchor: str, text: str) -> None:
    """The page is Word's own field: only the program that shows the document knows where pages break."""
    before, mark, after = text.partition("{page}")
    paragraph.add_run(before)
    if mark:
        _field(paragraph, f"PAGEREF {anchor} \\h", dirty=True)
    paragraph.add_run(after)


def _table(made: WordDocument, part: Table) -> None:
    for beside in part.beside:
        WRITERS[type(beside)](made, beside)
    if not part.beside:
        made.add_paragraph(part.caption, style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=0, cols=len(part.columns), style="Table Grid")
    table.autofit = False
    _describe(table, part.caption)
    _row(table, part, tuple(column.text for column in part.columns), strong=True)
    for number, row in enumerate(part.rows):
        keep = len(part.rows) <= WHOLE_ROWS and number + 1 < len(part.rows)
        _row(table, part, row, strong=number in part.strong, keep=keep)
    for column, grid in zip(part.columns, table.columns, strict=True):
        grid.width = NUMBER_WIDTH if column.is_number else _wide(part)
    _repeat(table.rows[0])
    made.add_paragraph()


def _row(
    table: Any, part: Table, texts: tuple[str, ...], *, strong: bool, keep: bool = True
) -> None:
    row = table.add_row()
    # A row is never parted by a page break.
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, column, text in zip(row.cells, part.columns, texts, strict=True):
        cell.width = NUMBER_WIDTH if column.is_number else _wide(part)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Number" if column.is_number else "Table Text"
        paragraph.add_run(text).bold = strong or None
        # A short table stands whole on one page.
        paragraph.paragraph_format.keep_with_next = keep


def _wide(part: Table) -> int:
    """What each column of text gets when the numbers have theirs."""
    numbers = sum(column.is_number for column in part.columns)
    return int((TEXT_WIDTH - NUMBER_WIDTH * numbers) / max(len(part.columns) - numbers, 1))


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _describe(table: Any, caption: str) -> None:
    """The table's title for those who have it read out; first row is its header."""
    properties = table._tbl.tblPr
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), caption)
    properties.append(described)


WRITERS: dict[type[Part], Callable[[WordDocument, Any], None]] = cast(
    Any,
    {
        Heading: _heading,
        Text: _text,
        Quotes: _quotes,
        Thread: _thread,
        Bars: _bars,
        Table: _table,
    },
)
