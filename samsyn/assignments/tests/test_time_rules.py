"""Allowed so far against logged: the year's teaching weeks, spread over its days, times the hours a week."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.assignments.models import YearTerms
from samsyn.assignments.rules.time import TimeUsed, said_minutes, teaching_weeks, time_used

FIRST, LAST = date(2026, 8, 17), date(2027, 6, 13)
TERMS = YearTerms(
    year=2026,
    starts_on=FIRST,
    ends_on=LAST,
    teaching_weeks=36,
    full_time_hours=Decimal(18),
)
DAYS = st.integers(-400, 400).map(lambda days: FIRST + timedelta(days=days))


def used(today: date, *, logged: int = 0, hours: str | None = "3", **over: date) -> TimeUsed:
    days = {"starts_on": FIRST, "ends_on": LAST, **over}
    return time_used(
        logged=logged,
        hours=Decimal(hours) if hours else None,
        terms=TERMS,
        today=today,
        **days,
    )


@pytest.mark.parametrize(
    ("today", "weeks"),
    [
        (date(2026, 8, 16), 0),
        (FIRST, 0),
        (date(2026, 8, 25), 1),
        (date(2026, 12, 20), 15),
        (LAST, 36),
        (LAST + timedelta(days=100), 36),
    ],
)
def test_weeks_passed_are_counted_from_the_first_day_to_today(today: date, weeks: int) -> None:
    assert used(today).weeks == weeks


def test_allowed_so_far_is_weeks_times_hours() -> None:
    found = used(date(2026, 9, 20), logged=13 * 60 + 30)

    assert (found.weeks, found.allowed, found.over, found.left) == (4, 12 * 60, 90, 0)
    assert (found.hours_allowed, found.hours_logged) == (Decimal(12), Decimal("13.5"))
    assert found.percent_within == "88.89"


def test_what_is_left_stays_open_in_the_picture() -> None:
    found = used(date(2026, 9, 20), logged=9 * 60)

    assert (found.left, found.over, found.percent_within) == (180, 0, "75.00")


def test_an_assignment_of_the_spring_counts_from_its_own_first_day() -> None:
    spring = used(LAST, starts_on=date(2027, 1, 11))

    assert (spring.since, spring.weeks, spring.weeks_in_all) == (date(2027, 1, 11), 18, 18)


def test_half_hours_give_whole_minutes() -> None:
    assert used(LAST, hours="2.5").allowed_in_all == 36 * 150


@pytest.mark.parametrize("hours", [None, "0"])
def test_without_an_allowance_nothing_is_allowed_and_the_log_still_counts(hours: str) -> None:
    found = used(LAST, logged=60, hours=hours)

    assert (found.has_allowance, found.allowed, found.logged) == (False, 0, 60)


def test_without_the_organisers_terms_nothing_is_allowed() -> None:
    found = time_used(
        logged=60, hours=Decimal(3), starts_on=FIRST, ends_on=LAST, terms=None, today=LAST
    )

    assert (found.has_allowance, found.allowed) == (False, 0)


@given(first=DAYS, last=DAYS, later=st.integers(0, 100))
def test_weeks_never_fall_with_time_and_never_pass_the_years(
    first: date, last: date, later: int
) -> None:
    weeks = teaching_weeks(TERMS, first, last)

    assert 0 <= weeks <= 36
    assert weeks <= teaching_weeks(TERMS, first, last + timedelta(days=later))


@given(logged=st.integers(0, 100_000), today=DAYS)
def test_the_parts_of_the_picture_are_the_whole(logged: int, today: date) -> None:
    found = used(today, logged=logged)

    assert found.within + found.over == logged
    assert found.within + found.left == found.allowed
    assert found.over == 0 or found.left == 0


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (45, "45 min"), (60, "1 tim"), (810, "13 tim 30 min"), (720, "12 tim")],
)
def test_minutes_are_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert said_minutes(minutes) == said
