"""A whole answer over the web, in each of the three ways to be asked; and what goes wrong on the way."""

import gzip
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from samsyn.organisations.models import Event
from samsyn.surveys.actions import store_anonymous_answer
from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import (
    DayCount,
    Draft,
    Invitation,
    Mode,
    Response,
    Round,
    RoundState,
    SpentPage,
)
from samsyn.surveys.rules.links import link_token
from samsyn.surveys.tests.making import make_open_round
from samsyn.surveys.tests.test_views import text_of
from tests.cast import Cast

ABOUT = SectionDraft(
    "Om dig",
    "",
    (
        QuestionDraft(
            "role", "single", "Roll?", required=True, choices=options_of(("Lärare", "Rektor"))
        ),
    ),
)
WORK = SectionDraft(
    "Uppdraget",
    "",
    (
        QuestionDraft("q1", "multiple", "Vad?", max=2, choices=options_of(("A", "B", "C"))),
        QuestionDraft("q2", "text", "Varför som {role}?"),
        QuestionDraft(
            "q3", "text", "Som rektor?", show_if=(ConditionDraft("role", options=("a2",)),)
        ),
    ),
)
GOOD = {"a.role": "0"}


def fields_of_page(html: bytes) -> dict[str, str]:
    """The hidden fields of the page's form; those that are folded away are not sent."""
    html = re.sub(rb"hidden disabled>.*?</fieldset>", b"", html, flags=re.DOTALL)
    found = re.findall(rb'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', html)
    return {name.decode(): unescape(value.decode()) for name, value in found}


class Respondent:
    """Goes from page to page as a browser without script does."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.page: dict[str, str] = {}
        self.answer: Any = None

    def open(self) -> str:
        return self._came(self.client.get(self.address))

    def post(self, go: str, **fields: Any) -> str:
        return self._came(self.client.post(self.address, {**self.page, "go": go, **fields}))

    def _came(self, answer: Any) -> str:
        self.answer = answer
        if answer.headers["Content-Type"].startswith("text/html"):
            self.page = fields_of_page(answer.content)
        return text_of(answer.content)


def respondent(round: Round, number: int = 0) -> Respondent:
    invitation = round.invitations.order_by("email")[number]
    return Respondent(Client(), f"/svara/{link_token(invitation.pk)}/")


@pytest.fixture
def anonymous(cast: Cast) -> Round:
    return make_open_round(cast.university, 3, sections=(ABOUT, WORK))


@pytest.fixture
def named(cast: Cast) -> Round:
    return make_open_round(cast.university, 2, sections=(ABOUT, WORK), round_mode=Mode.NAMED)


@pytest.fixture
def by_link(cast: Cast) -> Round:
    return make_open_round(cast.university, sections=(ABOUT,), round_open_token="oppen123")


def responses(round: Round) -> list[dict[str, Any]]:
    return [response.answers for response in Response.objects.filter(round=round)]


# --- Anonymous --------------------------------------------------------------------------------------


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


# --- Named ------------------------------------------------------------------------------------------


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

    draft = Draft.objects.get()
    assert draft.answers == {
        "role": [0],
        "q2": "Halvvägs",
        "~": {"q1": {"a.q1": ["0", "1", "2"]}},
    }
    assert draft.invitation.begun_on == timezone.localdate()
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
    assert Draft.objects.get().answers == {"role": [0]}
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
    assert Draft.objects.get().answers == {"role": [0]}


# --- The link that is everybody's -------------------------------------------------------------------


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


# --- All of them ------------------------------------------------------------------------------------


def test_what_lacks_is_said_on_top_and_at_the_question(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.post("begin")

    page = bo.post("next")

    assert "En sak att rätta innan du går vidare Allt du har svarat är kvar." in page
    assert '<a href="#a-role">Roll? Välj ett svar.</a>' in bo.answer.content.decode()
    assert bo.answer.content.decode().count("Välj ett svar.") == 2


def test_one_too_many_gives_the_list_to_take_one_away(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.post("begin")
    bo.post("next", **GOOD)

    page = bo.post("next", **{"a.q1": ["0", "1", "2"], "a.q2": "Kvar"})
    assert "Du har valt tre. Välj högst två: ta bort en." in page
    assert "Vilket vill du ta bort? A Ta bort A B Ta bort B C Ta bort C" in page
    after = bo.post("drop.q1.1", **{"a.q1": ["0", "1", "2"], "a.q2": "Kvar"})

    assert "Två av högst två valda" in after
    assert "Kvar" in after
    assert bo.answer.content.count(b"checked") == 2


def test_a_question_that_an_answer_brings_on_the_same_page(cast: Cast) -> None:
    section = SectionDraft("Del", "", (*ABOUT.questions, WORK.questions[2]))
    round = make_open_round(cast.university, 1, sections=(section,))
    bo = respondent(round)
    bo.post("begin")
    assert b"hidden disabled" in bo.answer.content

    page = bo.post("next", **{"a.role": "1"})

    assert "Det du svarade ger några frågor till" in page
    assert b"hidden disabled" not in bo.answer.content
    assert bo.page["on.q3"] == "1"
    bo.post("next", **{"a.role": "1", "a.q3": "Så"})
    assert responses(round) == [{"role": [1], "q3": "Så"}]


def test_what_is_written_is_escaped_wherever_it_stands(cast: Cast) -> None:
    nasty = "<script>alert(1)</script>"
    ask = (
        QuestionDraft("t1", "short", f"Fråga {nasty}"),
        QuestionDraft("t2", "text", "Om {t1}", help=nasty),
        QuestionDraft(
            "c1",
            "single",
            nasty,
            choices=(OptionDraft("a1", nasty, takes_text=True),),
        ),
    )
    sections = (SectionDraft(nasty, nasty + "{t1}", ask[:1]), SectionDraft("Två", nasty, ask[1:]))
    round = make_open_round(cast.university, 1, title=nasty, thanks=nasty, sections=sections)
    bo = respondent(round)
    pages = [bo.open(), bo.post("begin"), bo.post("next", **{"a.t1": nasty})]
    pages += [bo.post("next", **{"a.t2": nasty, "a.c1": "0", "t.c1.a1": nasty})]
    pages += [bo.post("back"), bo.post("next", **{"a.t2": nasty}), bo.post("send")]
    seen = b""
    for go in ("begin", "next", "back", "send"):
        bo.post(go, section="0", **{"a.t1": nasty})
        seen += bo.answer.content

    assert b"<script>alert" not in seen
    assert len(pages) == 7


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": RoundState.DRAFT, "opens_at": None}, "Enkäten är inte öppen än"),
        ({"opens_at": timezone.now() + timedelta(days=2)}, "Enkäten är inte öppen än Den öppnar"),
        ({"state": RoundState.CLOSED}, "Enkäten har stängt Det går inte längre att svara"),
        (
            {"closes_at": timezone.now() - timedelta(minutes=1)},
            "Det går inte längre att svara",
        ),
    ],
)
def test_how_things_stand_where_there_is_nothing_to_answer(
    anonymous: Round, change: dict[str, Any], sentence: str
) -> None:
    for name, value in change.items():
        setattr(anonymous, name, value)
    anonymous.save()
    bo = respondent(anonymous)

    assert sentence in bo.open()
    assert sentence in bo.post("begin")
    assert Invitation.objects.filter(opened_on__isnull=False).count() == 0


@pytest.mark.parametrize("path", ["x", "A" * 35, "l/finns-inte", "l/%00", "l/å", "%00"])
def test_a_link_that_leads_nowhere(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/svara/{path}/")

    assert answer.status_code == 404
    assert "Den här länken leder ingenstans" in text_of(answer.content)


def test_another_language_for_who_wants_it(cast: Cast) -> None:
    role = QuestionDraft(
        "role",
        "single",
        "Roll?",
        required=True,
        choices=options_of(("Lärare", "Rektor")),
        translations={"en": {"text": "Your role?"}},
    )
    round = make_open_round(
        cast.university,
        1,
        sections=(SectionDraft("Del", "", (role,)),),
        languages=("sv", "en"),
    )
    bo = respondent(round)
    assert 'hreflang="en">English' in (bo.open() and bo.answer.content.decode())
    bo.address += "?lang=en"

    assert "Your answers are anonymous" in bo.open()
    assert "Your role? Lärare Rektor Send in Back" in bo.post("begin")
    assert "Choose an answer." in bo.post("next")
    assert '<html lang="en">' in bo.answer.content.decode()


def test_every_page_is_kept_from_others_and_sets_no_cookie(anonymous: Round) -> None:
    bo = respondent(anonymous)
    for go in ("", "begin", "next", "download"):
        bo.post(go) if go else bo.open()

        assert bo.answer.cookies == {}
        assert bo.answer["Referrer-Policy"] == "no-referrer"
        assert bo.answer["Cache-Control"] == "private, no-cache"
        assert bo.answer["X-Frame-Options"] == "DENY"
        assert bo.answer["X-Robots-Tag"] == "noindex"
        assert bo.answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in bo.answer["Content-Security-Policy"]


def test_the_short_way_leads_past_sessions_and_accounts(anonymous: Round) -> None:
    bo = respondent(anonymous)
    bo.open()

    asked = bo.answer.wsgi_request
    assert [hasattr(asked, name) for name in ("session", "user", "actor")] == [False] * 3
    assert asked.resolver_match.func.door.kind == "public"


def test_a_page_comes_compressed_to_who_takes_it_so(anonymous: Round) -> None:
    address = respondent(anonymous).address
    plain = Client().get(address)
    zipped = Client().get(address, headers={"accept-encoding": "gzip, br"})

    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["Content-Length"] == str(len(zipped.content))
    assert (zipped["Vary"], plain["Vary"]) == ("Accept-Encoding", "Accept-Encoding")


def test_a_host_that_is_none_of_ours_is_refused(anonymous: Round) -> None:
    address = respondent(anonymous).address

    assert Client().get(address, headers={"host": "elsewhere.example"}).status_code == 400


def test_each_request_asks_little(
    anonymous: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    warm, bo = respondent(anonymous, 1), respondent(anonymous)
    warm.open()
    with django_assert_num_queries(2):
        bo.open()
    with django_assert_num_queries(1):
        bo.post("begin")
    with django_assert_num_queries(1):
        bo.post("next", **GOOD)
    with django_assert_num_queries(1):
        bo.post("next")
    # Begin, the round, the invitation, the answer, end.
    with django_assert_num_queries(6):
        bo.post("send")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(anonymous: Round, method: str) -> None:
    assert getattr(Client(), method)(respondent(anonymous).address).status_code == 405
