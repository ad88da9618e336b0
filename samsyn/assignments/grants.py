"""The state grant for career posts: its rules as data (grant_rules.yaml), each set with its sources and the day they were read.

Loaded once and refused as a whole when something in it is wrong.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.assignments.models import CareerRole
from samsyn.core.rules import RuleBroken

FILE = Path(__file__).parent / "grant_rules.yaml"


@dataclass(frozen=True)
class Source:
    """What a source says, and when it was read."""

    said: str
    title: str
    url: str
    read_on: date


@dataclass(frozen=True)
class Category:
    code: str
    role: str
    labels: dict[str, str]
    # Kronor: what the pay is raised by a month at least, and what a whole year gives. Either may be unknown.
    raise_min: int | None = None
    amount: int | None = None

    @property
    def label(self) -> str:
        return self.labels.get((get_language() or "sv")[:2], self.labels["sv"])


@dataclass(frozen=True)
class RuleSet:
    """What holds from a school year on."""

    first_year: int
    ordinance: str
    title: str
    begins: tuple[int, int]
    teaching_percent_min: int
    categories: tuple[Category, ...]
    sources: tuple[Source, ...]

    def days_of(self, year: int) -> tuple[date, date]:
        """The first and the last day of the grant's year."""
        month, day = self.begins
        return date(year, month, day), date(year + 1, month, day) - timedelta(days=1)

    def category(self, code: str) -> Category | None:
        return next((one for one in self.categories if one.code == code), None)


@dataclass(frozen=True)
class Rules:
    usual_months: tuple[int, int]
    usual_sources: tuple[Source, ...]
    sets: tuple[RuleSet, ...]


@functools.cache
def rules() -> Rules:
    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read(written: Any) -> Rules:
    """Raises ValueError with the place of the fault."""
    usual = written["usual_months"]
    sets = tuple(_rule_set(one) for one in written["sets"])
    years = [one.first_year for one in sets]
    if not sets or years != sorted(set(years)):
        raise ValueError("grant_rules.yaml: the sets stand in the order of their first years")
    return Rules((usual["shortest"], usual["longest"]), tuple(_sources(usual)), sets)


def _rule_set(written: Any) -> RuleSet:
    begins = written["year_begins"]
    found = RuleSet(
        first_year=written["first_year"],
        ordinance=written["ordinance"],
        title=written["title"],
        begins=(begins["month"], begins["day"]),
        teaching_percent_min=written["teaching_percent_min"],
        categories=tuple(_category(one) for one in written["categories"]),
        sources=tuple(_sources(written)),
    )
    if not (found.sources and 0 <= found.teaching_percent_min <= 100):
        raise ValueError(f"grant_rules.yaml: {found.ordinance} lacks a source or a share")
    return found


def _category(written: Any) -> Category:
    labels = written["label"]
    if written["role"] not in CareerRole.values or "sv" not in labels:
        raise ValueError(
            f"grant_rules.yaml: {written['code']} has no such role, or no Swedish name"
        )
    return Category(
        code=written["code"],
        role=written["role"],
        labels=labels,
        raise_min=written.get("raise_min"),
        amount=written.get("amount"),
    )


def _sources(written: Any) -> Iterator[Source]:
    for one in written["sources"]:
        if not isinstance(one["read_on"], date) or not one["url"].startswith("https://"):
            raise ValueError(f"grant_rules.yaml: {one['title']} needs its address and day")
        yield Source(one["said"], one["title"], one["url"], one["read_on"])


def rules_in(year: int) -> RuleSet:
    """Those of the school year; of the first set, for years before it."""
    sets = rules().sets
    return next((one for one in reversed(sets) if one.first_year <= year), sets[0])


def newest() -> RuleSet:
    return rules().sets[-1]


def category_called(code: str) -> Category | None:
    """By any set, the newest first: what a code is called in words."""
    return next((c for one in reversed(rules().sets) if (c := one.category(code))), None)


def check_category(code: str, role: str) -> None:
    if not code:
        return
    category = category_called(code)
    if category is None:
        raise RuleBroken(_("There is no such category of the grant."), field="grant_category")
    if category.role != role:
        raise RuleBroken(
            _("The category “%(category)s” is not for that role. Choose one that fits the post.")
            % {"category": category.label},
            field="grant_category",
        )
