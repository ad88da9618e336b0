"""Writes down that somebody changed how they sign in. Accounts stand above and know neither persons nor events."""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from django.db import transaction
from django.dispatch import Signal

from samsyn.accounts.models import User
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Person

KINDS: dict[str, Signal] = {
    "sign_in.password_chosen": account.password_set,
    "sign_in.password_changed": account.password_changed,
    "sign_in.password_reset": account.password_reset,
    "sign_in.step_added": second_step.authenticator_added,
    "sign_in.step_removed": second_step.authenticator_removed,
    "sign_in.codes_made": second_step.authenticator_reset,
}


def listen() -> None:
    for kind, signal in KINDS.items():
        signal.connect(_noting(kind), weak=False, dispatch_uid=kind)


def _noting(kind: str) -> Callable[..., None]:
    def note(sender: Any, user: User, **kwargs: Any) -> None:
        note_sign_in_changed(kind=kind, user=user)

    return note


@transaction.atomic
def note_sign_in_changed(*, kind: str, user: User) -> None:
    """The notice to the address is mailed by accounts; an account without a person has no log to stand in."""
    person = Person.objects.select_related("controller").filter(user=user).first()
    if person is not None:
        actor = Actor(person_id=person.pk)
        record(kind, actor=actor, matter=person, controller=person.controller)
