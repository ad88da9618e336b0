"""The pages of dialogues before the talk: who gets in, planning, preparing; and that nobody else sees anything at all."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import Assignment, Dialogue, Point, Preparation
from samsyn.assignments.tests.talking import (
    MARKER,
    PART,
    act,
    begin,
    kinds_by,
    page,
    plan,
    prepare,
    url,
)
from samsyn.core.versions import revision_of
from samsyn.organisations.actions.addresses import put_due_addresses_in_force, set_address
from samsyn.organisations.models import AddressChange, Delegation, Duty, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor


def test_others_at_the_school_get_nothing_and_the_two_see_that_they_asked(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    others = [cast.lena, cast.tora, cast.adam, cast.hedda, cast.dag, cast.anna, cast.cecilia]

    answers = {person.name: screen_for(person).get(url(dialogue)).status_code for person in others}

    assert set(answers.values()) == {404}
    assert kinds_by(cast.adam, dialogue) == ["dialogue.refused"]
    said = page(screen_for(cast.bo), dialogue)
    assert re.search(r"<b>Adam Al</b>\s+försökte en gång, .* och såg ingenting", said)


def test_a_deputy_and_a_former_principal_get_nothing(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    today = timezone.localdate()
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.tora, starts_on=today, ends_on=today)
    assert screen_for(cast.tora).get(url(dialogue)).status_code == 404

    duty.ends_on = today - timedelta(days=1)
    duty.save()

    assert screen_for(cast.rut).get(url(dialogue)).status_code == 404
    said = page(screen_for(cast.bo), dialogue)
    assert "Dialogen kan inte hållas" in said


def test_what_is_no_dialogue_leaves_no_line(
    cast: Cast, screen_for: Any, agreed: Assignment
) -> None:
    address = reverse("assignments:dialogue", args=[agreed.pk])

    assert screen_for(cast.adam).get(address).status_code == 404
    assert not Event.objects.filter(kind="dialogue.refused").exists()


def test_rooms_are_shut_to_an_address_nobody_vouches_for(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    set_address(actor=actor(cast.adam), person=cast.bo, email="bo.ny@samsyn.example")
    AddressChange.objects.update(due_at=timezone.now())
    put_due_addresses_in_force()
    cast.bo.refresh_from_db()
    bo = screen_for(cast.bo)

    for address in (url(dialogue), url(dialogue, "taken-out"), reverse("assignments:dialogues")):
        answer = bo.get(address)
        assert answer.status_code == 403
        assert "Dialogerna är stängda tills vidare" in answer.content.decode()
    assert kinds_by(cast.bo, dialogue) == [
        "dialogue.planned",
        "dialogue.refused",
        "dialogue.refused",
    ]


def test_a_visit_is_a_line_and_a_page_left_open_is_none(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    rut = screen_for(cast.rut)
    page(rut, dialogue)
    begin(cast, dialogue)

    rut.get(url(dialogue, "news"), headers=PART)
    rut.get(url(dialogue, "taken-out"))

    assert kinds_by(cast.rut, dialogue) == ["dialogue.opened", "dialogue.taken_out"]
    said = page(screen_for(cast.bo), dialogue)
    assert re.search(r"<b>Rut Rönn</b>\s+öppnade den en gång", said)
    assert re.search(r"<b>Rut Rönn</b>\s+tog ut den en gång", said)


# Planning


def test_a_dialogue_is_planned_on_the_proposed_day_in_swedish_time(
    cast: Cast, agreed: Assignment, screen_for: Any
) -> None:
    bo, address = screen_for(cast.bo), reverse("assignments:dialogue-plan", args=[agreed.pk])
    form = bo.get(address).context["form"]
    day = form.initial["day"]
    sent = {"day": day, "time": "15:00", "minutes": 40, "count": 1, "weeks": 6, "where": "Rummet"}

    for _time in range(2):
        bo.post(address, {**sent, "key": form["key"].value()})

    found = Dialogue.objects.get()
    local = timezone.localtime(found.starts_at)
    assert (local.date(), local.hour, found.where) == (day, 15, "Rummet")
    assert day.weekday() < 5


def test_several_are_planned_at_once(cast: Cast, agreed: Assignment, screen_for: Any) -> None:
    Assignment.objects.update(ends_on=timezone.localdate() + timedelta(days=300))
    address = reverse("assignments:dialogue-plan", args=[agreed.pk])
    day = timezone.localdate() + timedelta(days=7)
    sent = {"day": day, "time": "15:00", "minutes": 40, "count": 3, "weeks": 6}

    said = screen_for(cast.bo).post(address, sent, follow=True).content.decode()

    assert "3 dialoger är planerade." in said
    assert {timezone.localtime(d.starts_at).hour for d in Dialogue.objects.all()} == {15}


def test_moved_onto_another_says_so_at_the_day(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, screen_for: Any
) -> None:
    other = timezone.localtime(dialogue.starts_at + timedelta(days=1)).replace(
        second=0, microsecond=0
    )
    plan(actor(cast.bo), agreed, starts_at=other)
    sent = {"day": other.date(), "time": f"{other:%H:%M}", "minutes": 40}

    answer = screen_for(cast.bo).post(url(dialogue, "move"), sent)

    assert answer.context["form"].errors == {"day": ["Det finns redan en dialog på den tiden."]}


def test_a_cancelled_dialogue_shows_each_their_own_words(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    actions.write_preparation(
        actor=actor(cast.rut), dialogue=dialogue, point=Point.GIVES, text=MARKER
    )

    said = act(screen_for(cast.bo), dialogue, "cancel")

    assert "är inställd" in said
    assert MARKER not in said
    assert MARKER in page(screen_for(cast.rut), dialogue)


# Preparing


def test_a_text_saves_itself_and_hands_back_its_revision(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo = screen_for(cast.bo)
    sent = {"gives-text": MARKER, "gives-revision": "none"}

    saved = prepare(bo, dialogue, sent).content.decode()

    row = Preparation.objects.get()
    assert (row.point, row.text) == ("gives", MARKER)
    assert f'value="{revision_of(row)}"' in saved
    assert MARKER not in saved
    assert [e.kind for e in Event.objects.filter(matter_id=dialogue.pk)] == ["dialogue.planned"]


def test_the_others_preparation_is_shut_until_both_are_done(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
    prepare(rut, dialogue, {"hinders-text": MARKER, "finish": "1"}, part=False)

    shut = page(bo, dialogue)
    assert "Det Rut förbereder är stängt för dig" in shut
    assert "Rut är klar." in shut
    assert MARKER not in shut
    assert MARKER not in bo.get(url(dialogue, "news")).content.decode()
    word = b"".join(bo.get(url(dialogue, "taken-out")).streaming_content)
    assert MARKER.encode() not in unzipped(word)

    prepare(bo, dialogue, {"finish": "1"}, part=False)
    assert MARKER in page(bo, dialogue)


def unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return found.read("word/document.xml")


def test_two_windows_of_ones_own_show_both_versions(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo = screen_for(cast.bo)
    prepare(bo, dialogue, {"gives-text": "Först", "gives-revision": "none"})

    answer = prepare(bo, dialogue, {"gives-text": "Sedan", "gives-revision": "none"})

    assert answer["HX-Retarget"] == "#preparation-form"
    said = answer.content.decode()
    assert "Först" in said
    assert "Sedan" in said
    assert Preparation.objects.get().text == "Först"


def test_a_single_dialogue_asks_for_nothing_that_several_need(
    cast: Cast, agreed: Assignment, screen_for: Any
) -> None:
    address = reverse("assignments:dialogue-plan", args=[agreed.pk])
    bo, day = screen_for(cast.bo), timezone.localdate() + timedelta(days=9)

    asked = bo.get(address).content.decode()
    sent = {"day": day, "time": "15:00", "minutes": 40, "count": 3, "weeks": ""}
    refused = bo.post(address, sent).content.decode()

    shut = asked.partition('<details class="dialogue-several" >')[2]
    assert "Planera flera på en gång" in shut
    assert ('name="count"' in shut, 'name="weeks"' in shut) == (True, True)
    assert '<details class="dialogue-several" open>' in refused
