"""Where the results are, for those who open their link when the survey has closed."""

import re

import pytest
from django.test import Client

from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions.releasing import release_round, unrelease_round
from samsyn.surveys.models import AudienceKind, Invitation, Mode, Round
from samsyn.surveys.rules.links import link_token
from samsyn.surveys.tests.making import make_closed_round
from samsyn.surveys.tests.test_views import text_of
from tests.cast import Cast

IF_SHARED = "Om resultatet delas med alla som har tillfrågats hittar du det med den här länken."
SHARED = "Resultatet delas med alla som har tillfrågats. Se resultaten"


def closed(cast: Cast, mode: Mode, *roles: int) -> Round:
    round = make_closed_round(cast.university, *roles)
    round.mode, round.audience_kind = mode, AudienceKind.ADDRESSES
    round.open_token = "oppen123"
    round.save()
    Invitation.objects.create(round=round, email="bo@samsyn.example")
    return round


def addresses(round: Round) -> list[str]:
    return [f"/svara/{link_token(round.invitations.get().pk)}/", "/svara/l/oppen123/"]


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.NAMED])
def test_the_link_leads_to_the_results_once_they_are_shared(cast: Cast, mode: Mode) -> None:
    round = closed(cast, mode, 9, 9)
    visitor = Client()
    for address in addresses(round):
        before = visitor.get(address).content
        assert IF_SHARED in text_of(before)
        assert b"/svara/resultat/" not in before

    release_round(actor=SYSTEM, round=round)

    for address in addresses(round):
        page = visitor.get(address).content.decode()
        assert SHARED in text_of(page.encode())
        [leads_to] = re.findall(r'href="(/svara/resultat/[^"]+)"', page)
        assert "18 svar" in text_of(visitor.get(leads_to).content)


def test_results_that_are_taken_back_are_led_to_no_longer(cast: Cast) -> None:
    round = release_round(actor=SYSTEM, round=closed(cast, Mode.ANONYMOUS, 9, 9))
    unrelease_round(actor=SYSTEM, round=round)

    for address in addresses(round):
        page = Client().get(address).content
        assert IF_SHARED in text_of(page)
        assert b"/svara/resultat/" not in page


def test_no_results_are_spoken_of_where_too_few_have_answered(cast: Cast) -> None:
    round = closed(cast, Mode.ANONYMOUS, 2, 1)

    for address in addresses(round):
        assert "esultat" not in text_of(Client().get(address).content)
