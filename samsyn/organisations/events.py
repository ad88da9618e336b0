"""What happened: one row per action, written in the action's own transaction."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.organisations.access import Actor
from samsyn.organisations.models import Event, Organisation

_words: dict[str, str | Promise] = {
    "import.uploaded": _("uploaded a file"),
    "import.applied": _("read in a file"),
    "import.discarded": _("put a file aside"),
    "person.made": _("entered a person"),
    "person.changed": _("corrected a person"),
    "person.invited": _("invited a person"),
    "invitation.withdrawn": _("took an invitation back"),
    "duty.made": _("gave a duty"),
    "duty.changed": _("changed a duty"),
    "duty.ended": _("ended a duty"),
    "duty.delegated": _("let a deputy act"),
    "delegation.ended": _("took a deputy's task back"),
    "address.set": _("set a new address"),
    "address.confirmed": _("confirmed a new address"),
    "address.rejected": _("stopped a new address"),
    "address.vouched": _("vouched for a new address"),
    "address.changed": _("put a new address in force"),
    "sign_in.password_chosen": _("chose a password"),
    "sign_in.password_changed": _("changed the password"),
    "sign_in.password_reset": _("chose a new password by a code to the address"),
    "sign_in.step_added": _("added a second step to the sign-in"),
    "sign_in.step_removed": _("took away a second step of the sign-in"),
    "sign_in.codes_made": _("made new recovery codes"),
    "organisation.made": _("added an organisation"),
    "organisation.changed": _("changed an organisation"),
    "school.moved": _("moved a school to another organiser"),
    "organiser.merged": _("let an organiser go up in another"),
    "cooperation.made": _("made an agreement"),
    "cooperation.ended": _("ended an agreement"),
}


def record(
    kind: str, *, actor: Actor, matter: models.Model, controller: Organisation | None, **facts: Any
) -> Event:
    """Facts are counts, keys and dates; never the content of an answer or a note."""
    return Event.objects.create(
        kind=kind,
        actor_id=actor.person_id,
        controller=controller,
        matter_kind=matter._meta.label_lower,
        matter_id=matter.pk,
        facts=facts,
    )


def say(**words: str | Promise) -> None:
    """Apps below register how the log says their events: `say(**{"round.closed": _("closed a round")})`."""
    _words.update(words)


def words_of(kind: str) -> str:
    return str(_words.get(kind, kind))
