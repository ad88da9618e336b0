"""What a career post may be: its role, place, term and share of teaching, and what is usual about them."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from samsyn.assignments.models import CareerRole
from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Kind

# Career posts came with the school year 2013/14.
FIRST_DAY = date(2013, 7, 1)
LAST_DAY = date(2100, 6, 30)


def check_role(role: str) -> None:
    if role not in CareerRole.values:
        raise RuleBroken(_("A career post is for a first teacher or a senior lecturer."))


def check_place(kind: str) -> None:
    if kind not in {Kind.SCHOOL_UNIT, Kind.ORGANISER}:
        raise RuleBroken(
            _("A career post is at a school, or for the whole organiser."), field="place"
        )


def check_term(starts_on: date, ends_on: date | None) -> None:
    if not FIRST_DAY <= starts_on <= LAST_DAY:
        raise RuleBroken(
            _("There have been career posts since July 2013. Look at the year of the first day."),
            field="starts_on",
        )
    if ends_on and ends_on < starts_on:
        raise RuleBroken(_("The last day comes before the first."), field="ends_on")
    if ends_on and ends_on > LAST_DAY:
        raise RuleBroken(_("Look at the year of the last day, or leave it empty."), field="ends_on")


def check_teaching(percent: int) -> None:
    if not 0 <= percent <= 100:
        raise RuleBroken(
            _("The share of teaching is between 0 and 100 percent."), field="teaching_percent"
        )


def check_holder(*, works_at_organiser: bool) -> None:
    if not works_at_organiser:
        raise RuleBroken(
            _(
                "The person has no duty at the organiser. Let whoever keeps the roster enter the duty first."
            ),
            field="holder",
        )


def check_is_new(exists: bool) -> None:
    if exists:
        raise RuleBroken(
            _("The person already has that post there from that day."), field="starts_on"
        )


def check_order(
    starts_on: date, *, earlier_starts_on: date | None, later_starts_on: date | None = None
) -> None:
    """A post goes on from one that began before it, so that posts stand in a row and never in a circle."""
    if earlier_starts_on and earlier_starts_on >= starts_on:
        raise RuleBroken(
            _("A post can go on only from one that began earlier. Look at the first day."),
            field="after",
        )
    if later_starts_on and later_starts_on <= starts_on:
        raise RuleBroken(
            _("Another post goes on from this one and began before that day."), field="starts_on"
        )


def check_after_is_near(*, is_near: bool) -> None:
    if not is_near:
        raise RuleBroken(_("The earlier post is at another organiser."), field="after")


def months_of(starts_on: date, ends_on: date) -> int:
    """Whole months from the first day to the last, both included; none when the last comes first."""
    after = ends_on + timedelta(days=1)
    months = (after.year - starts_on.year) * 12 + after.month - starts_on.month
    return max(0, months - (after.day < starts_on.day))


def is_usual_term(starts_on: date, ends_on: date | None, usual: tuple[int, int]) -> bool:
    """A hint, no bar. Until further notice is as usual as a term."""
    shortest, longest = usual
    return ends_on is None or shortest <= months_of(starts_on, ends_on) <= longest
