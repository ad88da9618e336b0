"""Tables from and to spreadsheets: CSV and XLSX read safely and cheaply, and written so that no cell is a formula.

Nothing here knows what a column means. A file that cannot be read is a BrokenFile with a sentence for the person.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from samsyn.core.spreadsheets import open_workbook

Cells = Sequence[str]
EXTENSIONS = ("csv", "tsv", "txt", "xlsx")
_DELIMITERS = ";,\t"
_ZIP, _OLD_OFFICE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
# Some spreadsheets take the full-width signs for the plain ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# Control characters that XML has no place for.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What a cell of a workbook has room for.
_CELL_MAX = 32_767


class BrokenFile(Exception):
    """The file cannot be read. `row` counts as a spreadsheet does, with the headings as row 1."""

    def __init__(self, sentence: str, *, row: int | None = None, column: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.row, self.column = sentence, row, column


@dataclass(frozen=True)
class Row:
    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """May be gone through any number of times; the rows are parsed anew each time instead of being kept."""

    columns: tuple[str, ...]
    total: int
    source: Callable[[], Iterator[tuple[int, Cells]]]

    @property
    def cells(self) -> Iterator[tuple[int, Cells]]:
        """Each row's number and its trimmed values in the order of `columns`: the quick way for many rows."""
        return self.source()

    def told(self, tell: Callable[[int, int], None], *, every: int = 5000) -> "Table":
        """The same table, which says `tell(rows gone through, rows in all)` now and then on the way."""

        def rows() -> Iterator[tuple[int, Cells]]:
            for done, row in enumerate(self.source()):
                if done % every == 0:
                    tell(done, self.total)
                yield row

        return Table(self.columns, self.total, rows)

    @property
    def rows(self) -> Iterator[Row]:
        return (
            Row(number, dict(zip(self.columns, cells, strict=True)))
            for number, cells in self.source()
        )


def read_table(
    file: IO[bytes] | Any,
    filename: str,
    *,
    columns_max: int = 60,
    rows_max: int = 500_000,
    bytes_max: int | None = None,
) -> Table:
    """Every limit is checked, and every row looked at once, before anything is returned."""
    limit = settings.UPLOAD_MAX_BYTES if bytes_max is None else bytes_max
    _check_name(filename)
    _check_size(file, limit)
    file.seek(0)
    content = file.read(limit + 1)
    raw = _raw_rows(content)
    return _checked(raw, columns_max, rows_max)


def _check_name(filename: str) -> None:
    if PurePath(filename).suffix.lower().lstrip(".") not in EXTENSIONS:
        raise BrokenFile(
            _("The file is neither CSV nor XLSX. Save it as one of them and upload it again.")
        )


def _check_size(file: Any, limit: int) -> None:
    size = file.seek(0, io.SEEK_END) if not hasattr(file, "size") else file.size
    if size > limit:
        raise BrokenFile(
            _("The file is %(size)s. The most that can be uploaded is %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )
    if size == 0:
        raise BrokenFile(_("The file is empty."))


def _raw_rows(content: bytes) -> Callable[[], Iterator[Cells]]:
    if content.startswith(_ZIP):
        return _workbook_rows(content)
    if content.startswith(_OLD_OFFICE):
        raise BrokenFile(
            _("The file is in an old Excel format or has a password. Save it as XLSX without one.")
        )
    return _text_rows(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "windows-1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not content.startswith(_PDF):
            return text
    raise BrokenFile(_("The file holds no readable text. Save the table as CSV or XLSX."))


def _text_rows(text: str) -> Callable[[], Iterator[Cells]]:
    start, delimiter = _delimiter(text)

    def rows() -> Iterator[Cells]:
        lines = io.StringIO(text, newline="")
        lines.seek(start)
        number = 0
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                number += 1
                yield [cell.strip() for cell in cells]
        except csv.Error as error:
            raise BrokenFile(
                _("Row %(row)s cannot be read: a quotation mark is missing or stands wrong.")
                % {"row": number + 1},
                row=number + 1,
            ) from error

    return rows


def _delimiter(text: str) -> tuple[int, str]:
    """Where the headings begin and what parts them. Excel may say it on a line of its own."""
    first, _end, _rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?\r?', first)
    if said:
        return len(first) + 1, said[1]
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    return 0, max(_DELIMITERS, key=outside_quotes.count)


def _workbook_rows(content: bytes) -> Callable[[], Iterator[Cells]]:
    sheet = open_workbook(content)
    if sheet is None:
        raise BrokenFile(
            _("The file is broken or is not an Excel file. Open it, save it as XLSX and try again.")
        )

    def rows() -> Iterator[Cells]:
        for cells in sheet.iter_rows():
            yield [cell.strip() if isinstance(cell, str) else _text(cell) for cell in cells]

    return rows


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None or isinstance(value, timedelta) else str(value)


def _checked(raw: Callable[[], Iterator[Cells]], columns_max: int, rows_max: int) -> Table:
    columns, header_number = _headings(raw(), columns_max)

    def rows() -> Iterator[tuple[int, Cells]]:
        for number, cells in enumerate(raw(), start=1):
            if number > header_number and any(cells):
                yield number, _fitted(cells, len(columns), number)

    total = sum(1 for _row in rows())
    if total > rows_max:
        raise BrokenFile(
            _("The file has %(count)s rows. The most that can be read is %(limit)s.")
            % {"count": total, "limit": rows_max}
        )
    if total == 0:
        raise BrokenFile(_("The file has headings but no rows below them."))
    return Table(columns, total, rows)


def _headings(rows: Iterator[Cells], columns_max: int) -> tuple[tuple[str, ...], int]:
    found = ((number, cells) for number, cells in enumerate(rows, start=1) if any(cells))
    number, cells = next(found, (0, []))
    columns = tuple(cells[: _width(cells)])
    if not columns:
        raise BrokenFile(_("The file is empty."))
    if len(columns) > columns_max:
        raise BrokenFile(
            _("The file has %(count)s columns. The most that can be read is %(limit)s.")
            % {"count": len(columns), "limit": columns_max},
            row=number,
        )
    _check_headings(columns, number)
    return columns, number


def _check_headings(columns: tuple[str, ...], number: int) -> None:
    for place, column in enumerate(columns, start=1):
        if not column:
            raise BrokenFile(
                _("Column %(place)s has no heading. Give it one or take the column away.")
                % {"place": place},
                row=number,
            )
        if column in columns[: place - 1]:
            raise BrokenFile(
                _("Two columns have the heading ”%(column)s”. Each heading may stand only once.")
                % {"column": column},
                row=number,
                column=column,
            )


def _width(cells: Cells) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)


def _fitted(cells: Cells, width: int, number: int) -> Cells:
    if len(cells) == width:
        return cells
    if _width(cells) > width:
        raise BrokenFile(
            _("Row %(row)s has more cells than there are headings. Look for a stray separator.")
            % {"row": number},
            row=number,
        )
    return [*cells[:width], *[""] * (width - len(cells))]


def safe_cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is given an apostrophe; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("", value)
    if text.lstrip(" ").startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def write_csv(rows: Iterable[Iterable[Any]], *, delimiter: str = ";") -> bytes:
    """With a byte order mark and semicolons, as Swedish spreadsheets expect."""
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=delimiter).writerows([safe_cell(v) for v in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[Iterable[Any]], *, title: str = "Samsyn") -> bytes:
    return write_workbook({title: rows})


def write_workbook(sheets: Mapping[str, Iterable[Iterable[Any]]]) -> bytes:
    """Sheets by their names. Rows go to the file as they come, so that many take no memory."""
    file = io.BytesIO()
    with Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
            for number, row in enumerate(rows):
                _write_row(sheet, number, row)
    return file.getvalue()


def _write_row(sheet: Worksheet, number: int, row: Iterable[Any]) -> None:
    """Texts by their own method: the general one makes formulas and links of what looks like them."""
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, safe_cell(value)[:_CELL_MAX])
        elif type(value) is int:
            sheet.write_number(number, column, value)
        elif value is not None:
            sheet.write(number, column, value)
