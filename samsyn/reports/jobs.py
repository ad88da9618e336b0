"""Work of this app that is too heavy for a request."""

from uuid import UUID

from django_tasks import task

from samsyn.core.jobs import rescue
from samsyn.organisations.access import SYSTEM
from samsyn.reports import actions
from samsyn.reports.documents import edition_files
from samsyn.reports.models import Edition


@task()
def make_edition_files(edition_id: str) -> None:
    """Outside the transaction that stores them: drawing takes seconds, and others would wait."""
    edition = Edition.objects.get(pk=UUID(edition_id))
    if not edition.has_files:
        pdf, docx = edition_files(edition.content)
        actions.store_files(actor=SYSTEM, edition_id=edition.pk, pdf=pdf, docx=docx)


def give_up(edition_id: str) -> None:
    actions.give_up_files(actor=SYSTEM, edition_id=UUID(edition_id))


rescue(make_edition_files, give_up)
