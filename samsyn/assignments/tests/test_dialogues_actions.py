"""Dialogues planned, prepared and held: one row and one event for each act, however often it is sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.actions.agreements import end_assignment, remove_draft, take_over
from samsyn.assignments.models import (
    Assignment,
    Dialogue,
    DialogueState,
    Note,
    Point,
    Preparation,
)
from samsyn.assignments.rules.dialogues import PenTaken
from samsyn.assignments.tests.talking import MARKER, begun, broken, held, kinds, leave, plan
from samsyn.core.models import uuid7
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Duty, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_assignment, make_post

TODAY = timezone.localdate()


def test_a_dialogue_planned_is_in_the_lists_and_has_its_last_day(
    agreed: Assignment, bo: Actor, cast: Cast
) -> None:
    dialogue = plan(bo, agreed, where="Ruts rum")

    agreed.refresh_from_db()
    assert (dialogue.counterpart, dialogue.planned_by_id, dialogue.minutes) == (
        cast.rut,
        cast.bo.pk,
        40,
    )
    assert dialogue.delete_on == agreed.ends_on.replace(year=agreed.ends_on.year + 2)
    assert (agreed.next_dialogue_at, agreed.last_dialogue_at) == (dialogue.starts_at, None)
    assert kinds(dialogue) == ["planned"]


def test_the_same_dialogue_planned_twice_is_one(agreed: Assignment, bo: Actor, rut: Actor) -> None:
    starts_at, key = timezone.now() + timedelta(days=3), uuid7()

    first = plan(bo, agreed, starts_at=starts_at, key=key)
    again = plan(bo, agreed, starts_at=starts_at + timedelta(hours=1), key=key)
    by_the_other = plan(rut, agreed, starts_at=starts_at, key=uuid7())

    assert {first.pk, again.pk, by_the_other.pk} == {key}
    assert kinds(first) == ["planned"]


def test_a_cancelled_dialogue_leaves_its_time_free(agreed: Assignment, bo: Actor) -> None:
    starts_at = timezone.now() + timedelta(days=3)
    first = actions.cancel_dialogue(actor=bo, dialogue=plan(bo, agreed, starts_at=starts_at))

    again = plan(bo, agreed, starts_at=starts_at)

    assert again.pk != first.pk
    assert (first.state, first.sequence) == (DialogueState.CANCELLED, 1)
    actions.cancel_dialogue(actor=bo, dialogue=first)
    assert kinds(first) == ["planned", "cancelled"]


def test_a_series_is_planned_once_however_often_it_is_sent(agreed: Assignment, bo: Actor) -> None:
    first_at = timezone.now() + timedelta(days=1)

    for _time in range(2):
        actions.plan_series(actor=bo, assignment=agreed, first_at=first_at, weeks=1, count=3)

    assert Dialogue.objects.count() == len(set(Dialogue.objects.values_list("starts_at"))) <= 3
    assert Event.objects.filter(kind="dialogue.planned").count() == Dialogue.objects.count()


def test_only_the_two_plan_and_only_while_the_assignment_lasts(
    agreed: Assignment, cast: Cast, bo: Actor
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    lena: dict[str, Any] = {"actor": actor(cast.lena), "assignment": agreed, "starts_at": tomorrow}
    own: dict[str, Any] = {"actor": bo, "assignment": agreed}

    assert broken(actions.plan_dialogue, **lena) == "Bara ni två i dialogen kan göra det här."
    far = tomorrow + timedelta(days=900)
    assert broken(actions.plan_dialogue, **own, starts_at=far).startswith("Dagen ligger utanför")
    assert broken(actions.plan_dialogue, **own, starts_at=tomorrow, minutes=5) == (
        "En dialog tar mellan 10 och 240 minuter."
    )
    Assignment.objects.update(state="ended")
    assert broken(actions.plan_dialogue, **own, starts_at=tomorrow) == (
        "Uppdraget är slut, så det går inte att planera någon dialog i det."
    )
    Assignment.objects.update(state="in_force", counterpart=None)
    assert broken(actions.plan_dialogue, **own, starts_at=tomorrow).startswith(
        "Uppdraget har ingen att hålla"
    )


def test_a_moved_dialogue_counts_its_invitation_up(agreed: Assignment, rut: Actor) -> None:
    dialogue = plan(rut, agreed, where="Rummet")
    other = plan(rut, agreed, starts_at=dialogue.starts_at + timedelta(days=1))
    to = dialogue.starts_at + timedelta(days=2)

    moved = actions.move_dialogue(actor=rut, dialogue=dialogue, starts_at=to, where="Rummet")
    actions.move_dialogue(actor=rut, dialogue=dialogue, starts_at=to, where="Rummet")

    agreed.refresh_from_db()
    assert (moved.starts_at, moved.sequence) == (to, 1)
    assert agreed.next_dialogue_at == other.starts_at
    events = Event.objects.filter(kind="dialogue.moved")
    assert [event.facts for event in events] == [{"sequence": 1}]
    taken: dict[str, Any] = {"actor": rut, "dialogue": other, "starts_at": to}
    assert broken(actions.move_dialogue, **taken) == "Det finns redan en dialog på den tiden."


def test_whoever_takes_over_finds_no_dialogue_planned_with_the_one_before(
    agreed: Assignment, bo: Actor, cast: Cast
) -> None:
    under_way = begun(bo, agreed)
    planned = plan(bo, agreed, starts_at=timezone.now() + timedelta(days=3))
    leave(cast)
    Duty.objects.filter(person=cast.tora).update(role=Role.PRINCIPAL)

    take_over(actor=actor(cast.tora), assignment=agreed)

    planned.refresh_from_db()
    under_way.refresh_from_db()
    agreed.refresh_from_db()
    assert (planned.state, planned.sequence, under_way.state) == ("cancelled", 1, "begun")
    assert agreed.next_dialogue_at is None


def test_an_assignment_that_is_ended_takes_what_was_planned_with_it(
    agreed: Assignment, bo: Actor
) -> None:
    planned = plan(bo, agreed, starts_at=timezone.now() + timedelta(days=3))

    end_assignment(actor=bo, assignment=agreed)

    planned.refresh_from_db()
    assert planned.state == "cancelled"


def test_a_draft_with_a_dialogue_in_it_is_not_thrown_away(cast: Cast, bo: Actor) -> None:
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    dialogue = plan(bo, draft)

    sentence = broken(remove_draft, actor=bo, assignment=draft)

    assert sentence == "En dialog är planerad eller har hållits i utkastet. Ställ in den först."
    actions.cancel_dialogue(actor=bo, dialogue=dialogue)
    remove_draft(actor=bo, assignment=draft)
    assert not Dialogue.objects.exists()


# Preparing


def test_preparing_is_a_draft_until_one_is_done(agreed: Assignment, bo: Actor) -> None:
    dialogue = plan(bo, agreed)

    row = actions.write_preparation(actor=bo, dialogue=dialogue, point=Point.HINDERS, text=MARKER)
    actions.finish_preparation(actor=bo, dialogue=dialogue)
    actions.finish_preparation(actor=bo, dialogue=dialogue)

    assert kinds(dialogue) == ["planned", "prepared"]
    assert Preparation.objects.filter(person=bo.person_id, done_at__isnull=False).count() == 4
    written: dict[str, Any] = {
        "actor": bo,
        "dialogue": dialogue,
        "point": Point.HINDERS,
        "text": "Mer",
    }
    assert broken(actions.write_preparation, **written) == (
        "Du har sagt att du är klar. Välj att skriva vidare först."
    )
    actions.write_on_preparation(actor=bo, dialogue=dialogue)
    actions.write_preparation(**written, revision=revision_of(row))
    assert Preparation.objects.get(point=Point.HINDERS, person=bo.person_id).text == "Mer"


def test_what_both_have_opened_is_not_written_on(agreed: Assignment, bo: Actor, rut: Actor) -> None:
    dialogue = plan(bo, agreed)
    for who in (bo, rut):
        actions.finish_preparation(actor=who, dialogue=dialogue)

    sentence = broken(actions.write_on_preparation, actor=bo, dialogue=dialogue)

    assert sentence.startswith("Ni är båda klara")


def test_ones_own_two_windows_lose_nothing(agreed: Assignment, bo: Actor) -> None:
    dialogue = plan(bo, agreed)
    write: dict[str, Any] = {"actor": bo, "dialogue": dialogue, "point": Point.GIVES}
    first = actions.write_preparation(**write, text="Ett")
    actions.write_preparation(**write, text="Två", revision=revision_of(first))

    with pytest.raises(Stale) as stale:
        actions.write_preparation(**write, text="Tre", revision=revision_of(first))

    assert stale.value.row.text == "Två"  # type: ignore[attr-defined]  # a Preparation


# Holding


def test_beginning_makes_the_agenda_and_whoever_is_second_is_there(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = begun(bo, agreed)

    actions.begin_dialogue(actor=rut, dialogue=dialogue)

    assert set(Note.objects.values_list("point", flat=True)) == set(Point)
    assert kinds(dialogue) == ["planned", "begun"]


def test_nobody_begins_days_early(agreed: Assignment, bo: Actor) -> None:
    dialogue = plan(bo, agreed, starts_at=timezone.now() + timedelta(days=1))

    sentence = broken(actions.begin_dialogue, actor=bo, dialogue=dialogue)

    assert sentence.startswith("Dialogen kan börja en kvart före sin tid")


def test_one_writes_at_a_time_and_the_other_may_take_over(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = begun(bo, agreed)
    at: dict[str, Any] = {"dialogue": dialogue, "point": Point.HINDERS}
    note = actions.write_note(actor=bo, **at, text="Tiden")

    with pytest.raises(PenTaken) as taken:
        actions.write_note(actor=rut, **at, text="Lokalerna", revision=revision_of(note))
    assert taken.value.row.text == "Tiden"  # type: ignore[attr-defined]  # a Note
    assert broken(actions.take_pen, actor=rut, **at).startswith("Bo har pennan")

    actions.take_pen(actor=rut, **at, over=True)
    actions.write_note(actor=rut, **at, text="Tiden och lokalerna", revision=revision_of(note))

    with pytest.raises(PenTaken):
        actions.write_note(actor=bo, **at, text="Tiden i vår", revision=revision_of(note))
    assert Note.objects.get(point=Point.HINDERS).text == "Tiden och lokalerna"


def test_a_pen_put_down_is_taken_but_not_over_what_was_written(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = begun(bo, agreed)
    at: dict[str, Any] = {"dialogue": dialogue, "point": Point.GIVES}
    before = revision_of(dialogue.notes.get(point=Point.GIVES))
    actions.write_note(actor=bo, **at, text="Mycket")
    actions.leave_pen(actor=rut, **at)
    assert Note.objects.get(point=Point.GIVES).writer_id == bo.person_id
    actions.leave_pen(actor=bo, **at)

    with pytest.raises(Stale) as stale:
        actions.write_note(actor=rut, **at, text="Lite", revision=before)

    assert stale.value.row.text == "Mycket"  # type: ignore[attr-defined]  # a Note


def test_a_lost_pen_can_be_taken_after_minutes_of_silence(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = begun(bo, agreed)
    at: dict[str, Any] = {"dialogue": dialogue, "point": Point.GIVES}
    actions.take_pen(actor=bo, **at)
    Note.objects.update(written_at=timezone.now() - timedelta(minutes=4))

    assert actions.take_pen(actor=rut, **at).writer_id == rut.person_id


def test_writing_counts_the_revision_and_clears_what_was_said_yes_to(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = held(bo, agreed)
    actions.approve_dialogue(actor=rut, dialogue=dialogue, revision=1)
    actions.release_dialogue(actor=rut, dialogue=dialogue)

    actions.write_note(actor=bo, dialogue=dialogue, point=Point.GIVES, text="Lugn")

    dialogue.refresh_from_db()
    assert dialogue.revision == 2
    assert (dialogue.counterpart_approved_at, dialogue.counterpart_released_at) == (None, None)
