"""What the pages show, and to whom."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from samsyn.organisations.actions.imports import (
    apply_import,
    check_import,
    start_import,
    upload_import,
)
from samsyn.organisations.imports import kind, plan_from_json
from samsyn.organisations.models import Import, Person
from samsyn.surveys.drafts import RoundDraft
from samsyn.surveys.models import Grouping, Response, Round, Survey
from samsyn.surveys.queries import surveys_for
from samsyn.surveys.tests.making import (
    make_closed_round,
    make_open_round,
    make_round,
    make_run2014,
)
from samsyn.surveys.tests.test_queries import published
from tests.cast import Cast, actor

SignIn = Callable[[Person], Client]


def text_of(html: bytes) -> str:
    """What a reader sees, on one line."""
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", html.decode(), flags=re.S)
    return " ".join(text.replace("\u00a0", " ").split())


def address(round: Round, rest: str = "") -> str:
    return f"/enkater/omgang/{round.pk}/{rest}"


@pytest.mark.parametrize(("code", "name"), [("q1", "q1_assignments.csv"), ("q2", "q2_content.csv")])
def test_the_page_of_a_question_shows_every_published_number(
    cast: Cast, client_for: SignIn, code: str, name: str
) -> None:
    round = make_run2014(cast.university)

    text = text_of(client_for(cast.anna).get(address(round, f"fraga/{code}/")).content)

    for label, count, percent in published(name):
        assert f" {label} {percent} % {count} " in text
    assert "rekonstruktion" not in text


def test_the_result_page_shows_who_answered_and_how_many(cast: Cast, client_for: SignIn) -> None:
    round = make_run2014(cast.university)

    text = text_of(client_for(cast.anna).get(address(round)).content)

    assert "Åtta av tio svarar ”Undervisar” Karriärtjänster 2014." in text
    assert "164 svar av omkring 250 inbjudna, 66 %." in text
    for label, count, percent in published("roles.csv"):
        assert f" {label} {percent} % {count} " in text


def test_groups_stand_side_by_side_with_what_they_cannot_say(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_run2014(cast.university)

    page = client_for(cast.anna).get(
        address(round, "fraga/q1/"), {"a": "role-group:0", "b": "role-group:1"}
    )

    text = text_of(page.content)
    assert [(group.label, group.base) for group in page.context["question"].groups] == [
        ("Skolchefer/rektorer", 53),
        ("Förstelärare/lektorer", 95),
    ]
    assert len(page.context["chart"].rows) == 10
    assert (
        f"/enkater/omgang/{round.pk}/tabeller.xlsx?g=role-group%3A0&amp;g=role-group%3A1"
        in page.content.decode()
    )
    assert "Uppdelningen på roller är en rekonstruktion." in text
    assert "Förstelärare och Lektor visas tillsammans" in text
    assert "inom vuxenutbildningen visas inte uppdelat 1 % 2" in text


def test_the_order_is_by_size_or_as_asked(cast: Cast, client_for: SignIn) -> None:
    round = make_run2014(cast.university)
    client = client_for(cast.anna)

    by_size = client.get(address(round, "fraga/q1/")).context["rows"]
    as_asked = client.get(address(round, "fraga/q1/"), {"order": "enkat"}).context["rows"]

    assert [row.option.label for row in as_asked] == [
        label for label, *_ in published("q1_assignments.csv")
    ]
    counts = [row.option.count for row in by_size]
    assert counts == sorted(counts, reverse=True)


def test_a_group_that_is_not_offered_is_not_shown(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 10, 2, 1)

    page = client_for(cast.anna).get(address(round, "fraga/q1/"), {"a": "roller:1"})

    assert page.context["question"].groups == ()


def test_an_open_round_shows_no_numbers_and_says_why(cast: Cast, client_for: SignIn) -> None:
    round = make_open_round(cast.university)
    Response.objects.create(round=round, respondent="1", answers={"role": [0], "q1": [0]})
    client = client_for(cast.anna)

    text = text_of(client.get(address(round)).content)

    assert "Omgången är öppen" in text
    assert "annars kunde någon se hur ett enda svar ändrar siffrorna." in text
    assert "100 %" not in text
    for rest in ("fraga/q1/", "tabeller.json", "tabeller.csv"):
        assert client.get(address(round, rest)).status_code == 302


@pytest.mark.parametrize("rest", ["", "fraga/q1/", "tabeller.json", "tabeller.xlsx"])
def test_results_are_shut_to_others(cast: Cast, client_for: SignIn, rest: str) -> None:
    round = make_closed_round(cast.university, 10)

    statuses = {
        person.given_name: client_for(person).get(address(round, rest)).status_code
        for person in (cast.nils, cast.rut, cast.hedda, cast.cecilia)
    }

    assert statuses == {"Nils": 200, "Rut": 403, "Hedda": 403, "Cecilia": 403}


def test_another_organisations_survey_is_not_to_be_found(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.other_organiser, 10)
    client = client_for(cast.anna)

    for url in (
        address(round),
        address(round, "fraga/q1/"),
        address(round, "tabeller.csv"),
        f"/enkater/{round.survey_id}/",
        f"/enkater/{round.survey_id}/grupper/",
    ):
        assert client.get(url).status_code == 404
    assert list(client.get("/enkater/").context["surveys"]) == []


def test_only_who_edits_surveys_makes_groups(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 10, 6, 2)

    assert client_for(cast.nils).get(f"/enkater/{round.survey_id}/grupper/").status_code == 403
    removed = client_for(cast.nils).post(f"/enkater/{round.survey_id}/grupper/roller/ta-bort/")

    assert (removed.status_code, Grouping.objects.count()) == (403, 1)


def test_groups_are_written_by_name(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 10, 6, 2)
    url = f"/enkater/{round.survey_id}/grupper/"
    client = client_for(cast.anna)

    refused = client.post(url, {"name": "Fel", "option_0": "Lärare", "option_1": "Rektorer"})
    made = client.post(
        url, {"name": "Två", "option_0": "A", "option_1": "B", "option_2": "B"}, follow=True
    )

    assert "”Rektorer” går inte att visa: Rektor och Annan visas alltid" in text_of(refused.content)
    assert "Grupperna är sparade." in text_of(made.content)
    assert set(Grouping.objects.values_list("name", flat=True)) == {"Roller", "Två"}


def test_a_grouping_is_removed_after_a_question(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 10, 6, 2)

    page = client_for(cast.anna).post(
        f"/enkater/{round.survey_id}/grupper/roller/ta-bort/", follow=True
    )

    assert "”Roller” är borttagen." in text_of(page.content)
    assert Grouping.objects.count() == 0


def test_files_hold_what_the_page_holds(cast: Cast, client_for: SignIn) -> None:
    round = make_run2014(cast.university)

    found = client_for(cast.anna).get(address(round, "tabeller.csv"), {"by": "role-group"})

    rows = list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig")), delimiter=";"))
    totals = [
        (row["option"], int(row["count"]), int(row["percent"]))
        for row in rows
        if row["question"] == "q2" and not row["group"]
    ]
    assert totals == published("q2_content.csv")
    assert found["Content-Disposition"] == 'attachment; filename="run2014.csv"'
    assert {row["note"][:11] for row in rows if row["group"]} == {"Uppdelninge"}


def test_markup_in_labels_is_shown_as_text(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 10)
    option = round.survey.questions.get(code="q1").options.first()
    assert option is not None
    option.label = "<script>alert(1)</script>"
    option.save()

    html = client_for(cast.anna).get(address(round, "fraga/q1/")).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_surveys_of_an_actor_cost_the_same_for_one_and_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    make_surveys(cast, count)
    anna = actor(cast.anna)

    with django_assert_num_queries(2):
        found = [
            (survey.organisation.name, len(survey.rounds.all())) for survey in surveys_for(anna)
        ]

    assert found == [("Mittskogs universitet", 1)] * count


def test_the_list_of_surveys_costs_the_same_for_one_and_three(
    cast: Cast, client_for: SignIn
) -> None:
    client = client_for(cast.anna)
    client.get("/enkater/")
    costs = []
    for count in (1, 3):
        make_surveys(cast, count)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/enkater/")
        costs.append(len(queries))
        assert len(page.context["surveys"]) == count

    assert costs[0] == costs[1]


def make_surveys(cast: Cast, count: int) -> None:
    for number in range(count):
        round = RoundDraft(f"r{number}", "Omgång")
        make_round(cast.university, code=f"e{number}", round=round)


def test_an_empty_list_says_what_it_will_hold(cast: Cast, client_for: SignIn) -> None:
    text = text_of(client_for(cast.anna).get("/enkater/").content)

    assert "Det finns inga enkäter än." in text
    assert "Ny enkät" in text


def imported(cast: Cast, code: str, target: Model, name: str, content: bytes) -> Import:
    sort = kind(code)
    assert sort is not None
    made = upload_import(
        actor=actor(cast.anna), kind=sort, target=target, file=SimpleUploadedFile(name, content)
    )
    check_import(imported_id=made.pk)
    made.refresh_from_db()
    return made


def test_responses_come_in_through_the_web(cast: Cast) -> None:
    round = make_round(cast.university)
    rows = "\n".join(f"{n};Lärare;Ett" for n in range(6))

    made = imported(cast, "responses", round, "svar.csv", f"respondent_id;role;q1\n{rows}".encode())
    start_import(actor=actor(cast.anna), imported=made)
    apply_import(actor=actor(cast.anna), imported_id=made.pk)

    round.refresh_from_db()
    assert (round.is_closed, round.responses.count()) == (True, 6)


def test_wrong_responses_are_shown_row_by_row_and_nothing_is_stored(cast: Cast) -> None:
    round = make_round(cast.university)

    made = imported(
        cast, "responses", round, "svar.csv", b"respondent_id;role\n1;Vaktm\xe4stare\n2;Rektor"
    )

    line = plan_from_json(made.plan).lines[0]
    assert (line.row, line.note, line.title) == (2, "Kolumnen role", "Vaktmästare")
    assert line.text == "Frågan har inget svarsalternativ ”Vaktmästare”."
    assert Response.objects.count() == 0


def test_a_questionnaire_comes_in_through_the_web(cast: Cast) -> None:
    content = (
        b"survey: {code: ny, title: Ny}\nsections:\n- title: Del\n  questions:\n"
        b"  - {code: q1, kind: text, text: Vad}\nround: {code: ny1, title: Ny 1}\n"
    )

    made = imported(cast, "questionnaire", cast.university, "ny.yaml", content)
    start_import(actor=actor(cast.anna), imported=made)
    apply_import(actor=actor(cast.anna), imported_id=made.pk)

    assert Survey.objects.get().title == "Ny"
    assert Round.objects.get().code == "ny1"


def test_a_result_leads_on_to_its_reports(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 10)

    after = {
        person.given_name: [
            item.url for item in client_for(person).get(address(round)).context["after"]
        ]
        for person in (cast.anna, cast.nils)
    }

    assert after == {"Anna": [f"/rapporter/ny/?round={round.pk}"], "Nils": []}
