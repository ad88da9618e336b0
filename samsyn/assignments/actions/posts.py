"""Career posts are entered, changed and ended; an organiser settles its school year."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from samsyn.assignments import grants
from samsyn.assignments.actions.ending import end_with_post
from samsyn.assignments.models import CareerPost, YearTerms
from samsyn.assignments.rules import posts as rules
from samsyn.assignments.rules.agreements import check_key
from samsyn.assignments.rules.terms import check_terms
from samsyn.core.models import uuid7
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Duty, Organisation, Person


@transaction.atomic
def make_post(
    *,
    actor: Actor,
    holder: Person,
    place: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None,
    teaching_percent: int,
    grant_category: str = "",
    after: CareerPost | None = None,
    key: UUID | None = None,
) -> CareerPost:
    """Once for a key: sent twice, the second gets what the first made."""
    # Two who enter the same post wait for each other here.
    holder = Person.objects.select_for_update(of=("self",)).get(pk=holder.pk)
    made = CareerPost.objects.filter(pk=key).first() if key else None
    if made:
        check_key(is_same=(made.holder_id, made.place_id) == (holder.pk, place.pk))
        return made
    _check(place, role, starts_on, ends_on, teaching_percent, grant_category, after)
    rules.check_holder(works_at_organiser=_works_at(holder, place))
    like = CareerPost.objects.filter(holder=holder, place=place, role=role)
    rules.check_is_new(like.filter(starts_on=starts_on).exists())
    post = CareerPost.objects.create(
        pk=key or uuid7(),
        controller=Organisation.objects.get(pk=place.root_id),
        place=place,
        holder=holder,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        teaching_percent=teaching_percent,
        grant_category=grant_category,
        after=after,
    )
    record("post.made", actor=actor, matter=post, controller=post.controller)
    return post


def _check(
    place: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None,
    teaching_percent: int,
    grant_category: str,
    after: CareerPost | None,
) -> None:
    rules.check_place(place.kind)
    rules.check_role(role)
    rules.check_term(starts_on, ends_on)
    rules.check_teaching(teaching_percent)
    grants.check_category(grant_category, role)
    rules.check_order(starts_on, earlier_starts_on=after.starts_on if after else None)
    if after:
        rules.check_after_is_near(is_near=after.controller_id == place.root_id)


def _works_at(holder: Person, place: Organisation) -> bool:
    """Ever, not only today: a post may be entered before its holder begins or after they have gone."""
    root = f"/{place.root_id.hex}/"
    return Duty.objects.filter(person=holder, organisation__path__startswith=root).exists()


@transaction.atomic
def edit_post(
    *,
    actor: Actor,
    post: CareerPost,
    role: str,
    starts_on: date,
    ends_on: date | None,
    teaching_percent: int,
    grant_category: str = "",
    after: CareerPost | None = None,
    revision: str = "",
) -> CareerPost:
    """Whose post it is and where stays: another person or place is another post."""
    post = _locked(post)
    check_is_latest(post, revision)
    _check(post.place, role, starts_on, ends_on, teaching_percent, grant_category, after)
    _check_rows_around(post, role, starts_on)
    wanted = {
        "role": role,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "teaching_percent": teaching_percent,
        "grant_category": grant_category,
        "after": after,
    }
    is_shorter = ends_on is not None and (post.ends_on is None or ends_on < post.ends_on)
    post = _saved(post, "post.changed", actor, wanted)
    if is_shorter:
        end_with_post(actor=actor, post=post)
    return post


def _check_rows_around(post: CareerPost, role: str, starts_on: date) -> None:
    others = CareerPost.objects.exclude(pk=post.pk)
    like = others.filter(holder=post.holder, place=post.place, role=role, starts_on=starts_on)
    rules.check_is_new(like.exists())
    later = others.filter(after=post).order_by("starts_on").first()
    rules.check_order(
        starts_on, earlier_starts_on=None, later_starts_on=later.starts_on if later else None
    )


def _locked(post: CareerPost) -> CareerPost:
    rows = CareerPost.objects.select_for_update(of=("self",))
    return rows.select_related("controller", "place", "holder", "after").get(pk=post.pk)


def _saved(post: CareerPost, kind: str, actor: Actor, wanted: dict[str, Any]) -> CareerPost:
    changed = [name for name, value in wanted.items() if value != getattr(post, name)]
    if changed:
        for name in changed:
            setattr(post, name, wanted[name])
        post.save(update_fields=[*changed, "changed_at"])
        record(kind, actor=actor, matter=post, controller=post.controller, fields=sorted(changed))
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: CareerPost, ends_on: date, revision: str = "") -> CareerPost:
    """Sets the last day, also of what is done in the post; `ends_with` in queries says beforehand what that is."""
    post = _locked(post)
    check_is_latest(post, revision)
    rules.check_term(post.starts_on, ends_on)
    post = _saved(post, "post.ended", actor, {"ends_on": ends_on})
    end_with_post(actor=actor, post=post)
    return post


@transaction.atomic
def set_terms(
    *,
    actor: Actor,
    controller: Organisation,
    year: int,
    starts_on: date,
    ends_on: date,
    teaching_weeks: int,
    full_time_hours: Decimal,
    revision: str = "",
) -> YearTerms:
    """For the first time or anew."""
    check_terms(year, starts_on, ends_on, teaching_weeks, full_time_hours)
    controller = Organisation.objects.select_for_update(of=("self",)).get(pk=controller.pk)
    terms = (
        YearTerms.objects.select_for_update(of=("self",))
        .filter(controller=controller, year=year)
        .first()
    )
    wanted = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "teaching_weeks": teaching_weeks,
        "full_time_hours": full_time_hours,
    }
    if terms is None:
        terms = YearTerms.objects.create(controller=controller, year=year, **wanted)
    else:
        check_is_latest(terms, revision)
        changed = [name for name, value in wanted.items() if value != getattr(terms, name)]
        if not changed:
            return terms
        for name in changed:
            setattr(terms, name, wanted[name])
        terms.save(update_fields=[*changed, "changed_at"])
    record("terms.set", actor=actor, matter=terms, controller=controller, year=year)
    return terms
