"""Dialogues after the talk: steps, approved by both, released by both, broken off, deleted on their day."""

from datetime import date, timedelta
from typing import Any

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
from samsyn.assignments.tests.talking import (
    MARKER,
    add,
    approved,
    begun,
    broken,
    held,
    kinds,
    leave,
    plan,
)
from samsyn.core.models import uuid7
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Duty, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor

TODAY = timezone.localdate()


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
