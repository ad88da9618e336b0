"""Who reads what stands beside the agreed text: how it turned out, its evidence, and what one can be asked about."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from samsyn.assignments.actions.agreements import set_asking
from samsyn.assignments.actions.following import add_evidence, close_outcome, write_outcome
from samsyn.assignments.models import Assignment, Audience, Evidence, Part, PartText
from samsyn.assignments.queries.following import findings_to_choose
from samsyn.assignments.tests.agreeing import address, page, said, signed_in
from samsyn.core.rules import RuleBroken
from samsyn.home.actions.search import rebuild_search
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Cooperation, Person
from samsyn.organisations.roles import Role
from samsyn.reports.actions import issue_edition, make_report
from samsyn.reports.models import Report
from samsyn.surveys.models import Round
from samsyn.surveys.tests.making import make_closed_round
from tests.cast import Cast, actor, make_duty, make_person

SEEN = "Fler elever resonerar"
ASK, WHEN = "Fråga mig om formativ bedömning", "Tisdagar i arbetsrummet"


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """At another school of the organiser."""
    person = make_person("Kim Kvist", cast.organiser)
    make_duty(person, Role.TEACHER, cast.alskolan)
    return person


def evaluated(agreed: Assignment, bo: Actor, rut: Actor, audience: Audience) -> Evidence:
    file = ContentFile(b"%PDF-1.7", name="prov.pdf")
    evidence = add_evidence(actor=bo, assignment=agreed, kind="file", file=file)
    outcome = write_outcome(actor=bo, assignment=agreed, seen=SEEN, audience=audience)
    for who in (bo, rut):
        close_outcome(actor=who, assignment=agreed, revision=outcome.revision)
    return evidence


@pytest.mark.parametrize(
    ("audience", "status"),
    [
        (Audience.TWO, 404),
        (Audience.STAFF, 404),
        (Audience.ORGANISER, 200),
        (Audience.NETWORK, 200),
    ],
)
def test_a_colleague_at_another_school_reads_how_it_turned_out_as_far_as_it_is_open(
    cast: Cast,
    agreed: Assignment,
    bo: Actor,
    rut: Actor,
    colleague: Person,
    audience: Audience,
    status: int,
) -> None:
    evidence = evaluated(agreed, bo, rut, audience)
    client, here = signed_in(colleague), address("outcome", agreed)

    answers = [client.get(here), client.get(address("evidence-file", agreed, evidence.pk))]

    assert [answer.status_code for answer in answers] == [status, status]
    assert (here in page(colleague, agreed)) == (status == 200)
    if status == 200:
        assert SEEN in said(answers[0])


def test_what_was_expected_follows_its_own_part(
    cast: Cast, agreed: Assignment, bo: Actor, rut: Actor, colleague: Person
) -> None:
    evaluated(agreed, bo, rut, Audience.ORGANISER)
    PartText.objects.filter(part=Part.EFFECT).update(audience=Audience.STAFF)

    read = page(colleague, agreed, "outcome")

    assert ("effect: text" in read, SEEN in read) == (False, True)
    assert "effect: text" in page(cast.tora, agreed, "outcome")


# Evidence from a result that was issued in a report


@pytest.fixture
def report(cast: Cast) -> Report:
    """On a round of the university, issued to those it cooperates with."""
    round = make_closed_round(cast.university, 6, 6, 6)
    report = make_report(actor=actor(cast.anna), round=round)
    issue_edition(actor=actor(cast.anna), report=report, number=1)
    return report


def show(who: Person, agreed: Assignment, round: Round | None) -> Evidence:
    return add_evidence(
        actor=actor(who), assignment=agreed, kind="result", round=round, question_code="q1"
    )


@pytest.mark.parametrize("who", ["bo", "rut"])
def test_a_result_that_was_issued_is_evidence(
    cast: Cast, agreed: Assignment, report: Report, who: str
) -> None:
    one = getattr(cast, who)
    assert [found.code for found in findings_to_choose(actor(one))] == ["q1"]

    evidence = show(one, agreed, report.round)

    assert evidence.says == "Alla svarar ”Ett”"
    read = page(cast.bo, agreed, "outcome")
    assert "Alla svarar ”Ett”" in read
    assert reverse("reports:edition", args=[report.pk, 1]) in read
    assert reverse("surveys:question", args=[report.round_id, "q1"]) not in read


def test_it_is_chosen_on_the_page(cast: Cast, agreed: Assignment, report: Report) -> None:
    client, here = signed_in(cast.bo), address("evidence-add", agreed)
    field = client.get(here).context["forms"]["result"]
    ((_round, ((choice, sentence),)),) = field.fields["finding"].choices

    answer = client.post(here, {"kind": "result", "result-finding": choice})

    assert sentence == "Alla svarar ”Ett”"

    assert answer.status_code == 302
    assert Evidence.objects.get().question_code == "q1"


def test_a_question_that_the_edition_leaves_out_is_none(
    cast: Cast, agreed: Assignment, report: Report
) -> None:
    edition = report.editions.get()
    edition.content["blocks"] = [b for b in edition.content["blocks"] if b["kind"] != "question"]
    edition.save()

    assert findings_to_choose(actor(cast.bo)) == []
    with pytest.raises(RuleBroken):
        show(cast.bo, agreed, report.round)


def test_without_the_cooperation_it_is_none(cast: Cast, agreed: Assignment, report: Report) -> None:
    Cooperation.objects.all().delete()

    with pytest.raises(RuleBroken):
        show(cast.bo, agreed, report.round)


# What colleagues can ask: read by those whom the form names


def opened(agreed: Assignment, bo: Actor, audience: Audience) -> None:
    set_asking(actor=bo, assignment=agreed, ask_about=ASK, ask_when=WHEN)
    PartText.objects.update(audience=audience)
    Assignment.objects.update(widest_audience=audience)
    Cooperation.objects.update(networks=True)
    rebuild_search()


def found_by_search(who: Person) -> bool:
    answer = signed_in(who).get(reverse("home:search"), {"q": "formativ"})
    return str(answer.content.decode()).count("resonerar i matematik") > 0


def test_the_form_says_who_reads_it(cast: Cast, agreed: Assignment) -> None:
    assert (
        "Alla hos huvudmannen läser det här när uppdraget är överenskommet. Det gör nätverket också, om någon del "
        "av uppdraget är öppen för det." in page(cast.bo, agreed, "asking")
    )


@pytest.mark.parametrize(
    ("audience", "status"),
    [(Audience.STAFF, 404), (Audience.ORGANISER, 404), (Audience.NETWORK, 200)],
)
def test_the_network_reads_it_where_a_part_is_open_to_it(
    cast: Cast, agreed: Assignment, bo: Actor, audience: Audience, status: int
) -> None:
    opened(agreed, bo, audience)
    client, reads = signed_in(cast.anna), status == 200

    answer = client.get(address("assignment", agreed))
    who = said(client.get(reverse("assignments:who-at", args=[agreed.place_id])))

    assert (answer.status_code, ASK in said(answer)) == (status, reads)
    assert (ASK in who, WHEN in who) == (reads, reads)
    assert found_by_search(cast.anna) == reads


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.NETWORK])
def test_everybody_at_the_organiser_reads_it(
    cast: Cast, agreed: Assignment, bo: Actor, colleague: Person, audience: Audience
) -> None:
    opened(agreed, bo, audience)

    assert ASK in page(colleague, agreed)
    assert found_by_search(colleague)


def test_nobody_else_reads_it_before_it_is_agreed(
    cast: Cast, draft: Assignment, bo: Actor, colleague: Person
) -> None:
    set_asking(actor=bo, assignment=draft, ask_about=ASK, ask_when=WHEN)
    rebuild_search()
    answers: list[Any] = [
        signed_in(who).get(address("assignment", draft)) for who in (colleague, cast.hedda)
    ]

    assert [ASK in said(answer) for answer in answers] == [False, False]
    assert not found_by_search(colleague)
