"""An assignment is begun, named, taken over and ended. Its text is written in writing.py and agreed in agreeing.py."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.agreeing import put_back_counterparts_yes
from samsyn.assignments.actions.comments import settle_comments
from samsyn.assignments.actions.dialogues import clear_planned
from samsyn.assignments.actions.following.outcome import put_back_counterparts_close
from samsyn.assignments.actions.writing import (
    clear_yeses,
    copy_part,
    is_in_draft,
    locked,
    refresh_lists,
)
from samsyn.assignments.models import (
    Assignment,
    Audience,
    CareerPost,
    Part,
    PartText,
    State,
    Template,
    Version,
    VersionState,
)
from samsyn.assignments.parts import default_audience
from samsyn.assignments.queries.agreements import (
    counterparts_for,
    is_among,
    parts_of,
    shared_version,
    works_at,
    year_dates,
)
from samsyn.assignments.queries.dialogues import has_dialogues
from samsyn.assignments.queries.reading import in_force, readable
from samsyn.assignments.rules import agreements as rules
from samsyn.assignments.rules.dialogues import check_none_is_kept
from samsyn.assignments.rules.terms import check_school_year
from samsyn.core.models import uuid7
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Organisation, Person

# What goes on from last year beside the text.
FACTS = ("subject", "stage", "school_form", "dialogue_weeks")


@transaction.atomic
def begin_assignment(
    *,
    actor: Actor,
    post: CareerPost,
    place: Organisation,
    year: int,
    counterpart: Person,
    title: str,
    template: Template | None = None,
    last_year: Assignment | None = None,
    key: UUID | None = None,
) -> Assignment:
    """A draft that both write in, with a row for every part. Once for a key."""
    posts = CareerPost.objects.select_for_update(of=("self",))
    post = posts.select_related("place", "controller", "holder").get(pk=post.pk)
    made = Assignment.objects.filter(pk=key).first() if key else None
    if made:
        is_same = (made.post_id, made.begun_by_id) == (post.pk, actor.person_id)
        rules.check_key(is_same=is_same)
        return made
    assignment = _drafted(actor, post, place, year, counterpart, title, key)
    _check(actor, assignment, last_year)
    if last_year:
        for name in FACTS:
            setattr(assignment, name, getattr(last_year, name))
    assignment.save(force_insert=True)
    version = Version.objects.create(
        assignment=assignment, state=VersionState.SHARED, author_id=actor.person_id
    )
    parts = _first_parts(actor, version, template, last_year)
    PartText.objects.bulk_create(parts)
    refresh_lists(assignment, parts)
    record(
        "assignment.begun", actor=actor, matter=assignment, controller=post.controller, year=year
    )
    return assignment


def _drafted(
    actor: Actor,
    post: CareerPost,
    place: Organisation,
    year: int,
    counterpart: Person,
    title: str,
    key: UUID | None,
) -> Assignment:
    check_school_year(year)
    starts_on, ends_on = rules.dates_within(
        *year_dates(post.controller_id, year), post.starts_on, post.ends_on
    )
    return Assignment(
        pk=key or uuid7(),
        post=post,
        controller=post.controller,
        place=place,
        holder=post.holder,
        counterpart=counterpart,
        begun_by_id=actor.person_id,
        year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        title=" ".join(title.split()),
    )


def _check(actor: Actor, assignment: Assignment, last_year: Assignment | None) -> None:
    post, place, holder = assignment.post, assignment.place, assignment.holder
    counterparts = counterparts_for(post=post, place=place)
    rules.check_counterpart(
        is_of_place=is_among(counterparts, assignment.counterpart_id),
        is_holder=assignment.counterpart_id == assignment.holder_id,
        place=place.name,
    )
    rules.check_side(actor, assignment)
    is_near = place.root_id == post.controller_id
    works = is_near and works_at(holder, place, assignment.starts_on, assignment.ends_on)
    rules.check_works_at(works=works, name=holder.said_name, place=place.name)
    rules.check_title(assignment.title)
    same = Assignment.objects.filter(post=post, place=place, year=assignment.year)
    rules.check_is_new(same.exists())
    if last_year:
        rules.check_last_year(is_of_same_holder=last_year.holder_id == assignment.holder_id)


def _first_parts(
    actor: Actor, version: Version, template: Template | None, last_year: Assignment | None
) -> list[PartText]:
    """Every part has a row from the start, so that two who begin the same part at once see each other's text."""
    rows = {
        code: PartText(version=version, part=code, audience=default_audience(code))
        for code in Part.values
    }
    for code, text in (template.parts if template else {}).items():
        if code in rows and text.strip():
            rows[code].text = text.strip()
    for part in _from_last_year(actor, version, last_year) if last_year else []:
        rows[part.part] = copy_part(part, version)
    return list(rows.values())


def _from_last_year(actor: Actor, version: Version, last_year: Assignment) -> list[PartText]:
    """What was between the career teacher and another counterpart, or their school's alone, is not shown to this one."""
    parts = readable(actor, last_year, parts_of(in_force(last_year)).values())
    innermost = _shown_to_counterpart(last_year, version.assignment)
    return [part for part in parts if not part.is_empty and part.audience >= innermost]


def _shown_to_counterpart(last_year: Assignment, now: Assignment) -> Audience:
    if last_year.counterpart_id == now.counterpart_id:
        return Audience.TWO
    is_staff = last_year.place.path.startswith(now.place.path)
    return Audience.STAFF if is_staff else Audience.ORGANISER


@transaction.atomic
def set_facts(
    *,
    actor: Actor,
    assignment: Assignment,
    title: str,
    subject: str = "",
    stage: str = "",
    school_form: str = "",
    dialogue_weeks: int | None = None,
    revision: str = "",
) -> Assignment:
    """Either of the two. What one had said yes to in a draft is no longer the same."""
    assignment = locked(assignment)
    check_is_latest(assignment, revision)
    rules.check_is_of_the_two(actor, assignment)
    rules.check_is_open(assignment)
    rules.check_title(title)
    wanted = {
        "title": " ".join(title.split()),
        "subject": " ".join(subject.split()),
        "stage": stage,
        "school_form": school_form,
        "dialogue_weeks": dialogue_weeks,
    }
    changed = _set(assignment, wanted)
    version = shared_version(assignment) if is_in_draft(assignment) and changed else None
    if version:
        version.assignment = assignment
        version.revision += 1
        clear_yeses(actor, assignment, version)
    if changed:
        _record("assignment.changed", actor, assignment, fields=changed)
    return assignment


def _set(assignment: Assignment, wanted: dict[str, Any]) -> list[str]:
    changed = [name for name, value in wanted.items() if value != getattr(assignment, name)]
    for name in changed:
        setattr(assignment, name, wanted[name])
    if changed:
        assignment.save(update_fields=[*changed, "changed_at"])
    return sorted(changed)


def _record(kind: str, actor: Actor, assignment: Assignment, **facts: Any) -> None:
    record(kind, actor=actor, matter=assignment, controller=assignment.controller, **facts)


@transaction.atomic
def set_asking(
    *, actor: Actor, assignment: Assignment, ask_about: str, ask_when: str
) -> Assignment:
    """The holder's own words, no part of the agreement."""
    assignment = locked(assignment)
    side = rules.check_is_of_the_two(actor, assignment)
    rules.check_asking(is_holder=side is rules.Side.HOLDER)
    rules.check_text(ask_about, rules.ASK_ABOUT_MAX)
    rules.check_text(ask_when, rules.ASK_WHEN_MAX)
    changed = _set(assignment, {"ask_about": ask_about.strip(), "ask_when": ask_when.strip()})
    if changed:
        _record("assignment.changed", actor, assignment, fields=changed)
    return assignment


@transaction.atomic
def take_over(*, actor: Actor, assignment: Assignment) -> Assignment:
    """The next counterpart, when the former one has no duty there any longer. Asked twice is as once.

    Also when the year is over: somebody has to close how it turned out.
    """
    assignment = locked(assignment)
    if assignment.counterpart_id == actor.person_id:
        return assignment
    rules.check_is_left_to_do(assignment)
    fit = counterparts_for(post=assignment.post, place=assignment.place)
    former = next((p for p in fit if p.pk == assignment.counterpart_id), None)
    rules.check_can_take_over(
        is_of_place=is_among(fit, actor.person_id),
        former=former.said_name if former else "",
        place=assignment.place.name,
    )
    put_back_counterparts_yes(actor, assignment)
    put_back_counterparts_close(assignment)
    settle_comments(assignment)
    assignment.counterpart_id, assignment.counterpart_since = actor.person_id, timezone.now()
    assignment.save(update_fields=["counterpart", "counterpart_since", "changed_at"])
    _record("assignment.taken_over", actor, assignment)
    clear_planned(actor=actor, assignment=assignment)
    return assignment


@transaction.atomic
def end_assignment(*, actor: Actor, assignment: Assignment) -> Assignment:
    """Before its time or without an outcome. Its last day is today, if that was later."""
    assignment = locked(assignment)
    if assignment.state == State.ENDED:
        return assignment
    rules.check_is_of_the_two(actor, assignment)
    rules.check_in_force(assignment)
    assignment.state = State.ENDED
    last = min(assignment.ends_on, timezone.localdate())
    assignment.ends_on = max(assignment.starts_on, last)
    assignment.save(update_fields=["state", "ends_on", "changed_at"])
    _record("assignment.ended", actor, assignment)
    clear_planned(actor=actor, assignment=assignment)
    return assignment


@transaction.atomic
def remove_draft(*, actor: Actor, assignment: Assignment) -> None:
    """A draft begun by mistake. The event remains."""
    assignment = locked(assignment)
    rules.check_is_of_the_two(actor, assignment)
    rules.check_can_remove(
        assignment,
        parts_of(shared_version(assignment)).values(),
        has_comments=assignment.comments.exists(),
    )
    check_none_is_kept(is_there=has_dialogues(assignment))
    _record("assignment.draft_removed", actor, assignment)
    assignment.delete()
