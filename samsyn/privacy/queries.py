"""Reads everything that is stored about the one who asks. Nobody else's name or address comes along."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet

from samsyn.accounts.models import User
from samsyn.assignments.grants import category_called
from samsyn.core.queries import mail_to
from samsyn.organisations.events import words_of
from samsyn.organisations.models import Event, Person
from samsyn.privacy import sources
from samsyn.privacy.sources import Source


@dataclass(frozen=True)
class Fact:
    """One value: its name in the file, its words on the page, and how it is said there."""

    name: str
    label: str
    value: Any
    words: Any


@dataclass(frozen=True)
class Stored:
    """What one place of the product stores about the person."""

    model: str
    about: str
    title: str
    why: str
    rows: tuple[tuple[Fact, ...], ...]


def stored_about(user: User) -> list[Stored]:
    person = Person.objects.filter(user=user).first()
    found = [_stored(source, _rows(source, user, person)) for source in sources.SOURCES]
    found += [
        _stored(sources.ABOUT_PERSON, _events_about(person)),
        _stored(sources.MAIL, mail_to(user.email)),
    ]
    return [stored for stored in found if stored.rows]


def _rows(source: Source, user: User, person: Person | None) -> QuerySet[Any]:
    model = apps.get_model(source.model)
    owner = user.pk if source.about in {"user", "pk"} else getattr(person, "pk", None)
    paths = {name.rpartition(".")[0].replace(".", "__") for name, _label in source.facts} - {""}
    rows: QuerySet[Any] = model._default_manager.order_by(source.order)
    if owner is None:
        return rows.none()
    rows = rows.filter(**{source.about: owner})
    return rows.select_related(*paths) if paths else rows


def _events_about(person: Person | None) -> QuerySet[Event]:
    if person is None:
        return Event.objects.none()
    kind = Person._meta.label_lower
    return Event.objects.filter(matter_kind=kind, matter_id=person.pk).exclude(actor=person)


def _stored(source: Source, rows: QuerySet[Any]) -> Stored:
    return Stored(
        source.model,
        source.about,
        str(source.title),
        str(source.why),
        tuple(tuple(_fact(row, name, str(label)) for name, label in source.facts) for row in rows),
    )


def _fact(row: Model, path: str, label: str) -> Fact:
    *way, name = path.split(".")
    for step in way:
        row = getattr(row, step) if row is not None else None
    value = getattr(row, name) if row is not None else None
    return Fact(path, label, value, _words(row, name, value))


def _words(row: Model | None, name: str, value: Any) -> Any:
    """The choice's own word where the field has choices; dates and truths are left to the page."""
    if isinstance(row, Event) and name == "kind":
        return words_of(value)
    if name == "grant_category":
        category = category_called(value)
        return category.label if category else value
    try:
        has_choices = row is not None and bool(row._meta.get_field(name).choices)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        has_choices = False
    return getattr(row, f"get_{name}_display")() if has_choices else value


def as_json(found: list[Stored]) -> list[dict[str, Any]]:
    return [
        {
            "source": f"{stored.model}.{stored.about}",
            "title": stored.title,
            "why": stored.why,
            "rows": [{fact.name: _plain(fact.value) for fact in row} for row in stored.rows],
        }
        for stored in found
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float, type(None))) else str(value)


def controllers_of(found: list[Stored]) -> list[str]:
    """The organisations that answer for something of it, by name."""
    names = {
        fact.value
        for stored in found
        for row in stored.rows
        for fact in row
        if fact.name == "controller.name" and fact.value
    }
    return sorted(names)
