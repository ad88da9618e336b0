"""What the product's own pages read of itself: faults that are reported, and whether the database answers."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.home.models import FaultReport
from samsyn.organisations.access import Actor
from samsyn.privacy.sources import Source

HANDLED_FAULTS = Source(
    "home.FaultReport",
    "handled_by",
    gettext_lazy("Faults you have handled"),
    gettext_lazy("Shows who did what, so that faults can be found and misuse seen."),
    (("handled_at", gettext_lazy("When")),),
)
SHOWN = 10


def fault_for(actor: Actor, pk: UUID) -> FaultReport:
    fault = FaultReport.objects.visible_to(actor).filter(pk=pk).first()
    if fault is None:
        raise Http404
    return fault


def faults_waiting(actor: Actor, thing: object) -> list[Item]:
    """Put on start pages by home itself, through the same door as the other apps."""
    return [fault_item(fault) for fault in _unhandled(actor)]


@prepared
def _unhandled(actor: Actor) -> QuerySet[FaultReport]:
    return FaultReport.objects.visible_to(actor).filter(handled_at=None)[:SHOWN]


def fault_item(fault: FaultReport) -> Item:
    return Item(
        title=_("Somebody could not use a page"),
        text=fault.where or _("They did not say which."),
        url=reverse("home:faults"),
        act=_("Read what happened"),
        on=timezone.localdate(fault.created_at),
    )


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))
