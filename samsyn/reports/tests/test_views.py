from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.core.versions import revision_of
from samsyn.organisations.access import SYSTEM
from samsyn.reports.actions import give_up_files, issue_edition, make_report, store_files
from samsyn.reports.models import Edition, Report
from samsyn.reports.queries import blocks_of
from samsyn.reports.tests.world import make_shipped_report
from tests.cast import Cast

SignIn = Callable[[Any], Client]
# Seven of them find out who is asking.
LIST_QUERIES = 11
REPORT_QUERIES = 23
WILD = "<script>alert(1)</script> {{ 7|add:7 }} #let"


@pytest.fixture
def report(cast: Cast) -> Report:
    return make_shipped_report(cast.university)


@pytest.fixture
def edition(report: Report) -> Edition:
    return issue_edition(actor=SYSTEM, report=report, number=1)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def at(name: str, report: Report, *more: Any) -> str:
    return reverse(f"reports:{name}", args=[report.pk, *more])


def test_new_report_is_made_and_opened(cast: Cast, client_for: SignIn, report: Report) -> None:
    response = client_for(cast.anna).post(reverse("reports:report-new"), {"round": report.round_id})

    made = Report.objects.exclude(pk=report.pk).get()
    assert response["Location"] == at("report", made)


def test_a_report_sent_twice_is_made_once(cast: Cast, client_for: SignIn, report: Report) -> None:
    client, address = client_for(cast.anna), reverse("reports:report-new")
    form = {"round": report.round_id, "key": client.get(address).context["form"]["key"].value()}

    first, second = (client.post(address, form)["Location"] for _ in range(2))

    assert first == second == at("report", Report.objects.exclude(pk=report.pk).get())


def test_another_university_s_round_is_no_choice(
    cast: Cast, client_for: SignIn, report: Report
) -> None:
    Report.objects.update(organisation=cast.other_organiser)
    report.round.survey.organisation = cast.other_organiser
    report.round.survey.save()

    response = client_for(cast.anna).post(reverse("reports:report-new"), {"round": report.round_id})

    assert response.status_code == 200
    assert Report.objects.count() == 1
    assert client_for(cast.anna).get(at("report", report)).status_code == 404


def test_a_round_that_an_agreement_opens_is_no_choice(
    cast: Cast, client_for: SignIn, report: Report
) -> None:
    report.round.survey.organisation = cast.organiser
    report.round.survey.save()
    client = client_for(cast.anna)

    response = client.post(reverse("reports:report-new"), {"round": report.round_id})

    assert client.get(reverse("surveys:round", args=[report.round_id])).status_code == 200
    assert response.status_code == 200
    assert Report.objects.count() == 1


def test_a_part_is_edited_in_place(cast: Cast, client_for: SignIn, report: Report) -> None:
    client = client_for(cast.anna)
    block = report.blocks.get(heading="Slutsatser")
    url = at("block-edit", report, block.pk)
    assert 'name="text"' in page(client, url)

    response = client.post(
        url, {"heading": "Slutsatser", "text": WILD, "revision": revision_of(block)}
    )

    assert response["Location"] == f"{at('report', report)}?saved={block.pk}#part-{block.pk}"
    shown = page(client, at("report", report))
    assert WILD not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }} #let" in shown


def test_who_was_second_sees_both_texts(cast: Cast, client_for: SignIn, report: Report) -> None:
    client = client_for(cast.anna)
    block = report.blocks.get(heading="Slutsatser")
    url, opened = at("block-edit", report, block.pk), revision_of(block)
    client.post(url, {"heading": "Slutsatser", "text": "Först.", "revision": opened})

    response = client.post(url, {"heading": "Slutsatser", "text": "Sen.", "revision": opened})

    assert response.status_code == 200
    block.refresh_from_db()
    assert block.text == "Först."
    shown = response.content.decode()
    assert "Först." in shown
    assert "Sen." in shown
    again = {"heading": "Slutsatser", "text": "Sen.", "revision": revision_of(block)}
    assert client.post(url, again).status_code == 302


def test_parts_are_added_moved_removed_and_put_back(
    cast: Cast, client_for: SignIn, report: Report
) -> None:
    client = client_for(cast.anna)
    added = client.post(at("block-add", report), {"what": "question:q2"})
    block = report.blocks.get(question__code="q2", heading="", text="")
    assert added["Location"] == f"{at('block-edit', report, block.pk)}#part-{block.pk}"

    client.post(at("block-move", report, block.pk), {"step": "-1"})
    assert list(report.blocks.values_list("pk", flat=True))[-2] == block.pk

    client.post(at("block-remove", report, block.pk))
    removed = page(client, f"{at('report', report)}?removed={block.pk}")
    assert 'id="removed"' in removed

    client.post(at("block-restore", report, block.pk))
    block.refresh_from_db()
    assert block.removed_at is None


def test_a_part_taken_away_does_not_move(cast: Cast, client_for: SignIn, report: Report) -> None:
    client, block = client_for(cast.anna), report.blocks.all()[2]
    client.post(at("block-remove", report, block.pk))
    order = list(blocks_of(report))

    response = client.post(at("block-move", report, block.pk), {"step": -1})

    assert response.status_code == 302
    assert list(blocks_of(report)) == order


def test_an_answer_to_an_unknown_question_is_a_fault_of_the_form(
    cast: Cast, client_for: SignIn, report: Report
) -> None:
    block = report.blocks.filter(kind="question", emphasis__isnull=False)[0]
    written = {"question": "q99", "emphasis": block.emphasis_id, "chart_rows": 3}

    response = client_for(cast.anna).post(at("block-edit", report, block.pk), written)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["question"]


def test_an_unknown_part_is_not_added(cast: Cast, client_for: SignIn, report: Report) -> None:
    count = report.blocks.count()

    response = client_for(cast.anna).post(at("block-add", report), {"what": "question:q3"})

    assert response.status_code == 200
    assert report.blocks.count() == count


def test_title_and_lead_are_changed(cast: Cast, client_for: SignIn, report: Report) -> None:
    fields = {"title": "Nytt", "lead": "", "publisher": "", "revision": revision_of(report)}

    client_for(cast.anna).post(at("report-edit", report), fields)

    report.refresh_from_db()
    assert (report.title, report.lead) == ("Nytt", "")


def test_issue_pressed_twice_is_one_edition(cast: Cast, client_for: SignIn, report: Report) -> None:
    client = client_for(cast.anna)
    assert 'value="1"' in page(client, at("edition-issue", report))

    answers = [client.post(at("edition-issue", report), {"number": 1}) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {at("edition", report, 1)}
    assert report.editions.count() == 1


def test_an_edition_waits_for_its_files_and_then_offers_them(
    cast: Cast, client_for: SignIn, edition: Edition
) -> None:
    client, report = client_for(cast.bo), edition.report
    waiting = page(client, at("edition-files", report, 1))
    assert f'hx-get="{at("edition-files", report, 1)}"' in waiting
    assert client.get(at("edition-pdf", report, 1)).status_code == 404

    store_files(actor=SYSTEM, edition_id=edition.pk, pdf=b"%PDF-", docx=b"PK")

    assert "hx-get" not in page(client, at("edition-files", report, 1))
    response = client.get(at("edition-pdf", report, 1))
    assert response.getvalue() == b"%PDF-"
    assert response["Content-Disposition"] == (
        'attachment; filename="karriartjanster-2014-utgava-1.pdf"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.get(at("edition-word", report, 1)).status_code == 200


def test_files_that_could_not_be_made_are_asked_for_again(
    cast: Cast, client_for: SignIn, edition: Edition
) -> None:
    give_up_files(actor=SYSTEM, edition_id=edition.pk)
    client, url = client_for(cast.anna), at("edition-files-again", edition.report, 1)
    assert url in page(client, at("edition", edition.report, 1))

    assert client.post(url).status_code == 302

    assert "hx-get" in page(client, at("edition-files", edition.report, 1))
    reader = client_for(cast.bo)
    assert reader.post(url).status_code == 403


def test_an_edition_is_shown_as_it_was_issued(
    cast: Cast, client_for: SignIn, edition: Edition
) -> None:
    edition.report.blocks.update(text="Något annat", heading="")
    client = client_for(cast.bo)

    shown = page(client, at("edition", edition.report, 1))

    assert "Utgåva 1" in shown
    assert "Något annat" not in shown
    assert "Målbilderna beskrivs som okända" in shown
    assert f'href="{at("report", edition.report)}"' not in shown


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *[(who, 200) for who in ("anna", "nils", "bo", "rut", "tora", "hedda")],
        ("cecilia", 404),
    ],
)
def test_who_reads_editions(
    cast: Cast, client_for: SignIn, edition: Edition, who: str, status: int
) -> None:
    client = client_for(getattr(cast, who))

    assert client.get(at("edition", edition.report, 1)).status_code == status
    listed = page(client, reverse("reports:reports"))
    assert ("Karriärtjänster 2014" in listed) is (status == 200)


@pytest.mark.parametrize("name", ["report", "report-edit", "block-add", "edition-issue"])
@pytest.mark.parametrize("who", ["nils", "bo", "rut", "adam", "cecilia"])
def test_only_coordinators_write(
    cast: Cast, client_for: SignIn, report: Report, who: str, name: str
) -> None:
    assert client_for(getattr(cast, who)).get(at(name, report)).status_code == 403


def test_a_part_of_another_report_is_not_found(
    cast: Cast, client_for: SignIn, report: Report
) -> None:
    other = make_report(actor=SYSTEM, round=report.round)
    block = other.blocks.first()
    assert block is not None

    response = client_for(cast.anna).get(at("block-edit", report, block.pk))

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    cast: Cast,
    client_for: SignIn,
    report: Report,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count - 1):
        make_report(actor=SYSTEM, round=report.round)
    for made in Report.objects.all():
        issue_edition(actor=SYSTEM, report=made, number=1)
    client = client_for(cast.anna)
    page(client, reverse("reports:reports"))

    with django_assert_num_queries(LIST_QUERIES):
        page(client, reverse("reports:reports"))


@pytest.mark.parametrize("extra", [0, 3])
def test_the_report_costs_the_same_whatever_its_length(
    cast: Cast,
    client_for: SignIn,
    report: Report,
    extra: int,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(cast.anna)
    for _ in range(extra):
        client.post(at("block-add", report), {"what": "question:q2"})

    with django_assert_num_queries(REPORT_QUERIES):
        page(client, at("report", report))
