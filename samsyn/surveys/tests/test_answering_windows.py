"""One named answer in two windows or on two devices: nothing is lost, and nothing overwritten behind anybody’s back."""

import re
from typing import Any

import pytest

from samsyn.surveys import actions
from samsyn.surveys.drafts import SectionDraft
from samsyn.surveys.models import Draft, Mode, Response, Round, RoundState
from samsyn.surveys.tests.making import make_open_round
from samsyn.surveys.tests.respondents import WORK, Respondent, drafted, respondent, responses
from tests.cast import Cast

BOTH = "Den här delen har ändrats sedan du öppnade sidan"
TEACHER, PRINCIPAL = {"a.role": "0"}, {"a.role": "1"}
Two = tuple[Respondent, Respondent]


@pytest.fixture
def two(named: Round) -> Two:
    """Both have begun, and stand at the first part."""
    desk, phone = respondent(named), respondent(named)
    desk.post("begin")
    phone.post("begin")
    return desk, phone


def chosen(one: Respondent) -> list[bytes]:
    found: list[bytes] = re.findall(rb'value="(\d+)"\s+checked', one.answer.content)
    return found


def test_two_versions_of_one_part_are_both_shown_and_nothing_is_overwritten(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)

    page = phone.post("next", **PRINCIPAL)

    assert f"{BOTH} Kanske i ett annat fönster eller på en annan enhet." in page
    assert "Vad som skiljer Sparat under tiden Det du skrev Roll? Lärare Rektor" in page
    assert chosen(phone) == [b"1"]
    assert drafted() == {"role": [0]}


def test_what_was_written_here_stands_for_who_chooses_it(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("next", **PRINCIPAL)

    page = phone.post("mine", **PRINCIPAL)

    assert "Del 1 av 3: Om dig" in page
    assert BOTH not in page
    assert drafted() == {"role": [1]}


def test_going_on_keeps_what_stands_on_the_page_that_showed_both(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("next", **PRINCIPAL)

    assert "Varför som Rektor?" in phone.post("next", **PRINCIPAL)
    assert drafted() == {"role": [1]}


def test_what_was_saved_stands_for_who_chooses_it(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("next", **PRINCIPAL)

    phone.post("stored", **PRINCIPAL)

    assert chosen(phone) == [b"0"]
    assert drafted() == {"role": [0]}
    assert "Varför som Lärare?" in phone.post("next", **TEACHER)


def test_a_third_version_is_shown_as_well(two: Two, named: Round) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("next", **PRINCIPAL)
    third = respondent(named)
    third.post("begin")
    third.post("back")
    third.post("save")

    page = phone.post("mine", **PRINCIPAL)

    assert "Roll? Inget svar Rektor" in page


def test_different_parts_never_collide(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("begin")
    phone.post("back")
    desk.post("next", **{"a.q2": "Vid skrivbordet"})

    assert "Varför som Rektor? Frivillig. Vid skrivbordet" in phone.post("next", **PRINCIPAL)

    assert drafted() == {"role": [1], "q2": "Vid skrivbordet"}


def test_the_same_answers_from_both_are_no_conflict(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)

    assert "Del 2 av 3" in phone.post("next", **TEACHER)


def test_a_double_click_is_no_conflict(two: Two) -> None:
    desk, _phone = two
    page = dict(desk.page)
    desk.post("next", **TEACHER)
    desk.page = page

    assert "Del 2 av 3" in desk.post("next", **TEACHER)
    assert drafted() == {"role": [0]}


def test_gone_back_to_a_page_is_still_the_same_page(two: Two) -> None:
    """By the browser's own button: the page is the old one, and knows nothing of what was saved from it."""
    desk, _phone = two
    page = dict(desk.page)
    desk.post("next", **TEACHER)
    desk.post("next", **{"a.q2": "Därför"})
    desk.page = page

    assert "Varför som Rektor?" in desk.post("next", **PRINCIPAL)
    assert drafted() == {"role": [1], "q2": "Därför"}


def test_a_page_that_nobody_wrote_on_gives_way(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)

    assert "Varför som Lärare?" in phone.post("next")
    assert drafted() == {"role": [0]}


def test_a_page_saves_itself_over_nothing_that_came_since(two: Two) -> None:
    desk, phone = two
    desk.post("save", **TEACHER)

    said = phone.post("save", **PRINCIPAL)

    assert (phone.answer.status_code, said) == (409, "Inte sparat")
    assert drafted() == {"role": [0]}
    desk.post("save", **PRINCIPAL)
    assert (desk.answer.status_code, drafted()) == (200, {"role": [1]})


def test_a_page_that_asks_which_stands_does_not_choose_by_saving_itself(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("next", **PRINCIPAL)

    phone.post("save", **PRINCIPAL)

    assert phone.answer.status_code == 409
    assert drafted() == {"role": [0]}


def test_what_cannot_stand_yet_is_a_version_too(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("next", **TEACHER)
    desk.post("back", **{"a.q1": ["0"]})

    page = phone.post("next", **{"a.q1": ["0", "1", "2"]})

    assert "Vad? A A B C" in page
    assert drafted() == {"role": [0], "q1": [0]}


def test_what_is_sent_in_was_read_over_as_it_is(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    desk.post("next", **{"a.q2": "Därför"})
    phone.post("next", **TEACHER)
    phone.post("next", **{"a.q2": "För att"})

    again = desk.post("send")

    assert "Dina svar har ändrats sedan du öppnade sidan" in again
    assert "Varför som Lärare? För att" in again
    assert Response.objects.count() == 0
    desk.post("send")
    assert Response.objects.get().answers == {"role": [0], "q2": "För att"}


def test_sent_in_twice_it_is_the_same_answer(two: Two) -> None:
    desk, _phone = two
    desk.post("next", **TEACHER)
    desk.post("next")
    page = dict(desk.page)
    desk.post("send")
    desk.page = page

    assert "Tack. Dina svar är inne" in desk.post("send")
    assert Response.objects.get().answers == {"role": [0]}


def test_a_page_left_open_changes_nothing_that_was_sent_in_elsewhere(two: Two) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    desk.post("next")
    desk.post("send")

    assert BOTH in phone.post("next", **PRINCIPAL)

    assert Draft.objects.count() == 0
    assert Response.objects.get().answers == {"role": [0]}


def test_an_answer_looked_through_and_left_alone_is_not_changed(two: Two) -> None:
    desk, _phone = two
    desk.post("next", **TEACHER)
    desk.post("next")
    desk.post("send")
    desk.open()
    desk.post("begin")
    desk.post("next", **TEACHER)

    assert "Du kan ändra dem tills enkäten stänger" in desk.open()
    assert Draft.objects.count() == 0


def test_two_pages_that_come_at_the_same_moment_lose_nothing(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is stored between the first one's look at what stands and its storing."""
    desk, phone = two
    desk.post("next", **TEACHER)
    phone.post("begin")
    phone.post("back")
    save, rest = actions.save_draft, [lambda: desk.post("next", **{"a.q2": "Under tiden"})]

    def at_that_moment(**given: Any) -> None:
        if rest:
            rest.pop()()
        save(**given)

    monkeypatch.setattr(actions, "save_draft", at_that_moment)
    assert "Varför som Rektor?" in phone.post("next", **PRINCIPAL)

    assert drafted() == {"role": [1], "q2": "Under tiden"}


def test_a_draft_that_comes_while_it_is_sent_in_is_read_over_first(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    desk.post("next")
    phone.post("next", **TEACHER)
    store, rest = actions.store_named_answer, [lambda: phone.post("back", **{"a.q2": "Sist"})]

    def at_that_moment(**given: Any) -> object:
        if rest:
            rest.pop()()
        return store(**given)

    monkeypatch.setattr(actions, "store_named_answer", at_that_moment)

    assert "Dina svar har ändrats sedan du öppnade sidan" in desk.post("send")
    assert Response.objects.count() == 0
    assert drafted() == {"role": [0], "q2": "Sist"}


def test_what_comes_too_late_is_written_over_nothing(two: Two, named: Round) -> None:
    desk, phone = two
    desk.post("next", **TEACHER)
    named.state = RoundState.CLOSED
    named.save()

    page = phone.post("next", **PRINCIPAL)

    assert "Enkäten stängde medan du skrev" in page
    assert "Det du skrev här sparades inte" in page
    assert "Roll? Rektor" in page
    assert drafted() == {"role": [0]}


def test_on_a_single_page_nothing_is_sent_in_that_the_page_did_not_show(cast: Cast) -> None:
    section = SectionDraft("Del", "", WORK.questions[:1])
    round = make_open_round(cast.university, 1, round_mode=Mode.NAMED, sections=(section,))
    desk, phone = respondent(round), respondent(round)
    desk.post("begin")
    phone.post("begin")
    desk.post("save", **{"a.q1": ["0"]})

    assert BOTH in phone.post("next")
    assert responses(round) == []
    phone.post("mine", **{"a.q1": ["1"]})
    assert responses(round) == []
    phone.post("next", **{"a.q1": ["1"]})
    assert responses(round) == [{"q1": [1]}]


def test_an_anonymous_answer_has_no_other_version_on_the_server(anonymous: Round) -> None:
    desk, phone = respondent(anonymous), respondent(anonymous)
    desk.post("begin")
    phone.post("begin")
    desk.post("next", **TEACHER)

    assert "Varför som Rektor?" in phone.post("next", **PRINCIPAL)
    desk.post("next")
    assert "Tack. Dina svar är inne" in desk.post("send")
    phone.post("next", **{"a.q2": "Skrivet här"})
    assert "Dina svar var redan inne" in phone.post("send")
    phone.post("download")
    assert "Skrivet här" in phone.answer.content.decode()
    assert Draft.objects.count() == 0
