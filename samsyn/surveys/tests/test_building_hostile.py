"""Forged and careless posts to the builder: each is refused with a sentence or kept as a text, and never an error of ours."""

from typing import Any

import pytest
from django.test import Client

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions import import_questionnaire
from samsyn.surveys.drafts import QuestionDraft, SectionDraft, options_of
from samsyn.surveys.faults import Faulty
from samsyn.surveys.models import Question, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.questionnaire import read_questionnaire
from samsyn.surveys.tests.making import make_open_round, make_questionnaire
from samsyn.surveys.tests.test_building_views import address, anna, question, survey, written
from tests.cast import Cast

__all__ = ["anna", "survey"]
pytestmark = pytest.mark.django_db
# A figure to some functions and none to others.
SQUARED = "²"


def saved(client: Client, survey: Survey, code: str, **over: Any) -> Any:
    return client.post(address(survey, "build-question", code=code), written(survey, code, **over))


@pytest.mark.parametrize("act", ["place q3", "undo"])
def test_a_number_that_is_none_is_the_first(anna: Client, survey: Survey, act: str) -> None:
    name = "build-undo" if act == "undo" else "build-step"
    sent = {"act": act, "section": SQUARED, "place": SQUARED, "number": SQUARED}

    assert anna.post(address(survey, name), sent).status_code == 302


def test_no_page_of_the_builder_trips_over_a_number_that_is_none(
    anna: Client, survey: Survey
) -> None:
    fetching = f"{address(survey, 'build-fetch')}?fran=template:traffutvardering"

    assert anna.get(f"{address(survey)}?som={SQUARED}").status_code == 200
    assert anna.get(f"{address(survey)}?fraga=%00").status_code == 302
    assert anna.get(f"{address(survey)}?del=%00").status_code == 200
    assert anna.get(f"{address(survey, 'build-preview')}?fraga=%00").status_code == 200
    assert anna.get(f"{address(survey, 'build-preview')}?som={SQUARED}").status_code == 200
    assert anna.post(address(survey, "build-preview"), {"section": SQUARED}).status_code == 200
    assert anna.post(fetching, {"section": SQUARED, "question": "q1"}).status_code == 302


@pytest.mark.parametrize("free", [f"a{SQUARED}", "", "a" + "9" * 5000, " "])
def test_a_pasted_list_begins_at_one_where_the_free_code_is_none(
    anna: Client, survey: Survey, free: str
) -> None:
    answer = saved(
        anna,
        survey,
        "q1",
        option_code=[free],
        option_label=[""],
        option_paste="Skolchef\nFörvaltningschef",
    )

    assert answer.status_code == 302
    assert [(one.code, one.label) for one in question(survey, "q1").choices] == [
        ("a1", "Skolchef"),
        ("a2", "Förvaltningschef"),
    ]


def test_signs_that_no_database_takes_are_left_out_of_answers(anna: Client, survey: Survey) -> None:
    answer = saved(
        anna,
        survey,
        "q1",
        option_code=["a1", "a2", "a3"],
        option_label=["Lä\0rare", "Rek\x1btor", "\0"],
        option_paste="Skol\0chef",
    )

    assert answer.status_code == 302
    labels = [one.label for one in question(survey, "q1").choices]
    assert labels == ["Lärare", "Rektor", "Skolchef"]


def test_more_answers_than_fit_are_refused_with_what_was_written(
    anna: Client, survey: Survey
) -> None:
    pasted = "\n".join(f"Svar {number}" for number in range(10_000))

    answer = saved(anna, survey, "q1", option_paste=pasted)

    assert answer.status_code == 422
    assert "En fråga kan ha högst 200 svar. Dela upp den i flera." in answer.content.decode()
    assert len(question(survey, "q1").choices) == 2


def test_a_condition_on_a_number_is_written_in_figures(anna: Client, survey: Survey) -> None:
    """1e99999999 is ten signs to send and a hundred million to show."""
    sent = {"if_count": "1", "if_question_0": "q1", "if_test_0": "more"}

    for value in ("1e99999999", "NaN", "Infinity", "0x10", SQUARED):
        saved(anna, survey, "q2", **sent, if_value_0=value)
        assert question(survey, "q2").show_if[0].value is None
    saved(anna, survey, "q2", **sent, if_value_0=" -2,5 ")
    assert str(question(survey, "q2").show_if[0].value) == "-2.5"


def test_signs_that_no_database_takes_are_left_out_of_conditions(
    anna: Client, survey: Survey
) -> None:
    sent = {"if_count": "1", "if_question_0": "q\0001", "if_options_0": ["a\0001", "\0"]}

    assert saved(anna, survey, "q2", **sent).status_code == 302

    (condition,) = question(survey, "q2").show_if
    assert (condition.question, condition.options) == ("q1", ("a1", ""))


def test_texts_of_every_sort_stand_as_they_were_written(anna: Client, survey: Survey) -> None:
    text = "<script>alert(1)</script> **fet** {q2} {{7*7}} \u202ebaklänges\u200b &amp; 😀"
    saved(anna, survey, "q2", text=text)

    assert Question.objects.get(survey=survey, code="q2").text == text
    for page in ("build", "build-preview", "survey"):
        shown = anna.get(address(survey, page))
        assert shown.status_code == 200
        assert b"<script>alert" not in shown.content


def test_a_questionnaire_that_is_being_answered_is_not_exchanged_by_a_file(cast: Cast) -> None:
    """Nobody has answered yet, but somebody has the page open."""
    round = make_open_round(cast.university, 1)
    other = QuestionDraft("role", "single", "Roll?", choices=options_of(("Rektor", "Lärare")))
    changed = make_questionnaire(sections=(SectionDraft("Del", "", (other,)),), groupings=())
    before = questionnaire_of(round.survey)

    with pytest.raises(RuleBroken):
        import_questionnaire(actor=SYSTEM, organisation=cast.university, questionnaire=changed)

    assert questionnaire_of(Survey.objects.get(pk=round.survey_id)) == before


HUGE = """
survey: {code: stor, title: Stor}
sections:
  - title: Del
    questions:
      - {code: q1, kind: scale, text: "Hur mycket?", lowest: 0, highest: 999999999}
"""


def test_a_scale_of_a_thousand_million_points_is_refused() -> None:
    with pytest.raises(Faulty) as caught:
        read_questionnaire(HUGE.encode())

    assert caught.value.faults[0].row == 6
    assert str(caught.value) == (
        "En skala har högst hundra punkter. Fråga efter ett tal i stället."
    )
