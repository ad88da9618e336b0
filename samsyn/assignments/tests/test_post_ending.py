"""What ends with a career post: told before it is done, done in one go, noted, and sent to both calendars."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions.following import close_outcome, write_outcome
from samsyn.assignments.actions.posts import edit_post, end_post
from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Dialogue,
    DialogueState,
    State,
)
from samsyn.assignments.tests.agreeing import page, said, signed_in
from samsyn.assignments.tests.talking import held, plan
from samsyn.core.rules import RuleBroken
from samsyn.notifications import actions as notifications
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Event
from tests.cast import Cast, actor, make_agreed, make_assignment, make_post

TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=30)
NEXT_YEAR = {
    "starts_on": TODAY + timedelta(days=200),
    "ends_on": TODAY + timedelta(days=400),
}


@pytest.fixture
def post(cast: Cast) -> CareerPost:
    return make_post(cast.bo, cast.bjorkskolan)


@pytest.fixture
def running(cast: Cast, post: CareerPost) -> Assignment:
    days = {"starts_on": TODAY - timedelta(days=60), "ends_on": TODAY + timedelta(days=150)}
    return make_agreed(post, cast.rut, **days)


@pytest.fixture
def draft(cast: Cast, post: CareerPost, running: Assignment) -> Assignment:
    return make_assignment(post, cast.rut, year=running.year + 1, title="Nästa år", **NEXT_YEAR)


def dialogue_in(days: int, who: Actor, assignment: Assignment) -> Dialogue:
    return plan(who, assignment, starts_at=timezone.now() + timedelta(days=days))


def end(cast: Cast, post: CareerPost, day: date = LAST) -> None:
    end_post(actor=actor(cast.adam), post=post, ends_on=day)


def state_of(assignment: Assignment) -> tuple[str, date]:
    assignment.refresh_from_db()
    return assignment.state, assignment.ends_on


def kinds(assignment: Assignment) -> list[str]:
    events = Event.objects.filter(matter_id=assignment.pk).order_by("at", "id")
    return [event.kind for event in events]


def test_those_in_force_end_the_same_day_and_drafts_are_closed(
    cast: Cast, post: CareerPost, running: Assignment, draft: Assignment
) -> None:
    for _ in range(2):
        end(cast, post)

    assert state_of(running) == (State.IN_FORCE, LAST)
    assert state_of(draft) == (State.ENDED, NEXT_YEAR["starts_on"])
    assert (kinds(running), kinds(draft)) == (["assignment.shortened"], ["assignment.ended"])


def test_one_that_was_to_begin_later_never_does(cast: Cast, post: CareerPost) -> None:
    later = make_agreed(post, cast.rut, **NEXT_YEAR)

    end(cast, post)

    assert state_of(later) == (State.ENDED, NEXT_YEAR["starts_on"])


def test_what_ends_before_is_left_alone(cast: Cast, post: CareerPost, running: Assignment) -> None:
    evaluated = make_agreed(post, cast.rut, year=running.year - 1, state=State.EVALUATED)
    other = make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut)
    last = running.ends_on

    end(cast, post, last)

    assert (state_of(running)[1], state_of(evaluated)[0]) == (last, State.EVALUATED)
    assert state_of(other)[0] == State.IN_FORCE
    assert kinds(running) == kinds(other) == []


def test_dialogues_after_the_day_are_cancelled_and_both_calendars_told(
    cast: Cast, bo: Actor, post: CareerPost, running: Assignment
) -> None:
    before, after = (dialogue_in(days, bo, running) for days in (20, 40))
    mail.outbox.clear()
    notifications.begin_reading(timezone.now())

    end(cast, post)
    notifications.tell_of_events()

    states = {d.pk: d.state for d in Dialogue.objects.all()}
    assert states == {before.pk: DialogueState.PLANNED, after.pk: DialogueState.CANCELLED}
    running.refresh_from_db()
    assert running.next_dialogue_at == before.starts_at
    cancelled = [m for m in mail.outbox if b"METHOD:CANCEL" in m.message().as_bytes()]
    assert sorted(m.to[0] for m in cancelled) == [cast.bo.email, cast.rut.email]
    told = [m.to[0] for m in mail.outbox if m.subject.startswith("Slutar tidigare")]
    assert sorted(told) == [cast.bo.email, cast.rut.email]


def test_on_the_last_day_itself_the_dialogue_is_held(
    cast: Cast, bo: Actor, post: CareerPost, running: Assignment
) -> None:
    dialogue = dialogue_in(30, bo, running)

    end(cast, post, timezone.localdate(dialogue.starts_at))

    dialogue.refresh_from_db()
    assert dialogue.state == DialogueState.PLANNED


def test_shortening_a_post_where_it_is_changed_does_the_same(
    cast: Cast, bo: Actor, post: CareerPost, running: Assignment
) -> None:
    dialogue = dialogue_in(40, bo, running)

    edit_post(
        actor=actor(cast.rut),
        post=post,
        role=post.role,
        starts_on=post.starts_on,
        ends_on=LAST,
        teaching_percent=60,
    )

    dialogue.refresh_from_db()
    assert (state_of(running)[1], dialogue.state) == (LAST, DialogueState.CANCELLED)


def sent(post: CareerPost, name: str, **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {"ends_on": LAST.isoformat(), **more}
    if name == "post-edit":
        fields |= {"role": post.role, "starts_on": post.starts_on, "teaching_percent": 80}
    return fields


@pytest.mark.parametrize("name", ["post-end", "post-edit"])
def test_it_is_told_before_it_is_done(
    cast: Cast, post: CareerPost, running: Assignment, draft: Assignment, name: str
) -> None:
    client, here = signed_in(cast.rut), reverse(f"assignments:{name}", args=[post.pk])

    first = client.post(here, sent(post, name))

    assert first.status_code == 200
    assert f"Uppdraget ”{running.title}” på Björkskolan slutar samma dag." in said(first)
    assert "Utkastet till uppdrag på Björkskolan stängs." in said(first)
    assert "Dialoger som är planerade efter den dagen ställs in" in said(first)
    assert state_of(running)[1] != LAST

    second = client.post(here, sent(post, name, told=first.context["form"]["told"].value()))

    assert second.status_code == 302
    assert state_of(running) == (State.IN_FORCE, LAST)


def test_another_day_is_told_anew(cast: Cast, post: CareerPost, running: Assignment) -> None:
    client, here = signed_in(cast.rut), reverse("assignments:post-end", args=[post.pk])
    told = (LAST + timedelta(days=5)).isoformat()

    answer = client.post(here, sent(post, "post-end", told=told))

    assert (answer.status_code, state_of(running)[1] == LAST) == (200, False)


def test_where_nothing_more_ends_it_is_done_at_once(cast: Cast, post: CareerPost) -> None:
    here = reverse("assignments:post-end", args=[post.pk])

    answer = signed_in(cast.rut).post(here, sent(post, "post-end"))

    post.refresh_from_db()
    assert (answer.status_code, post.ends_on) == (302, LAST)


def test_a_closed_draft_is_read_by_the_two_and_no_colleague(
    cast: Cast, post: CareerPost, draft: Assignment
) -> None:
    draft.versions.get().parts.create(part="mandate", text="Leder ämneslaget")
    end(cast, post)

    for who in (cast.bo, cast.rut):
        read = page(who, draft)
        assert "Leder ämneslaget" in read
        assert "Ett utkast som stängdes innan det blev överenskommet" in read
        assert f"/uppdrag/{draft.pk}/del/mandate/" not in read

    visible = [
        Assignment.objects.visible_to(actor(who)).filter(pk=draft.pk).exists()
        for who in (cast.lena, cast.tora, cast.anna)
    ]
    assert visible == [False, False, False]
    with pytest.raises(RuleBroken):
        write_outcome(actor=actor(cast.bo), assignment=draft, seen="Något")


def test_closing_how_it_turned_out_cancels_what_was_planned(
    cast: Cast, bo: Actor, rut: Actor, running: Assignment
) -> None:
    past = held(bo, running)
    planned = dialogue_in(40, bo, running)
    mail.outbox.clear()
    notifications.begin_reading(timezone.now())
    written = write_outcome(actor=bo, assignment=running, seen="Fler resonerar")

    close_outcome(actor=bo, assignment=running, revision=written.revision)
    planned.refresh_from_db()
    assert planned.state == DialogueState.PLANNED
    close_outcome(actor=rut, assignment=running, revision=written.revision)
    notifications.tell_of_events()

    states = {d.pk: d.state for d in Dialogue.objects.all()}
    assert states == {past.pk: DialogueState.HELD, planned.pk: DialogueState.CANCELLED}
    running.refresh_from_db()
    assert (running.state, running.next_dialogue_at) == (State.EVALUATED, None)
    cancelled = [m for m in mail.outbox if b"METHOD:CANCEL" in m.message().as_bytes()]
    assert sorted(m.to[0] for m in cancelled) == [cast.bo.email, cast.rut.email]
