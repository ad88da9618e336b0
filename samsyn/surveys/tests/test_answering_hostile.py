"""Forged answers: whatever is posted to a link, it is read as a page or refused with a page, and stores nothing wrong."""

from typing import Any

import pytest
from django.test import Client

from samsyn.surveys.drafts import (
    QuestionDraft,
    RoundDraft,
    RowDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import Response, Round, RoundState
from samsyn.surveys.sealing import new_sheaf, seal
from samsyn.surveys.tests.every_kind import QUESTIONS
from samsyn.surveys.tests.making import make_open_round
from samsyn.surveys.tests.respondents import Respondent, respondent, responses
from tests.cast import Cast

pytestmark = pytest.mark.django_db
EVERYTHING = SectionDraft("Allt", "", QUESTIONS)
ODD: list[Any] = [
    "-1",
    "99",
    "²",
    "٣",
    "1e400",
    "NaN",
    "inf",
    "-0",
    "9" * 400,
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "\0",
    "\ud7ff\ufffe",
    "\u202e\u200b",
    "{role}",
    "<script>",
    "?",
    ["0", "0"],
    ["0", "1", "99"],
    ["", "0"],
    "x" * 20_000,
]


@pytest.fixture
def everything(cast: Cast) -> Round:
    return make_open_round(cast.university, 40, sections=(EVERYTHING,))


def field_names() -> list[str]:
    names = [f"a.{question.code}" for question in QUESTIONS]
    rows = [f"a.{q.code}.{row.code}" for q in QUESTIONS for row in q.rows]
    return [*names, *rows, *(f"a.order.{place}" for place in range(5)), "t.role.a1", "on.lead"]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_no_value_of_any_field_is_an_error_of_ours(everything: Round, odd: Any) -> None:
    bo = respondent(everything)
    bo.open()
    bo.post("begin")

    for go in ("next", "back", "resume", "save", "drop.role.0", f"drop.what.{odd}", "to.²", "send"):
        bo.post(go, **dict.fromkeys(field_names(), odd))
        assert bo.answer.status_code in {200, 422}, go
    for answers in responses(everything):
        assert "\0" not in str(answers)


@pytest.mark.parametrize(
    "page",
    ["", "x", "gAAAAA", "å" * 100, "\0", "A" * 1_000_000],
    ids=["none", "short", "begun", "no base64", "null", "long"],
)
def test_a_sealed_page_that_is_none_begins_anew(everything: Round, page: str) -> None:
    bo = respondent(everything)

    assert "Del 1" in bo.post("begin", page=page) or bo.answer.status_code == 200
    assert responses(everything) == []


def test_a_sealed_page_of_another_round_carries_nothing(everything: Round, cast: Cast) -> None:
    other = make_open_round(cast.university, code="annan", round=RoundDraft("r2", "Enkät 2"))
    sealed = seal(other.pk, new_sheaf())
    bo = respondent(everything)

    bo.post("send", page=sealed, section="1")

    assert responses(everything) == [{}] or responses(everything) == []


def test_half_a_sealed_page_begins_anew(everything: Round) -> None:
    bo = respondent(everything)
    bo.open()
    bo.post("begin")
    whole = bo.page["page"]

    for cut in (1, len(whole) // 2, len(whole) - 1):
        bo.page["page"] = whole[:cut]
        bo.post("next")
        assert bo.answer.status_code == 200


def test_more_than_can_be_read_is_said_on_a_page(everything: Round) -> None:
    bo = respondent(everything)
    bo.post("next", **{"a.why": "å" * 5_000_000})

    assert bo.answer.status_code == 400
    assert "Det du skickade gick inte att läsa" in bo.answer.content.decode()
    assert responses(everything) == []


def test_a_part_with_many_statements_can_be_answered(cast: Cast) -> None:
    options = options_of(("1", "2", "3", "4", "5"))
    rows = tuple(RowDraft(f"r{number}", f"Påstående {number}") for number in range(200))
    matrices = tuple(
        QuestionDraft(f"m{number}", "matrix", "Hur väl?", choices=options, rows=rows)
        for number in range(6)
    )
    round = make_open_round(
        cast.university,
        1,
        sections=(SectionDraft("Allt", "", matrices),),
        background="",
        groupings=(),
    )
    lena = respondent(round)
    lena.open()
    lena.post("begin")

    fields = {f"a.{m.code}.{row.code}": "3" for m in matrices for row in rows}
    assert "Dina svar är inne" in lena.post("next", **fields)
    assert len(responses(round)[0]["m5"]) == 200


def test_an_open_link_that_opens_tomorrow_is_not_called_closed(by_link: Round) -> None:
    """It hangs on the wall as a code from the day the round was settled."""
    Round.objects.filter(pk=by_link.pk).update(state=RoundState.SCHEDULED)
    who = Respondent(Client(), "/svara/l/oppen123/")

    assert "Enkäten är inte öppen än" in who.open()
    assert "Enkäten är inte öppen än" in who.post("begin")
    assert Response.objects.count() == 0
