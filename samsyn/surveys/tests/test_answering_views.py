"""A whole answer over the web, in each of the three ways to be asked; and what goes wrong on the way."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from samsyn.organisations.models import Event
from samsyn.surveys.actions import store_anonymous_answer
from samsyn.surveys.models import (
    DayCount,
    Draft,
    Invitation,
    Response,
    Round,
    RoundState,
    SpentPage,
)
from samsyn.surveys.tests.respondents import (
    GOOD,
    Respondent,
    drafted,
    respondent,
    responses,
)


def test_an_anonymous_answer_from_the_mail_to_the_receipt(anonymous: Round) -> None:
    bo = respondent(anonymous)

    first = bo.open()
    assert "Dina svar är anonyma Ingen kan se vad just du har svarat" in first
    assert "Del 1 av 3: Om dig" in bo.post("begin")
    assert "Varför som Rektor?" in bo.post("next", **{"a.role": "1"})
    review = bo.post("next", **{"a.q1": ["0", "2"], "a.q2": "Därför", "a.q3": "Så"})
    assert "Vad? A C Varför som Rektor? Därför Som rektor? Så" in review
    assert "Tack. Dina svar är inne" in bo.post("send")

    assert responses(anonymous) == [{"role": [1], "q1": [0, 2], "q2": "Därför", "q3": "Så"}]
    invitation = anonymous.invitations.order_by("email")[0]
    assert (invitation.opened_on, invitation.answered_on, invitation.begun_on) == (
        timezone.localdate(),
        timezone.localdate(),
        None,
    )
    anonymous.refresh_from_db()
    assert anonymous.unshuffled_count == 1


def test_an_anonymous_answer_leaves_no_trace_but_that_it_came(anonymous: Round) -> None:
    events = Event.objects.count()
    bo = respondent(anonymous)
    bo.open()
    bo.post("begin")
    bo.post("next", **GOOD)
    bo.post("next")
    bo.post("send")

    response = Response.objects.get()
    assert response.invitation_id is None
    assert response.pk.version == 4
    assert Draft.objects.count() == 0
    assert Event.objects.count() == events
    assert bo.client.cookies == {}


def test_a_page_sent_twice_counts_once_and_says_so(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.open()
    bo.post("begin")
    bo.post("next", **GOOD)
    bo.post("next")
    page = dict(bo.page)
    bo.post("send")
    bo.page = page

    again = bo.post("send")

    assert "Dina svar var redan inne De räknas en gång." in again
    assert len(responses(anonymous)) == 1
    anonymous.refresh_from_db()
    assert anonymous.unshuffled_count == 1


def test_a_page_of_another_link_carries_nothing_over(anonymous: Round) -> None:
    bo, lena = respondent(anonymous), respondent(anonymous, 1)
    bo.post("begin")
    bo.post("next", **{"a.role": "1"})
    lena.page = bo.page

    assert "En sak att rätta" in lena.post("next", **{"a.q2": "Text"}) + lena.post("send")
    assert responses(anonymous) == []


def test_the_page_tells_nothing_to_who_looks_at_its_source(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.post("begin")
    bo.post("next", **{"a.role": "1"})
    bo.post("next", **{"a.q2": "Hemligheten"})
    bo.post("back")

    assert bo.answer.content.count(b"Hemligheten") == 1
    assert "Hemligheten" not in bo.page["page"]


def test_own_answers_are_downloaded_from_the_receipt(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.post("begin")
    bo.post("next", **GOOD)
    bo.post("next", **{"a.q2": "Därför & alltså"})
    bo.post("send")

    bo.post("download")

    assert bo.answer["Content-Disposition"] == 'attachment; filename="mina-svar.txt"'
    assert bo.answer.content.decode() == (
        "Enkät 1\n\n\nOm dig\n\nRoll?\n  Lärare\n\n\nUppdraget\n\nVad?\n  –\n"
        "\nVarför som Lärare?\n  Därför & alltså\n\n"
    )


def test_who_has_answered_is_told_so_and_can_do_nothing_more(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.post("begin")
    bo.post("next", **GOOD)
    bo.post("next")
    bo.post("send")

    assert "Ingen vet vilka som är dina" in bo.open()
    assert "De räknas en gång." in bo.post("begin")
    assert len(responses(anonymous)) == 1


def test_a_survey_that_closes_meanwhile_shows_what_was_written(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.post("begin")
    bo.post("next", **GOOD)
    Round.objects.filter(pk=anonymous.pk).update(closes_at=timezone.now() - timedelta(minutes=1))

    page = bo.post("next", **{"a.q2": "Det här skrev jag"})

    assert "Enkäten stängde medan du skrev" in page
    assert "Varför som Lärare? Det här skrev jag" in page
    assert responses(anonymous) == []


def test_a_round_that_closes_between_page_and_storing_takes_no_answer(anonymous: Round) -> None:
    """The job closes it after the page was looked up: the row of the round decides."""
    invitation = anonymous.invitations.all()[0]
    Round.objects.filter(pk=anonymous.pk).update(state=RoundState.CLOSED)

    outcome = store_anonymous_answer(
        round_id=anonymous.pk, invitation_id=invitation.pk, block=None, answers={"role": [0]}
    )

    assert outcome == "closed"
    assert responses(anonymous) == []
    assert Invitation.objects.filter(answered_on__isnull=False).count() == 0


def test_a_named_answer_goes_on_on_another_device(named: Round) -> None:
    bo, phone = respondent(named), respondent(named)

    assert "Dina svar bär ditt namn" in bo.open()
    bo.post("begin")
    assert "Sparat" in bo.post("next", **{"a.role": "1"})
    assert "Fortsätt svara" in phone.open()
    assert "Varför som Rektor?" in phone.post("begin")
    phone.post("next", **{"a.q3": "Så"})
    assert "Tack. Dina svar är inne" in phone.post("send")

    response = Response.objects.get()
    assert response.answers == {"role": [1], "q3": "Så"}
    assert response.invitation == named.invitations.order_by("email")[0]
    assert Draft.objects.count() == 0


def test_a_named_answer_is_saved_when_one_goes_back(named: Round) -> None:
    bo = respondent(named)
    bo.post("begin")
    bo.post("next", **GOOD)

    assert "Del 1 av 3" in bo.post("back", **{"a.q2": "Halvvägs", "a.q1": ["0", "1", "2"]})

    assert drafted() == {
        "role": [0],
        "q2": "Halvvägs",
        "~": {"q1": {"a.q1": ["0", "1", "2"]}},
    }
    assert Draft.objects.get().invitation.begun_on == timezone.localdate()
    assert "Du har valt tre. Välj högst två: ta bort en." not in bo.post("next", **GOOD)
    assert bo.answer.content.count(b"checked") == 3


def test_a_named_answer_may_be_changed_until_the_round_closes(named: Round) -> None:
    bo = respondent(named)
    bo.post("begin")
    bo.post("next", **GOOD)
    bo.post("next")
    bo.post("send")
    first = Response.objects.get()

    assert "Du kan ändra dem tills enkäten stänger" in bo.open()
    bo.post("begin")
    bo.post("next", **{"a.role": "1"})
    assert "sparat men inte inskickat" in bo.open()
    assert responses(named) == [{"role": [0]}]
    bo.post("begin")
    bo.post("next")
    bo.post("send")

    again = Response.objects.get()
    assert (again.pk, again.answers) == (first.pk, {"role": [1]})


def test_a_named_answer_that_comes_too_late_is_saved(named: Round) -> None:
    bo = respondent(named)
    bo.post("begin")
    named.sender = None
    named.state = RoundState.CLOSED
    named.save()

    page = bo.post("next", **GOOD)

    assert "Enkäten stängde medan du skrev Dina svar är sparade men inte inskickade." in page
    assert drafted() == {"role": [0]}
    assert "Dina svar är sparade men inte inskickade." in bo.open()


def test_a_named_answer_is_downloaded_as_it_is_stored(named: Round) -> None:
    bo = respondent(named)
    bo.post("begin")
    bo.post("next", **GOOD)
    bo.post("next", **{"a.q2": "Därför"})
    bo.post("send")
    bo.open()
    bo.post("begin")
    bo.post("next", **{"a.role": "1"})

    bo.post("download")

    assert "Roll?\n  Lärare\n" in bo.answer.content.decode()


def test_the_page_saves_itself_without_showing_anything(named: Round) -> None:
    bo = respondent(named)
    bo.post("begin")

    said = bo.post("save", **GOOD)

    assert re.fullmatch(r"Sparat \d\d\.\d\d", said)
    assert drafted() == {"role": [0]}


def test_an_open_link_takes_one_answer_for_each_page(by_link: Round) -> None:
    bo = Respondent(Client(), "/svara/l/oppen123/")
    assert "Ingenting. Länken är samma för alla" in bo.open()
    bo.post("begin")
    page = dict(bo.page)
    assert "Tack. Dina svar är inne" in bo.post("next", **GOOD)
    bo.page = page
    assert "Dina svar var redan inne" in bo.post("next", **{"a.role": "1"})
    bo.open()
    bo.post("begin")
    bo.post("next", **{"a.role": "1"})

    assert sorted(responses(by_link), key=str) == [{"role": [0]}, {"role": [1]}]
    assert [count.count for count in DayCount.objects.all()] == [2]
    assert SpentPage.objects.count() == 2
    by_link.refresh_from_db()
    assert by_link.unshuffled_count == 2
