"""What an organiser's school year may be: its days, its weeks of teaching, and a full-time teacher's hours."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.assignments.models import Part
from samsyn.assignments.rules.agreements import TEXT_MAX
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


def check_template_name(name: str, is_taken: bool) -> None:
    if not name.strip():
        raise RuleBroken(_("A template needs a name."), field="name")
    if is_taken:
        raise RuleBroken(
            _("There is already a template called “%(name)s”. Choose another name.")
            % {"name": name},
            field="name",
        )


def check_template_parts(parts: dict[str, str]) -> None:
    if not set(parts) <= set(Part.values):
        raise RuleBroken(_("A template has the parts of an assignment and no others."))
    for part, text in parts.items():
        if len(text) > TEXT_MAX:
            raise RuleBroken(
                _("A part has at most %(most)s characters.") % {"most": TEXT_MAX}, field=part
            )


def cannot_begin(place: str) -> str:
    return _("Only the principal of %(place)s, or who leads there, begins its school year.") % {
        "place": place
    }


def title_of_year(year: int) -> str:
    """Until the two have found a better name."""
    return _("Assignment %(year)s") % {"year": said_year(year)}
