"""Reads a roster in: people and duties made, changed and ended as the plan said and a person answered."""

from typing import Any

from django.utils import timezone

from samsyn.organisations.access import Actor
from samsyn.organisations.actions.addresses import set_address
from samsyn.organisations.events import record
from samsyn.organisations.imports import Decisions
from samsyn.organisations.models import Duty, Import, Organisation, Person
from samsyn.organisations.queries.roster import Missing, Step, read_roster
from samsyn.organisations.queries.roster_lines import plan_of
from samsyn.organisations.rules.roster import RosterRow


def apply_roster(actor: Actor, imported: Import, decisions: Decisions) -> dict[str, Any]:
    """Called inside the import's transaction. No mail goes out but the notice of a changed address to the old one."""
    roster = read_roster(imported)
    answers = {line.key: line.answer(decisions) for line in plan_of(roster).lines}
    made: dict[str, Person] = {}
    counts = {
        "people_made": 0,
        "people_changed": 0,
        "duties_made": 0,
        "duties_changed": 0,
        "duties_ended": 0,
    }
    for step in roster.steps:
        if not step.is_unchanged and _is_taken(step, answers.get(step.key, ""), decisions):
            _take(actor, imported.organisation, step, made, counts)
    for missing in roster.missing:
        if (answers.get(missing.key) or decisions.get("*ended")) == "end":
            _end(actor, imported.organisation, missing)
            counts["duties_ended"] += 1
    return counts


def _is_taken(step: Step, answer: str, decisions: Decisions) -> bool:
    """What must be confirmed is taken on a yes only, also where there were too many lines to show them all."""
    if not step.must_be_confirmed:
        return True
    state = "changed" if step.person else "new"
    return (answer or decisions.get(f"*{state}")) == "confirm"


def _take(
    actor: Actor,
    controller: Organisation,
    step: Step,
    made: dict[str, Person],
    counts: dict[str, int],
) -> None:
    person = step.person or made.get(step.row.person_id)
    if person is None:
        person = made[step.row.person_id] = _make_person(actor, controller, step.row)
        counts["people_made"] += 1
    elif step.person_changes:
        _change_person(actor, controller, person, dict(step.person_changes))
        counts["people_changed"] += 1
    if step.duty is None:
        _make_duty(actor, controller, person, step)
        counts["duties_made"] += 1
    elif step.duty_changes:
        _change_duty(actor, controller, step.duty, dict(step.duty_changes))
        counts["duties_changed"] += 1


def _make_person(actor: Actor, controller: Organisation, row: RosterRow) -> Person:
    person = Person.objects.create(
        controller=controller,
        external_id=row.person_id,
        given_name=row.given_name,
        family_name=row.family_name,
        email=row.email,
        protected_identity=row.protected,
    )
    record("person.made", actor=actor, matter=person, controller=controller, source="roster")
    return person


def _change_person(
    actor: Actor, controller: Organisation, person: Person, changes: dict[str, Any]
) -> None:
    """The event names the fields and not their values: names and addresses stay out of the log."""
    record(
        "person.changed",
        actor=actor,
        matter=person,
        controller=controller,
        source="roster",
        fields=sorted(changes),
    )
    address = changes.pop("email", None)
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes, "changed_at"])
    if address is not None:
        set_address(actor=actor, person=person, email=address)


def _make_duty(actor: Actor, controller: Organisation, person: Person, step: Step) -> None:
    row = step.row
    duty = Duty.objects.create(
        person=person,
        role=row.role,
        organisation=step.organisation,
        extent=row.extent,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
    record(
        "duty.made", actor=actor, matter=duty, controller=controller, source="roster", role=row.role
    )


def _change_duty(
    actor: Actor, controller: Organisation, duty: Duty, changes: dict[str, Any]
) -> None:
    before = {name: _said(getattr(duty, name)) for name in changes}
    for name, value in changes.items():
        setattr(duty, name, value)
    duty.save(update_fields=[*changes, "changed_at"])
    after = {name: _said(value) for name, value in changes.items()}
    record(
        "duty.changed",
        actor=actor,
        matter=duty,
        controller=controller,
        source="roster",
        before=before,
        after=after,
    )


def _said(value: Any) -> Any:
    return value if isinstance(value, int | None) else str(value)


def _end(actor: Actor, controller: Organisation, missing: Missing) -> None:
    """The last day is today; a duty that has not begun is taken away instead."""
    duty, today = missing.duty, timezone.localdate()
    record("duty.ended", actor=actor, matter=duty, controller=controller, source="roster")
    if duty.starts_on > today:
        duty.delete()
        return
    duty.ends_on = today
    duty.save(update_fields=["ends_on", "changed_at"])
