"""Rounds that are open to be answered, in each of the three ways to be asked."""

import pytest

from samsyn.surveys.models import Mode, Round
from samsyn.surveys.tests.making import make_open_round
from samsyn.surveys.tests.respondents import ABOUT, WORK
from tests.cast import Cast


@pytest.fixture
def anonymous(cast: Cast) -> Round:
    return make_open_round(cast.university, 3, sections=(ABOUT, WORK))


@pytest.fixture
def named(cast: Cast) -> Round:
    return make_open_round(cast.university, 2, sections=(ABOUT, WORK), round_mode=Mode.NAMED)


@pytest.fixture
def by_link(cast: Cast) -> Round:
    return make_open_round(cast.university, sections=(ABOUT,), round_open_token="oppen123")
