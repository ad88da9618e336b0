"""How much of the agreed time is gone: teaching weeks that have passed times hours a week, against what is logged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.assignments.models import YearTerms

HOUR = 60


@dataclass(frozen=True)
class TimeUsed:
    """What is allowed so far and what is logged, in whole minutes. Without hours or terms nothing is counted as allowed."""

    logged: int
    hours: Decimal | None = None
    weeks: int = 0
    weeks_in_all: int = 0
    since: date | None = None

    @property
    def has_allowance(self) -> bool:
        return bool(self.hours and self.weeks_in_all)

    @property
    def allowed(self) -> int:
        return self._minutes(self.weeks)

    @property
    def allowed_in_all(self) -> int:
        return self._minutes(self.weeks_in_all)

    def _minutes(self, weeks: int) -> int:
        return int((self.hours or Decimal(0)) * HOUR * weeks)

    @property
    def over(self) -> int:
        return max(0, self.logged - self.allowed)

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.logged)

    @property
    def within(self) -> int:
        """What is logged of the time allowed so far."""
        return min(self.logged, self.allowed)

    @property
    def hours_allowed(self) -> Decimal:
        return Decimal(self.allowed) / HOUR

    @property
    def hours_logged(self) -> Decimal:
        return Decimal(self.logged) / HOUR

    @property
    def percent_within(self) -> str:
        """Of the whole picture, as the browser reads numbers."""
        whole = max(self.logged, self.allowed)
        return f"{100 * self.within / whole:.2f}" if whole else "0"


def time_used(
    *,
    logged: int,
    hours: Decimal | None,
    starts_on: date,
    ends_on: date,
    terms: YearTerms | None,
    today: date,
) -> TimeUsed:
    if terms is None or not hours:
        return TimeUsed(logged, hours)
    first = max(starts_on, terms.starts_on)
    return TimeUsed(
        logged=logged,
        hours=hours,
        weeks=teaching_weeks(terms, first, min(today, ends_on)),
        weeks_in_all=teaching_weeks(terms, first, ends_on),
        since=first,
    )


def teaching_weeks(terms: YearTerms, first: date, last: date) -> int:
    """Whole teaching weeks from the first day to the last, both included: the year's weeks, spread evenly over its days.

    Where the holidays lie is not known to the terms; at the end of the year it comes out exactly.
    """
    first, last = max(first, terms.starts_on), min(last, terms.ends_on)
    days, days_in_all = (last - first).days + 1, (terms.ends_on - terms.starts_on).days + 1
    return terms.teaching_weeks * max(0, days) // days_in_all


def said_minutes(minutes: int) -> str:
    """ "45 min", "1 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
