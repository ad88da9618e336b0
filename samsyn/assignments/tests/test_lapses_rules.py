"""The day on which each lapse begins: the day before there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from samsyn.assignments.rules.lapses import (
    LapseKind,
    has_post_to_warn_of,
    lapse_of_time,
    missed_on,
    should_be_agreed_by,
    should_have_been_held_by,
)
from samsyn.assignments.rules.time import TimeUsed

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("days_left", "goes_on", "is_warned"),
    [(91, False, False), (90, False, True), (0, False, True), (-1, False, True), (90, True, False)],
)
def test_post_is_warned_of_from_ninety_days_before(
    days_left: int, goes_on: bool, is_warned: bool
) -> None:
    ends_on = TODAY + timedelta(days=days_left)

    assert has_post_to_warn_of(ends_on, TODAY, goes_on=goes_on) is is_warned


def test_post_until_further_notice_is_never_warned_of() -> None:
    assert not has_post_to_warn_of(None, TODAY, goes_on=False)


def test_assignment_should_be_agreed_within_four_weeks() -> None:
    assert should_be_agreed_by(date(2026, 8, 10)) == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("days_ago", "missed"), [([7], None), ([8], 8), ([8, 30], 30), ([-5], None), ([], None)]
)
def test_dialogue_is_missed_when_more_than_a_week_has_passed(
    days_ago: list[int], missed: int | None
) -> None:
    planned = [TODAY - timedelta(days=days) for days in days_ago]

    wanted = TODAY - timedelta(days=missed) if missed else None
    assert missed_on(planned, TODAY) == wanted


@pytest.mark.parametrize(
    ("weeks", "days_since", "planned", "is_due"),
    [
        (6, 49, [], False),
        (6, 50, [], True),
        (6, 50, [TODAY], False),
        (None, 500, [], False),
    ],
)
def test_agreed_interval_has_run_out_when_a_week_more_has_passed(
    weeks: int | None, days_since: int, planned: list[date], is_due: bool
) -> None:
    since = TODAY - timedelta(days=days_since)

    due = should_have_been_held_by(planned, since, weeks, TODAY)

    assert due == (since + timedelta(weeks=6) if is_due else None)


@pytest.mark.parametrize(
    ("weeks", "logged_hours", "kind"),
    [
        (5, 0, None),
        (6, 0, LapseKind.TIME_UNUSED),
        (10, "14.9", LapseKind.TIME_UNUSED),
        (10, "15", None),
        (10, "37.4", None),
        (10, "37.5", LapseKind.TIME_SPENT),
    ],
)
def test_time_is_judged_after_six_weeks_of_three_hours(
    weeks: int, logged_hours: str, kind: LapseKind | None
) -> None:
    logged = int(Decimal(logged_hours) * 60)
    used = TimeUsed(logged=logged, hours=Decimal(3), weeks=weeks, weeks_in_all=36)

    assert lapse_of_time(used) == kind


def test_time_without_allowance_is_not_judged() -> None:
    assert lapse_of_time(TimeUsed(logged=600, hours=None, weeks=20, weeks_in_all=36)) is None
