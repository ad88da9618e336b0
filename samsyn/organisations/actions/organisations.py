"""Organisers, school units, universities and regions, and the agreements between them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Cooperation, Organisation
from samsyn.organisations.rules.moves import check_is_open
from samsyn.organisations.rules.organisations import (
    check_cooperation,
    check_municipality_code,
    check_organisation_number,
    check_parties,
    check_place,
    check_school_unit_code,
)


@transaction.atomic
def make_organisation(
    *,
    actor: Actor,
    kind: str,
    name: str,
    parent: Organisation | None = None,
    school_unit_code: str = "",
    municipality_code: str = "",
    organisation_number: str = "",
    school_forms: list[str] | None = None,
    is_independent: bool = False,
) -> Organisation:
    """A school unit under its organiser, or a root by itself. Roots are made by command, at set-up."""
    check_place(kind, parent.kind if parent else None)
    if parent:
        check_is_open(parent)
    _check_numbers(kind, school_unit_code, municipality_code, organisation_number, None)
    organisation = Organisation(
        parent=parent,
        kind=kind,
        name=name,
        school_unit_code=school_unit_code or None,
        municipality_code=municipality_code or (parent.municipality_code if parent else ""),
        organisation_number=organisation_number,
        school_forms=school_forms or [],
        is_independent=is_independent,
    )
    organisation.path = f"{parent.path if parent else '/'}{organisation.pk.hex}/"
    organisation.save(force_insert=True)
    record("organisation.made", actor=actor, matter=organisation, controller=_root(organisation))
    return organisation


def _check_numbers(
    kind: str, school_unit_code: str, municipality_code: str, number: str, pk: Any
) -> None:
    others = Organisation.objects.exclude(pk=pk)
    taken = bool(school_unit_code) and others.filter(school_unit_code=school_unit_code).exists()
    check_school_unit_code(kind, school_unit_code, taken)
    check_municipality_code(municipality_code)
    check_organisation_number(number)


def _root(organisation: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.root_id)


@transaction.atomic
def edit_organisation(
    *, actor: Actor, organisation: Organisation, revision: str = "", **fields: Any
) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_is_latest(organisation, revision)
    code = fields.get("school_unit_code", organisation.school_unit_code) or ""
    municipality = fields.get("municipality_code", organisation.municipality_code)
    number = fields.get("organisation_number", organisation.organisation_number)
    _check_numbers(organisation.kind, code, municipality, number, organisation.pk)
    if "school_unit_code" in fields:
        fields["school_unit_code"] = code or None
    changed = [name for name, value in fields.items() if value != getattr(organisation, name)]
    for name in changed:
        setattr(organisation, name, fields[name])
    organisation.save(update_fields=[*changed, "changed_at"])
    if changed:
        record(
            "organisation.changed",
            actor=actor,
            matter=organisation,
            controller=_root(organisation),
            fields=sorted(changed),
        )
    return organisation


@transaction.atomic
def make_cooperation(
    *,
    actor: Actor,
    university: Organisation,
    organiser: Organisation,
    starts_on: date,
    ends_on: date | None = None,
    surveys: bool = True,
    networks: bool = True,
) -> Cooperation:
    """Opens the organiser to the university, for what the agreement is about and as long as it holds."""
    check_parties(university.kind, organiser.kind)
    earlier = Cooperation.objects.select_for_update().filter(
        university=university, organiser=organiser
    )
    ended_before = Q(ends_on__lt=starts_on)
    begins_after = Q(starts_on__gt=ends_on) if ends_on else Q(pk__in=[])
    check_cooperation(
        surveys=surveys,
        networks=networks,
        starts_on=starts_on,
        ends_on=ends_on,
        overlaps=earlier.exclude(ended_before | begins_after).exists(),
    )
    cooperation = Cooperation.objects.create(
        university=university,
        organiser=organiser,
        starts_on=starts_on,
        ends_on=ends_on,
        surveys=surveys,
        networks=networks,
    )
    _record_both("cooperation.made", actor, cooperation)
    return cooperation


def _record_both(kind: str, actor: Actor, cooperation: Cooperation) -> None:
    """Both parties' logs say it."""
    for party in (cooperation.university, cooperation.organiser):
        record(kind, actor=actor, matter=cooperation, controller=party)


@transaction.atomic
def end_cooperation(*, actor: Actor, cooperation: Cooperation) -> Cooperation:
    """Yesterday becomes the last day, so that the other party sees nothing more from now on."""
    rows = Cooperation.objects.select_for_update(of=("self",))
    cooperation = rows.select_related("university", "organiser").get(pk=cooperation.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    if cooperation.ends_on and cooperation.ends_on <= yesterday:
        return cooperation
    if cooperation.starts_on > yesterday:
        _record_both("cooperation.ended", actor, cooperation)
        cooperation.delete()
        return cooperation
    cooperation.ends_on = yesterday
    cooperation.save(update_fields=["ends_on", "changed_at"])
    _record_both("cooperation.ended", actor, cooperation)
    return cooperation
