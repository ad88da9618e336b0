"""The organiser's list for the state grant: one school year's posts for which a grant is asked, for page and file alike."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from samsyn.assignments import grants
from samsyn.assignments.models import CareerPost
from samsyn.assignments.queries.posts import posts_of_year
from samsyn.assignments.rules.grants import faults, share_of_year
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Organisation


def organisers_for(actor: Actor, can: Can) -> models.QuerySet[Organisation]:
    """The roots where the actor has the right: most have one."""
    return Organisation.objects.filter(within(actor, can, "path"), parent=None)


@dataclass(frozen=True)
class GrantRow:
    """A post in the list. Masked: without name, school and days, and without a place in the order that would tell.

    `post_id` leads on to the post; of a masked one only for those who may see it.
    """

    post_id: UUID | None
    name: str
    place: str
    school_unit_code: str
    role: str
    category: str
    starts_on: date | None
    ends_on: date | None
    months: int
    teaching_percent: int
    faults: tuple[str, ...]
    is_masked: bool


@dataclass(frozen=True)
class GrantList:
    organiser: Organisation
    year: int
    rules: grants.RuleSet
    rows: tuple[GrantRow, ...]
    # Posts that run in the year and ask for no grant.
    without_count: int

    @property
    def faulty_count(self) -> int:
        return sum(bool(row.faults) for row in self.rows)


def grant_list(actor: Actor, organiser: Organisation, year: int) -> GrantList:
    rules = grants.rules_in(year)
    posts = list(posts_of_year(actor, organiser, year))
    asked = [post for post in posts if post.grant_category]
    protected = [post for post in asked if post.holder.protected_identity]
    seen = _seen(actor, protected) if protected else set()
    rows = [
        _masked_row(post, rules, year, post.pk in seen)
        if post.holder.protected_identity
        else _row(post, rules, year)
        for post in asked
    ]
    # The masked last, by what is shown of them: where they stood would tell the school.
    masked = sorted((row for row in rows if row.is_masked), key=_shown)
    shown = [row for row in rows if not row.is_masked]
    return GrantList(organiser, year, rules, (*shown, *masked), len(posts) - len(asked))


def _seen(actor: Actor, posts: list[CareerPost]) -> set[UUID]:
    keys = [post.pk for post in posts]
    found = CareerPost.objects.visible_to(actor).filter(pk__in=keys)
    return set(found.values_list("pk", flat=True))


def _shown(row: GrantRow) -> tuple[str, str, int, int]:
    return row.role, row.category, row.months, row.teaching_percent


def _row(post: CareerPost, rules: grants.RuleSet, year: int) -> GrantRow:
    share = share_of_year(rules, year, post.starts_on, post.ends_on)
    return GrantRow(
        post_id=post.pk,
        name=post.holder.name,
        place=post.place.name,
        school_unit_code=post.place.school_unit_code or "",
        starts_on=share.starts_on,
        ends_on=share.ends_on,
        is_masked=False,
        **_said(post, rules, share.months),
    )


def _masked_row(post: CareerPost, rules: grants.RuleSet, year: int, is_seen: bool) -> GrantRow:
    months = share_of_year(rules, year, post.starts_on, post.ends_on).months
    return GrantRow(
        post_id=post.pk if is_seen else None,
        name=post.holder.said_name,
        place="",
        school_unit_code="",
        starts_on=None,
        ends_on=None,
        is_masked=True,
        **_said(post, rules, months),
    )


def _said(post: CareerPost, rules: grants.RuleSet, months: int) -> dict[str, Any]:
    category = rules.category(post.grant_category) or grants.category_called(post.grant_category)
    found = faults(
        rules,
        category=post.grant_category,
        role=post.role,
        teaching_percent=post.teaching_percent,
    )
    return {
        "role": str(post.get_role_display()),
        "category": category.label if category else post.grant_category,
        "months": months,
        "teaching_percent": post.teaching_percent,
        "faults": tuple(found),
    }
