"""What is written on the building page keeps itself, can be undone, and two who write the same thing meet."""

import pytest
from django.test import Client

from samsyn.core.versions import revision_of
from samsyn.surveys.models import Question, Survey
from samsyn.surveys.tests.making import make_closed_round
from samsyn.surveys.tests.test_building import A
from samsyn.surveys.tests.test_building_views import (
    address,
    anna,
    question,
    read,
    survey,
    written,
)
from tests.cast import Cast

__all__ = ["anna", "survey"]
AUTOSAVE = {"X-Autosave": "1"}


@pytest.mark.django_db
def test_what_is_written_is_kept_meanwhile_and_two_who_write_meet(
    anna: Client, survey: Survey
) -> None:
    where = address(survey, "build-question", code="q2")
    data = written(survey, "q2", text="Annas")

    kept = anna.post(where, data, headers=AUTOSAVE)
    met = anna.post(where, data | {"text": "Nils"}, headers=AUTOSAVE)
    shown = anna.post(where, data | {"text": "Nils"})

    row = Question.objects.get(survey=survey, code="q2")
    assert (kept.status_code, kept.json()["revision"]) == (200, revision_of(row))
    assert (met.status_code, met.json()["theirs"]) == (409, "Annas")
    assert shown.status_code == 422
    said = shown.content.decode()
    assert "<td>Annas</td><td>Nils</td>" in said
    assert f'value="{revision_of(row)}"' in said
    assert row.text == "Annas"


@pytest.mark.django_db
def test_answers_that_could_not_be_kept_stand_as_they_were_written(
    anna: Client, survey: Survey
) -> None:
    where = address(survey, "build-question", code="q1")
    row = written(survey, "q1", option_label=["Förskollärare", "förskollärare"])

    said = anna.post(where, row).content.decode()

    assert 'name="option_label" value="Förskollärare"' in said
    assert 'name="option_label" value="Lärare"' not in said


@pytest.mark.django_db
def test_a_parts_and_the_surveys_texts_are_kept_as_one_writes_and_undone_as_one_step(
    anna: Client, survey: Survey
) -> None:
    key = read(survey).sections[1].key
    part, own = address(survey, "build-section", key=key), address(survey, "build-survey")

    for title in ("T", "Tr", "Tre"):
        kept = anna.post(part, {"title": title}, headers=AUTOSAVE)
        assert (kept.status_code, sorted(kept.json())) == (200, ["at", "revision"])
    for title in ("Li", "Lilla"):
        kept = anna.post(own, {"title": title, "background": "q1"}, headers=AUTOSAVE)
        assert (kept.status_code, sorted(kept.json())) == (200, ["at", "revision"])

    assert (read(survey).title, read(survey).sections[1].title) == ("Lilla", "Tre")
    done = [edit.done for edit in survey.edits.all()]
    assert done == ["Ändrade enkätens texter och grupper", "Ändrade del 2"]
    for edit in survey.edits.all():
        anna.post(address(survey, "build-undo"), {"number": edit.number})
    assert (read(survey).title, read(survey).sections[1].title) == ("Liten", "Två")


@pytest.mark.django_db
def test_two_who_write_in_the_surveys_texts_meet_but_not_one_who_writes_a_question(
    anna: Client, survey: Survey
) -> None:
    where = address(survey, "build-survey")
    page = anna.get(address(survey) + "?enkat").content.decode()
    texts = {"title": "Annas", "background": "q1"}
    texts["revision"] = page.split('name="revision" value="')[1].split('"')[0]

    anna.post(address(survey, "build-question", code="q2"), written(survey, "q2", text="Ny?"))
    kept = anna.post(where, texts, headers=AUTOSAVE)
    met = anna.post(where, texts | {"title": "Nils"}, headers=AUTOSAVE)
    shown = anna.post(where, texts | {"title": "Nils", "english": "on"})

    assert kept.status_code == 200
    assert (met.status_code, met.json()["theirs"]) == (409, "Annas")
    assert met.json()["revision"] == kept.json()["revision"]
    said = shown.content.decode()
    assert shown.status_code == 422
    assert "<td>Annas</td><td>Nils</td>" in said
    assert "<td>nej</td><td>ja</td>" in said
    assert read(survey).title == "Annas"


@pytest.mark.django_db
def test_two_who_write_in_a_part_see_both_texts(anna: Client, survey: Survey) -> None:
    section = read(survey).sections[0]
    where = address(survey, "build-section", key=section.key)
    data = {"title": "Annas", "revision": revision_of(survey.sections.all()[0])}

    anna.post(where, data, headers=AUTOSAVE)
    met = anna.post(where, data | {"title": "Nils"}, headers=AUTOSAVE)
    shown = anna.post(where, data | {"title": "Nils"})

    assert (met.status_code, met.json()["theirs"]) == (409, "Annas")
    assert "<td>Annas</td><td>Nils</td>" in shown.content.decode()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("build-survey", "En enkät måste ha ett namn."),
        ("build-section", "En del måste ha ett namn."),
    ],
)
@pytest.mark.django_db
def test_without_a_name_nothing_is_kept_and_it_is_said(
    anna: Client, survey: Survey, name: str, sentence: str
) -> None:
    more = {"key": read(survey).sections[0].key} if name == "build-section" else {}

    answer = anna.post(address(survey, name, **more), {"title": " "}, headers=AUTOSAVE)

    assert (answer.status_code, answer.json()) == (422, {"sentence": sentence})


@pytest.mark.django_db
def test_done_closes_what_was_open_and_enter_keeps_it_open(anna: Client, survey: Survey) -> None:
    where, texts = address(survey, "build-survey"), {"title": "Liten", "background": "q1"}

    kept = anna.post(where, texts)
    closed = anna.post(where, texts | {"act": "done"})

    assert kept.headers["Location"] == address(survey) + "?enkat#survey"
    assert closed.headers["Location"] == address(survey) + "#survey"


@pytest.mark.django_db
def test_once_answered_the_surveys_words_are_corrected_and_its_groups_stand(
    anna: Client, cast: Cast
) -> None:
    old = make_closed_round(cast.university, 6, 6).survey
    background = read(old).background

    page = anna.get(address(old) + "?enkat").content.decode()
    kept = anna.post(address(old, "build-survey"), {"title": "Rättad"}, headers=AUTOSAVE)

    assert 'name="background"' not in page
    assert kept.status_code == 200
    assert (read(old).title, read(old).background) == ("Rättad", background)
    assert [one.place for one in old.wording_changes.all()] == ["title"]


@pytest.mark.django_db
def test_an_answered_number_in_two_languages_is_corrected(anna: Client, cast: Cast) -> None:
    old = make_closed_round(cast.university, 6, 6).survey
    old.languages = ["sv", "en"]
    old.save()
    Question.objects.filter(survey=old, code="q2").update(kind="number", unit="tim")

    page = anna.get(address(old) + "?fraga=q2")

    assert page.status_code == 200
    assert 'name="en_text"' in page.content.decode()


@pytest.mark.django_db
def test_a_list_that_is_being_pasted_is_no_answer_yet(anna: Client, survey: Survey) -> None:
    data = written(survey, "q1", option_paste="Skolc")

    anna.post(address(survey, "build-question", code="q1"), data, headers=AUTOSAVE)

    assert question(survey, "q1") == A
