"""When an assignment is about to lapse, and since which day: each threshold with its reason, on plain values."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from samsyn.assignments.rules.time import TimeUsed


class LapseKind(StrEnum):
    NEW_PRINCIPAL = "new-principal"
    NO_PRINCIPAL = "no-principal"
    NO_DUTY = "no-duty"
    POST_ENDS = "post-ends"
    NOT_AGREED = "not-agreed"
    DIALOGUE_MISSED = "dialogue-missed"
    NO_DIALOGUE = "no-dialogue"
    TIME_SPENT = "time-spent"
    TIME_UNUSED = "time-unused"


# Whether a post goes on is to be known before the next term's timetable is laid.
POST_WARNED_BEFORE = timedelta(days=90)
# Four weeks into the year a plan that nobody has said yes to is no plan.
AGREED_WITHIN = timedelta(weeks=4)
# A talk is often put off for a day or two; after a week it has been missed.
DIALOGUE_WITHIN = timedelta(days=7)
# Before that there is too little in a log for a sum to say anything.
JUDGED_AFTER_WEEKS = 6
# A quarter more than was given so far is no longer a busy week, and less than half of it no longer a calm one.
SPENT_FROM = Decimal("1.25")
UNUSED_BELOW = Decimal("0.5")


def has_post_to_warn_of(ends_on: date | None, today: date, *, goes_on: bool) -> bool:
    return ends_on is not None and not goes_on and today >= ends_on - POST_WARNED_BEFORE


def should_be_agreed_by(starts_on: date) -> date:
    return starts_on + AGREED_WITHIN


def missed_on(planned: Collection[date], today: date) -> date | None:
    """The first day on which a dialogue was planned that nobody has begun within a week."""
    missed = [day for day in planned if today - day > DIALOGUE_WITHIN]
    return min(missed, default=None)


def should_have_been_held_by(
    planned: Collection[date], since: date, weeks: int | None, today: date
) -> date | None:
    """When the agreed interval ran out, if nothing is planned and a week has passed; None where none is agreed."""
    if not weeks or planned:
        return None
    due = since + timedelta(weeks=weeks)
    return due if today - due > DIALOGUE_WITHIN else None


def lapse_of_time(used: TimeUsed) -> LapseKind | None:
    if used.weeks < JUDGED_AFTER_WEEKS or not used.allowed:
        return None
    if used.logged >= used.allowed * SPENT_FROM:
        return LapseKind.TIME_SPENT
    return LapseKind.TIME_UNUSED if used.logged < used.allowed * UNUSED_BELOW else None
