"""From LimeSurvey and back through the pages, for whoever may make surveys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from samsyn.organisations.actions.imports import (
    apply_import,
    check_import,
    start_import,
    upload_import,
)
from samsyn.organisations.imports import kind, plan_from_json
from samsyn.organisations.models import Import, ImportState, Person
from samsyn.surveys.limesurvey import read_lss
from samsyn.surveys.models import Mode, Response, Round, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.tests.lime import question, survey
from samsyn.surveys.tests.making import make_questionnaire, make_round
from samsyn.surveys.tests.test_views import text_of
from tests.cast import Cast, actor

SignIn = Callable[[Person], Client]
STRUCTURE = survey(
    question("Q1", "L", "Roll?", answers={"A1": "Lärare", "A2": "Rektor"}),
    question("Q2", "M", "Vad?", parts={"SQ001": "Fisk"}, relevance="rand(1, 2) == 1"),
    question("Q3", "*"),
)
HEAD = "id,submitdate,token,Q1,Q2[SQ001]\n"
ROWS = [f"{n},2024-1{n % 2}-04 10:00:00,t{n},A1,Y\n" for n in range(6)]


def imported(cast: Cast, code: str, target: Model, name: str, content: bytes | str) -> Import:
    sort = kind(code)
    assert sort is not None
    data = content.encode() if isinstance(content, str) else content
    made = upload_import(
        actor=actor(cast.anna), kind=sort, target=target, file=SimpleUploadedFile(name, data)
    )
    check_import(imported_id=made.pk)
    made.refresh_from_db()
    return made


def read_in(cast: Cast, made: Import) -> Import:
    start_import(actor=actor(cast.anna), imported=made)
    return apply_import(actor=actor(cast.anna), imported_id=made.pk)


def said(made: Import) -> Any:
    return plan_from_json(made.plan).facts["summary"]


@pytest.fixture
def fetched(cast: Cast) -> Survey:
    made = imported(cast, "limesurvey", cast.university, "lunch.lss", STRUCTURE)
    read_in(cast, made)
    return Survey.objects.get(pk=made.pk)


def test_a_structure_is_shown_first_with_what_cannot_be_carried_over(cast: Cast) -> None:
    made = imported(cast, "limesurvey", cast.university, "lunch.lss", STRUCTURE)

    assert said(made) == [
        "Enkäten ”Lunchen” skapas, med 2 frågor.",
        "Detta skiljer sig här från LimeSurvey:",
        "Q2: Den visades bara om rand(1, 2) == 1. Här får alla frågan; skriv villkoret på nytt.",
        "Q3: En ekvation är ingen fråga här. Den följer inte med.",
    ]
    assert Survey.objects.count() == 0


def test_a_structure_becomes_a_survey_to_build_on(cast: Cast) -> None:
    made = imported(cast, "limesurvey", cast.university, "lunch.lss", STRUCTURE)
    read_in(cast, made)
    read_in(cast, made)

    stored = Survey.objects.get()
    wanted = read_lss(STRUCTURE)[0]
    found = questionnaire_of(stored)
    assert (stored.organisation, stored.title) == (cast.university, "Lunchen")
    assert found.questions == wanted.questions
    assert (found.introduction, found.thanks) == (wanted.introduction, wanted.thanks)


def test_a_structure_that_is_none_is_refused_with_its_row(cast: Cast) -> None:
    made = imported(cast, "limesurvey", cast.university, "fel.lss", b"<!DOCTYPE d []><document/>")

    line = plan_from_json(made.plan).lines[0]
    assert (line.row, line.state) == (1, "wrong")
    assert line.text == "Filen deklarerar typer eller entiteter (<!DOCTYPE). Den läses inte."


def test_answers_become_a_closed_round_in_which_nobody_is_found(
    cast: Cast, fetched: Survey
) -> None:
    made = imported(cast, "limesurvey-answers", fetched, "svar.csv", HEAD + "".join(ROWS))
    assert said(made) == [
        "6 svar är nya.",
        "Vem som svarade, när och varifrån sparas inte. Dessa kolumner utelämnas: id, submitdate, token.",
        "Svaren blir omgången ”Lunchen 2024”. Den stängs genast och dess siffror ligger fast.",
    ]
    assert Round.objects.count() == 0

    read_in(cast, made)

    round = Round.objects.get()
    assert (round.title, round.mode, round.is_closed) == ("Lunchen 2024", Mode.IMPORTED, True)
    assert round.collected == "oktober 2024–november 2024"
    rows = list(Response.objects.values_list("respondent", "answers"))
    assert [answers for _key, answers in rows] == [{"Q1": [0], "Q2": [0]}] * 6
    assert all(len(key) == 32 for key, _answers in rows)


def test_answers_read_in_twice_are_there_once(cast: Cast, fetched: Survey) -> None:
    # Put up before any was read in, and both are then read in.
    both = [
        imported(cast, "limesurvey-answers", fetched, "svar.csv", HEAD + "".join(rows))
        for rows in (ROWS, ROWS[::-1])
    ]
    for made in both:
        read_in(cast, made)
    third = imported(cast, "limesurvey-answers", fetched, "igen.csv", HEAD + "".join(ROWS))

    assert (Round.objects.count(), Response.objects.count()) == (1, 6)
    assert said(third) == ["Allt är redan inläst."]


def test_other_answers_are_another_round(cast: Cast, fetched: Survey) -> None:
    for rows in (ROWS, ROWS[:5]):
        read_in(cast, imported(cast, "limesurvey-answers", fetched, "s.csv", HEAD + "".join(rows)))

    assert sorted(Round.objects.values_list("code", flat=True)) == [
        "lunchen-2024",
        "lunchen-2024-2",
    ]
    assert Response.objects.count() == 11


def test_wrong_answers_are_shown_by_row_and_column_and_none_is_stored(
    cast: Cast, fetched: Survey
) -> None:
    made = imported(
        cast, "limesurvey-answers", fetched, "svar.csv", HEAD + ROWS[0] + "9,2024,t,A9,"
    )

    line = plan_from_json(made.plan).lines[0]
    assert (line.row, line.note, line.title) == (3, "Kolumnen Q1", "A9")
    assert (Round.objects.count(), Response.objects.count()) == (0, 0)


def test_a_file_of_answers_never_sent_in_is_refused(cast: Cast, fetched: Survey) -> None:
    made = imported(cast, "limesurvey-answers", fetched, "svar.csv", HEAD + "1,,t,A1,Y\n")

    assert (made.state, made.sentence) == (
        ImportState.REFUSED,
        "Filen har inga svar som skickats in.",
    )


def test_the_file_for_limesurvey_is_the_survey(cast: Cast, client_for: SignIn) -> None:
    stored = make_round(cast.university).survey
    response = client_for(cast.anna).get(f"/enkater/{stored.pk}/limesurvey.lss")

    assert response["Content-Disposition"] == 'attachment; filename="enkat.lss"'
    found, notes = read_lss(response.content)
    assert (found.questions, notes) == (make_questionnaire().questions, ())


def test_what_is_otherwise_there_is_said_before_the_file(cast: Cast, client_for: SignIn) -> None:
    stored = make_round(cast.university).survey
    stored.questions.filter(code="role").update(code="my-role")

    text = text_of(client_for(cast.anna).get(f"/enkater/{stored.pk}/limesurvey/").content)

    assert "my-role Koden är ”myrole” där." in text


def test_the_ways_in_and_out_are_where_surveys_are_made(cast: Cast, client_for: SignIn) -> None:
    stored = make_round(cast.university).survey
    client = client_for(cast.anna)

    assert (
        f"/import/limesurvey/ny/{cast.university.pk}/"
        in client.get("/enkater/ny/").content.decode()
    )
    page = client.get(f"/enkater/{stored.pk}/").content.decode()
    assert f"/import/limesurvey-answers/ny/{stored.pk}/" in page
    assert f"/enkater/{stored.pk}/limesurvey/" in page


def test_whoever_only_reads_surveys_gets_no_file(cast: Cast, client_for: SignIn) -> None:
    stored = make_round(cast.university).survey

    assert client_for(cast.nils).get(f"/enkater/{stored.pk}/limesurvey.lss").status_code == 403
