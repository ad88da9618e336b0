"""What changes in surveys: rows, events, and what is refused."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Event
from samsyn.surveys.actions import (
    close_round,
    import_questionnaire,
    import_responses,
    make_grouping,
    remove_grouping,
)
from samsyn.surveys.models import Grouping, Response, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.tests.making import (
    make_answers,
    make_closed_round,
    make_questionnaire,
    make_round,
)
from tests.cast import Cast, actor


def kinds() -> list[str]:
    return list(Event.objects.order_by("at", "id").values_list("kind", flat=True))


def test_importing_a_questionnaire_stores_it_as_it_is_written(cast: Cast) -> None:
    questionnaire = make_questionnaire()

    survey = import_questionnaire(
        actor=actor(cast.anna), organisation=cast.university, questionnaire=questionnaire
    )

    assert questionnaire_of(survey) == replace(questionnaire, round=None)
    assert [round.code for round in survey.rounds.all()] == ["r1"]
    event = Event.objects.get()
    assert (event.kind, event.actor_id) == ("survey.questionnaire_imported", cast.anna.pk)


def test_importing_a_questionnaire_twice_is_as_once(cast: Cast) -> None:
    make_round(cast.university)

    make_round(cast.university)

    assert (Survey.objects.count(), len(kinds())) == (1, 1)


def test_another_organisation_cannot_take_over_a_survey(cast: Cast) -> None:
    make_round(cast.university)

    with pytest.raises(RuleBroken):
        make_round(cast.organiser, title="Kapad")

    assert Survey.objects.get().title == "Enkät"


def test_texts_may_change_after_answers_but_not_questions(cast: Cast) -> None:
    make_closed_round(cast.university, 5)

    make_round(cast.university, title="Ny titel")
    for change in ({"background": "", "groupings": ()}, {"background_whole": False}):
        with pytest.raises(RuleBroken):
            make_round(cast.university, title="Värre", **change)

    assert Survey.objects.get().title == "Ny titel"


def test_importing_responses_closes_the_round_and_freezes_its_numbers(cast: Cast) -> None:
    round = make_round(cast.university)

    count = import_responses(actor=SYSTEM, round=round, answers=make_answers(6, 2, 1))

    round.refresh_from_db()
    assert (count, round.is_closed, round.closed_at is not None) == (9, True, True)
    assert round.tabulation["respondents"] == 9
    assert round.tabulation["blocks"] == [{"values": [0, 1, 2], "size": 9}]
    assert kinds()[-2:] == ["round.responses_imported", "round.closed"]


def test_no_event_tells_what_anybody_answered(cast: Cast) -> None:
    make_closed_round(cast.university, 5)

    assert [sorted(event.facts) for event in Event.objects.order_by("at", "id")] == [
        ["questions"],
        ["count"],
        ["respondents"],
    ]


def test_responses_have_random_keys_in_random_order(cast: Cast) -> None:
    round = make_closed_round(cast.university, 200)

    by_key = list(round.responses.order_by("id").values_list("respondent", flat=True))
    assert {response.id.version for response in round.responses.all()} == {4}
    assert by_key != sorted(by_key, key=lambda number: int(number[2:]))


def test_a_closed_round_takes_no_answers_and_does_not_close_again(cast: Cast) -> None:
    round = make_closed_round(cast.university, 5)

    with pytest.raises(RuleBroken):
        import_responses(actor=SYSTEM, round=round, answers=[("ny", {"role": [0]})])
    with pytest.raises(RuleBroken):
        close_round(actor=SYSTEM, round=round)

    assert Response.objects.count() == 5


def test_answers_are_stored_all_or_none(cast: Cast) -> None:
    round = make_round(cast.university)
    twice = [*make_answers(6), ("0-0", {"role": [0]})]

    with pytest.raises(IntegrityError):
        import_responses(actor=SYSTEM, round=round, answers=twice)

    round.refresh_from_db()
    assert (Response.objects.count(), round.is_closed) == (0, False)


def test_groups_are_made_of_whole_blocks(cast: Cast) -> None:
    round = make_closed_round(cast.university, 10, 6, 2)

    grouping = make_grouping(
        actor=actor(cast.anna),
        survey=round.survey,
        name="Alla slag",
        groups={"Lärarna": frozenset({0}), "Resten": frozenset({1, 2})},
    )

    assert (grouping.code, grouping.makes_blocks) == ("alla-slag", False)
    assert [group.label for group in grouping.groups.all()] == ["Lärarna", "Resten"]
    assert kinds()[-1] == "survey.grouping_made"


def test_a_grouping_sent_twice_is_made_once(cast: Cast) -> None:
    survey = make_closed_round(cast.university, 10, 6, 2).survey
    groups = {"Lärarna": frozenset({0})}
    make_grouping(actor=SYSTEM, survey=survey, name="Lärare", groups=groups)

    with pytest.raises(RuleBroken) as error:
        make_grouping(actor=SYSTEM, survey=survey, name="Lärare", groups=groups)

    assert error.value.field == "name"
    assert survey.groupings.filter(name="Lärare").count() == 1


def test_a_group_that_cuts_a_block_is_not_made(cast: Cast) -> None:
    round = make_closed_round(cast.university, 10, 6, 2)

    with pytest.raises(RuleBroken):
        make_grouping(
            actor=SYSTEM, survey=round.survey, name="Rektorer", groups={"R": frozenset({1})}
        )

    assert Grouping.objects.count() == 1


def test_removing_a_grouping_keeps_the_numbers(cast: Cast) -> None:
    round = make_closed_round(cast.university, 10, 6, 2)
    before = round.tabulation

    remove_grouping(actor=SYSTEM, grouping=Grouping.objects.get())

    round.refresh_from_db()
    assert (Grouping.objects.count(), round.tabulation) == (0, before)
