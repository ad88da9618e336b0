"""What an organiser's school year may be: its days, its weeks of teaching, and a full-time teacher's hours."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.assignments.rules.years import said_year
from samsyn.core.rules import RuleBroken

FIRST_YEAR, LAST_YEAR = 2013, 2099
HOURS_MAX = Decimal(40)


def is_school_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def check_school_year(year: int) -> None:
    if not is_school_year(year):
        raise RuleBroken(_("There is no such school year here: %(year)s.") % {"year": year})


def check_terms(
    year: int, starts_on: date, ends_on: date, teaching_weeks: int, full_time_hours: Decimal
) -> None:
    check_school_year(year)
    _check_days(year, starts_on, ends_on)
    weeks = ((ends_on - starts_on).days + 7) // 7
    if not 1 <= teaching_weeks <= weeks:
        raise RuleBroken(
            _("Between those days there are %(weeks)s weeks. No more can be weeks of teaching.")
            % {"weeks": weeks},
            field="teaching_weeks",
        )
    if not 0 < full_time_hours <= HOURS_MAX:
        raise RuleBroken(
            _("Full-time teaching is more than 0 and at most 40 hours a week."),
            field="full_time_hours",
        )


def _check_days(year: int, starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise RuleBroken(_("The last day comes before the first."), field="ends_on")
    first, last = date(year, 7, 1), date(year + 1, 6, 30)
    for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on")):
        if not first <= day <= last:
            raise RuleBroken(
                _("The school year %(year)s lies between 1 July and 30 June. Look at this day.")
                % {"year": said_year(year)},
                field=field,
            )
