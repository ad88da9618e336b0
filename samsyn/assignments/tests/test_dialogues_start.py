"""What dialogues put on the start pages of their two, and on nobody else's; and the part on the assignment's page."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.dialogue_start import (
    dialogues_waiting,
    steps_of_the_other,
    steps_waiting,
)
from samsyn.assignments.models import Assignment, Dialogue, NextStep
from samsyn.assignments.queries.dialogues import dialogue_part
from samsyn.assignments.tests.talking import add, begun, plan
from samsyn.core.panels import Item
from samsyn.organisations.access import Actor
from samsyn.organisations.models import AddressChange, AddressState, Delegation, Duty
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor


def titles(items: Any) -> list[str]:
    return [str(item.title) for item in items]


def agree_on_steps(cast: Cast, agreed: Assignment) -> Dialogue:
    bo, rut = actor(cast.bo), actor(cast.rut)
    dialogue = begun(bo, agreed)
    add(bo, dialogue, text="Ring Amina", person=cast.bo)
    add(bo, dialogue, text="Lägg schema", person=cast.rut)
    add(bo, dialogue, text="Om ett år", person=cast.bo, due_on=date(2099, 1, 1))
    actions.end_dialogue(actor=bo, dialogue=dialogue)
    for who in (bo, rut):
        actions.approve_dialogue(actor=who, dialogue=dialogue, revision=3)
    return dialogue


def test_what_is_near_waits_to_be_prepared_until_one_is_done(
    agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    dialogue = plan(bo, agreed, starts_at=timezone.now() + timedelta(days=5))
    plan(bo, agreed, starts_at=timezone.now() + timedelta(days=40))

    (item,) = dialogues_waiting(bo, None)
    assert (item.title, item.on) == (
        "Förbered dialogen med Rut",
        timezone.localdate(dialogue.starts_at),
    )
    actions.finish_preparation(actor=bo, dialogue=dialogue)
    assert titles(dialogues_waiting(bo, None)) == []
    assert titles(dialogues_waiting(rut, None)) == ["Förbered dialogen med Bo"]


def test_notes_wait_for_whoever_has_not_said_yes(agreed: Assignment, bo: Actor, rut: Actor) -> None:
    dialogue = begun(bo, agreed)
    actions.end_dialogue(actor=bo, dialogue=dialogue)
    actions.approve_dialogue(actor=bo, dialogue=dialogue, revision=0)

    assert titles(dialogues_waiting(bo, None)) == []
    (item,) = dialogues_waiting(rut, None)
    assert str(item.title).startswith("Godkänn anteckningarna från dialogen ")


def test_agreed_steps_stand_on_both_pages_with_their_days(
    cast: Cast, agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    agree_on_steps(cast, agreed)

    (own,) = steps_waiting(bo, None)
    assert isinstance(own, Item)
    assert (own.title, own.send) == ("Ring Amina", (("act", "done"), ("next", "start")))
    assert own.on == timezone.localdate() + timedelta(days=7)
    (other,) = steps_of_the_other(bo, None)
    due, today = (date_format(day, "j F") for day in (own.on, timezone.localdate()))
    assert (other.title, other.on) == ("Rut: Lägg schema", timezone.localdate())
    assert other.text == f"Klart senast {due}. Ni kom överens om det i dialogen {today}."
    assert titles(steps_waiting(rut, None)) == ["Lägg schema"]
    for person in (cast.lena, cast.hedda, cast.adam, cast.dag, cast.cecilia):
        found = [*steps_waiting(actor(person), None), *steps_of_the_other(actor(person), None)]
        assert found == []


def test_the_others_step_is_new_for_a_fortnight_when_agreed_due_and_done(
    cast: Cast, agreed: Assignment, bo: Actor
) -> None:
    dialogue = agree_on_steps(cast, agreed)
    step = NextStep.objects.get(person=cast.rut)
    now, today = timezone.now(), timezone.localdate()

    def says(agreed_for: int, due_in: int, done_for: int | None = None) -> list[tuple[int, str]]:
        at = now - timedelta(days=agreed_for)
        Dialogue.objects.update(holder_approved_at=at, counterpart_approved_at=at)
        step.due_on = today + timedelta(days=due_in)
        step.done_at = None if done_for is None else now - timedelta(days=done_for)
        step.save()
        found = list(steps_of_the_other(bo, None))
        assert titles(found) == ["Rut: Lägg schema"] * len(found)
        return [
            ((today - (item.on or today)).days, str(item.text).partition(".")[0]) for item in found
        ]

    def due(days: int) -> str:
        return f"Klart senast {date_format(today + timedelta(days=days), 'j F')}"

    assert says(14, 20) == [(14, due(20))]
    assert says(15, 20) == says(15, 1) == []
    assert says(15, 0) == [(0, due(0))]
    assert says(60, -14) == [(14, due(-14))]
    assert says(60, -15) == []
    assert says(60, 20, 0) == [(0, "Det är gjort")]
    assert says(60, -40, 14) == [(14, "Det är gjort")]
    assert says(60, -40, 15) == []
    assert dialogue.steps.count() == 3


def test_where_rooms_are_shut_no_step_is_shown(cast: Cast, agreed: Assignment, bo: Actor) -> None:
    agree_on_steps(cast, agreed)
    AddressChange.objects.create(
        person=cast.bo,
        old_email="bo@samsyn.example",
        new_email="ny@samsyn.example",
        due_at=timezone.now(),
        state=AddressState.DONE,
    )

    assert [*steps_waiting(bo, None), *steps_of_the_other(bo, None)] == []
    assert titles(dialogues_waiting(bo, None)) == []


def test_the_part_on_the_assignments_page_is_for_the_two_and_no_deputy(
    cast: Cast, agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    held = agree_on_steps(cast, agreed)
    planned = plan(bo, agreed, starts_at=timezone.now() + timedelta(days=30))
    actions.cancel_dialogue(
        actor=bo, dialogue=plan(bo, agreed, starts_at=timezone.now() + timedelta(days=31))
    )
    today = timezone.localdate()
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.tora, starts_on=today, ends_on=today)

    for who in (bo, rut):
        part = dialogue_part(who, agreed)
        assert part is not None
        assert (part.planned, part.held, part.may_plan) == ([planned], [held], True)
    for person in (cast.tora, cast.lena, cast.hedda, cast.adam):
        assert dialogue_part(actor(person), agreed) is None
