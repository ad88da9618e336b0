"""Hours that no clock shows and years of another age: said on the page, with what was written kept, and never an error of ours."""

import pytest
from django.test import Client

from samsyn.surveys.models import Round
from samsyn.surveys.tests.asking import make_draft, make_open
from samsyn.surveys.tests.test_building_views import anna
from tests.cast import Cast

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
YEAR = "Titta på årtalet en gång till."


def said(client: Client, address: str, **sent: str) -> str:
    """What the page says, which holds what was written."""
    answer = client.post(address, sent)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert all(f'value="{value}"' in shown for value in sent.values())
    return shown


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00", "1999-12-31T08:00", "2926-12-01T08:00", "9999-12-31T23:59"]
)
def test_a_year_that_is_far_away_is_a_slip_of_the_finger(
    cast: Cast, anna: Client, when: str
) -> None:
    draft, open_round = make_draft(cast), make_open(cast, addresses=1)

    times = f"/enkater/omgang/{draft.pk}/inbjudan/tider/"
    assert said(anna, times, opens_at=when, closes_at=when).count(YEAR) >= 2
    extended = f"/enkater/omgang/{open_round.pk}/svarslage/forlang/"
    assert YEAR in said(anna, extended, closes_at=when)
    before = open_round.closes_at
    open_round.refresh_from_db()
    assert open_round.closes_at == before


@pytest.mark.parametrize("when", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_an_hour_that_does_not_exist_or_comes_twice_is_asked_for_again(
    cast: Cast, anna: Client, when: str
) -> None:
    round = make_draft(cast)
    before = (round.opens_at, round.closes_at)

    shown = said(anna, f"/enkater/omgang/{round.pk}/inbjudan/tider/", opens_at=when)

    assert "Den natten ställs klockan om. Välj ett annat klockslag." in shown
    round = Round.objects.get(pk=round.pk)
    assert (round.opens_at, round.closes_at) == before
