"""What reports put on start pages: editions that have come out."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor
from samsyn.reports.models import Edition

SHOWN = 5


def editions_new(actor: Actor, thing: object) -> Iterator[Item]:
    for edition in _latest(actor):
        yield Item(
            title=edition.title,
            text=_("Edition %(number)s is issued.") % {"number": edition.number},
            url=reverse("reports:edition", args=[edition.report_id, edition.number]),
            act=_("Read it"),
            on=timezone.localdate(edition.issued_at),
        )


@prepared
def _latest(actor: Actor) -> QuerySet[Any]:
    return Edition.objects.visible_to(actor).latest_of_each()[:SHOWN]
