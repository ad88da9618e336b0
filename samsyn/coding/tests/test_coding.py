"""Coded answers: read from a file, stored once, shown under their headings, counted in no base."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samsyn.coding.actions import import_coded_answers
from samsyn.coding.codedfile import read_coded_files
from samsyn.coding.models import Codebook, CodedAnswer
from samsyn.coding.queries import codebook_page, headings_of_round
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.imports import (
    apply_import,
    check_import,
    start_import,
    upload_import,
)
from samsyn.organisations.imports import kind
from samsyn.organisations.models import Event, Membership, Organisation, Person
from samsyn.surveys.drafts import RoundDraft
from samsyn.surveys.faults import Faulty
from samsyn.surveys.models import Round
from samsyn.surveys.queries import result_page
from samsyn.surveys.tests.making import RUN2014, make_closed_round, make_round, make_run2014
from samsyn.surveys.tests.test_queries import tables
from samsyn.surveys.tests.test_views import text_of
from tests.cast import LONG_AGO, Cast, actor

FILES = ("q3_goals_coded.json", "q3_summaries.json", "q3_introductions.json")


def content(*answers: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"answers": answers, **more}).encode()


def answer(order: Any = 1, **over: Any) -> dict[str, Any]:
    fields = {"text": "Ett svar", "heading": "Tid", "subheading": "Brist", "order": order}
    return {**fields, **over}


def make_codebook(organisation: Organisation, *answers: dict[str, Any], **more: Any) -> Codebook:
    round = make_closed_round(organisation, 6)
    return import_coded_answers(
        actor=SYSTEM,
        round=round,
        question=round.survey.questions.get(code="q2"),
        coded=read_coded_files([content(*(answers or (answer(),)), **more)]),
    )


def test_the_files_of_2014_are_read_as_they_are() -> None:
    coded = read_coded_files((RUN2014 / name).read_bytes() for name in FILES)

    assert [heading.label for heading in coded.headings] == [
        "Övergripande målbilder",
        "Kvalitet och resultat",
        "Pedagogiskt och didaktiskt arbete",
        "Utvecklingsarbete",
        "Handledning och stöd",
        "Forskning",
    ]
    assert len(coded.answers) == 136
    assert all(heading.summary and heading.introduction for heading in coded.headings)


@pytest.mark.parametrize(
    ("broken", "row", "column", "sentence"),
    [
        (b"[" * 100_000, None, "", "Filen är djupare än den får vara."),
        (b'{"answers": [}', 1, "", "Filen går inte att läsa som JSON här."),
        (b'{"answers": [NaN]}', None, "", "Filen går inte att läsa som JSON."),
        (b'{"answers": [], "answers": []}', None, "", "Filen går inte att läsa som JSON."),
        (b"\xff", None, "", "Filen är inte text i UTF-8."),
        (b" " * 20_000_001, None, "", "Filen är större än kodade svar får vara (20 MB)."),
        (b'{"note": "\\u0000"}', None, "", "Filen innehåller tecken som inte är text."),
        (b'{"note": "\\ud800"}', None, "", "Filen innehåller tecken som inte är text."),
        (
            b'{"answers": [{"text": "\\u0001"}]}',
            None,
            "",
            "Filen innehåller tecken som inte är text.",
        ),
        (
            content(answer(), summaries=[{"heading": "H", "text": "T", "order": "sist"}]),
            *(1, "order", "Ordningen ska vara ett heltal."),
        ),
        (b"{}", None, "", "Filen innehåller inga svar."),
        (b'"text"', None, "", "Filen ska vara en lista med svar"),
        (content(answer(text=" ")), 1, "text", "Texten saknas."),
        (content(answer(), answer()), 2, "order", "Två svar har samma ordning."),
        (content(answer(order="1")), 1, "order", "Ordningen ska vara ett heltal."),
        (content(answer(colour="röd")), 1, "colour", "Det här hör inte till formatet."),
        (content(answer(), sammanfattning=[]), None, "sammanfattning", "Det här hör inte till"),
    ],
)
def test_a_faulty_file_is_refused(
    broken: bytes, row: int | None, column: str, sentence: str
) -> None:
    with pytest.raises(Faulty) as error:
        read_coded_files([broken])

    fault = error.value.faults[0]
    assert (fault.row, fault.column) == (row, column)
    assert fault.sentence.startswith(sentence)


def test_an_import_stores_the_codebook_once(cast: Cast) -> None:
    codebook = make_codebook(cast.university)
    question = codebook.question
    coded = read_coded_files([content(answer())])

    again = import_coded_answers(actor=SYSTEM, round=codebook.round, question=question, coded=coded)

    assert (again, CodedAnswer.objects.count()) == (codebook, 1)
    events = Event.objects.filter(kind="coding.answers_imported")
    assert [event.facts for event in events] == [{"count": 1}]


def test_other_answers_do_not_replace_those_that_are_stored(cast: Cast) -> None:
    codebook = make_codebook(cast.university)
    other = read_coded_files([content(answer(text="Ett annat"))])

    with pytest.raises(RuleBroken):
        import_coded_answers(
            actor=SYSTEM, round=codebook.round, question=codebook.question, coded=other
        )

    assert CodedAnswer.objects.get().text == "Ett svar"


def test_answers_belong_to_respondents_of_the_round(cast: Cast) -> None:
    codebook = make_codebook(cast.university, answer(respondent="0-3"))

    response = codebook.answers.get().response
    assert response is not None
    assert response.respondent == "0-3"
    with pytest.raises(RuleBroken) as error:
        make_other(cast.other_organiser, answer(respondent="nobody"))
    assert error.value.sentence == "Omgången har inga svar från de här svarande: nobody."


def make_other(organisation: Organisation, *answers: dict[str, Any]) -> Codebook:
    round = make_closed_round(organisation, 6, code="annan", round=RoundDraft("annan", "Annan"))
    return import_coded_answers(
        actor=SYSTEM,
        round=round,
        question=round.survey.questions.get(code="q2"),
        coded=read_coded_files([content(*answers)]),
    )


def test_too_few_answers_are_not_coded(cast: Cast) -> None:
    round = make_closed_round(cast.university, 3)

    with pytest.raises(RuleBroken) as error:
        import_coded_answers(
            actor=SYSTEM,
            round=round,
            question=round.survey.questions.get(code="q2"),
            coded=read_coded_files([content(answer(respondent="0-1"))]),
        )

    assert error.value.sentence.startswith("För få har svarat")
    assert not Codebook.objects.exists()


def test_only_free_text_of_a_closed_round_is_coded(cast: Cast) -> None:
    closed = make_closed_round(cast.university, 6)
    opened = make_other_open(cast.university)
    coded = read_coded_files([content(answer())])

    for round, code in ((closed, "q1"), (opened, "q2")):
        with pytest.raises(RuleBroken):
            import_coded_answers(
                actor=SYSTEM,
                round=round,
                question=round.survey.questions.get(code=code),
                coded=coded,
            )

    assert Codebook.objects.count() == 0


def make_other_open(organisation: Organisation) -> Round:
    return make_round(organisation, code="annan", round=RoundDraft("annan", "Annan"))


def test_the_tables_of_2014_count_the_answers_under_headings(cast: Cast) -> None:
    _run2014(cast.university)

    question = tables("run2014")["questions"][3]

    assert list(question) == ["code", "text", "headings"]
    assert [(h["label"], h["count"]) for h in question["headings"]] == [
        ("Övergripande målbilder", 31),
        ("Kvalitet och resultat", 10),
        ("Pedagogiskt och didaktiskt arbete", 39),
        ("Utvecklingsarbete", 20),
        ("Handledning och stöd", 33),
        ("Forskning", 3),
    ]
    assert question["headings"][1]["subheadings"] == [
        {"label": "Öka måluppfyllelse", "count": 4},
        {"label": "Öka kvalitet", "count": 3},
        {"label": "Höja resultat", "count": 3},
    ]


def _run2014(organisation: Organisation) -> Codebook:
    make_run2014(organisation)
    paths = [str(RUN2014 / name) for name in FILES]
    call_command("import_coded_answers", *paths, round="run2014", question="q3", stdout=StringIO())
    return Codebook.objects.get()


def test_quotes_without_respondents_are_in_no_base_and_the_pages_say_so(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    codebook = _run2014(cast.university)
    client = client_for(cast.anna)

    page = client.get(f"/enkater/kodning/{codebook.pk}/")
    result = client.get(f"/enkater/omgang/{codebook.round_id}/")

    text = text_of(page.content)
    assert "Flest svar, 39 av 136, ligger under ”Pedagogiskt och didaktiskt arbete”" in text
    assert "Ge skickliga lärare möjlighet att göra karriär inom skolan." in text
    assert "Svaren står utan svarande" in text
    assert "Svaren står utan svarande" in text_of(result.content)
    assert result_page(codebook.round).question("q3").base is None


def test_answers_are_shown_as_text(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    codebook = make_codebook(cast.university, answer(text="<b>=1+1</b>"))

    html = client_for(cast.anna).get(f"/enkater/kodning/{codebook.pk}/").content.decode()

    assert "&lt;b&gt;=1+1&lt;/b&gt;" in html


def test_a_codebook_is_shut_to_others(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    codebook = make_codebook(cast.other_organiser)

    statuses = [
        client_for(person).get(f"/enkater/kodning/{codebook.pk}/").status_code
        for person in (cast.anna, cast.nils, cast.rut, cast.cecilia)
    ]

    assert statuses == [404, 404, 403, 403]


def test_who_has_a_part_in_one_codebook_sees_that_one(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    codebook = make_codebook(cast.university, answer())
    other = make_other(cast.university, answer())
    Membership.objects.create(
        person=cast.cecilia,
        part="coder",
        matter_kind="coding.codebook",
        matter_id=codebook.pk,
        starts_on=LONG_AGO,
    )
    client = client_for(cast.cecilia)

    statuses = [
        client.get(f"/enkater/kodning/{book.pk}/").status_code for book in (codebook, other)
    ]

    assert statuses == [200, 404]


@pytest.mark.parametrize("count", [1, 30])
def test_a_codebook_costs_the_same_for_one_answer_and_thirty(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    answers = [answer(n, heading=f"R{n % 5}", subheading=f"U{n}") for n in range(count)]
    codebook = make_codebook(cast.university, *answers)

    with django_assert_num_queries(3):
        assert codebook_page(codebook).count == count
    with django_assert_num_queries(2):
        assert headings_of_round(codebook.round)["q2"].count == count


def test_coded_answers_come_in_through_the_web(cast: Cast) -> None:
    round = make_closed_round(cast.university, 6)
    sort = kind("coded-answers")
    assert sort is not None

    made = upload_import(
        actor=actor(cast.anna),
        kind=sort,
        target=round,
        file=SimpleUploadedFile("svar.json", content(answer())),
        choice="q2",
    )
    check_import(imported_id=made.pk)
    made.refresh_from_db()
    start_import(actor=actor(cast.anna), imported=made)
    apply_import(actor=actor(cast.anna), imported_id=made.pk)

    assert CodedAnswer.objects.get().code.label == "Brist"
