"""What happened: one row per action, written in the action's own transaction."""

from typing import Any

from django.db import models

from samsyn.organisations.access import Actor
from samsyn.organisations.models import Event, Organisation


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
