"""A school goes to another organiser, and organisers become one: the tree, the staff, and what apps below have there.

Whoever had a right by a duty above the school loses it at once, for the path is what rights are asked by.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.organisations.access import Actor
from samsyn.organisations.actions.organisations import end_cooperation
from samsyn.organisations.events import record
from samsyn.organisations.models import Cooperation, Duty, Event, Organisation, Person
from samsyn.organisations.moves import Move, followers
from samsyn.organisations.rules.moves import check_can_merge, check_can_move


@transaction.atomic
def move_school_unit(
    *, actor: Actor, school_unit: Organisation, organiser: Organisation
) -> Organisation:
    """With its staff and all that lies there. What happened before stays in the former organiser's log."""
    school_unit, organiser = _locked(school_unit, organiser)
    check_can_move(school_unit, organiser)
    gone = Organisation.objects.get(pk=school_unit.root_id)
    places = _rehang(school_unit, organiser)
    _take_staff(places, gone, organiser)
    _follow(Move(actor, frozenset(places), gone, organiser))
    _record_move(actor, school_unit, gone, organiser)
    return school_unit


@transaction.atomic
def merge_organisers(*, actor: Actor, gone: Organisation, into: Organisation) -> Organisation:
    """All schools and people go over; duties at the organiser that is gone end, and nobody is let in there again."""
    gone, into = _locked(gone, into)
    check_can_merge(gone, into)
    schools = list(Organisation.objects.select_for_update(of=("self",)).filter(parent=gone))
    places = {place for school in schools for place in _rehang(school, into)}
    _change_controller(Person.objects.filter(controller=gone), into)
    Event.objects.filter(controller=gone).update(controller=into)
    _close(actor, gone)
    _follow(Move(actor, frozenset(places), gone, into, is_merger=True))
    for school in schools:
        record("school.moved", actor=actor, matter=school, controller=into, to=into.pk.hex)
    for matter in (gone, into):
        record("organiser.merged", actor=actor, matter=matter, controller=into, into=into.pk.hex)
    return into


def _locked(*organisations: Organisation) -> list[Organisation]:
    """In one order, so that two moves wait for each other and neither for both."""
    keys = [organisation.pk for organisation in organisations]
    rows = Organisation.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=keys)
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys]


def _rehang(top: Organisation, organiser: Organisation) -> list[UUID]:
    """The subtree under its new organiser; the keys of all in it."""
    old, new = top.path, f"{organiser.path}{top.pk.hex}/"
    subtree = list(Organisation.objects.filter(path__startswith=old))
    for row in subtree:
        row.path = new + row.path.removeprefix(old)
        row.save(update_fields=["path", "changed_at"])
    top.parent, top.path = organiser, new
    top.save(update_fields=["parent", "changed_at"])
    return [row.pk for row in subtree]


def _take_staff(places: Iterable[UUID], gone: Organisation, into: Organisation) -> None:
    """Those who work there and no longer at the former organiser. Who works at both stays with the former."""
    duties = Duty.objects.not_ended(timezone.localdate())
    there = duties.filter(organisation__in=list(places))
    left = duties.filter(organisation__path__startswith=gone.path)
    staff = Person.objects.filter(controller=gone, pk__in=there.values("person"))
    _change_controller(staff.exclude(pk__in=left.values("person")), into)


def _change_controller(people: Iterable[Person], into: Organisation) -> None:
    """Without the key of the former organiser's roster, which may be somebody else's at the new one."""
    keys = [person.pk for person in people]
    Person.objects.filter(pk__in=keys).update(
        controller=into, external_id="", changed_at=timezone.now()
    )


def _close(actor: Actor, gone: Organisation) -> None:
    """Yesterday was the last day of every duty and agreement there."""
    yesterday = timezone.localdate() - timedelta(days=1)
    _end_duties(gone, yesterday)
    for cooperation in Cooperation.objects.filter(organiser=gone):
        end_cooperation(actor=actor, cooperation=cooperation)
    gone.closed_on = yesterday
    gone.save(update_fields=["closed_on", "changed_at"])


def _end_duties(gone: Organisation, yesterday: date) -> None:
    duties = Duty.objects.filter(organisation=gone)
    duties.filter(starts_on__gt=yesterday).delete()
    duties.not_ended(yesterday).update(ends_on=yesterday, changed_at=timezone.now())


def _follow(move: Move) -> None:
    for follow in followers():
        follow(move)


def _record_move(
    actor: Actor, school: Organisation, gone: Organisation, into: Organisation
) -> None:
    """Both organisers' logs say it."""
    for controller in (gone, into):
        record("school.moved", actor=actor, matter=school, controller=controller, to=into.pk.hex)
