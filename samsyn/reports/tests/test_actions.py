from typing import Any

import pytest

from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.models import Event
from samsyn.reports import actions
from samsyn.reports.models import Edition, Report
from samsyn.reports.queries import blocks_of, frozen_content, next_number
from samsyn.reports.tests.world import make_round, make_run2014, make_shipped_report
from samsyn.surveys.models import Question, Round
from tests.cast import Cast, actor


@pytest.fixture
def report(cast: Cast) -> Report:
    return make_shipped_report(cast.university)


def headings(report: Report) -> list[str]:
    return [str(block) for block in blocks_of(report)]


def kinds(report: Report) -> list[str]:
    return [block.kind for block in blocks_of(report)]


def events(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_make_report_begins_with_a_part_for_every_question(cast: Cast) -> None:
    round = make_run2014(cast.university)

    made = actions.make_report(actor=actor(cast.anna), round=round)

    assert kinds(made) == [
        *["thread"] * 4,
        *["question", "respondents", "text", "text"],
        *["question", "question", "quotes", "text", "text"],
    ]
    assert made.publisher == "Mittskogs universitet"
    assert "79" in made.blocks.first().text  # type: ignore[union-attr]  # it has parts
    assert events("report.made") == 1


def test_make_report_refuses_an_open_round(cast: Cast) -> None:
    round = make_round(cast.university)

    with pytest.raises(RuleBroken):
        actions.make_report(actor=actor(cast.anna), round=round)

    assert not Report.objects.exists()


def test_change_block_saves_and_records(cast: Cast, report: Report) -> None:
    block = report.blocks.get(heading="Slutsatser")

    actions.change_block(
        actor=actor(cast.anna), block=block, revision=revision_of(block), text="Nytt."
    )

    block.refresh_from_db()
    assert block.text == "Nytt."
    assert events("report.part_changed") == 1


def test_change_block_shows_both_when_somebody_was_first(cast: Cast, report: Report) -> None:
    block = report.blocks.get(heading="Slutsatser")
    opened = revision_of(block)
    actions.change_block(actor=actor(cast.anna), block=block, revision=opened, text="Först.")

    with pytest.raises(Stale):
        actions.change_block(actor=actor(cast.anna), block=block, revision=opened, text="Sen.")

    block.refresh_from_db()
    assert block.text == "Först."


def test_change_report_is_not_stale_after_a_change_of_a_part(cast: Cast, report: Report) -> None:
    opened = revision_of(report)
    block = report.blocks.get(heading="Slutsatser")
    actions.change_block(
        actor=actor(cast.anna), block=block, revision=revision_of(block), text="Nytt."
    )

    changed = actions.change_report(
        actor=actor(cast.anna), report=report, revision=opened, title="Ny titel"
    )

    assert changed.title == "Ny titel"


def test_add_block_stands_after_the_part_given(cast: Cast, report: Report) -> None:
    after = report.blocks.get(heading="Slutsats")

    actions.add_block(actor=actor(cast.anna), report=report, kind="text", after=after)

    assert headings(report)[:4] == ["Resultat", "Slutsats", "", "Insats"]
    assert events("report.part_added") == 1


def test_move_block_both_ways(cast: Cast, report: Report) -> None:
    block = report.blocks.get(heading="Slutsats")

    actions.move_block(actor=actor(cast.anna), block=block, step=-1)
    assert headings(report)[:3] == ["Slutsats", "Resultat", "Insats"]

    actions.move_block(actor=actor(cast.anna), block=block, step=1)
    assert headings(report)[:3] == ["Resultat", "Slutsats", "Insats"]


def test_a_removed_block_is_put_back_where_it_was(cast: Cast, report: Report) -> None:
    block = report.blocks.get(heading="Slutsats")
    before = headings(report)

    actions.remove_block(actor=actor(cast.anna), block=block)
    assert "Slutsats" not in headings(report)

    actions.restore_block(actor=actor(cast.anna), block=block)
    assert sorted(headings(report)) == sorted(before)
    assert headings(report).index("Slutsats") in {1, 2}


def test_issue_edition_twice_is_one_edition(cast: Cast, report: Report) -> None:
    first = actions.issue_edition(actor=actor(cast.anna), report=report, number=1)
    second = actions.issue_edition(actor=actor(cast.anna), report=report, number=1)

    assert first == second
    assert (first.number, first.issued_by_id, next_number(report)) == (1, cast.anna.pk, 2)
    assert events("report.edition_issued") == 1


def test_issue_edition_needs_parts(cast: Cast, report: Report) -> None:
    report.blocks.all().delete()

    with pytest.raises(RuleBroken):
        actions.issue_edition(actor=actor(cast.anna), report=report, number=1)


def test_an_edition_never_changes(cast: Cast, report: Report) -> None:
    edition = actions.issue_edition(actor=actor(cast.anna), report=report, number=1)
    frozen: Any = edition.content

    report.blocks.update(text="Annat", heading="Annat")
    Report.objects.update(title="Annat", lead="Annat")
    Question.objects.update(text="Annat")
    Round.objects.update(invited_count=1)
    tabulation = report.round.tabulation
    tabulation["questions"][1]["parts"][0]["counts"][0] += 7
    Round.objects.update(tabulation=tabulation)

    assert Edition.objects.get(pk=edition.pk).content == frozen
    report = Report.objects.select_related("organisation", "round__survey").get(pk=report.pk)
    assert frozen_content(report, number=2, on=edition.issued_at.date()) != frozen


def test_empty_parts_are_left_out(cast: Cast, report: Report) -> None:
    report.blocks.filter(heading="Slutsatser").update(text="  ")

    edition = actions.issue_edition(actor=actor(cast.anna), report=report, number=1)

    issued = [block["heading"] for block in edition.content["blocks"]]
    assert "Slutsatser" not in issued
    assert "Förslag till insatser" in issued


def test_store_files_keeps_the_first(cast: Cast, report: Report) -> None:
    edition = actions.issue_edition(actor=actor(cast.anna), report=report, number=1)

    for content in (b"one", b"two"):
        edition = actions.store_files(
            actor=actor(cast.anna), edition_id=edition.pk, pdf=content, docx=content
        )

    assert edition.pdf.read() == b"one"
    assert len(edition.pdf_sha256) == 64
    assert events("report.files_made") == 1
