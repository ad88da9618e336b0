"""The pages of results of every kind: what is said, what a filter does, what is hidden, and the years."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samsyn.analysis.differences import Method
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Person
from samsyn.surveys.actions import close_round
from samsyn.surveys.actions.rounds import reopen_round
from samsyn.surveys.comparing import comparisons
from samsyn.surveys.drafts import OptionDraft, RoundDraft, SectionDraft
from samsyn.surveys.models import Option, Response, Round
from samsyn.surveys.queries import groups_by, result_page
from samsyn.surveys.tests.every_kind import QUESTIONS, answers_of, make_every_kind
from samsyn.surveys.tests.test_views import address, text_of
from tests.cast import Cast

SignIn = Callable[[Person], Client]

ALL_KINDS = [
    "time",
    "what",
    "claims",
    "worth",
    "order",
    "years",
    "since",
    "lead",
    "why",
    "role",
    "register",
]


@pytest.mark.parametrize("query", ["", "?a=roller:0&b=roller:1", "?a=role=0&f-register=register=1"])
@pytest.mark.parametrize("code", ALL_KINDS)
def test_every_kind_has_its_page_in_all_by_groups_and_filtered(
    cast: Cast, client_for: SignIn, code: str, query: str
) -> None:
    round = make_every_kind(cast.university)

    answer = client_for(cast.anna).get(address(round, f"fraga/{code}/{query}"))

    assert answer.status_code == 200
    assert answer.context["question"].code == code


def test_the_result_page_compares_three_groups_and_says_what_that_does_not_say(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_every_kind(cast.university)

    answer = client_for(cast.anna).get(address(round, "?a=roller:0&b=roller:1&c=register=0"))
    text = text_of(answer.content)

    assert [group.label for group in answer.context["page"].questions[2].groups] == [
        "Lärare",
        "Ledning",
        "Norrbygd",
    ]
    assert "Ledning svarar ”Ja” oftare än Lärare: 71 procent mot 31." in text
    assert "Det säger inte varför grupperna skiljer sig" in text
    assert "jämförelser prövas tillsammans" in text
    assert "Rektor och Skolchef visas tillsammans" in text


def test_a_filter_stands_on_the_page_in_its_links_and_in_the_files(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_every_kind(cast.university)
    client = client_for(cast.anna)
    query = "?a=roller:0&b=roller:1&f-register=register%3D0"

    page = client.get(address(round, f"fraga/time/{query}"))
    file = client.get(address(round, "tabeller.csv?g=roller:0&f=register%3D0"))
    json = client.get(address(round, "tabeller.json?g=roller:0&f=register%3D0")).json()

    text = text_of(page.content)
    assert "Bara Norrbygd Alla siffror här nedanför gäller de 60 svar som passar, av 100." in text
    assert "tabeller.xlsx?g=roller%3A0&amp;g=roller%3A1&amp;f=register%3D0" in page.content.decode()
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert {row[-1] for row in rows[1:]} == {"Bara Norrbygd."}
    assert (json["filters"], json["filtered"]) == (["Norrbygd"], 60)
    assert next(q for q in json["questions"] if q["code"] == "time")["groups"][0]["base"] == 40


def test_a_filter_that_cannot_be_shown_is_refused_with_a_sentence(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_every_kind(cast.university)

    answer = client_for(cast.anna).get(address(round, "tabeller.csv?f=role%3D2"), follow=True)

    assert "Resultatet kan inte visas för gruppen ”role=2”." in text_of(answer.content)


def test_means_stand_in_the_files(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)

    json = client_for(cast.anna).get(address(round, "tabeller.json")).json()

    found = {question["code"]: question for question in json["questions"]}
    assert found["worth"]["mean"] == pytest.approx(
        sum(a["worth"] for a, _ in map(answers_of, range(100)) if a["worth"] != "?") / 90, abs=1e-3
    )
    assert [s["label"] for s in found["claims"]["statements"]] == [
        "Jag vet vad som väntas",
        "Jag har stöd av rektor",
    ]
    assert "why" not in found


def test_all_comparisons_of_a_page_are_adjusted_together(cast: Cast) -> None:
    round = make_every_kind(cast.university)
    page = result_page(round, groups_by(round, "roller"))

    alone = comparisons([page.question("time")])
    together = comparisons(page.questions)

    assert len(alone) == 1
    assert {one.tests for one in together} == {len(together)}
    assert together[0].p == pytest.approx(min(1, together[0].difference.p * len(together)))
    of_time = next(one for one in together if one.question.code == "time")
    assert of_time.p > alone[0].p
    assert of_time.difference.method == Method.CHI_SQUARE


def test_reopening_withdraws_what_was_shown(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)
    client = client_for(cast.anna)

    later = timezone.now() + timedelta(days=3)
    reopen_round(actor=SYSTEM, round=round, closes_at=later)

    assert client.get(address(round, "fraga/time/")).status_code == 302
    assert client.get(address(round, "tabeller.csv")).status_code == 302
    years = client.get(f"/enkater/{round.survey_id}/over-tid/time/")
    assert years.status_code == 404


def next_year(round: Round, code: str, count: int, *, turn: int = 0) -> Round:
    """Another closed round of the same survey; `turn` more of a hundred have time."""
    made = Round.objects.create(
        survey=round.survey,
        code=code,
        title=code,
        mode=round.mode,
        shown_by=round.shown_by,
        register_blocks=round.register_blocks,
    )
    for number in range(count):
        answers, block = answers_of(number)
        if number < turn:
            answers = answers | {"time": [0]}
        Response.objects.create(round=made, respondent=str(number), answers=answers, block=block)
    close_round(actor=SYSTEM, round=made)
    return made


def test_a_question_is_followed_through_the_years_with_an_interval(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_every_kind(cast.university)
    next_year(round, "2027", 100)
    next_year(round, "2028", 100, turn=50)

    answer = client_for(cast.anna).get(f"/enkater/{round.survey_id}/over-tid/time/")
    text = text_of(answer.content)

    assert "Har ställts i 3 omgångar." in text
    assert "Ja 45 % 45 % 76 % upp 31 procentenheter, mellan 18 och 43" in text
    assert [line.label for line in answer.context["parts"][0]["lines"]] == ["Ja", "Nej"]


def test_two_rounds_have_no_line_and_a_group_is_followed_by_its_name(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_every_kind(cast.university)
    next_year(round, "2027", 100)
    client = client_for(cast.anna)

    everybody = client.get(f"/enkater/{round.survey_id}/over-tid/claims/")
    teachers = client.get(f"/enkater/{round.survey_id}/over-tid/time/?grupp=Lärare")

    assert [entry["lines"] for entry in everybody.context["parts"]] == [(), ()]
    assert [year.base for year in teachers.context["followed"].years] == [65, 65]
    assert "Här för Lärare." in text_of(teachers.content)
    assert "ingen säker förändring: mellan −16 och 16 procentenheter" in text_of(teachers.content)


def test_options_that_came_or_went_are_marked(cast: Cast, client_for: SignIn) -> None:
    first = make_every_kind(cast.university)
    changed = list(QUESTIONS)
    changed[2] = replace(
        changed[2], choices=(changed[2].choices[0], OptionDraft("a4", "Handleder studenter"))
    )
    later = make_every_kind(
        cast.university,
        code="allt-2",
        round=RoundDraft("allt-2027", "Om uppdraget 2027"),
        sections=(SectionDraft("Del", "", tuple(changed)),),
        count=0,
    )
    later.survey.lineage, later.survey.version = first.survey.lineage, 2
    later.survey.save()
    Round.objects.filter(pk=later.pk).update(state="open", tabulation=None)
    later.refresh_from_db()
    for number in range(30):
        Response.objects.create(
            round=later,
            respondent=str(number),
            answers={"role": [0], "what": [number % 2]},
            block=0,
        )
    close_round(actor=SYSTEM, round=later)
    assert Option.objects.filter(question__survey=later.survey, question__code="what").count() == 2

    text = text_of(client_for(cast.anna).get(f"/enkater/{later.survey_id}/over-tid/what/").content)

    assert "Handleder studenter ny sedan den första omgången fanns inte 50 %" in text
    assert "Forskar finns inte längre" in text


def test_a_stranger_follows_no_question(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)

    assert (
        client_for(cast.cecilia).get(f"/enkater/{round.survey_id}/over-tid/time/").status_code
        == 403
    )
