import io
import re
import zipfile
from functools import cache
from typing import Any
from uuid import UUID

import docx
from docx.oxml.ns import qn

from samsyn.core.documents.parts import Bar, Bars, Text
from samsyn.core.documents.tests.document import WILD, make_document
from samsyn.core.documents.word import word
from samsyn.core.documents.word_fonts import masked


@cache
def made() -> bytes:
    return word(make_document())


def opened() -> Any:
    return docx.Document(io.BytesIO(made()))


def test_headings_are_in_word_s_own_styles() -> None:
    styles = [(p.style.name, p.text) for p in opened().paragraphs if p.text]

    assert styles[0] == ("Title", "Karriärtjänster")
    assert [pair for pair in styles if pair[0].startswith("Heading")] == [
        ("Heading 1", "Uppdrag"),
        ("Heading 1", "Vilka svarade"),
        ("Heading 1", "Fråga ett"),
        ("Heading 2", "Målbild"),
        ("Heading 3", "Otydlig"),
    ]
    assert {"List Bullet", "List Number", "Quote", "Caption"} <= {name for name, _ in styles}


def test_header_rows_are_repeated_and_rows_are_kept_whole() -> None:
    tables = opened().tables

    assert len(tables) == 2
    for table in tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_charts_have_alternative_texts() -> None:
    pictures = [shape._inline.docPr.get("descr") for shape in opened().inline_shapes]

    assert pictures == ["Undervisar 79 %"]


def test_it_is_in_swedish_with_title_and_typeface() -> None:
    document = opened()
    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}")

    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == ["sv-SE"]
    assert document.core_properties.title == "Karriärtjänster"
    assert document.core_properties.author == "Nätverket"
    assert document.styles["Normal"].font.name == "Atkinson Hyperlegible Next"
    assert "Utgåva 2, 25 november 2026" in document.sections[0].header.paragraphs[0].text


def test_markup_in_texts_comes_out_as_text() -> None:
    texts = [paragraph.text for paragraph in opened().paragraphs]

    assert texts.count(WILD) == 2
    assert f"Resultat. {WILD}" in texts


def test_control_characters_are_left_out() -> None:
    document = docx.Document(io.BytesIO(word(make_document(Text("a\x00b\x0bc\ud800\ufffe")))))

    assert document.paragraphs[-1].text == "abc"


def test_a_chart_s_labels_may_hold_control_characters() -> None:
    bars = Bars("Rubrik\x01", "", (Bar("a\x01b", 10, "10 %", "1 svar"),), "Bild\x01")

    document = docx.Document(io.BytesIO(word(make_document(bars))))

    assert "Rubrik" in [paragraph.text for paragraph in document.paragraphs]


def test_the_typeface_is_in_the_file() -> None:
    """Unmasked again with the key that the file names, it is a TrueType font."""
    with zipfile.ZipFile(io.BytesIO(made())) as opened_zip:
        names = [name for name in opened_zip.namelist() if name.endswith(".odttf")]
        table = opened_zip.read("word/fontTable.xml").decode()
        fonts = [opened_zip.read(name) for name in sorted(names)]

    keys = [UUID(key) for key in re.findall(r'w:fontKey="\{(.*?)\}"', table)]
    assert len(fonts) == len(keys) == 3
    for font, key in zip(fonts, keys, strict=True):
        assert masked(font, key)[:4] == b"\x00\x01\x00\x00"


def test_short_tables_stand_whole() -> None:
    short, long = opened().tables

    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in short.rows]
    assert kept == [True] * 5 + [False]
    assert not any(
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in long.rows[1:]
    )
