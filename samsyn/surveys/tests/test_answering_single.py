"""A survey of one part has no page to read it over on: it is sent in by the button that says so, and by nothing else."""

import re

import pytest
from django.utils import timezone

from samsyn.surveys.drafts import QuestionDraft, SectionDraft, options_of
from samsyn.surveys.models import Mode, Round
from samsyn.surveys.tests.making import make_open_round
from samsyn.surveys.tests.respondents import Respondent, respondent, responses
from tests.cast import Cast

MEETING = SectionDraft(
    "Mötet",
    "",
    (
        QuestionDraft("role", "single", "Roll?", required=True, choices=options_of(("A", "B"))),
        QuestionDraft("n1", "number", "Hur många?"),
    ),
)
GOOD = {"a.role": "0", "a.n1": "12"}


def asked(cast: Cast, mode: Mode) -> Round:
    return make_open_round(cast.university, 1, round_mode=mode, sections=(MEETING,))


def buttons(bo: Respondent) -> list[tuple[str, str]]:
    """What each does and says, in order: the first is what the Enter key does in a field."""
    found = re.findall(
        r'<button[^>]*?name="go"\s+value="([^"]+)"[^>]*>(.*?)</button>',
        re.sub("<template.*?</template>", "", bo.answer.content.decode(), flags=re.DOTALL),
        re.DOTALL,
    )
    return [(does, " ".join(re.sub("<[^>]+>", " ", says).split())) for does, says in found]


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.NAMED])
def test_the_button_says_that_it_sends_in_and_does(cast: Cast, mode: Mode) -> None:
    round = asked(cast, mode)
    bo = respondent(round)

    page = bo.post("begin")

    assert buttons(bo) == [("look", ""), ("next", "Skicka in"), ("back", "Tillbaka")]
    assert "Del 1 av 1" not in page
    assert b"<progress" not in bo.answer.content
    assert "Tack. Dina svar är inne" in bo.post("next", **GOOD)
    assert responses(round) == [{"role": [0], "n1": "12"}]


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        (Mode.ANONYMOUS, "Ett inskickat svar går inte att ta tillbaka"),
        (Mode.NAMED, "Du kan ändra dina svar tills enkäten stänger."),
    ],
)
def test_what_sending_in_means_is_said_beside_the_button(
    cast: Cast, mode: Mode, sentence: str
) -> None:
    bo = respondent(asked(cast, mode))

    assert sentence in bo.post("begin")


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.NAMED])
def test_the_enter_key_sends_nothing_in_but_shows_it_to_be_read_over(
    cast: Cast, mode: Mode
) -> None:
    round = asked(cast, mode)
    bo = respondent(round)
    bo.post("begin")

    page = bo.post("look", **GOOD)

    assert "Läs igenom och skicka in" in page
    assert "Roll? A Hur många? 12" in page
    assert [does for does, _says in buttons(bo)] == ["send", "to.0", "send", "back"]
    assert responses(round) == []
    bo.post("to.0")
    assert b'value="12"' in bo.answer.content
    bo.post("look", **GOOD)
    assert "Tack. Dina svar är inne" in bo.post("send")
    assert responses(round) == [{"role": [0], "n1": "12"}]
    assert round.invitations.get().answered_on == timezone.localdate()


@pytest.mark.parametrize("go", ["look", "next"])
def test_what_lacks_is_said_whichever_way(cast: Cast, go: str) -> None:
    round = asked(cast, Mode.ANONYMOUS)
    bo = respondent(round)
    bo.post("begin")

    assert "En sak att rätta innan du går vidare" in bo.post(go, **{"a.n1": "12"})
    assert responses(round) == []


def test_a_draft_that_was_read_over_goes_on_where_it_is_written(cast: Cast) -> None:
    round = asked(cast, Mode.NAMED)
    bo = respondent(round)
    bo.post("begin")
    bo.post("look", **GOOD)

    assert "Fortsätt svara" in bo.open()
    assert "Roll?" in bo.post("begin")
    assert ("next", "Skicka in") in buttons(bo)
