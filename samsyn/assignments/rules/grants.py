"""What of a post is against the rules of the state grant, in words, and how much of a grant's year it runs."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samsyn.assignments.grants import RuleSet
from samsyn.assignments.rules.posts import months_of


@dataclass(frozen=True)
class Share:
    """How a post runs within a grant's year."""

    starts_on: date
    ends_on: date
    months: int


def share_of_year(rules: RuleSet, year: int, starts_on: date, ends_on: date | None) -> Share:
    first, last = rules.days_of(year)
    begins, ends = max(first, starts_on), min(last, ends_on or last)
    return Share(begins, ends, months_of(begins, ends))


def faults(rules: RuleSet, *, category: str, role: str, teaching_percent: int) -> list[str]:
    """Sentences of what the rules do not allow; empty where nothing is against them."""
    found = []
    known = rules.category(category)
    if known is None:
        found.append(
            _("The rules of this school year (%(ordinance)s) have no such category.")
            % {"ordinance": rules.ordinance}
        )
    elif known.role != role:
        found.append(_("The category is for another role."))
    if teaching_percent < rules.teaching_percent_min:
        found.append(
            _("%(percent)s percent is teaching; the rules ask for at least %(least)s.")
            % {"percent": teaching_percent, "least": rules.teaching_percent_min}
        )
    return found
