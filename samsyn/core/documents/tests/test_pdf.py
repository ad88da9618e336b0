"""The promises of a tagged PDF, read back with pikepdf and poppler. No checker of PDF/UA is in the registries."""

import io
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from samsyn.core.documents import pdf as making
from samsyn.core.documents.parts import Bar, Bars, Heading, Quotes, Table, Text
from samsyn.core.documents.pdf import DocumentFault, pdf
from samsyn.core.documents.tests.document import NUMBERS, WILD, make_document


@cache
def made() -> bytes:
    return pdf(make_document())


def opened() -> Any:
    return pikepdf.open(io.BytesIO(made()))


def text_of(content: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def elements(node: Any, kind: str) -> list[Any]:
    """All structure elements of a kind below a node."""
    found = [node] if node.get("/S") == f"/{kind}" else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += elements(kid, kind)
    return found


def test_it_is_tagged_in_swedish_and_says_that_it_is_pdf_ua() -> None:
    document = opened()

    assert str(document.Root.Lang) == "sv-SE"
    assert bool(document.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in document.Root
    assert "/K" in document.Root.StructTreeRoot
    with document.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Karriärtjänster"


def test_headings_are_bookmarks() -> None:
    with opened().open_outline() as outline:
        top = outline.root[0]

    assert top.title == "Karriärtjänster"
    assert [item.title for item in top.children] == ["Uppdrag", "Vilka svarade", "Fråga ett"]


def test_tables_have_header_cells_and_charts_say_what_they_show() -> None:
    document = opened()
    root = document.Root.StructTreeRoot.K
    root = root[0] if isinstance(root, pikepdf.Array) else root

    assert len(elements(root, "Table")) == 2
    assert len(elements(root, "TH")) == 6
    figures = [str(figure.get("/Alt", "")) for figure in elements(root, "Figure")]
    assert "Undervisar 79 %" in figures
    assert len(elements(root, "L")) == 3


def test_typefaces_are_embedded_and_the_projects_own() -> None:
    listed = subprocess.run(["pdffonts", "-"], input=made(), capture_output=True, check=True)

    rows = [line.split() for line in listed.stdout.decode().splitlines()[2:]]
    assert rows
    assert all("AtkinsonHyperlegibleNext" in row[0] for row in rows)
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_the_header_row_is_repeated_and_every_page_says_edition_and_number() -> None:
    text = text_of(made(), "-layout")

    pages = text.split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Utgåva 2, 25 november 2026" in page
        assert f"Sida {number} av {len(pages)}" in page
    with_rows = [page for page in pages if re.search(r"Rad \d+ ", page)]
    assert len(with_rows) > 2
    assert all(re.search(r"Svar +Antal +Andel", page) for page in with_rows)


def test_a_chart_says_the_page_of_its_table() -> None:
    assert "Se sidan 2." in text_of(made())


def test_markup_in_texts_comes_out_as_text() -> None:
    flat = " ".join(text_of(made(), "-raw").split())

    assert flat.count(WILD) == 3
    assert "Handleder <b>andra</b> & lärare" in flat


def test_signs_that_no_typeface_has_become_squares_and_stop_nothing() -> None:
    odd = "bra 😀 ❤\ufe0f a\x01b\ud800\ufffe e\u200d مرحبا Ж"
    bar = Bar(odd, 10, "10 %", "1 svar")
    parts = (Heading(odd), Text(odd), Quotes((odd,)), Bars("", "", (bar,), odd))

    read = text_of(pdf(make_document(*parts)), "-raw")

    assert read.count("bra □ ❤ ab e") >= 3
    assert "Ж" in read


def test_a_heading_that_says_nothing_is_left_out() -> None:
    rows = (("Ja", "1", "100 %"),)
    table = Table("", NUMBERS, rows, beside=(Heading(""), Text("Åtta svarade.", "small")))

    read = text_of(pdf(make_document(Heading(" \x01"), table)), "-raw")

    assert "Åtta svarade." in read


def test_a_missing_typeface_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(making, "FONTS", tmp_path)

    with pytest.raises(DocumentFault, match="unknown font family"):
        pdf(make_document())
