"""The commands that go the same way as the pages."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from samsyn.organisations.models import Duty, Person
from tests.cast import Cast

HEAD = "personid;förnamn;efternamn;e-post;roll;skolenhetskod;startdatum"
ROWS = (
    "7;Siv;Sund;siv@samsyn.example;lärare;99010001;2026-08-10",
    "8;Ulf;Ulv;ulf@samsyn.example;vaktmästare;99010001;2026-08-10",
)


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command(
        "import_roster", str(path), "--organisation", "Älvsunda kommun", *options, stdout=out
    )
    return out.getvalue()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "personal.csv"
    path.write_text("\n".join([HEAD, *ROWS]))
    return path


def test_a_roster_is_looked_at_without_being_read_in(cast: Cast, roster: Path) -> None:
    said = run(roster)

    assert "3\twrong\tUlf Ulv" in said
    assert not Person.objects.filter(external_id="7").exists()


def test_a_wrong_row_stops_the_command_unless_it_is_left_out(cast: Cast, roster: Path) -> None:
    with pytest.raises(CommandError):
        run(roster, "--apply")
    assert not Person.objects.filter(external_id="7").exists()

    run(roster, "--apply", "--skip-wrong")

    assert Duty.objects.get(person__external_id="7").organisation == cast.bjorkskolan


def test_a_file_that_cannot_be_read_is_said(cast: Cast, tmp_path: Path) -> None:
    empty = tmp_path / "personal.csv"
    empty.write_text("")

    for path in (empty, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            run(path)
