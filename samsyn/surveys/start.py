"""What surveys put on start pages: rounds that are open, and results that can be read."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, Can
from samsyn.surveys.models import Round, RoundState

SHOWN = 5


def rounds_open(actor: Actor, thing: object) -> Iterator[Item]:
    if Can.SURVEY_EDIT not in actor.rights:
        return
    for round in _open(actor):
        yield Item(
            title=round.title,
            text=_("The round is open. Results are shown when it has been closed."),
            url=reverse("surveys:round", args=[round.pk]),
            act=_("Go to the round"),
        )


def results_new(actor: Actor, thing: object) -> Iterator[Item]:
    if Can.RESULT_VIEW not in actor.rights:
        return
    for round in _closed(actor):
        yield Item(
            title=round.title,
            text=_("The round is closed."),
            url=reverse("surveys:round", args=[round.pk]),
            act=_("See the result"),
            on=timezone.localdate(round.closed_at),
        )


@prepared
def _open(actor: Actor) -> QuerySet[Any]:
    rows = Round.objects.visible_to(actor).filter(state=RoundState.OPEN)
    return rows.defer("tabulation")[:SHOWN]


@prepared
def _closed(actor: Actor) -> QuerySet[Any]:
    rows = Round.objects.visible_to(actor).filter(closed_at__isnull=False)
    return rows.defer("tabulation").order_by("-closed_at")[:SHOWN]
