"""What dialogues put on the start pages of their two, and on nobody else's; and the part on the assignment's page."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.dialogue_start import (
    dialogues_waiting,
    steps_of_the_other,
    steps_waiting,
)
from samsyn.assignments.models import Assignment, Dialogue
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
    assert titles(steps_of_the_other(bo, None)) == ["Rut: Lägg schema"]
    assert titles(steps_waiting(rut, None)) == ["Lägg schema"]
    for person in (cast.lena, cast.hedda, cast.adam, cast.dag, cast.cecilia):
        found = [*steps_waiting(actor(person), None), *steps_of_the_other(actor(person), None)]
        assert found == []


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
