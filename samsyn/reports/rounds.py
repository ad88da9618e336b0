"""What reports put on the pages of a round: what has been issued of it, what is being written, and a new one."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.panels import Item
from samsyn.organisations.access import Actor, Can, may
from samsyn.reports.models import Edition, Report
from samsyn.surveys.models import Round

SHOWN = 5


def reports_of(actor: Actor, round: Round) -> Iterator[Item]:
    editions = Edition.objects.visible_to(actor).filter(report__round=round).latest_of_each()
    for edition in editions[:SHOWN]:
        yield Item(
            title=edition.title,
            text=_("Edition %(number)s is issued.") % {"number": edition.number},
            url=reverse("reports:edition", args=[edition.report_id, edition.number]),
            on=timezone.localdate(edition.issued_at),
        )
    for report in Report.objects.visible_to(actor).filter(round=round)[:SHOWN]:
        yield Item(
            title=report.title,
            text=_("Being written"),
            url=reverse("reports:report", args=[report.pk]),
        )
    if round.is_closed and may(actor, Can.REPORT_EDIT, round):
        address = f"{reverse('reports:report-new')}?round={round.pk}"
        yield Item(title=_("Write a report"), url=address)
