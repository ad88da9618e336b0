"""Dialogues: times of a series, what is opened when, who has the pen, what may be approved."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from samsyn.assignments.models import Assignment, Dialogue, DialogueState, NextStep, Note
from samsyn.assignments.rules import dialogues as rules
from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Person

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
BO, RUT = uuid4(), uuid4()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=rules.ZONE)


def make_dialogue(**over: object) -> Dialogue:
    assignment = Assignment(
        holder_id=BO, starts_on=date(2026, 8, 10), ends_on=date(2027, 6, 15), counterpart_id=RUT
    )
    fields = {"state": DialogueState.PLANNED, "starts_at": NOW, "counterpart_id": RUT, **over}
    return Dialogue(assignment=assignment, **fields)


def test_a_series_keeps_the_time_on_the_wall_over_summer_time() -> None:
    found = rules.series(at("2026-10-12T15:00"), 3, 2, date(2027, 6, 15))

    assert [moment.isoformat() for moment in found] == [
        "2026-10-12T15:00:00+02:00",
        "2026-11-02T15:00:00+01:00",
    ]


def test_a_series_steps_over_free_weeks_and_ends_with_the_assignment() -> None:
    found = rules.series(at("2026-12-02T15:00"), 4, 5, date(2027, 3, 10))

    # Four weeks on is the 30th of December; the next week's Wednesday is the 6th of January.
    assert [moment.date() for moment in found] == [
        date(2026, 12, 2),
        date(2027, 1, 13),
        date(2027, 1, 27),
        date(2027, 2, 24),
    ]


def test_a_series_planned_on_a_saturday_stays_on_saturdays() -> None:
    found = rules.series(at("2026-10-03T10:00"), 2, 2, date(2027, 6, 15))

    assert [moment.date() for moment in found] == [date(2026, 10, 3), date(2026, 10, 17)]


@pytest.mark.parametrize(("weeks", "count"), [(0, 1), (27, 1), (4, 0), (4, 13)])
def test_a_series_is_of_reasonable_size(weeks: int, count: int) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check_series(weeks, count)

    assert (
        broken.value.sentence == "Planera högst 12 dialoger åt gången, med högst 26 veckor emellan."
    )


@pytest.mark.parametrize(
    ("latest", "today", "proposed"),
    [
        # Six weeks from the assignment's start.
        (None, date(2026, 8, 20), date(2026, 9, 21)),
        # Six weeks from the last dialogue, which is a Sunday.
        (date(2026, 9, 20), date(2026, 9, 21), date(2026, 11, 2)),
        # Long past: tomorrow, unless it is free.
        (date(2026, 9, 20), date(2026, 12, 22), date(2027, 1, 7)),
        (date(2027, 5, 21), date(2027, 6, 30), date(2027, 8, 2)),
    ],
)
def test_the_next_is_proposed_at_the_agreed_interval_on_a_school_day(
    latest: date | None, today: date, proposed: date
) -> None:
    assert rules.suggestion(date(2026, 8, 10), 6, latest, today) == proposed


def test_what_is_prepared_opens_when_both_are_done_or_the_dialogue_begins() -> None:
    planned = make_dialogue()

    assert not rules.is_opened(planned, {BO})
    assert not rules.is_opened(planned, {BO, uuid4()})
    assert rules.is_opened(planned, {BO, RUT})
    assert rules.is_opened(make_dialogue(state=DialogueState.BEGUN), set())
    assert not rules.is_opened(make_dialogue(state=DialogueState.CANCELLED), {BO, RUT})


@pytest.mark.parametrize(("minutes", "may"), [(16, False), (15, True), (-600, True)])
def test_a_dialogue_begins_at_its_time(minutes: int, may: bool) -> None:
    dialogue, now = make_dialogue(), NOW - timedelta(minutes=minutes)

    if may:
        rules.check_can_begin(dialogue, now, has_left=False)
        return
    with pytest.raises(RuleBroken) as broken:
        rules.check_can_begin(dialogue, now, has_left=False)
    assert broken.value.sentence.startswith("Dialogen kan börja en kvart före")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (DialogueState.BEGUN, "Dialogen har börjat."),
        (DialogueState.HELD, "Dialogen har redan hållits."),
        (DialogueState.APPROVED, "Dialogen har redan hållits."),
        (DialogueState.CANCELLED, "Dialogen är inställd."),
        (DialogueState.BROKEN_OFF, "Dialogen har redan hållits."),
    ],
)
def test_only_a_planned_dialogue_is_moved_or_prepared(state: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check_is_planned(make_dialogue(state=state))

    assert broken.value.sentence == sentence


def test_a_pen_lies_free_after_minutes_of_silence() -> None:
    bo = Person(pk=BO, given_name="Bo")
    note = Note(writer=bo, written_at=NOW - timedelta(minutes=3))

    assert rules.has_pen(note, NOW) == BO
    assert rules.has_pen(note, NOW + timedelta(seconds=1)) is None
    assert rules.has_pen(Note(), NOW) is None
    rules.check_pen(note, BO, NOW)
    with pytest.raises(rules.PenTaken):
        rules.check_pen(note, RUT, NOW)


def test_a_yes_is_to_the_revision_that_was_read_with_a_date_on_each_step() -> None:
    dialogue = make_dialogue(state=DialogueState.HELD, revision=3)
    dated, undated = NextStep(due_on=date(2026, 12, 1)), NextStep()

    rules.check_can_approve(dialogue, 3, [dated])
    with pytest.raises(RuleBroken, match="ändrades efter att du läste dem"):
        rules.check_can_approve(dialogue, 2, [dated])
    with pytest.raises(RuleBroken, match="Sätt först ett datum för varje nästa steg"):
        rules.check_can_approve(dialogue, 3, [dated, undated])


def test_a_release_is_taken_back_until_both_have_given_it() -> None:
    rules.check_can_take_back(make_dialogue(holder_released_at=NOW))

    with pytest.raises(RuleBroken, match="Den kan redan vara läst"):
        rules.check_can_take_back(
            make_dialogue(holder_released_at=NOW, counterpart_released_at=NOW)
        )


def test_dialogues_are_deleted_two_years_after_the_assignment() -> None:
    assert rules.delete_on(date(2027, 6, 15)) == date(2029, 6, 15)
    assert rules.delete_on(date(2028, 2, 29)) == date(2030, 2, 28)
