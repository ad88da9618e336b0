"""The pages of dialogues during and after the talk, and where no word of it may be."""

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.models import Assignment, Dialogue, DialogueState, Note, Point
from samsyn.assignments.tests.talking import MARKER, act, begin, note, page, pen, plan, prepare, url
from samsyn.core.models import OutgoingMail
from samsyn.core.versions import revision_of
from samsyn.organisations.models import Duty, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor


def test_the_other_sees_the_words_come_and_may_take_over(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
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
    assert "Rut har tagit över pennan." in lost
    assert 'id="point-gives"' not in lost


def test_words_written_after_the_pen_was_taken_are_not_lost(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
    begin(cast, dialogue)
    note(bo, dialogue, text="Ett")
    revision = revision_of(Note.objects.get(point="gives"))
    pen(rut, dialogue, "over")
    note(rut, dialogue, text="Ett och två", revision=revision)

    both = note(bo, dialogue, text="Ett och tre", revision=revision)

    assert "Rut har pennan i den här punkten." in both
    assert "Ett och två" in both
    assert "Ett och tre" in both
    newest = re.search(r'name="revision" value="([^"]+)"', both)
    assert newest
    note(bo, dialogue, text="Ett, två och tre", revision=newest[1], over="1")
    found = Note.objects.get(point="gives")
    assert (found.text, found.writer) == ("Ett, två och tre", cast.bo)


def test_markup_in_a_text_stays_text(cast: Cast, dialogue: Dialogue, screen_for: Any) -> None:
    begin(cast, dialogue)
    bo = screen_for(cast.bo)
    note(bo, dialogue, text="<script>alert(1)</script>", leave="1")

    said = page(screen_for(cast.rut), dialogue)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said


def test_it_works_without_a_script(cast: Cast, dialogue: Dialogue, screen_for: Any) -> None:
    bo = screen_for(cast.bo)
    act(bo, dialogue, "begin")

    taken = bo.post(url(dialogue, "pen", point="gives"), {"act": "take"})
    assert taken["Location"] == f"{url(dialogue)}#point-gives"
    assert 'name="writes" value="gives"' in page(bo, dialogue)
    bo.post(url(dialogue, "note", point="gives"), {"text": "Mer", "leave": "1"})

    assert "Mer" in page(bo, dialogue)
    assert Note.objects.get(point="gives").writer is None


def test_what_changes_the_page_as_a_whole_is_said_and_takes_nothing_away(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    rut = screen_for(cast.rut)
    seen = re.search(r'seen=([^"]+)"', page(rut, dialogue))
    assert seen
    begin(cast, dialogue)

    news = rut.get(f"{url(dialogue, 'news')}?seen={seen[1]}").content.decode()

    assert "Något har hänt här" in news
    assert "hx-swap-oob" not in news


def test_when_the_talk_is_ended_nothing_of_it_is_offered_in_the_other_window(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    rut = screen_for(cast.rut)
    begin(cast, dialogue)
    said = page(rut, dialogue)
    assert "Avsluta samtalet" in said
    assert "Skriv här" in said
    seen = re.search(r'seen=([^"]+)"', said)
    assert seen
    pen(rut, dialogue)
    actions.end_dialogue(actor=actor(cast.bo), dialogue=dialogue)

    news = rut.get(f"{url(dialogue, 'news')}?seen={seen[1]}&writes=gives").content.decode()

    assert "Något har hänt här" in news
    assert re.search(r'id="talk-end" hx-swap-oob="true">\s*</div>', news)
    assert 'id="dialogue-head" hx-swap-oob="true"' in news
    assert "Dialogen väntar på ditt godkännande" not in news
    assert "Väntar på ditt godkännande" in news
    assert news.count('id="point-') == 3
    assert 'id="point-gives"' not in news
    assert "Skriv här" not in news
    assert "Ändra här" in news


def test_after_the_talk_a_note_is_changed_and_approved_ones_are_not(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo = screen_for(cast.bo)
    begin(cast, dialogue)
    actions.end_dialogue(actor=actor(cast.bo), dialogue=dialogue)
    held = page(bo, dialogue)
    for who in (cast.bo, cast.rut):
        actions.approve_dialogue(actor=actor(who), dialogue=dialogue, revision=0)
    done = page(bo, dialogue)

    assert ["Skriv här" in said for said in (held, done)] == [False, False]
    assert ["Ändra här" in said for said in (held, done)] == [True, False]


# Steps, approving, afterwards


def test_a_dialogue_from_beginning_to_end(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, screen_for: Any
) -> None:
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
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
    later = plan(actor(cast.bo), agreed, starts_at=timezone.now() + timedelta(days=30))
    assert "Lägg in tre timmar" in page(bo, later)


def test_a_yes_to_what_was_changed_meanwhile_is_none(
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
    act(bo, dialogue, "begin")
    act(bo, dialogue, "end")
    note(rut, dialogue, text="Ett tillägg")

    said = act(bo, dialogue, "approve", revision=0)

    assert "Anteckningarna ändrades efter att du läste dem." in said
    assert dialogue.holder_approved_at is None


def test_released_by_both_the_next_principal_reads_and_changes_nothing(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, screen_for: Any
) -> None:
    begin(cast, dialogue)
    actions.write_note(actor=actor(cast.bo), dialogue=dialogue, point=Point.GIVES, text=MARKER)
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
    act(bo, dialogue, "end")
    act(bo, dialogue, "release")
    Duty.objects.filter(person=cast.tora).update(role=Role.PRINCIPAL)
    agreed.counterpart = cast.tora
    agreed.save()
    tora = screen_for(cast.tora)
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
    cast: Cast, dialogue: Dialogue, screen_for: Any
) -> None:
    begin(cast, dialogue)
    actions.write_note(actor=actor(cast.bo), dialogue=dialogue, point=Point.GIVES, text=MARKER)
    yesterday = timezone.localdate() - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)
    bo = screen_for(cast.bo)
    said = page(bo, dialogue)
    assert "Dialogen kan inte fortsätta" in said
    assert MARKER in said
    assert "Skriv här" not in said

    said = act(bo, dialogue, "break-off")

    assert "avbröts" in said
    assert MARKER in said


# Where no word of it may be


def test_no_word_of_a_dialogue_is_where_it_may_not_be(
    cast: Cast, agreed: Assignment, dialogue: Dialogue, screen_for: Any, caplog: Any
) -> None:
    bo, rut = screen_for(cast.bo), screen_for(cast.rut)
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
        screen_for(cast.hedda).get(reverse("home:start")).content.decode(),
        screen_for(cast.adam).get(reverse("organisations:events")).content.decode(),
    ):
        assert MARKER not in words
    assert titles[0].startswith("Dialog ")


def title_of(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert found
    return " ".join(found[1].split())


def test_a_fault_report_holds_no_word_that_was_sent(
    cast: Cast, dialogue: Dialogue, screen_for: Any, caplog: Any, monkeypatch: Any
) -> None:
    def breaks(**_arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "write_preparation", breaks)
    bo = screen_for(cast.bo)
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
    cast: Cast, agreed: Assignment, screen_for: Any
) -> None:
    bo, now = screen_for(cast.bo), timezone.now()
    counts = []
    for number in range(3):
        dialogue = begin(
            cast, plan(actor(cast.bo), agreed, starts_at=now - timedelta(days=9 - number))
        )
        for _step in range(number + 1):
            actions.add_step(
                actor=actor(cast.bo),
                dialogue=dialogue,
                text="Ring",
                person=cast.rut,
                due_on=timezone.localdate(),
            )
        actions.end_dialogue(actor=actor(cast.bo), dialogue=dialogue)
        plan(actor(cast.bo), agreed, starts_at=now + timedelta(days=number + 1))
        page(screen_for(cast.rut), dialogue)
        if number:
            counts.append(
                (count_of(bo, url(dialogue)), count_of(bo, reverse("assignments:dialogues")))
            )

    assert counts[0] == counts[1]
