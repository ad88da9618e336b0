"""Two at two screens press at the same moment. Needs a database that lets them: PostgreSQL."""

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import Assignment, Dialogue, DialogueState, Note, Point
from samsyn.assignments.tests.talking import add, begun, held
from samsyn.core.models import uuid7
from samsyn.core.versions import revision_of
from samsyn.organisations.models import Event
from samsyn.organisations.tests.test_two_at_once import at_once
from tests.cast import Cast, actor, make_agreed, make_cast, make_post

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory"),
]


def made() -> tuple[Cast, Assignment]:
    cast = make_cast()
    return cast, make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)


def test_both_plan_the_same_time_and_it_is_planned_once() -> None:
    cast, agreed = made()
    starts_at = timezone.now()

    broken = at_once(
        *[
            lambda who=who: actions.plan_dialogue(
                actor=actor(who), assignment=agreed, starts_at=starts_at, key=uuid7()
            )
            for who in (cast.bo, cast.rut)
        ]
    )

    assert (broken, Dialogue.objects.count()) == ([], 1)
    assert Event.objects.filter(kind="dialogue.planned").count() == 1


def test_both_begin_and_the_agenda_is_there_once() -> None:
    cast, agreed = made()
    dialogue = actions.plan_dialogue(
        actor=actor(cast.bo), assignment=agreed, starts_at=timezone.now()
    )

    broken = at_once(
        *[
            lambda who=who: actions.begin_dialogue(actor=actor(who), dialogue=dialogue)
            for who in (cast.bo, cast.rut)
        ]
    )

    assert (broken, Note.objects.count()) == ([], len(Point))
    assert Event.objects.filter(kind="dialogue.begun").count() == 1


def test_both_take_the_pen_and_one_gets_it() -> None:
    cast, agreed = made()
    dialogue = begun(actor(cast.bo), agreed)

    broken = at_once(
        *[
            lambda who=who: actions.write_note(
                actor=actor(who), dialogue=dialogue, point=Point.GIVES, text=who.given_name
            )
            for who in (cast.bo, cast.rut)
        ]
    )

    note = Note.objects.get(point=Point.GIVES)
    assert broken == []
    assert note.writer is not None
    assert note.text == note.writer.given_name
    dialogue.refresh_from_db()
    assert dialogue.revision == 1


def test_a_yes_and_a_change_at_once_leave_no_yes_to_what_was_not_read() -> None:
    cast, agreed = made()
    dialogue = held(actor(cast.bo), agreed)
    note = Note.objects.get(point=Point.HINDERS)
    bo, rut = actor(cast.bo), actor(cast.rut)

    broken = at_once(
        lambda: actions.approve_dialogue(actor=bo, dialogue=dialogue, revision=1),
        lambda: actions.write_note(
            actor=rut,
            dialogue=dialogue,
            point=Point.HINDERS,
            text="Tiden och lokalerna",
            revision=revision_of(note),
        ),
    )

    dialogue.refresh_from_db()
    assert broken == []
    assert (dialogue.revision, dialogue.holder_approved_at) == (2, None)


def test_both_approve_at_once_and_it_stands_once() -> None:
    cast, agreed = made()
    dialogue = held(actor(cast.bo), agreed)

    broken = at_once(
        *[
            lambda who=who: actions.approve_dialogue(
                actor=actor(who), dialogue=dialogue, revision=1
            )
            for who in (cast.bo, cast.rut)
        ]
    )

    dialogue.refresh_from_db()
    kinds = Event.objects.filter(kind__startswith="dialogue.approved").values_list(
        "kind", flat=True
    )
    assert (broken, dialogue.state) == ([], DialogueState.APPROVED)
    assert sorted(kinds) == ["dialogue.approved", "dialogue.approved_by_one"]


def test_the_same_step_sent_twice_is_one() -> None:
    cast, agreed = made()
    dialogue, key = begun(actor(cast.bo), agreed), uuid7()

    broken = at_once(*[lambda: add(actor(cast.bo), dialogue, person=cast.bo, key=key)] * 2)

    assert (broken, dialogue.steps.count()) == ([], 1)


def test_two_workers_delete_a_dialogue_once() -> None:
    cast, agreed = made()
    begun(actor(cast.bo), agreed)
    Dialogue.objects.update(delete_on=timezone.localdate())

    broken = at_once(*[actions.delete_due_dialogues] * 2)

    assert (broken, Dialogue.objects.count()) == ([], 0)
    assert Event.objects.filter(kind="dialogue.deleted").count() == 1
