import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from samsyn.core import spreadsheets
from samsyn.core.tables import BrokenFile, Table, read_table, safe_cell, write_csv, write_xlsx

ROWS = [["nr", "roll", "svar"], ["1", "Förstelärare", "å; ”ä”\nö"], ["2", "Rektor", ""]]


def read(content: bytes, filename: str = "svar.csv", **limits: int) -> Table:
    return read_table(io.BytesIO(content), filename, **limits)


def refusal(content: bytes, filename: str = "svar.csv", **limits: int) -> BrokenFile:
    with pytest.raises(BrokenFile) as caught:
        list(read(content, filename, **limits).rows)
    return caught.value


def workbook(**parts: bytes) -> bytes:
    """A real workbook with some of its parts exchanged."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_xlsx(ROWS))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in source.infolist():
            copy.writestr(
                entry.filename, parts.get(entry.filename.split("/")[-1], source.read(entry))
            )
    return target.getvalue()


def sheet(cells: bytes) -> bytes:
    return workbook(
        **{
            "sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b"<sheetData>" + cells + b"</sheetData></worksheet>"
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        "nr,roll,svar\n1,Förstelärare,\n2,Rektor,ja\n".encode(),
        "nr;roll;svar\r\n1;Förstelärare;\r\n2;Rektor;ja\r\n".encode("windows-1252"),
        "nr;roll;svar\n1;Förstelärare;\n2;Rektor;ja".encode("utf-8-sig"),
        "nr\troll\tsvar\n1\tFörstelärare\t\n2\tRektor\tja\n".encode("utf-16"),
        "sep=;\nnr;roll;svar\n1;Förstelärare\n2;Rektor;ja;;\n".encode(),
        ' nr , roll ,"svar"\n1, Förstelärare ,\n2,Rektor,ja\n'.encode(),
    ],
    ids=["utf-8", "windows-1252", "byte order mark", "utf-16", "separator said", "spaces"],
)
def test_csv_is_read_however_it_was_saved(content: bytes) -> None:
    table = read(content)

    assert table.columns == ("nr", "roll", "svar")
    assert [(row.number, row.values["roll"], row.values["svar"]) for row in table.rows] == [
        (2, "Förstelärare", ""),
        (3, "Rektor", "ja"),
    ]


def test_rows_are_numbered_as_a_spreadsheet_does_and_may_be_read_twice() -> None:
    table = read(b'nr,svar\n\n1,"en\ntva"\n,\n2,ja\n')

    assert [row.number for row in table.rows] == [3, 5]
    assert [cells for _number, cells in table.cells] == [["1", "en\ntva"], ["2", "ja"]]
    assert table.total == 2


def test_a_long_table_says_how_far_it_has_come() -> None:
    told: list[tuple[int, int]] = []
    table = read(b"nr\n" + b"1\n" * 5).told(lambda done, total: told.append((done, total)), every=2)

    assert len(list(table.rows)) == 5

    assert told == [(0, 5), (2, 5), (4, 5)]


def test_empty_columns_left_of_a_sheets_table_do_not_count() -> None:
    content = sheet(
        b'<row r="1"><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    )

    assert [row.values for row in read(content, "svar.xlsx").rows] == [{"1": "2"}]


def test_xlsx_gives_text_whatever_the_cell_is() -> None:
    content = sheet(
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>nr</t></is></c><c r="B2" t="inlineStr"><is><t>tal</t></is></c></row>'
        b'<row r="3"><c r="A3"><v>12</v></c><c r="B3"><v>1.5</v></c></row>'
        b'<row r="4"><c r="A4" t="b"><v>1</v></c></row>'
    )

    table = read(content, "svar.xlsx")

    assert [(row.number, row.values) for row in table.rows] == [
        (3, {"nr": "12", "tal": "1.5"}),
        (4, {"nr": "1", "tal": ""}),
    ]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_read_back(write: Callable[..., bytes]) -> None:
    name = "svar.csv" if write is write_csv else "svar.xlsx"

    table = read(write(ROWS), name)

    assert [list(row.values.values()) for row in table.rows] == ROWS[1:]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Filen är tom."),
        (b"\n\n;;\n", "Filen är tom."),
        (b"nr;svar\n", "Filen har rubriker men inga rader under dem."),
        (b"nr;svar\n1;a\0b\n", "Filen innehåller ingen läsbar text. Spara tabellen som CSV eller XLSX."),
        (b"%PDF-1.7\n", "Filen innehåller ingen läsbar text. Spara tabellen som CSV eller XLSX."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "Filen är i ett gammalt Excelformat eller har ett lösenord. Spara den som XLSX utan lösenord.",
        ),
        (b"nr;;svar\n1;2;3\n", "Kolumn 2 saknar rubrik. Ge den en eller ta bort kolumnen."),
        (b"PK\x03\x04 not a workbook", "Filen är trasig eller är ingen Excelfil. Öppna den, spara som XLSX och försök igen."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(content: bytes, sentence: str) -> None:
    assert refusal(content).sentence == sentence


def test_a_heading_given_twice_is_named() -> None:
    broken = refusal(b"nr;svar;svar\n1;a;b\n")

    assert (broken.row, broken.column) == (1, "svar")
    assert (
        broken.sentence == "Två kolumner har rubriken ”svar”. Varje rubrik får bara finnas en gång."
    )


def test_a_row_with_too_many_cells_is_named() -> None:
    broken = refusal(b"nr;svar\n1;a\n2;b;c\n")

    assert broken.row == 3
    assert (
        broken.sentence
        == "Rad 3 har fler celler än det finns rubriker. Leta efter ett skiljetecken för mycket."
    )


def test_a_quotation_mark_that_never_ends_is_named() -> None:
    broken = refusal(b'nr;svar\n1;a\n2;"b\n3;c\n')

    assert broken.row == 3
    assert broken.sentence == "Rad 3 går inte att läsa: ett citattecken saknas eller står fel."


def test_too_many_columns_are_counted() -> None:
    heading = ";".join(f"k{n}" for n in range(160)).encode()

    assert (
        refusal(heading + b"\n1\n").sentence == "Filen har 160 kolumner. Det går att läsa högst 60."
    )


def test_too_many_rows_are_counted() -> None:
    assert (
        refusal(b"nr\n1\n2\n3\n", rows_max=2).sentence
        == "Filen har 3 rader. Det går att läsa högst 2."
    )


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    class Large(io.BytesIO):
        size = 200_000_000

        def read(self, *_amount: int | None) -> bytes:
            raise AssertionError("read in spite of its size")

    with pytest.raises(BrokenFile) as caught:
        read_table(Large(), "svar.csv")

    assert caught.value.sentence == "Filen är 190,7\xa0MB. Det går att ladda upp högst 60,0\xa0MB."


def test_another_kind_of_file_is_refused_by_its_name() -> None:
    assert refusal(b"nr\n1\n", "svar.docx").sentence == (
        "Filen är varken CSV eller XLSX. Spara den som något av dem och ladda upp den igen."
    )


def changed(content: bytes) -> bytes:
    """Other bytes where the sheet's packed ones begin."""
    start = content.index(b"xl/worksheets/sheet1.xml") + 24
    return content[:start] + b"\xff" * 8 + content[start + 8 :]


@pytest.mark.parametrize(
    "content",
    [
        write_xlsx(ROWS)[:-200],
        changed(write_xlsx(ROWS)),
        workbook(**{"sheet1.xml": b"<worksheet"}),
        workbook(**{"workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}),
        workbook(**{"workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'.encode("utf-16")}),
        sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
        sheet(b"<row r='1048576'><c r='XFD1'><v>1</v></c></row>"),
    ],
    ids=[
        "cut short",
        "changed",
        "not a sheet",
        "entity",
        "entity in utf-16",
        "far cell",
        "far row",
    ],
)
def test_a_workbook_that_is_broken_or_made_to_hurt_is_refused(content: bytes) -> None:
    assert refusal(content, "svar.xlsx").sentence == (
        "Filen är trasig eller är ingen Excelfil. Öppna den, spara som XLSX och försök igen."
    )


def test_a_workbook_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "UNPACKED_MAX", 1_000_000)
    bomb = workbook(**{"sheet1.xml": b" " * 2_000_000})

    assert spreadsheets.open_workbook(bomb) is None


def test_a_workbook_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(workbook(**{"sheet1.xml": b" " * 2_000_000}))
    lie = (2_000_000).to_bytes(4, "little")
    assert content.count(lie) >= 1

    content = bytearray(bytes(content).replace(lie, (10).to_bytes(4, "little")))

    assert spreadsheets.open_workbook(bytes(content)) is None


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+46 70", "'+46 70"),
        ("-2", "-2"),
        ("+3,5", "+3,5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("a\x00b", "ab"),
        (7, 7),
        (None, None),
        ("Förstelärare", "Förstelärare"),
    ],
)
def test_no_cell_is_a_formula(value: object, safe: object) -> None:
    assert safe_cell(value) == safe


def test_formulas_and_links_stay_text_in_a_workbook() -> None:
    written = ["=1+1", "{=1+1}", "https://samsyn.example/", "internal:Blad!A1"]
    content = write_xlsx([["svar"], *([text] for text in written)])

    with zipfile.ZipFile(io.BytesIO(content)) as made:
        sheet_xml = made.read("xl/worksheets/sheet1.xml")
        assert [name for name in made.namelist() if name.endswith("sheet1.xml.rels")] == []

    assert b"<f" not in sheet_xml
    assert b"hyperlink" not in sheet_xml
    assert [row.values["svar"] for row in read(content, "a.xlsx").rows] == [
        "'=1+1",
        *written[1:],
    ]


def test_a_workbook_keeps_numbers_days_and_as_much_text_as_a_cell_holds() -> None:
    made: list[list[object]] = [
        ["nr", "dag", "svar"],
        [1.5, date(2026, 9, 1), "å" * 40_000],
        [7, None, True],
    ]

    book = load_workbook(io.BytesIO(write_xlsx(made)))

    first, second = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert first == (1.5, datetime(2026, 9, 1), "å" * 32_767)  # noqa: DTZ001 - as openpyxl reads a day
    assert second == (7, None, True)
