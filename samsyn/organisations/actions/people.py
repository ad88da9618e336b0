"""People by hand: entered, corrected, invited; their duties, and who acts for whom."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.models import User
from samsyn.core.mail import post
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.actions.addresses import set_address
from samsyn.organisations.events import record
from samsyn.organisations.models import (
    Delegation,
    Duty,
    Invitation,
    Organisation,
    Person,
    current,
)
from samsyn.organisations.rules.addresses import check_is_free
from samsyn.organisations.rules.moves import check_is_open
from samsyn.organisations.rules.people import (
    check_can_delegate,
    check_can_invite,
    check_can_withdraw,
    check_dates,
    check_deputy,
    check_duty_is_new,
)


@transaction.atomic
def make_person(
    *,
    actor: Actor,
    controller: Organisation,
    given_name: str,
    family_name: str,
    email: str,
    protected_identity: bool = False,
) -> Person:
    people = Person.objects.annotate(lower=Lower("email"))
    check_is_free(bool(email) and people.filter(lower=email.lower()).exists())
    person = Person.objects.create(
        controller=controller,
        given_name=given_name,
        family_name=family_name,
        email=email.lower(),
        protected_identity=protected_identity,
    )
    record("person.made", actor=actor, matter=person, controller=controller, source="hand")
    return person


@transaction.atomic
def edit_person(
    *,
    actor: Actor,
    person: Person,
    given_name: str,
    family_name: str,
    email: str,
    protected_identity: bool,
    revision: str = "",
) -> Person:
    """A changed address goes the way of all addresses set by others: notice to the old one first."""
    person = _locked_person(person)
    check_is_latest(person, revision)
    wanted = {
        "given_name": given_name,
        "family_name": family_name,
        "protected_identity": protected_identity,
    }
    changes = {name: value for name, value in wanted.items() if value != getattr(person, name)}
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes, "changed_at"])
    if changes:
        record(
            "person.changed",
            actor=actor,
            matter=person,
            controller=person.controller,
            source="hand",
            fields=sorted(changes),
        )
    set_address(actor=actor, person=person, email=email)
    return person


def _locked_person(person: Person) -> Person:
    rows = Person.objects.select_for_update(of=("self",)).select_related("controller", "user")
    return rows.get(pk=person.pk)


@transaction.atomic
def invite_person(*, actor: Actor, person: Person) -> Invitation:
    """Makes the account and mails the way to sign in. Pressed twice the same day, one mail goes out."""
    person = _locked_person(person)
    check_can_invite(person, bool(person.user and person.user.last_login))
    now = timezone.now()
    earlier = Invitation.objects.filter(person=person).first()
    if earlier and not earlier.withdrawn_at and earlier.sent_at.date() == now.date():
        return earlier
    _give_account(person)
    invitation, _made = Invitation.objects.update_or_create(
        person=person,
        defaults={"sent_by_id": actor.person_id, "sent_at": now, "withdrawn_at": None},
    )
    record("person.invited", actor=actor, matter=person, controller=person.controller)
    post(
        to=[person.email],
        subject=_("You are invited to Samsyn"),
        template="organisations/mail/invitation.txt",
        context={
            "person": person,
            "sender": actor.name,
            "url": settings.BASE_URL + reverse("account_login"),
        },
    )
    return invitation


def _give_account(person: Person) -> None:
    """An account without a password: a code to the address is the way in."""
    user = person.user or User.objects.filter(email__iexact=person.email, person=None).first()
    if user is None:
        user = User(email=person.email)
        user.set_unusable_password()
        user.save(force_insert=True)
    user.is_active = True
    user.save(update_fields=["is_active", "changed_at"])
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    person.user = user
    person.save(update_fields=["user", "changed_at"])


@transaction.atomic
def withdraw_invitation(*, actor: Actor, person: Person) -> Person:
    """Until the first sign-in: the account that the invitation made goes away again."""
    person = _locked_person(person)
    user = person.user
    check_can_withdraw(person, bool(user and user.last_login))
    invitation = Invitation.objects.filter(person=person, withdrawn_at=None).first()
    if invitation is None:
        return person
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at", "changed_at"])
    person.user = None
    person.save(update_fields=["user", "changed_at"])
    if user is not None:
        user.delete()
    record("invitation.withdrawn", actor=actor, matter=person, controller=person.controller)
    return person


@transaction.atomic
def make_duty(
    *,
    actor: Actor,
    person: Person,
    role: str,
    organisation: Organisation,
    extent: int,
    starts_on: date,
    ends_on: date | None,
) -> Duty:
    check_dates(starts_on, ends_on)
    check_is_open(organisation)
    fields: dict[str, Any] = {"person": person, "role": role, "organisation": organisation}
    check_duty_is_new(Duty.objects.filter(**fields, starts_on=starts_on).exists())
    duty = Duty.objects.create(**fields, extent=extent, starts_on=starts_on, ends_on=ends_on)
    _record_duty("duty.made", actor, duty, role=role)
    return duty


def _record_duty(kind: str, actor: Actor, duty: Duty, **facts: Any) -> None:
    controller = duty.person.controller
    record(kind, actor=actor, matter=duty, controller=controller, source="hand", **facts)


@transaction.atomic
def edit_duty(
    *,
    actor: Actor,
    duty: Duty,
    extent: int,
    starts_on: date,
    ends_on: date | None,
    revision: str = "",
) -> Duty:
    rows = Duty.objects.select_for_update(of=("self",))
    duty = rows.select_related("person__controller", "organisation").get(pk=duty.pk)
    check_is_latest(duty, revision)
    check_dates(starts_on, ends_on)
    like = Duty.objects.filter(
        person=duty.person, role=duty.role, organisation=duty.organisation, starts_on=starts_on
    )
    check_duty_is_new(like.exclude(pk=duty.pk).exists())
    before = {"extent": duty.extent, "starts_on": str(duty.starts_on), "ends_on": str(duty.ends_on)}
    duty.extent, duty.starts_on, duty.ends_on = extent, starts_on, ends_on
    duty.save(update_fields=["extent", "starts_on", "ends_on", "changed_at"])
    _record_duty("duty.changed", actor, duty, before=before)
    return duty


@transaction.atomic
def delegate_duty(
    *, actor: Actor, duty: Duty, deputy: Person, starts_on: date, ends_on: date
) -> Delegation:
    """The deputy gets the principal's rights at that school and between those days only."""
    duty = Duty.objects.select_related("organisation", "person__controller").get(pk=duty.pk)
    check_can_delegate(duty, actor.person_id, starts_on, ends_on)
    there = Duty.objects.filter(current(timezone.localdate()), person=deputy)
    check_deputy(deputy.pk, actor.person_id, there.filter(organisation=duty.organisation).exists())
    delegation, made = Delegation.objects.get_or_create(
        duty=duty, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )
    if made:
        _record_duty("duty.delegated", actor, duty, starts_on=str(starts_on), ends_on=str(ends_on))
    return delegation


@transaction.atomic
def end_delegation(*, actor: Actor, delegation: Delegation) -> Delegation:
    """The row goes away, and with it the rights, at once; the event remains."""
    delegation = Delegation.objects.select_related("duty__person__controller").get(pk=delegation.pk)
    if delegation.duty.person_id != actor.person_id:
        raise RuleBroken(_("Only the principal who gave the task to a deputy takes it back."))
    _record_duty("delegation.ended", actor, delegation.duty)
    delegation.delete()
    return delegation
