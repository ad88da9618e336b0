"""What organisations put on start pages: files that wait for an answer."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, Can
from samsyn.organisations.imports import kind
from samsyn.organisations.models import AddressChange, Import, ImportState

SHOWN = 10


def files_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    """Only for those who may answer; what is being checked or read in waits for nobody."""
    if Can.IMPORT not in actor.rights:
        return
    for imported in _ready(actor):
        found = kind(imported.kind)
        yield Item(
            title=found.title if found else _("A file"),
            text=_(
                "%(file)s is checked and waits for you. Nothing is changed until you have read it in."
            )
            % {"file": imported.filename},
            url=reverse("organisations:import", args=[imported.kind, imported.pk]),
            act=_("See what it changes"),
            on=timezone.localdate(imported.created_at),
        )


@prepared
def _ready(actor: Actor) -> QuerySet[Any]:
    rows = Import.objects.visible_to(actor).filter(state=ImportState.READY)
    return rows.defer("plan", "decisions")[:SHOWN]


def address_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    """Told to the person also when signed in: the mail went to the old address only."""
    for new, old, due_at in _waiting(actor.person_id) if actor.person_id else ():
        yield Item(
            title=_("Your address is being changed"),
            text=_(
                "Somebody has set a new address for you: %(address)s. It holds from the date here, or at once "
                "if you confirm it in the mail to %(old)s. There you can say no as well."
            )
            % {"address": new, "old": old},
            url=reverse("account_home"),
            act=_("See how you sign in"),
            on=timezone.localdate(due_at),
        )


@prepared
def _waiting(person: UUID) -> QuerySet[Any, Any]:
    """On every start page, and nearly always none."""
    changes = AddressChange.objects.waiting().filter(person=person)
    return changes.values_list("new_email", "old_email", "due_at")
