"""Whom a round's audience holds, by the register as it is, and where it may ask."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from samsyn.organisations.access import Actor, Can, below, within
from samsyn.organisations.models import Cooperation, Duty, Organisation, Person, current
from samsyn.surveys.letters import Reader
from samsyn.surveys.models import (
    AudienceKind,
    Invitation,
    Mailing,
    MailingKind,
    Question,
    QuestionKind,
    Round,
)
from samsyn.surveys.rules import audience as rules
from samsyn.surveys.rules.audience import Asked, DutyFound, Headcount


def audience_day(round: Round) -> date:
    """The day whose register counts: the one chosen, else that of the opening, else today."""
    chosen = round.audience.get("on")
    if chosen:
        return date.fromisoformat(chosen)
    return timezone.localdate(round.opens_at) if round.opens_at else timezone.localdate()


def places_asked(round: Round) -> QuerySet[Organisation]:
    """Where the round's organisation may ask on that day: itself, and those that cooperate with it in surveys."""
    own = round.survey.organisation
    agreed = Cooperation.objects.filter(
        current(audience_day(round)),
        university__path__startswith=f"/{own.root_id.hex}/",
        surveys=True,
    ).values("organiser")
    return Organisation.objects.filter(
        below([own.path], "path") | Q(pk__in=agreed), closed_on__isnull=True
    )


def places_for(actor: Actor, round: Round) -> QuerySet[Organisation]:
    """Those of them that the actor reaches, roots alone where there are several."""
    reached = places_asked(round).filter(within(actor, Can.SURVEY_EDIT, "path"))
    roots = reached.filter(parent__isnull=True)
    return roots if roots.count() > 1 else reached


def chosen_places(round: Round) -> list[Organisation]:
    """The organisations of the sentence; all where none are chosen."""
    places = places_asked(round)
    chosen = round.audience.get("organisations") or []
    return list(places.filter(pk__in=chosen) if chosen else places.filter(_tops(round)))


def _tops(round: Round) -> Q:
    return Q(parent__isnull=True) | Q(pk=round.survey.organisation_id)


def headcount(round: Round, *, today: bool = False) -> Headcount:
    """By the register of the day that was chosen, or as it is today."""
    without = {UUID(key) for key in round.audience.get("without", ())}
    day = timezone.localdate() if today else audience_day(round)
    return rules.count_heads(_duties(round, day), without)


def _duties(round: Round, day: date) -> Iterator[DutyFound]:
    """Nobody with protected identity: neither asked nor counted, so that no number tells that there is one."""
    paths = [place.path for place in chosen_places(round)]
    rows = (
        Duty.objects.on(day)
        .filter(
            below(paths, "organisation__path"),
            role__in=round.audience.get("roles", ()),
            person__protected_identity=False,
        )
        .order_by("person__family_name", "person__given_name", "person")
        .values_list(
            "person",
            "person__given_name",
            "person__family_name",
            "person__email",
            "role",
            "organisation__path",
            "extent",
            "starts_on",
        )
    )
    for person, given, family, email, role, path, extent, starts_on in rows:
        yield DutyFound(
            person=person,
            name=f"{given} {family}",
            given_name=given,
            email=email,
            role=role,
            organiser=UUID(hex=path.split("/")[1]),
            extent=extent,
            starts_on=starts_on,
        )


def organiser_names(round: Round) -> dict[str, str]:
    roots = places_asked(round).filter(parent__isnull=True) | Organisation.objects.filter(
        pk=round.survey.organisation.root_id
    )
    return {str(pk): name for pk, name in roots.values_list("pk", "name")}


def excepted_people(round: Round) -> QuerySet[Person]:
    """Those excepted by name, for the sentence. Never somebody with protected identity."""
    return Person.objects.listed().filter(pk__in=round.audience.get("without", ()))


def addresses_of(round: Round) -> list[dict[str, Any]]:
    return list(round.audience.get("addresses", ()))


def without_after(round: Round, person: str) -> list[str]:
    """Those excepted by name once this one is: or no longer, if it was."""
    known = {str(one.duty.person) for one in headcount(round).people}
    without = set(round.audience.get("without", ()))
    return sorted(without ^ ({person} & (known | without)))


def mailings_of(round: Round) -> list[Mailing]:
    """The invitation first, then the reminders by their hours; the results come last."""
    rows = Mailing.objects.filter(round=round).select_related("round__survey__organisation")
    kinds = list(MailingKind)
    return sorted(rows, key=lambda one: (kinds.index(MailingKind(one.kind)), one.due_at))


def reminders_of(round: Round) -> list[Mailing]:
    return [one for one in mailings_of(round) if one.kind == MailingKind.REMINDER]


def reader_of(actor: Actor) -> Reader:
    """The actor as a reader of a trial, whose links lead nowhere."""
    me = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    return Reader(me.email, me.name) if me else Reader("")


def first_reader(round: Round) -> Reader:
    """Somebody of the audience, for the preview."""
    for one in addresses_of(round) if round.audience_kind == AudienceKind.ADDRESSES else ():
        return Reader(one["email"], one.get("name", ""))
    for asked in headcount(round).invited:
        return Reader(asked.duty.email, asked.duty.name)
    return Reader("elin.norberg@skola.example", "Elin Norberg")


def open_address(round: Round) -> str:
    return settings.BASE_URL + reverse("answering:open", args=[round.open_token])


def single_choices(round: Round) -> list[tuple[str, str]]:
    """The questions by whose answers results may be shown: code and text."""
    rows = Question.objects.filter(survey=round.survey_id, kind=QuestionKind.SINGLE)
    return list(rows.values_list("code", "text"))


def newcomers(round: Round) -> list[Asked]:
    """Who the sentence would hold today and has not been asked."""
    if round.audience_kind != AudienceKind.REGISTER:
        return []
    asked = set(Invitation.objects.filter(round=round).values_list("person", flat=True))
    return [one for one in headcount(round, today=True).invited if one.duty.person not in asked]
