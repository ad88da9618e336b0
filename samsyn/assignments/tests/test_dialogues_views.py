"""The pages of dialogues: what the two see in each state, and that nobody else sees anything at all."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import Assignment, Dialogue, DialogueState, Note, Point, Preparation
from samsyn.core.models import OutgoingMail
from samsyn.core.versions import revision_of
from samsyn.organisations.actions.addresses import put_due_addresses_in_force, set_address
from samsyn.organisations.models import AddressChange, Delegation, Duty, Event, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_post

MARKER = "Jag orkar inte mer i höst"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PART = {"HX-Request": "true"}


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """A browser of each one's own: the two sit at two screens."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person.user, backend=BACKEND)  # type: ignore[arg-type]  # everybody in the cast has one
        return client

    return sign_in


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, dialogue_weeks=6)


@pytest.fixture
def dialogue(cast: Cast, agreed: Assignment) -> Dialogue:
    return plan(cast, agreed)


def plan(cast: Cast, agreed: Assignment, **over: Any) -> Dialogue:
    fields = {"starts_at": timezone.now() + timedelta(minutes=5), **over}
    return actions.plan_dialogue(actor=actor(cast.bo), assignment=agreed, **fields)


def begin(cast: Cast, dialogue: Dialogue) -> Dialogue:
    return actions.begin_dialogue(actor=actor(cast.bo), dialogue=dialogue)


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


# Who gets in


def test_others_at_the_school_get_nothing_and_the_two_see_that_they_asked(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    others = [cast.lena, cast.tora, cast.adam, cast.hedda, cast.dag, cast.anna, cast.cecilia]

    answers = {person.name: client_for(person).get(url(dialogue)).status_code for person in others}

    assert set(answers.values()) == {404}
    assert kinds_by(cast.adam, dialogue) == ["dialogue.refused"]
    said = page(client_for(cast.bo), dialogue)
    assert re.search(r"<b>Adam Al</b>\s+försökte en gång, .* och såg ingenting", said)


def test_a_deputy_and_a_former_principal_get_nothing(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    today = timezone.localdate()
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.tora, starts_on=today, ends_on=today)
    assert client_for(cast.tora).get(url(dialogue)).status_code == 404

    duty.ends_on = today - timedelta(days=1)
    duty.save()

    assert client_for(cast.rut).get(url(dialogue)).status_code == 404
    said = page(client_for(cast.bo), dialogue)
    assert "Dialogen kan inte hållas" in said


def test_what_is_no_dialogue_leaves_no_line(
    cast: Cast, client_for: Any, agreed: Assignment
) -> None:
    address = reverse("assignments:dialogue", args=[agreed.pk])

    assert client_for(cast.adam).get(address).status_code == 404
    assert not Event.objects.filter(kind="dialogue.refused").exists()


def test_rooms_are_shut_to_an_address_nobody_vouches_for(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    set_address(actor=actor(cast.adam), person=cast.bo, email="bo.ny@samsyn.example")
    AddressChange.objects.update(due_at=timezone.now())
    put_due_addresses_in_force()
    cast.bo.refresh_from_db()
    bo = client_for(cast.bo)

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
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    rut = client_for(cast.rut)
    page(rut, dialogue)
    begin(cast, dialogue)

    rut.get(url(dialogue, "news"), headers=PART)
    rut.get(url(dialogue, "taken-out"))

    assert kinds_by(cast.rut, dialogue) == ["dialogue.opened", "dialogue.taken_out"]
    said = page(client_for(cast.bo), dialogue)
    assert re.search(r"<b>Rut Rönn</b>\s+öppnade den en gång", said)
    assert re.search(r"<b>Rut Rönn</b>\s+tog ut den en gång", said)


# Planning


def test_a_dialogue_is_planned_on_the_proposed_day_in_swedish_time(
    cast: Cast, agreed: Assignment, client_for: Any
) -> None:
    bo, address = client_for(cast.bo), reverse("assignments:dialogue-plan", args=[agreed.pk])
    form = bo.get(address).context["form"]
    day = form.initial["day"]
    sent = {"day": day, "time": "15:00", "minutes": 40, "count": 1, "weeks": 6, "where": "Rummet"}

    for _time in range(2):
        bo.post(address, {**sent, "key": form["key"].value()})

    found = Dialogue.objects.get()
    local = timezone.localtime(found.starts_at)
    assert (local.date(), local.hour, found.where) == (day, 15, "Rummet")
    assert day.weekday() < 5


def test_several_are_planned_at_once(cast: Cast, agreed: Assignment, client_for: Any) -> None:
    Assignment.objects.update(ends_on=timezone.localdate() + timedelta(days=300))
    address = reverse("assignments:dialogue-plan", args=[agreed.pk])
    day = timezone.localdate() + timedelta(days=7)
    sent = {"day": day, "time": "15:00", "minutes": 40, "count": 3, "weeks": 6}

    said = client_for(cast.bo).post(address, sent, follow=True).content.decode()

    assert "3 dialoger är planerade." in said
    assert {timezone.localtime(d.starts_at).hour for d in Dialogue.objects.all()} == {15}


def test_moved_onto_another_says_so_at_the_day(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, client_for: Any
) -> None:
    other = timezone.localtime(dialogue.starts_at + timedelta(days=1)).replace(
        second=0, microsecond=0
    )
    plan(cast, agreed, starts_at=other)
    sent = {"day": other.date(), "time": f"{other:%H:%M}", "minutes": 40}

    answer = client_for(cast.bo).post(url(dialogue, "move"), sent)

    assert answer.context["form"].errors == {"day": ["Det finns redan en dialog på den tiden."]}


def test_a_cancelled_dialogue_shows_each_their_own_words(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    actions.write_preparation(
        actor=actor(cast.rut), dialogue=dialogue, point=Point.GIVES, text=MARKER
    )

    said = act(client_for(cast.bo), dialogue, "cancel")

    assert "är inställd" in said
    assert MARKER not in said
    assert MARKER in page(client_for(cast.rut), dialogue)


# Preparing


def prepare(client: Client, dialogue: Dialogue, sent: dict[str, str], *, part: bool = True) -> Any:
    headers = PART if part else {}
    return client.post(url(dialogue, "prepare"), sent, headers=headers)


def test_a_text_saves_itself_and_hands_back_its_revision(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    bo = client_for(cast.bo)
    sent = {"gives-text": MARKER, "gives-revision": "none"}

    saved = prepare(bo, dialogue, sent).content.decode()

    row = Preparation.objects.get()
    assert (row.point, row.text) == ("gives", MARKER)
    assert f'value="{revision_of(row)}"' in saved
    assert MARKER not in saved
    assert [e.kind for e in Event.objects.filter(matter_id=dialogue.pk)] == ["dialogue.planned"]


def test_the_others_preparation_is_shut_until_both_are_done(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    bo, rut = client_for(cast.bo), client_for(cast.rut)
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
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    bo = client_for(cast.bo)
    prepare(bo, dialogue, {"gives-text": "Först", "gives-revision": "none"})

    answer = prepare(bo, dialogue, {"gives-text": "Sedan", "gives-revision": "none"})

    assert answer["HX-Retarget"] == "#preparation-form"
    said = answer.content.decode()
    assert "Först" in said
    assert "Sedan" in said
    assert Preparation.objects.get().text == "Först"


# The talk


def note(client: Client, dialogue: Dialogue, point: str = "gives", **sent: Any) -> str:
    answer = client.post(url(dialogue, "note", point=point), sent, headers=PART)
    assert answer.status_code == 200
    return str(answer.content.decode())


def pen(client: Client, dialogue: Dialogue, act: str = "take") -> str:
    address = url(dialogue, "pen", point="gives")
    return str(client.post(address, {"act": act}, headers=PART).content.decode())


def test_the_other_sees_the_words_come_and_may_take_over(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    bo, rut = client_for(cast.bo), client_for(cast.rut)
    begin(cast, dialogue)
    seen = re.search(r'seen=([^"]+)"', page(rut, dialogue))
    assert seen
    news = f"{url(dialogue, 'news')}?seen={seen[1]}"
    assert rut.get(news).status_code == 204

    pen(bo, dialogue)
    note(bo, dialogue, text="Eleverna frågar mer", revision="")

    heard = rut.get(news).content.decode()
    assert "Eleverna frågar mer" in heard
    assert "Bo skriver här nu" in heard
    pen(rut, dialogue, "over")
    lost = bo.get(f"{url(dialogue, 'news')}?seen=begun.1.0-x&writes=gives").content.decode()
    assert "Den andra har tagit över pennan." in lost
    assert 'id="point-gives"' not in lost


def test_words_written_after_the_pen_was_taken_are_not_lost(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    bo, rut = client_for(cast.bo), client_for(cast.rut)
    begin(cast, dialogue)
    note(bo, dialogue, text="Ett")
    revision = revision_of(Note.objects.get(point="gives"))
    pen(rut, dialogue, "over")
    note(rut, dialogue, text="Ett och två", revision=revision)

    both = note(bo, dialogue, text="Ett och tre", revision=revision)

    assert "Den andra har pennan i den här punkten." in both
    assert "Ett och två" in both
    assert "Ett och tre" in both
    newest = re.search(r'name="revision" value="([^"]+)"', both)
    assert newest
    note(bo, dialogue, text="Ett, två och tre", revision=newest[1], over="1")
    found = Note.objects.get(point="gives")
    assert (found.text, found.writer) == ("Ett, två och tre", cast.bo)


def test_markup_in_a_text_stays_text(cast: Cast, dialogue: Dialogue, client_for: Any) -> None:
    begin(cast, dialogue)
    bo = client_for(cast.bo)
    note(bo, dialogue, text="<script>alert(1)</script>", leave="1")

    said = page(client_for(cast.rut), dialogue)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said


def test_it_works_without_a_script(cast: Cast, dialogue: Dialogue, client_for: Any) -> None:
    bo = client_for(cast.bo)
    act(bo, dialogue, "begin")

    taken = bo.post(url(dialogue, "pen", point="gives"), {"act": "take"})
    assert taken["Location"] == f"{url(dialogue)}#point-gives"
    assert 'name="writes" value="gives"' in page(bo, dialogue)
    bo.post(url(dialogue, "note", point="gives"), {"text": "Mer", "leave": "1"})

    assert "Mer" in page(bo, dialogue)
    assert Note.objects.get(point="gives").writer is None


def test_what_changes_the_page_as_a_whole_is_said_and_takes_nothing_away(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    rut = client_for(cast.rut)
    seen = re.search(r'seen=([^"]+)"', page(rut, dialogue))
    assert seen
    begin(cast, dialogue)

    news = rut.get(f"{url(dialogue, 'news')}?seen={seen[1]}").content.decode()

    assert "Något har hänt här" in news
    assert "hx-swap-oob" not in news


# Steps, approving, afterwards


def test_a_dialogue_from_beginning_to_end(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, client_for: Any
) -> None:
    bo, rut = client_for(cast.bo), client_for(cast.rut)
    assert "Öppna samtalet" in page(bo, dialogue)
    act(bo, dialogue, "begin")
    bo.post(url(dialogue, "step-add"), {"text": "Lägg in tre timmar", "person": cast.rut.pk})
    said = act(rut, dialogue, "end")
    assert "Ett nästa steg saknar datum. Sätt ett först." in said
    said = act(rut, dialogue, "approve", revision=1)
    assert "Sätt först ett datum för varje nästa steg" in said

    step = dialogue.steps.get()
    due_on = timezone.localdate() + timedelta(days=9)
    sent = {"text": step.text, "person": cast.rut.pk, "due_on": due_on}
    bo.post(url(dialogue, "step", step=step.pk), sent)
    assert "Rut väntar" not in act(rut, dialogue, "approve", revision=2)
    assert "väntar på ditt godkännande" in page(bo, dialogue)
    assert "Ni har båda godkänt." in act(bo, dialogue, "approve", revision=2)
    assert dialogue.state == DialogueState.APPROVED

    start = rut.get(reverse("home:start")).content.decode()
    assert "Lägg in tre timmar" in start
    done = url(dialogue, "step-done", step=step.pk)
    assert rut.post(done, {"act": "done", "next": "start"})["Location"] == reverse("home:start")
    step.refresh_from_db()
    assert step.done_at is not None
    # Last time's steps stand first in the next dialogue.
    later = plan(cast, agreed, starts_at=timezone.now() + timedelta(days=30))
    assert "Lägg in tre timmar" in page(bo, later)


def test_a_yes_to_what_was_changed_meanwhile_is_none(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    bo, rut = client_for(cast.bo), client_for(cast.rut)
    act(bo, dialogue, "begin")
    act(bo, dialogue, "end")
    note(rut, dialogue, text="Ett tillägg")

    said = act(bo, dialogue, "approve", revision=0)

    assert "Anteckningarna ändrades efter att du läste dem." in said
    assert dialogue.holder_approved_at is None


def test_released_by_both_the_next_principal_reads_and_changes_nothing(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, client_for: Any
) -> None:
    begin(cast, dialogue)
    actions.write_note(actor=actor(cast.bo), dialogue=dialogue, point=Point.GIVES, text=MARKER)
    bo, rut = client_for(cast.bo), client_for(cast.rut)
    act(bo, dialogue, "end")
    act(bo, dialogue, "release")
    Duty.objects.filter(person=cast.tora).update(role=Role.PRINCIPAL)
    agreed.counterpart = cast.tora
    agreed.save()
    tora = client_for(cast.tora)
    assert tora.get(url(dialogue)).status_code == 404

    act(rut, dialogue, "release")

    said = page(tora, dialogue)
    assert MARKER in said
    assert 'name="act"' not in said
    assert "Skriv här" not in said
    assert "Vem har öppnat" not in said
    assert "Utlämnade till dig" in tora.get(reverse("assignments:dialogues")).content.decode()
    assert "Bara ni två i dialogen kan göra det här." in note(tora, dialogue, text="Mitt")


def test_a_dialogue_broken_off_says_so_to_the_one_who_stays(
    cast: Cast, dialogue: Dialogue, client_for: Any
) -> None:
    begin(cast, dialogue)
    actions.write_note(actor=actor(cast.bo), dialogue=dialogue, point=Point.GIVES, text=MARKER)
    yesterday = timezone.localdate() - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)
    bo = client_for(cast.bo)
    said = page(bo, dialogue)
    assert "Dialogen kan inte fortsätta" in said
    assert MARKER in said
    assert "Skriv här" not in said

    said = act(bo, dialogue, "break-off")

    assert "avbröts" in said
    assert MARKER in said


# Where no word of it may be


def test_no_word_of_a_dialogue_is_where_it_may_not_be(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, client_for: Any, caplog: Any
) -> None:
    bo, rut = client_for(cast.bo), client_for(cast.rut)
    prepare(bo, dialogue, {"gives-text": MARKER, "gives-revision": "none"})
    act(bo, dialogue, "begin")
    note(bo, dialogue, text=MARKER)
    due_on = timezone.localdate() + timedelta(days=9)
    bo.post(url(dialogue, "step-add"), {"text": MARKER, "person": cast.bo.pk, "due_on": due_on})
    act(bo, dialogue, "end")
    for client in (bo, rut):
        act(client, dialogue, "approve", revision=2)

    addresses = [url(dialogue), reverse("assignments:dialogues"), reverse("home:start")]
    titles = [title_of(bo.get(address)) for address in addresses]
    for words in (
        *titles,
        str(list(Event.objects.values_list("facts", flat=True))),
        str([bytes(mail.message) + mail.subject.encode() for mail in OutgoingMail.objects.all()]),
        caplog.text,
        bo.get(reverse("assignments:dialogues")).content.decode(),
        bo.get(url(dialogue, "invitation")).getvalue().decode(),
        client_for(cast.hedda).get(reverse("home:start")).content.decode(),
        client_for(cast.adam).get(reverse("organisations:events")).content.decode(),
    ):
        assert MARKER not in words
    assert titles[0].startswith("Dialog ")


def title_of(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert found
    return " ".join(found[1].split())


def test_a_fault_report_holds_no_word_that_was_sent(
    cast: Cast, dialogue: Dialogue, client_for: Any, caplog: Any, monkeypatch: Any
) -> None:
    def breaks(**_arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "write_preparation", breaks)
    bo = client_for(cast.bo)
    bo.raise_request_exception = False

    answer = prepare(bo, dialogue, {"gives-text": MARKER, "gives-revision": "none"})

    assert answer.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert MARKER not in caplog.text
    assert MARKER not in answer.content.decode()
    report = [record for record in caplog.records if hasattr(record, "request")]
    assert all(record.request.sensitive_post_parameters == "__ALL__" for record in report)


# How much is asked of the database


def count_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_pages_cost_the_same_however_many_there_are(
    cast: Cast, agreed: Assignment, client_for: Any
) -> None:
    bo, now = client_for(cast.bo), timezone.now()
    counts = []
    for number in range(3):
        dialogue = begin(cast, plan(cast, agreed, starts_at=now - timedelta(days=9 - number)))
        for _step in range(number + 1):
            actions.add_step(
                actor=actor(cast.bo),
                dialogue=dialogue,
                text="Ring",
                person=cast.rut,
                due_on=timezone.localdate(),
            )
        actions.end_dialogue(actor=actor(cast.bo), dialogue=dialogue)
        plan(cast, agreed, starts_at=now + timedelta(days=number + 1))
        page(client_for(cast.rut), dialogue)
        if number:
            counts.append(
                (count_of(bo, url(dialogue)), count_of(bo, reverse("assignments:dialogues")))
            )

    assert counts[0] == counts[1]
