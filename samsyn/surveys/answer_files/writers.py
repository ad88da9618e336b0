"""Rows in each format. CSV and Parquet hold words; Excel, SPSS and JSON numbers and a list of what they stand for.

What may be a formula to a spreadsheet is made a text, as in core.tables.
"""

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from samsyn.core.tables import safe_cell, write_workbook
from samsyn.surveys.answer_files.rows import Rows, Variable
from samsyn.surveys.models import FileFormat

# What SPSS has room for, in bytes.
LABEL_MAX, VALUE_LABEL_MAX, TEXT_MAX = 255, 119, 32_000
# As many rows are made into Python values at a time.
BATCH = 5_000

Told = Callable[[int, int], None]


def as_csv(rows: Rows, told: Told) -> bytes:
    """With semicolons and a byte order mark, as Swedish spreadsheets expect."""
    frame = _in_words(rows, safe_cell).with_columns(
        pl.col(pl.String).map_elements(safe_cell, return_dtype=pl.String)
    )
    file = io.BytesIO()
    frame.write_csv(file, include_bom=True, separator=";", line_terminator="\r\n")
    return file.getvalue()


def as_parquet(rows: Rows, told: Told) -> bytes:
    file = io.BytesIO()
    _in_words(rows).write_parquet(file)
    return file.getvalue()


def as_json(rows: Rows, told: Told) -> bytes:
    head = {
        "title": rows.title,
        "variables": [
            {
                "name": one.name,
                "label": one.label,
                "values": {str(k): v for k, v in one.labels.items()},
            }
            for one in rows.variables
        ],
        "left_out": [{"question": code, "why": why} for code, why in rows.left_out],
    }
    start = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{start}, "rows": {rows.frame.write_json()}}}\n'.encode()


def as_xlsx(rows: Rows, told: Told) -> bytes:
    return write_workbook({_("Answers"): _answer_rows(rows, told), _("Codes"): _code_rows(rows)})


def _answer_rows(rows: Rows, told: Told) -> Iterator[tuple[Any, ...]]:
    yield tuple(one.name for one in rows.variables)
    total = len(rows.frame)
    for start in range(0, total, BATCH):
        told(start, total)
        yield from rows.frame.slice(start, BATCH).iter_rows()


def _code_rows(rows: Rows) -> Iterator[tuple[Any, ...]]:
    yield _("Column"), _("What was asked"), _("Code"), _("Stands for")
    for one in rows.variables:
        if not one.labels:
            yield one.name, one.label, "", ""
        for code, label in one.labels.items():
            yield one.name, one.label, code, label
    for left, why in rows.left_out:
        yield left, _("Does not stand in the file: %(why)s.") % {"why": why}, "", ""


def as_sav(rows: Rows, told: Told) -> bytes:
    # Loaded here: only a job that writes such a file needs it, and the numbers it brings along.
    pyreadstat = import_module("pyreadstat")
    coded = [one for one in rows.variables if one.labels]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            rows.frame.with_columns(pl.col(pl.String).str.slice(0, TEXT_MAX // 4)),
            path,
            row_compress=True,
            file_label=_cut(rows.title, 60),
            column_labels=[_cut(one.label, LABEL_MAX) for one in rows.variables],
            variable_value_labels={one.name: _value_labels(one) for one in coded},
            variable_measure={one.name: "nominal" for one in coded},
        )
        return path.read_bytes()


def _value_labels(variable: Variable) -> dict[int | float, str]:
    return {code: _cut(label, VALUE_LABEL_MAX) for code, label in variable.labels.items()}


def _cut(text: str, most: int) -> str:
    """To a number of bytes, and no half signs."""
    return text.encode()[:most].decode(errors="ignore")


def _in_words(rows: Rows, safe: Callable[[str], Any] = str) -> pl.DataFrame:
    """Marks of options stay 0 and 1."""
    return rows.frame.with_columns(
        pl.col(one.name).replace_strict(
            {code: safe(label) for code, label in one.labels.items()}, return_dtype=pl.Categorical
        )
        for one in rows.variables
        if one.labels and set(one.labels) != {0, 1}
    )


WRITERS: Mapping[str, Callable[[Rows, Told], bytes]] = {
    FileFormat.XLSX: as_xlsx,
    FileFormat.CSV: as_csv,
    FileFormat.SAV: as_sav,
    FileFormat.PARQUET: as_parquet,
    FileFormat.JSON: as_json,
}
TYPES: Mapping[str, str] = {
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.SAV: "application/x-spss-sav",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
    FileFormat.JSON: "application/json",
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def written(rows: Rows, format: str, told: Told) -> bytes:
    return WRITERS[format](rows, told)
