"""When the demo's stories happen: counted from the day it is filled, whichever that is."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.utils.translation import override

from samsyn.assignments.models import Assignment, State
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.home.demo.clock import at
from samsyn.home.demo.history import tell
from samsyn.home.demo.region import FOUNDED, invite_guides, make_region
from samsyn.home.demo.surveys import tell_surveys
from samsyn.home.demo.years import Years
from samsyn.organisations.models import Event
from samsyn.surveys.models import Round, RoundState

NOVEMBER = Years(date(2026, 11, 25))


@pytest.mark.parametrize(
    ("said", "ago", "moment"),
    [
        ("-12 16:31", 0, "2026-11-13T16:31"),
        ("-2 10:00", 0, "2026-11-23T10:00"),
        # From a Saturday back to the Friday, or on to the Monday.
        ("-4 10:00", 0, "2026-11-20T10:00"),
        ("+3 10:00", 0, "2026-11-30T10:00"),
        ("09-03 10:42", 0, "2026-09-03T10:42"),
        ("05-18 14:15", 0, "2027-05-18T14:15"),
        ("05-18 14:15", 1, "2026-05-18T14:15"),
        ("08-12", 1, "2025-08-12T15:00"),
    ],
)
def test_moments_are_said_from_today_or_by_the_day_of_the_school_year(
    said: str, ago: int, moment: str
) -> None:
    assert NOVEMBER.moment(said, ago=ago) == datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def test_in_august_the_autumns_beginning_is_told_as_if_it_were_earlier() -> None:
    august = Years(date(2026, 8, 20))

    assert august.moment("09-03 10:42").date() == date(2026, 7, 9)
    assert august.moment("05-18 14:15", ago=1).date() == date(2026, 5, 18)


def test_school_years_begin_on_a_monday_and_end_on_a_friday() -> None:
    assert (NOVEMBER.starts_on(), NOVEMBER.ends_on()) == (date(2026, 8, 10), date(2027, 6, 11))
    assert (NOVEMBER.starts_on(1), NOVEMBER.ends_on(1)) == (date(2025, 8, 11), date(2026, 6, 12))


def test_rosters_name_days_from_today_but_none_before_the_year_is_a_month_old() -> None:
    assert NOVEMBER.dates_in("x;{today-20};{today+3}") == "x;2026-11-05;2026-11-28"
    assert Years(date(2026, 7, 1)).dates_in("{today-20}") == "2026-08-20"


@pytest.mark.package
@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-07-01", "2026-08-20", "2027-01-04", "2027-06-30"])
def test_the_history_can_be_told_on_any_day_of_the_year(day: str) -> None:
    now = datetime.fromisoformat(f"{day}T10:30").replace(tzinfo=ZONE)
    years = Years(now.date())

    with at(now):
        with at(years.moment(FOUNDED, ago=3)):
            make_region(years)
        tell(years)

    assert Counter(Assignment.objects.values_list("year", "state")) == {
        (2025, State.EVALUATED): 23,
        (2025, State.ENDED): 6,
        (2026, State.IN_FORCE): 35,
        (2026, State.DRAFT): 6,
    }
    assert not Event.objects.filter(at__gt=now).exists()


@pytest.mark.package
@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-07-01", "2026-08-22", "2027-01-04", "2027-06-30"])
def test_surveys_can_be_told_on_any_day_of_the_year(day: str) -> None:
    now = datetime.fromisoformat(f"{day}T06:30").replace(tzinfo=ZONE)

    with at(now), override("sv"):
        years = Years(now.date())
        with at(years.moment(FOUNDED, ago=3)):
            make_region(years)
        invite_guides()
        tell_surveys(years)

    states = Counter(Round.objects.values_list("state", flat=True))
    assert states == {RoundState.CLOSED: 3, RoundState.OPEN: 1, RoundState.DRAFT: 1}
    assert not Event.objects.filter(at__gt=now).exists()
