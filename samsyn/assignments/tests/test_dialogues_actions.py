"""Dialogues from the invitation to the notes that both approved, and the day they are deleted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import (
    Assignment,
    Dialogue,
    DialogueState,
    NextStep,
    Note,
    Point,
    Preparation,
)
from samsyn.assignments.queries.dialogues import open_steps_for
from samsyn.assignments.rules.dialogues import PenTaken
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Duty, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_post

MARKER = "Jag hinner inte sova"
TODAY = timezone.localdate()


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)


@pytest.fixture
def bo(cast: Cast) -> Actor:
    return actor(cast.bo)


@pytest.fixture
def rut(cast: Cast) -> Actor:
    return actor(cast.rut)


def plan(who: Actor, assignment: Assignment, **over: Any) -> Dialogue:
    fields: dict[str, Any] = {"starts_at": timezone.now() + timedelta(minutes=5), **over}
    return actions.plan_dialogue(actor=who, assignment=assignment, **fields)


def begun(who: Actor, assignment: Assignment) -> Dialogue:
    return actions.begin_dialogue(actor=who, dialogue=plan(who, assignment))


def held(who: Actor, assignment: Assignment) -> Dialogue:
    dialogue = begun(who, assignment)
    actions.write_note(actor=who, dialogue=dialogue, point=Point.HINDERS, text="Tiden")
    return actions.end_dialogue(actor=who, dialogue=dialogue)


def approved(cast: Cast, assignment: Assignment) -> Dialogue:
    dialogue = held(actor(cast.bo), assignment)
    for who in (cast.bo, cast.rut):
        actions.approve_dialogue(actor=actor(who), dialogue=dialogue, revision=1)
    dialogue.refresh_from_db()
    return dialogue


def kinds(dialogue: Dialogue) -> list[str]:
    events = Event.objects.filter(matter_id=dialogue.pk).order_by("at", "id")
    return [event.kind.removeprefix("dialogue.") for event in events]


def leave(cast: Cast) -> None:
    yesterday = TODAY - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)


def broken(action: Any, **arguments: Any) -> str:
    with pytest.raises(RuleBroken) as found:
        action(**arguments)
    return found.value.sentence


# Planning


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


def test_what_is_planned_with_a_former_counterpart_is_cancelled(
    agreed: Assignment, bo: Actor, rut: Actor, cast: Cast
) -> None:
    planned, under_way = plan(bo, agreed), begun(bo, agreed)
    agreed.counterpart = cast.dag
    agreed.save()

    actions.clear_planned(actor=actor(cast.dag), assignment=agreed)

    planned.refresh_from_db()
    under_way.refresh_from_db()
    assert (planned.state, under_way.state) == ("cancelled", "begun")


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
    assert broken(actions.take_pen, actor=rut, **at).startswith("Den andra har pennan")

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


# Next steps


def add(who: Actor, dialogue: Dialogue, **over: Any) -> NextStep:
    due_on = timezone.localdate(dialogue.starts_at) + timedelta(days=7)
    fields: dict[str, Any] = {"text": "Lägg in tre timmar", "due_on": due_on, **over}
    return actions.add_step(actor=who, dialogue=dialogue, **fields)


def test_a_step_is_added_once_changed_and_removed(
    agreed: Assignment, bo: Actor, cast: Cast
) -> None:
    dialogue, key = begun(bo, agreed), uuid7()
    step = add(bo, dialogue, person=cast.rut, key=key)
    assert add(bo, dialogue, person=cast.rut, key=key).pk == step.pk == key

    changed = actions.change_step(
        actor=bo, step=step, text="Två timmar", person=cast.bo, due_on=None
    )
    actions.remove_step(actor=bo, step=step)
    actions.remove_step(actor=bo, step=step)

    dialogue.refresh_from_db()
    assert (changed.text, changed.person, changed.due_on) == ("Två timmar", cast.bo, None)
    assert (dialogue.revision, dialogue.steps.count()) == (3, 0)


def test_a_step_is_for_one_of_the_two_and_not_before_the_dialogue(
    agreed: Assignment, bo: Actor, cast: Cast
) -> None:
    dialogue = begun(bo, agreed)
    step: dict[str, Any] = {"actor": bo, "dialogue": dialogue, "text": "Ring", "person": cast.bo}

    assert broken(actions.add_step, **{**step, "person": cast.lena}) == (
        "Ett nästa steg görs av en av er två."
    )
    assert broken(actions.add_step, **{**step, "text": " "}) == "Skriv vad som ska göras."
    assert broken(actions.add_step, **step, due_on=date(2020, 1, 1)) == (
        "Datumet ligger före dialogen."
    )


def test_agreed_steps_stand_on_both_lists_until_they_are_done(
    agreed: Assignment, bo: Actor, rut: Actor, cast: Cast
) -> None:
    dialogue = begun(bo, agreed)
    step = add(bo, dialogue, person=cast.rut)
    actions.end_dialogue(actor=rut, dialogue=dialogue)
    assert list(open_steps_for(bo)) == []
    for who in (bo, rut):
        actions.approve_dialogue(actor=who, dialogue=dialogue, revision=1)

    assert list(open_steps_for(bo)) == list(open_steps_for(rut)) == [step]
    for other in (cast.lena, cast.hedda, cast.adam):
        assert list(open_steps_for(actor(other))) == []

    actions.complete_step(actor=rut, step=step)
    actions.complete_step(actor=rut, step=step)
    assert list(open_steps_for(bo)) == []
    actions.reopen_step(actor=bo, step=step)
    assert list(open_steps_for(rut)) == [step]
    done = Event.objects.filter(kind__startswith="step.").order_by("at", "id")
    assert [(event.kind, event.facts) for event in done] == [
        ("step.done", {"step": str(step.pk)}),
        ("step.reopened", {"step": str(step.pk)}),
    ]


# Approving, releasing, breaking off


def test_notes_stand_when_both_have_approved_the_same_revision(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = held(bo, agreed)

    for _time in range(2):
        actions.approve_dialogue(actor=bo, dialogue=dialogue, revision=1)
    dialogue.refresh_from_db()
    assert dialogue.state == DialogueState.HELD

    actions.approve_dialogue(actor=rut, dialogue=dialogue, revision=1)
    dialogue.refresh_from_db()
    agreed.refresh_from_db()
    assert dialogue.state == DialogueState.APPROVED
    assert (agreed.next_dialogue_at, agreed.last_dialogue_at) == (None, dialogue.starts_at)
    assert kinds(dialogue) == ["planned", "begun", "ended", "approved_by_one", "approved"]
    written: dict[str, Any] = {
        "actor": bo,
        "dialogue": dialogue,
        "point": Point.GIVES,
        "text": "Mer",
    }
    assert broken(actions.write_note, **written) == (
        "Anteckningarna kan skrivas från att dialogen börjar tills ni båda har godkänt."
    )


def test_two_who_approve_different_revisions_have_not_approved(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = held(bo, agreed)
    actions.approve_dialogue(actor=bo, dialogue=dialogue, revision=1)
    actions.write_note(actor=rut, dialogue=dialogue, point=Point.GIVES, text="Oro")

    actions.approve_dialogue(actor=rut, dialogue=dialogue, revision=2)

    dialogue.refresh_from_db()
    assert (dialogue.state, dialogue.holder_approved_at) == (DialogueState.HELD, None)
    late: dict[str, Any] = {"actor": bo, "dialogue": dialogue, "revision": 1}
    assert broken(actions.approve_dialogue, **late) == (
        "Anteckningarna ändrades efter att du läste dem. Läs dem igen: nu finns ändringen med."
    )


def test_a_step_without_a_date_is_asked_for(agreed: Assignment, bo: Actor, cast: Cast) -> None:
    dialogue = begun(bo, agreed)
    add(bo, dialogue, person=cast.bo, due_on=None)
    actions.end_dialogue(actor=bo, dialogue=dialogue)

    approve: dict[str, Any] = {"actor": bo, "dialogue": dialogue, "revision": 1}

    assert broken(actions.approve_dialogue, **approve) == (
        "Sätt först ett datum för varje nästa steg: ett av dem saknar datum."
    )


def test_a_release_needs_both_and_is_taken_back_until_then(
    agreed: Assignment, bo: Actor, rut: Actor, cast: Cast
) -> None:
    dialogue = approved(cast, agreed)

    actions.release_dialogue(actor=bo, dialogue=dialogue)
    actions.take_back_release(actor=bo, dialogue=dialogue)
    actions.release_dialogue(actor=bo, dialogue=dialogue)
    actions.release_dialogue(actor=rut, dialogue=dialogue)

    assert kinds(dialogue)[-4:] == [
        "released_by_one",
        "release_taken_back",
        "released_by_one",
        "released",
    ]
    back = broken(actions.take_back_release, actor=bo, dialogue=dialogue)
    assert back.startswith("Ni har båda lämnat ut dialogen.")


def test_a_principal_who_leaves_takes_the_talk_no_further(
    agreed: Assignment, bo: Actor, cast: Cast
) -> None:
    dialogue = begun(bo, agreed)
    still_both: dict[str, Any] = {"actor": bo, "dialogue": dialogue}
    assert broken(actions.break_off, **still_both).startswith("Ni har båda kvar")
    leave(cast)

    note: dict[str, Any] = {"actor": bo, "dialogue": dialogue, "point": Point.GIVES, "text": "Mer"}
    assert broken(actions.write_note, **note).startswith("En av er har inte kvar sin tjänst")
    assert broken(actions.end_dialogue, actor=bo, dialogue=dialogue).startswith("En av er")

    actions.break_off(actor=bo, dialogue=dialogue)
    actions.break_off(actor=bo, dialogue=dialogue)
    dialogue.refresh_from_db()
    assert dialogue.state == DialogueState.BROKEN_OFF
    assert kinds(dialogue) == ["planned", "begun", "broken_off"]


def test_a_former_principal_who_now_teaches_there_is_no_counterpart(
    agreed: Assignment, bo: Actor, cast: Cast
) -> None:
    dialogue = held(bo, agreed)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(role=Role.TEACHER)

    assert not Dialogue.objects.visible_to(actor(cast.rut)).exists()
    assert list(Dialogue.objects.visible_to(bo)) == [dialogue]


def test_the_next_principal_reads_what_both_released_and_writes_nothing(
    agreed: Assignment, cast: Cast, bo: Actor, rut: Actor
) -> None:
    kept, shown = approved(cast, agreed), approved(cast, agreed)
    for who in (bo, rut):
        actions.release_dialogue(actor=who, dialogue=shown)
    leave(cast)
    cast.tora.duties.update(role=Role.PRINCIPAL)
    agreed.counterpart = cast.tora
    agreed.save()
    tora = actor(cast.tora)

    assert list(Dialogue.objects.visible_to(tora)) == [shown]
    assert broken(actions.take_back_release, actor=tora, dialogue=shown) == (
        "Bara ni två i dialogen kan göra det här."
    )
    assert set(Dialogue.objects.visible_to(bo)) == {kept, shown}


# Deleting, visits, sealed


def test_dialogues_are_deleted_on_their_day_with_everything_in_them(
    agreed: Assignment, cast: Cast, bo: Actor
) -> None:
    due, later = approved(cast, agreed), approved(cast, agreed)
    Dialogue.objects.filter(pk=due.pk).update(delete_on=TODAY)
    Dialogue.objects.filter(pk=later.pk).update(delete_on=TODAY + timedelta(days=1))

    assert [actions.delete_due_dialogues(TODAY), actions.delete_due_dialogues(TODAY)] == [1, 0]

    assert list(Dialogue.objects.all()) == [later]
    assert set(Note.objects.values_list("dialogue", flat=True)) == {later.pk}
    agreed.refresh_from_db()
    assert agreed.last_dialogue_at is not None
    assert kinds(due)[-1] == "deleted"


def test_nothing_of_the_text_lies_open(agreed: Assignment, cast: Cast, bo: Actor) -> None:
    dialogue = plan(bo, agreed)
    actions.write_preparation(actor=bo, dialogue=dialogue, point=Point.GIVES, text=MARKER)
    actions.begin_dialogue(actor=bo, dialogue=dialogue)
    actions.write_note(actor=bo, dialogue=dialogue, point=Point.GIVES, text=MARKER)
    add(bo, dialogue, person=cast.bo, text=MARKER)

    assert MARKER not in str(list(Event.objects.values_list("facts", flat=True)))
    for model in (Preparation, Note, NextStep):
        assert MARKER in model.objects.values_list("text", flat=True)
        raw = stored(model._meta.db_table)
        assert raw
        assert all(MARKER not in text and text.startswith("gAAAA") for text in raw)


def stored(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {connection.ops.quote_name(table)} WHERE text <> ''")  # noqa: S608 - a table of ours
        return [row[0] for row in cursor.fetchall()]
