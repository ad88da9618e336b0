"""Dialogues as the tests of them need them: planned, begun, held, approved; and what is on their pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import Assignment, Dialogue, NextStep, Point
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Duty, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor

MARKER = "Jag hinner inte sova i höst"
PART = {"HX-Request": "true"}


def plan(who: Actor, assignment: Assignment, **over: Any) -> Dialogue:
    fields: dict[str, Any] = {"starts_at": timezone.now() + timedelta(minutes=5), **over}
    return actions.plan_dialogue(actor=who, assignment=assignment, **fields)


def begin(cast: Cast, dialogue: Dialogue) -> Dialogue:
    return actions.begin_dialogue(actor=actor(cast.bo), dialogue=dialogue)


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
    yesterday = timezone.localdate() - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)


def broken(action: Any, **arguments: Any) -> str:
    with pytest.raises(RuleBroken) as found:
        action(**arguments)
    return found.value.sentence


def add(who: Actor, dialogue: Dialogue, **over: Any) -> NextStep:
    due_on = timezone.localdate(dialogue.starts_at) + timedelta(days=7)
    fields: dict[str, Any] = {"text": "Lägg in tre timmar", "due_on": due_on, **over}
    return actions.add_step(actor=who, dialogue=dialogue, **fields)


# On the pages


def url(dialogue: Dialogue, name: str = "", **more: Any) -> str:
    view = f"assignments:dialogue{f'-{name}' if name else ''}"
    return reverse(view, kwargs={"pk": dialogue.pk, **more})


def page(client: Client, dialogue: Dialogue) -> str:
    answer = client.get(url(dialogue))
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, dialogue: Dialogue, name: str, **more: Any) -> str:
    """Presses a button; what the page says then."""
    client.post(url(dialogue, "act"), {"act": name, **more})
    dialogue.refresh_from_db()
    return page(client, dialogue)


def kinds_by(person: Any, dialogue: Dialogue) -> list[str]:
    events = Event.objects.filter(matter_id=dialogue.pk, actor=person).order_by("at", "id")
    return [event.kind for event in events]


def prepare(client: Client, dialogue: Dialogue, sent: dict[str, str], *, part: bool = True) -> Any:
    headers = PART if part else {}
    return client.post(url(dialogue, "prepare"), sent, headers=headers)


def note(client: Client, dialogue: Dialogue, point: str = "gives", **sent: Any) -> str:
    answer = client.post(url(dialogue, "note", point=point), sent, headers=PART)
    assert answer.status_code == 200
    return str(answer.content.decode())


def pen(client: Client, dialogue: Dialogue, act: str = "take") -> str:
    address = url(dialogue, "pen", point="gives")
    return str(client.post(address, {"act": act}, headers=PART).content.decode())
