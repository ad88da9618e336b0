"""Text of an assignment: parts written by one of the two, in the first draft or in a change of their own."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Part,
    PartText,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.parts import default_audience
from samsyn.assignments.queries.agreements import text_in_force
from samsyn.assignments.rules import agreements as rules
from samsyn.assignments.rules.agreements import Side
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record

# What the text of a part is made of.
CONTENT = ("text", "activities", "hours", "audience")
LISTED = ("hours", "has_mandate", "has_evaluation", "activity_codes", "widest_audience")


def locked(version_or_assignment: Version | Assignment) -> Assignment:
    """Whatever the two do to an assignment's texts, they do it one after the other."""
    key = getattr(version_or_assignment, "assignment_id", version_or_assignment.pk)
    rows = Assignment.objects.select_for_update(of=("self",))
    return rows.select_related("place", "controller", "holder", "counterpart").get(pk=key)


def locked_with(version: Version) -> tuple[Assignment, Version]:
    assignment = locked(version)
    version = assignment.versions.select_related("author").get(pk=version.pk)
    version.assignment = assignment
    return assignment, version


@transaction.atomic
def write_part(
    *,
    actor: Actor,
    version: Version,
    part: str,
    text: str,
    activities: Iterable[str] = (),
    hours: Decimal | None = None,
    audience: int | None = None,
    revision: str = "",
) -> PartText:
    """Writes what differs; the same text twice is as once. In the first draft every change clears both yeses."""
    assignment, version = locked_with(version)
    rules.check_is_of_the_two(actor, assignment)
    rules.check_can_write(assignment, version, actor.person_id)
    wanted = _wanted(part, text, list(activities), hours)
    row = version.parts.filter(part=part).first() or _new_row(assignment, version, part)
    wanted["audience"] = row.audience if audience is None else audience
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    if not row._state.adding:
        check_is_latest(row, revision)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.written_by_id, row.written_at = actor.person_id, timezone.now()
    row.save()
    _count_change(actor, assignment, version, part)
    return row


def _wanted(
    part: str, text: str, activities: Sequence[str], hours: Decimal | None
) -> dict[str, Any]:
    rules.check_text(text)
    rules.check_activities(part, activities)
    rules.check_hours(part, hours)
    return {
        # A form sends \r\n, a template has \n.
        "text": text.replace("\r\n", "\n").strip(),
        "activities": [code for code in Activity.values if code in activities],
        "hours": round(Decimal(hours), 1) if hours else None,
    }


def _new_row(assignment: Assignment, version: Version, part: str) -> PartText:
    """Not saved: as the text in force has it, for whoever begins to change it."""
    before = text_in_force(assignment, part)
    if before is None:
        return PartText(version=version, part=Part(part), audience=default_audience(part))
    content = {name: getattr(before, name) for name in CONTENT}
    return PartText(version=version, part=part, **content)


def _count_change(actor: Actor, assignment: Assignment, version: Version, part: str) -> None:
    version.revision += 1
    if version.state == VersionState.WRITING:
        version.save(update_fields=["revision", "changed_at"])
        return
    clear_yeses(actor, assignment, version, part)
    refresh_lists(assignment, list(version.parts.all()))


def clear_yeses(actor: Actor, assignment: Assignment, version: Version, part: str = "") -> None:
    """The event is the note of it: whose yes, and which text it had been a yes to."""
    cleared = [side for side in Side if rules.agreed_at(version, side)]
    for side in Side:
        set_yes(version, side, None)
    version.save()
    if cleared:
        record(
            "assignment.yes_cleared",
            actor=actor,
            matter=assignment,
            controller=assignment.controller,
            version=str(version.pk),
            part=part,
            of=cleared,
        )


def set_yes(version: Version, side: Side, actor: Actor | None) -> None:
    """`None` takes the yes away. A deputy's yes also says for whom."""
    moment = timezone.now() if actor else None
    person_id = actor.person_id if actor else None
    setattr(version, f"{side}_agreed_at", moment)
    setattr(version, f"{side}_agreed_by_id", person_id)
    if side is Side.COUNTERPART:
        is_deputy = actor is not None and person_id != version.assignment.counterpart_id
        version.counterpart_agreed_for_id = version.assignment.counterpart_id if is_deputy else None


def refresh_lists(assignment: Assignment, parts: Iterable[PartText], **also: Any) -> None:
    """What lists read of the text, written in the same transaction as the text."""
    set_lists(assignment, parts)
    for name, value in also.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=[*LISTED, *also, "changed_at"])


def set_lists(assignment: Assignment, parts: Iterable[PartText]) -> None:
    by_part = {part.part: part for part in parts}
    time, activities = by_part.get(Part.TIME), by_part.get(Part.ACTIVITIES)
    written = {code for code, part in by_part.items() if not part.is_empty}
    codes = activities.activities if activities else []
    assignment.hours = time.hours if time else None
    assignment.has_mandate = Part.MANDATE in written
    assignment.has_evaluation = Part.EVALUATION in written
    assignment.activity_codes = f"|{'|'.join(codes)}|" if codes else ""
    assignment.widest_audience = max((by_part[code].audience for code in written), default=0)


@transaction.atomic
def begin_change(*, actor: Actor, assignment: Assignment, again: Version | None = None) -> Version:
    """The author's own change of the text in force: the one already begun, or a new one.

    `again` is a proposal of their own that was said no to or taken back, to go on from.
    """
    assignment = locked(assignment)
    rules.check_is_of_the_two(actor, assignment)
    rules.check_in_force(assignment)
    own = {"author_id": actor.person_id, "state": VersionState.WRITING}
    version = assignment.versions.filter(**own).first()
    if version is None:
        version = assignment.versions.create(**own)
        if again is not None:
            _copy(again, version, actor)
    return version


def _copy(again: Version, version: Version, actor: Actor) -> None:
    ours = {"assignment": version.assignment_id, "author": actor.person_id}
    closed = {VersionState.DECLINED, VersionState.WITHDRAWN}
    for part in PartText.objects.filter(version=again, version__state__in=closed, **{
        f"version__{name}": value for name, value in ours.items()
    }):  # fmt: skip
        copy_part(part, version).save(force_insert=True)


def copy_part(part: PartText, version: Version) -> PartText:
    """Not saved: with who wrote it and when, as it was."""
    fields = ("part", *CONTENT, "written_by_id", "written_at")
    return PartText(version=version, **{name: getattr(part, name) for name in fields})


@transaction.atomic
def drop_change(*, actor: Actor, version: Version) -> Assignment:
    """Nobody else has seen it, so nothing is left of it and nothing is recorded."""
    assignment, version = locked_with(version)
    rules.check_can_share(version, actor.person_id)
    version.delete()
    return assignment


def is_in_draft(assignment: Assignment) -> bool:
    return assignment.state == State.DRAFT


@transaction.atomic
def write_text(*, actor: Actor, assignment: Assignment, part: str, **content: Any) -> PartText:
    """Where the actor writes just now: in the first draft, else in a change of their own, begun with the first word."""
    assignment = locked(assignment)
    if is_in_draft(assignment):
        version = assignment.versions.get(state=VersionState.SHARED)
    else:
        version = begin_change(actor=actor, assignment=assignment)
    row = write_part(actor=actor, version=version, part=part, **content)
    if row._state.adding and not version.parts.exists():
        version.delete()
    return row
