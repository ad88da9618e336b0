"""An earlier day for a dialogue to be deleted: set by either of the two, never a later one, and the other is told."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import Assignment, Dialogue
from samsyn.assignments.tests.agreeing import signed_in
from samsyn.assignments.tests.talking import begun, broken, held, kinds, url
from samsyn.notifications import actions as notifications
from samsyn.organisations.access import Actor
from tests.cast import Cast, actor

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=14)


@pytest.fixture
def talk(bo: Actor, agreed: Assignment) -> Dialogue:
    return held(bo, agreed)


def ask(client: Client, dialogue: Dialogue, day: date) -> str:
    answer = client.post(url(dialogue, "deletion"), {"delete_on": day.isoformat()}, follow=True)
    dialogue.refresh_from_db()
    return str(answer.content.decode())


@pytest.mark.parametrize(("who", "other"), [("bo", "rut"), ("rut", "bo")])
def test_either_sets_it_and_the_other_is_told(
    cast: Cast, talk: Dialogue, who: str, other: str
) -> None:
    mail.outbox.clear()
    notifications.begin_reading(timezone.now())

    read = ask(signed_in(getattr(cast, who)), talk, SOON)
    notifications.tell_of_events()

    assert (talk.delete_on, kinds(talk)[-2:]) == (SOON, ["deletion_set", "opened"])
    assert "Dagen är bestämd. Den andra av er får veta det." in read
    (told,) = [m for m in mail.outbox if m.subject == "En dialog raderas tidigare"]
    assert told.to == [getattr(cast, other).email]


def test_never_later_than_it_would_have_been(cast: Cast, talk: Dialogue) -> None:
    before = talk.delete_on
    assert before is not None

    read = ask(signed_in(cast.bo), talk, before + timedelta(days=1))

    assert (talk.delete_on, "Välj en tidigare dag." in read) == (before, True)


def test_the_one_who_set_it_cannot_take_it_back(cast: Cast, talk: Dialogue, bo: Actor) -> None:
    actions.set_deletion_day(actor=bo, dialogue=talk, delete_on=SOON)

    said = broken(
        actions.set_deletion_day, actor=bo, dialogue=talk, delete_on=SOON + timedelta(days=1)
    )

    assert said.startswith("Den raderas senast den ")


def test_the_other_has_time_to_take_it_out(cast: Cast, talk: Dialogue) -> None:
    read = ask(signed_in(cast.rut), talk, SOON - timedelta(days=1))

    assert talk.delete_on != SOON - timedelta(days=1)
    assert "Den andra ska hinna ta ut texten." in read


def test_said_twice_it_is_told_once(talk: Dialogue, bo: Actor, rut: Actor) -> None:
    for who in (bo, rut, bo):
        actions.set_deletion_day(actor=who, dialogue=talk, delete_on=SOON)

    assert kinds(talk).count("deletion_set") == 1


def test_not_while_it_goes_on(agreed: Assignment, bo: Actor) -> None:
    said = broken(actions.set_deletion_day, actor=bo, dialogue=begun(bo, agreed), delete_on=SOON)

    assert said == "Dagen bestäms när dialogen har hållits."


def test_nobody_else_sets_it(cast: Cast, talk: Dialogue) -> None:
    statuses = {
        who: signed_in(getattr(cast, who))
        .post(url(talk, "deletion"), {"delete_on": SOON.isoformat()})
        .status_code
        for who in ("hedda", "adam", "lena", "anna")
    }

    talk.refresh_from_db()
    assert set(statuses.values()) == {404}
    assert talk.delete_on != SOON
    assert (
        broken(actions.set_deletion_day, actor=actor(cast.hedda), dialogue=talk, delete_on=SOON)
        == "Bara ni två i dialogen kan göra det här."
    )


def test_on_that_day_it_goes(talk: Dialogue, bo: Actor) -> None:
    actions.set_deletion_day(actor=bo, dialogue=talk, delete_on=SOON)

    assert (actions.delete_due_dialogues(SOON), Dialogue.objects.count()) == (1, 0)
