"""Addresses that somebody else sets, with notice to the old one, so that an account cannot be taken over in silence."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.actions import end_other_sessions
from samsyn.accounts.models import User
from samsyn.core.mail import post
from samsyn.organisations.access import SYSTEM, Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import AddressChange, AddressState, Person
from samsyn.organisations.rules.addresses import (
    check_can_confirm,
    check_can_reject,
    check_is_free,
    check_may_vouch,
    due_after,
    token_for,
)


@transaction.atomic
def set_address(*, actor: Actor, person: Person, email: str) -> AddressChange | None:
    """Without an account the address changes at once; with one, notice goes to the old address first."""
    check_is_free(_is_taken(person, email))
    AddressChange.objects.waiting().filter(person=person).update(
        state=AddressState.WITHDRAWN, changed_at=timezone.now()
    )
    if email.lower() == person.email.lower():
        return None
    if person.user is None:
        person.email = email
        person.save(update_fields=["email", "changed_at"])
        record("address.changed", actor=actor, matter=person, controller=person.controller)
        return None
    change = AddressChange.objects.create(
        person=person,
        old_email=person.user.email,
        new_email=email,
        set_by_id=actor.person_id,
        due_at=due_after(timezone.now()),
    )
    record("address.set", actor=actor, matter=person, controller=person.controller)
    _send_notice(change)
    return change


def _is_taken(person: Person, email: str) -> bool:
    people = Person.objects.annotate(lower=Lower("email")).filter(lower=email.lower())
    users = User.objects.annotate(lower=Lower("email")).filter(lower=email.lower())
    return people.exclude(pk=person.pk).exists() or users.exclude(person=person).exists()


def _send_notice(change: AddressChange) -> None:
    path = reverse("organisations:address-answer", args=[token_for(change)])
    post(
        to=[change.old_email],
        subject=_("Your address in Samsyn is about to change"),
        template="organisations/mail/address_notice.txt",
        context={"change": change, "url": settings.BASE_URL + path},
    )


@transaction.atomic
def confirm_address(*, actor: Actor, change: AddressChange) -> AddressChange:
    """The old address says yes. Said after the seven days, it opens confidential rooms again."""
    change = _locked(change.pk)
    check_can_confirm(change)
    if change.confirmed_at is None:
        change.confirmed_at = timezone.now()
        change.save(update_fields=["confirmed_at", "changed_at"])
        record(
            "address.confirmed",
            actor=actor,
            matter=change.person,
            controller=change.person.controller,
        )
    if change.state == AddressState.WAITING:
        _put_in_force(actor, change)
    return change


@transaction.atomic
def reject_address(*, actor: Actor, change: AddressChange) -> AddressChange:
    change = _locked(change.pk)
    check_can_reject(change)
    if change.state == AddressState.WAITING:
        _settle(change, AddressState.REJECTED)
        record(
            "address.rejected",
            actor=actor,
            matter=change.person,
            controller=change.person.controller,
        )
    return change


@transaction.atomic
def vouch_for_address(*, actor: Actor, change: AddressChange) -> AddressChange:
    """A counterpart says that it is the same person, and confidential rooms open."""
    change = _locked(change.pk)
    check_may_vouch(change, actor.person_id)
    if change.vouched_at is None:
        change.vouched_at, change.vouched_by_id = timezone.now(), actor.person_id
        change.save(update_fields=["vouched_at", "vouched_by", "changed_at"])
        record(
            "address.vouched",
            actor=actor,
            matter=change.person,
            controller=change.person.controller,
        )
    return change


def put_due_addresses_in_force() -> int:
    """Those whose seven days have passed; each in its own transaction, so that one cannot stop the others."""
    due = AddressChange.objects.waiting().filter(due_at__lte=timezone.now())
    return sum(_put_due_in_force(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _put_due_in_force(pk: UUID) -> bool:
    change = _locked(pk)
    if change.state != AddressState.WAITING or change.due_at > timezone.now():
        return False
    _put_in_force(SYSTEM, change)
    return True


def _put_in_force(actor: Actor, change: AddressChange) -> None:
    """Everything that knows the address at once; open sessions end, since they may be the wrong person's."""
    person, user = change.person, change.person.user
    if user is None or _is_taken(person, change.new_email):
        _settle(change, AddressState.WITHDRAWN)
        return
    user.email = person.email = change.new_email
    user.save(update_fields=["email", "changed_at"])
    person.save(update_fields=["email", "changed_at"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    end_other_sessions(user=user, here=None)
    _settle(change, AddressState.DONE)
    record("address.changed", actor=actor, matter=person, controller=person.controller)


def _settle(change: AddressChange, state: AddressState) -> None:
    change.state = state
    change.save(update_fields=["state", "changed_at"])


def _locked(pk: UUID) -> AddressChange:
    rows = AddressChange.objects.select_for_update(of=("self",))
    return rows.select_related("person__controller", "person__user").get(pk=pk)
