"""The shipped report beside the published tables of 2014: every count and percent, on the page, in Word and in PDF."""

import csv
import hashlib
import html
import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samsyn.organisations.access import SYSTEM
from samsyn.reports.actions import issue_edition
from samsyn.reports.jobs import make_edition_files
from samsyn.reports.tests.world import make_shipped_report
from tests.cast import make_cast

PUBLISHED = Path(__file__).parents[3] / "tests/published2014"
TABLES = ("roles.csv", "q1_assignments.csv", "q2_content.csv")
Row = tuple[str, int, int]
# The tests read what was made; the mark has the database made for the fixture.
pytestmark = pytest.mark.django_db


def published(name: str) -> list[Row]:
    with (PUBLISHED / name).open(encoding="utf-8") as opened:
        rows = [list(row.values()) for row in csv.DictReader(opened)]
    return [(label, int(count), int(percent)) for label, count, percent in rows]


ALL_ROWS = [row for name in TABLES for row in published(name)]


def flat(text: str) -> str:
    """Any run of spaces, the unbreaking ones too, as one."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Issued:
    content: Any
    page: str
    pdf: bytes
    docx: bytes
    digests: tuple[str, str]


@pytest.fixture(scope="module")
def issued(django_db_setup: None, django_db_blocker: Any) -> Issued:
    """Made once for all tests here, since drawing takes seconds, and rolled back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_issued()
        transaction.set_rollback(True)
    return made


def make_issued() -> Issued:
    cast = make_cast()
    report = make_shipped_report(cast.university)
    edition = issue_edition(actor=SYSTEM, report=report, number=1)
    make_edition_files.call(str(edition.pk))
    edition.refresh_from_db()
    client = Client()
    client.force_login(
        cast.bo.user,  # type: ignore[arg-type]  # everybody in the cast has an account
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = client.get(reverse("reports:edition", args=[report.pk, 1])).content.decode()
    digests = edition.pdf_sha256, edition.docx_sha256
    return Issued(edition.content, page, edition.pdf.read(), edition.docx.read(), digests)


def test_the_tables_are_whole() -> None:
    assert [len(published(name)) for name in TABLES] == [7, 19, 19]


def test_every_number_is_on_the_page(issued: Issued) -> None:
    found = [
        tuple(flat(html.unescape(cell)) for cell in cells)
        for cells in re.findall(
            r'<th scope="row">(.*?)</th>.*?<td class="n">(.*?)</td>\s*<td class="n">(.*?)</td>',
            issued.page,
            re.DOTALL,
        )
    ]

    missing = [row for row in wanted() if row not in found]
    assert missing == []
    assert set(found) == set(wanted())


def wanted() -> list[tuple[str, ...]]:
    return [(label, str(count), f"{percent} %") for label, count, percent in ALL_ROWS]


def test_every_number_is_in_word(issued: Issued) -> None:
    document = docx.Document(io.BytesIO(issued.docx))

    tables = [
        [tuple(flat(cell.text) for cell in row.cells) for row in table.rows[1:]]
        for table in document.tables
    ]
    assert [set(table) for table in tables] == [
        {(label, str(count), f"{percent} %") for label, count, percent in published(name)}
        for name in TABLES
    ]


def test_every_number_is_in_the_text_of_the_pdf(issued: Issued) -> None:
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=issued.pdf, capture_output=True, check=True)
    lines = [flat(line) for line in text.stdout.decode().splitlines()]

    # Poppler leaves out the space before the percent sign where it is narrow on paper.
    ends = {line.replace(" %", "%") for line in lines}
    rows = [" ".join(row).replace(" %", "%") for row in wanted()]
    missing = [row for row in rows if not any(end.endswith(row) for end in ends)]
    assert missing == []


def test_only_totals_are_shown(issued: Issued) -> None:
    """The split by role was never published; the shipped report has none."""
    bases = {block["base"] for block in issued.content["blocks"] if "base" in block}

    assert all("164" in base for base in bases)
    assert "groups" not in str(issued.content["blocks"][4].keys())
    for told in ("Skolchefer/rektorer", "Förstelärare/lektorer"):
        rows = [row for block in issued.content["blocks"] for row in block.get("rows", ())]
        assert told not in {row["label"] for row in rows}


def test_the_files_are_what_their_digests_say(issued: Issued) -> None:
    made = tuple(hashlib.sha256(file).hexdigest() for file in (issued.pdf, issued.docx))

    assert made == issued.digests


def test_quotes_without_respondents_say_so(issued: Issued) -> None:
    notes = [block["note"] for block in issued.content["blocks"] if "note" in block]

    assert len(notes) == 1
    assert notes[0]
    assert html.escape(notes[0]) in issued.page
