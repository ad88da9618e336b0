"""What a roster would change: its rows held against the people, duties and schools that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.tables import read_table
from samsyn.organisations.models import AddressChange, Duty, Import, Organisation, Person
from samsyn.organisations.rules.roster import (
    HEADINGS,
    TRUSTED_ROLES,
    RosterRow,
    RowWrong,
    check_code,
    columns_of,
    row_of,
)

ADDRESSES_AT_ONCE = 5000


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be taken as it stands."""

    row: int
    name: str
    note: str
    error: RowWrong


@dataclass(frozen=True)
class Step:
    """One right row and what it changes; nothing, if it says what is known already."""

    row: RosterRow
    organisation: Organisation
    person: Person | None
    duty: Duty | None
    # New values by field name, for the person (once for each person) and for the duty.
    person_changes: Mapping[str, Any] = field(default_factory=dict)
    duty_changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.row.number}"

    @property
    def is_unchanged(self) -> bool:
        return bool(self.duty and not self.person_changes and not self.duty_changes)

    @property
    def gives_trust(self) -> bool:
        return self.duty is None and self.row.role in TRUSTED_ROLES

    @property
    def lifts_protection(self) -> bool:
        return self.person_changes.get("protected_identity") is False

    @property
    def must_be_confirmed(self) -> bool:
        return self.gives_trust or self.lifts_protection


@dataclass(frozen=True)
class Missing:
    """A duty that holds, or will, of a person the roster used to have; the file no longer says so."""

    duty: Duty

    @property
    def key(self) -> str:
        return f"duty-{self.duty.pk.hex}"


@dataclass(frozen=True)
class Roster:
    total: int
    wrong: tuple[Wrong, ...]
    missing: tuple[Missing, ...]
    steps: tuple[Step, ...]
    today: date


@dataclass
class _Known:
    """What is known of an organiser when its roster is read."""

    schools: dict[str, Organisation]
    organiser: Organisation
    people: dict[str, Person]
    people_without_id: dict[str, Person]
    duties: dict[Any, list[Duty]]
    # Address → whose it is, for those of the file only; of people elsewhere no more than that they exist.
    addresses: dict[str, Person]
    # The address that waits to take effect, by person: reading the same file again changes nothing.
    waiting: dict[Any, str]


def read_roster(imported: Import) -> Roster:
    """The whole file with the answers that mend cells, against what is known now. Writes nothing."""
    today = timezone.localdate()
    cells = list(_mended_rows(imported))
    known = _known(imported.organisation, cells)
    rows, wrong = _rows(cells, known, imported.organisation.kind)
    rows, clashes = _without_clashes(rows, known)
    steps = tuple(_steps(rows, known, today))
    wrong = sorted([*wrong, *clashes], key=lambda found: found.row)
    seen = {step.duty.pk for step in steps if step.duty}
    wrong_rows = {found.row for found in wrong}
    about = {values.get("person_id", "") for n, values in cells if n in wrong_rows}
    missing = _missing(known, seen, about, today)
    return Roster(len(cells), tuple(wrong), tuple(missing), steps, today)


def _mended_rows(imported: Import) -> Iterator[tuple[int, dict[str, str]]]:
    mends: dict[int, dict[str, str]] = defaultdict(dict)
    for key, code in imported.decisions.items():
        number, _colon, _column = key.partition(":")
        column, equals, value = code.partition("=")
        if equals and number.isdigit() and column in HEADINGS:
            mends[int(number)][column] = value.strip()
    with imported.file.open("rb") as file:
        table = read_table(file, imported.filename)
        headings = columns_of(table.columns)
        for row in table.rows:
            values = {column: row.values[heading] for column, heading in headings.items()}
            yield row.number, values | mends.get(row.number, {})


def _known(organiser: Organisation, cells: Sequence[tuple[int, dict[str, str]]]) -> _Known:
    below = Organisation.objects.filter(path__startswith=organiser.path)
    people = list(Person.objects.filter(controller=organiser).select_related("user"))
    duties: dict[Any, list[Duty]] = defaultdict(list)
    within = Duty.objects.filter(
        person__controller=organiser, organisation__path__startswith=organiser.path
    )
    for duty in within.select_related("organisation", "person"):
        duties[duty.person_id].append(duty)
    return _Known(
        schools={o.school_unit_code: o for o in below if o.school_unit_code},
        organiser=organiser,
        people={p.external_id: p for p in people if p.external_id},
        people_without_id={p.email.lower(): p for p in people if p.email and not p.external_id},
        duties=duties,
        addresses=_addresses({values.get("email", "").lower() for _n, values in cells}),
        waiting=dict(
            AddressChange.objects.waiting()
            .filter(person__controller=organiser)
            .values_list("person", "new_email")
        ),
    )


def _addresses(asked: set[str]) -> dict[str, Person]:
    """Whose each address is: the one in the record, or the one signed in with while a change waits."""
    found: dict[str, Person] = {}
    addresses = sorted(asked - {""})
    for start in range(0, len(addresses), ADDRESSES_AT_ONCE):
        some = addresses[start : start + ADDRESSES_AT_ONCE]
        people = Person.objects.alias(lower=Lower("email"), sign_in=Lower("user__email")).filter(
            Q(lower__in=some) | Q(sign_in__in=some)
        )
        for person in people.select_related("user"):
            found[person.email.lower()] = person
            if person.user:
                found[person.user.email.lower()] = person
    return found


def _rows(
    cells: Sequence[tuple[int, dict[str, str]]], known: _Known, organiser_kind: str
) -> tuple[list[RosterRow], list[Wrong]]:
    rows, wrong = [], []
    names = {code: school.name for code, school in known.schools.items()}
    for number, values in cells:
        try:
            row = row_of(number, values, organiser_kind)
            if row.school_unit_code:
                check_code(row.school_unit_code, names)
            rows.append(row)
        except RowWrong as error:
            wrong.append(_wrong(number, values, error, known))
    return rows, wrong


def _wrong(number: int, values: Mapping[str, str], error: RowWrong, known: _Known) -> Wrong:
    name = f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()
    school = known.schools.get(values.get("school_unit_code", ""))
    note = ", ".join(filter(None, [values.get("role", ""), school.name if school else ""]))
    return Wrong(number, name or _("Without a name"), note, error)


def _without_clashes(rows: list[RosterRow], known: _Known) -> tuple[list[RosterRow], list[Wrong]]:
    """Takes out the rows that contradict another row or another person's address."""
    first_of_person: dict[str, RosterRow] = {}
    first_of_address: dict[str, RosterRow] = {}
    first_of_duty: dict[tuple[Any, ...], RosterRow] = {}
    kept, wrong = [], []
    for row in rows:
        error = (
            _differs(first_of_person.setdefault(row.person_id, row), row)
            or _address_taken_in_file(first_of_address.setdefault(row.email, row), row)
            or _address_taken(row, known)
            or _doubled(first_of_duty.setdefault(_duty_key(row), row), row)
        )
        if error is None:
            kept.append(row)
        else:
            school = known.schools.get(row.school_unit_code)
            note = ", ".join(filter(None, [str(row.role.label), school.name if school else ""]))
            wrong.append(Wrong(row.number, row.name, note, error))
    return kept, wrong


def _duty_key(row: RosterRow) -> tuple[Any, ...]:
    return row.person_id, row.role, row.school_unit_code, row.starts_on


def _differs(first: RosterRow, row: RosterRow) -> RowWrong | None:
    if first.person == row.person:
        return None
    return RowWrong(
        "person_id",
        _("Row %(row)s has the same person id but another name, address or protection.")
        % {"row": first.number},
    )


def _address_taken_in_file(first: RosterRow, row: RosterRow) -> RowWrong | None:
    if first.person_id == row.person_id:
        return None
    sentence = _(
        "The e-mail address %(email)s stands for %(name)s too, in row %(row)s. Two people cannot have the same."
    )
    return RowWrong(
        "email",
        sentence % {"email": row.email, "name": first.name, "row": first.number},
        input="email",
    )


def _address_taken(row: RosterRow, known: _Known) -> RowWrong | None:
    owner = known.addresses.get(row.email)
    if owner is None or owner in (known.people.get(row.person_id), _to_link(row, known)):
        return None
    names_owner = owner.controller_id == known.organiser.pk and not owner.protected_identity
    who = owner.name if names_owner else _("somebody else")
    sentence = _(
        "The e-mail address %(email)s is already used by %(name)s. Two people cannot have the same."
    )
    return RowWrong("email", sentence % {"email": row.email, "name": who}, input="email")


def _doubled(first: RosterRow, row: RosterRow) -> RowWrong | None:
    if first is row:
        return None
    return RowWrong(
        "person_id", _("The same duty stands in row %(row)s already.") % {"row": first.number}
    )


def _to_link(row: RosterRow, known: _Known) -> Person | None:
    """Somebody entered by hand before the roster knew them: recognised by the address, once."""
    if row.person_id in known.people:
        return None
    return known.people_without_id.get(row.email)


def _steps(rows: Sequence[RosterRow], known: _Known, today: date) -> Iterator[Step]:
    told: set[str] = set()
    claimed: set[Any] = set()
    exact = {row.number: _exact_duty(row, known) for row in rows}
    claimed |= {duty.pk for duty in exact.values() if duty}
    for row in rows:
        person = known.people.get(row.person_id) or _to_link(row, known)
        duty = exact[row.number] or _moved_duty(row, person, known, claimed, today)
        if duty:
            claimed.add(duty.pk)
        yield Step(
            row=row,
            organisation=_organisation_of(row, known),
            person=person,
            duty=duty,
            person_changes=_person_changes(row, person, known) if row.person_id not in told else {},
            duty_changes=_duty_changes(row, duty) if duty else {},
        )
        told.add(row.person_id)


def _organisation_of(row: RosterRow, known: _Known) -> Organisation:
    return known.schools.get(row.school_unit_code, known.organiser)


def _duties_like(row: RosterRow, person: Person | None, known: _Known) -> list[Duty]:
    if person is None:
        return []
    place = _organisation_of(row, known)
    return [
        duty
        for duty in known.duties[person.pk]
        if duty.role == row.role and duty.organisation_id == place.pk
    ]


def _exact_duty(row: RosterRow, known: _Known) -> Duty | None:
    person = known.people.get(row.person_id) or _to_link(row, known)
    likely = _duties_like(row, person, known)
    return next((duty for duty in likely if duty.starts_on == row.starts_on), None)


def _moved_duty(
    row: RosterRow, person: Person | None, known: _Known, claimed: set[Any], today: date
) -> Duty | None:
    """The same role at the same place with another first day is the same duty, unless that one has ended."""
    likely = _duties_like(row, person, known)
    return next((d for d in likely if d.pk not in claimed and not _has_ended(d, today)), None)


def _has_ended(duty: Duty, today: date) -> bool:
    return duty.ends_on is not None and duty.ends_on < today


def _person_changes(row: RosterRow, person: Person | None, known: _Known) -> dict[str, Any]:
    if person is None:
        return {}
    address = known.waiting.get(person.pk, person.email.lower())
    wanted = {
        "external_id": (row.person_id, person.external_id),
        "given_name": (row.given_name, person.given_name),
        "family_name": (row.family_name, person.family_name),
        "email": (row.email, address),
        "protected_identity": (row.protected, person.protected_identity),
    }
    return {name: value for name, (value, before) in wanted.items() if value != before}


def _duty_changes(row: RosterRow, duty: Duty) -> dict[str, Any]:
    wanted = {"extent": row.extent, "starts_on": row.starts_on, "ends_on": row.ends_on}
    return {name: value for name, value in wanted.items() if value != getattr(duty, name)}


def _missing(
    known: _Known, seen: set[Any], in_wrong_rows: set[str], today: date
) -> Iterator[Missing]:
    """Of people whom the roster once gave; those with a wrong row wait until it is mended."""
    for external_id, person in known.people.items():
        if external_id in in_wrong_rows:
            continue
        for duty in known.duties[person.pk]:
            # A duty that ends today is already as ended as an answer could make it.
            if duty.pk not in seen and (duty.ends_on is None or duty.ends_on > today):
                yield Missing(duty)
