"""What every page of answering does, however one was asked."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import (
    Invitation,
    Round,
    RoundState,
)
from samsyn.surveys.tests.making import make_open_round
from samsyn.surveys.tests.respondents import (
    ABOUT,
    GOOD,
    WORK,
    respondent,
    responses,
)
from samsyn.surveys.tests.test_views import text_of
from tests.cast import Cast


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
