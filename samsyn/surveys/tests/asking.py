"""Rounds for tests that Samsyn asks itself: settled, open, and with answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from samsyn.core.models import uuid7
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.roles import Role
from samsyn.surveys.actions.rounds import schedule_round
from samsyn.surveys.actions.settling import Chosen, choose_audience, make_round
from samsyn.surveys.models import AudienceKind, Invitation, Mailing, MailingKind, Round, Survey
from samsyn.surveys.tests.making import make_round as make_imported
from tests.cast import Cast, actor, make_duty, make_person


def make_survey(organisation: Organisation, **over: Any) -> Survey:
    """A small one that nobody has been asked yet."""
    imported = make_imported(organisation, **over)
    survey = imported.survey
    imported.delete()
    return survey


def make_draft(cast: Cast, **over: Any) -> Round:
    """Anna's round to the organiser's career teachers and leaders, unsent."""
    survey = over.pop("survey", None) or make_survey(cast.university)
    round = make_round(actor=actor(cast.anna), survey=survey, key=uuid7(), title="Karriärtjänster")
    for name, value in over.items():
        setattr(round, name, value)
    round.save()
    return round


def make_open(cast: Cast, addresses: int = 0, **over: Any) -> Round:
    """Opened a moment ago: to the register, or to so many addresses."""
    now = timezone.now()
    times = {"opens_at": now, "closes_at": now + timedelta(days=18)}
    round = make_draft(cast, **times, **over)
    if addresses:
        rows = [{"email": f"p{n}@skola.example", "name": f"Elin {n}"} for n in range(addresses)]
        chosen = Chosen(kind=AudienceKind.ADDRESSES, addresses=rows)
        round = choose_audience(actor=actor(cast.anna), round=round, chosen=chosen)
    Mailing.objects.filter(round=round, kind=MailingKind.INVITATION).update(due_at=now)
    return schedule_round(actor=actor(cast.anna), round=round)


def make_people(place: Organisation, role: Role, count: int, **over: Any) -> list[Person]:
    people = []
    for number in range(count):
        person = make_person(f"{role.value.title()}{number} Prov", place, **over)
        make_duty(person, role, place)
        people.append(person)
    return people


def later(**over: int) -> datetime:
    return timezone.now() + timedelta(**over)


def mark(round: Round, answered: Sequence[tuple[Role, int]]) -> None:
    """So many invitations of each role are answered today, without answers."""
    today = timezone.localdate()
    for role, count in answered:
        rows = Invitation.objects.filter(round=round, role=role)[:count]
        Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(answered_on=today)
