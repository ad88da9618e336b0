"""A roster in words: each row that needs an answer or changes something, as a line of the plan."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.organisations.imports import Choice, Plan, PlanLine, make_plan, new, old
from samsyn.organisations.models import Import
from samsyn.organisations.queries.roster import Missing, Roster, Step, Wrong, read_roster
from samsyn.organisations.roles import Role
from samsyn.organisations.rules.roster import HEADINGS, RowWrong, check_is_whole, said_date


def check_roster(imported: Import) -> Plan:
    check_is_whole(is_root=imported.organisation.parent_id is None)
    return plan_of(read_roster(imported))


def plan_of(roster: Roster) -> Plan:
    changing = [step for step in roster.steps if not step.is_unchanged]
    lines = [
        *(wrong_line(wrong) for wrong in roster.wrong),
        *(missing_line(missing, roster.today) for missing in roster.missing),
        *(step_line(step) for step in changing),
    ]
    return make_plan(roster.total, len(roster.steps) - len(changing), lines)


def skip() -> Choice:
    return Choice("skip", _("Skip the row"))


def wrong_line(wrong: Wrong) -> PlanLine:
    column = wrong.error.column
    return PlanLine(
        key=f"{wrong.row}:{column}",
        row=wrong.row,
        column=HEADINGS[column][0],
        state="wrong",
        title=wrong.name,
        note=wrong.note,
        sentence=wrong.error.sentence,
        choices=(*mends(wrong.error), skip()),
    )


def mends(error: RowWrong) -> Iterator[Choice]:
    """The likely right value first, then a way to write another."""
    if error.mend:
        label = _("Use %(value)s") % {"value": error.mend}
        yield Choice(f"{error.column}={error.mend}", label)
    if error.input:
        labels = {
            "email": _("Write the right address"),
            "date": _("Change the date"),
            "text": _("Write the right value"),
        }
        yield Choice(f"{error.column}=", labels[error.input], error.input)


def missing_line(missing: Missing, today: date) -> PlanLine:
    duty = missing.duty
    begun = duty.starts_on <= today
    sentence = (
        _(
            "Is not in the file. If the duty ends, today is its last day; the person stays in Samsyn."
        )
        if begun
        else _("Is not in the file. The duty has not begun yet.")
    )
    end = _("End on %(date)s") % {"date": said_date(today)} if begun else _("Take away the duty")
    return PlanLine(
        key=missing.key,
        row=None,
        column="",
        state="ended",
        title=duty.person.name,
        note=f"{Role(duty.role).label}, {duty.organisation.name}",
        sentence=sentence,
        choices=(Choice("keep", _("Keep the duty")), Choice("end", end)),
        place=duty.organisation.name,
    )


def step_line(step: Step) -> PlanLine:
    """Somebody known changes; somebody unknown is new."""
    return PlanLine(
        key=step.key,
        row=step.row.number,
        column="",
        state="changed" if step.person else "new",
        title=step.row.name,
        note=f"{step.row.role.label}, {step.organisation.name}",
        sentence=" ".join(sentences(step)),
        choices=(Choice("confirm", _("That is right")), Choice("skip", _("Not right")))
        if step.must_be_confirmed
        else (),
        place=step.organisation.name,
    )


def sentences(step: Step) -> Iterator[str]:
    yield from person_sentences(step)
    if step.duty is None:
        yield new_duty_sentence(step)
    else:
        yield from duty_sentences(step)


def new_duty_sentence(step: Step) -> str:
    facts = {
        "role": new(step.row.role.label),
        "place": new(step.organisation.name),
        "extent": step.row.extent,
        "start": said_date(step.row.starts_on),
    }
    if step.row.role is Role.PRINCIPAL:
        return (
            _(
                "Becomes %(role)s at %(place)s from %(start)s, and may then read about and decide for the school."
            )
            % facts
        )
    if step.gives_trust:
        return (
            _("Becomes %(role)s for %(place)s from %(start)s, and may see all its schools.") % facts
        )
    if step.row.ends_on:
        ends = facts | {"end": said_date(step.row.ends_on)}
        return _("New duty, %(extent)s %%, from %(start)s to %(end)s.") % ends
    return _("New duty, %(extent)s %%, from %(start)s.") % facts


def duty_sentences(step: Step) -> Iterator[str]:
    if "extent" in step.duty_changes and step.duty:
        facts = {"old": old(f"{step.duty.extent} %"), "new": new(f"{step.row.extent} %")}
        yield _("Extent %(old)s %(new)s.") % facts
    if "starts_on" in step.duty_changes and step.duty:
        facts = {
            "old": old(said_date(step.duty.starts_on)),
            "new": new(said_date(step.row.starts_on)),
        }
        yield _("First day %(old)s %(new)s.") % facts
    if "ends_on" in step.duty_changes and step.duty:
        facts = {"old": old(said_end(step.duty.ends_on)), "new": new(said_end(step.row.ends_on))}
        yield _("Last day %(old)s %(new)s.") % facts


def said_end(day: date | None) -> str:
    return said_date(day) if day else pgettext("last day of a duty", "until further notice")


def person_sentences(step: Step) -> Iterator[str]:
    person, changes = step.person, step.person_changes
    if person is None:
        if step.row.protected:
            yield _(
                "Has protected identity, and is shown only to themselves, their principal and you."
            )
        return
    if changes.keys() & {"given_name", "family_name"}:
        yield _("Name %(old)s %(new)s.") % {"old": old(person.name), "new": new(step.row.name)}
    if "external_id" in changes:
        yield _("Was entered by hand before and now gets the person id %(id)s.") % {
            "id": new(step.row.person_id)
        }
    if "email" in changes:
        yield address_sentence(step)
    if "protected_identity" in changes:
        yield protection_sentence(step.lifts_protection)


def address_sentence(step: Step) -> str:
    person: Any = step.person
    facts = {"email": new(step.row.email), "name": person.given_name}
    if person.user_id is None:
        return _("The e-mail address becomes %(email)s.") % facts
    return (
        _(
            "The e-mail address becomes %(email)s. It counts when %(name)s has confirmed from the old one, otherwise in seven days."
        )
        % facts
    )


def protection_sentence(lifts: bool) -> str:
    if lifts:
        return _("No longer has protected identity, and is shown in lists again.")
    return _(
        "Gets protected identity, and is then shown only to themselves, their principal and you."
    )
