"""Reads of the engine's rows."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult as Job

from samsyn.core.models import MailState, OutgoingMail, Progress, WorkerHeartbeat


def delivered_mail() -> QuerySet[OutgoingMail]:
    """The demo's mailbox, newest first."""
    return OutgoingMail.objects.filter(state=MailState.DELIVERED)


def mail_to(address: str) -> QuerySet[OutgoingMail]:
    """What has been sent or is to be sent to the address; the text only of what has not left.

    The whole line is compared: an address may end like another one.
    """
    return OutgoingMail.objects.filter(
        Q(recipients__iexact=address)
        | Q(recipients__istartswith=f"{address}\n")
        | Q(recipients__iendswith=f"\n{address}")
        | Q(recipients__icontains=f"\n{address}\n")
    )


def is_refusing_mail(address: str) -> bool:
    """Whether the newest mail to the address was turned away for good by the receiving server."""
    newest = mail_to(address).values_list("state", flat=True).first()
    return newest == MailState.REFUSED


def progress_of(matter_id: UUID) -> Progress | None:
    return Progress.objects.filter(matter_id=matter_id).first()


def working_workers() -> set[str]:
    """The names of the workers that have claimed a job and not finished it."""
    claims = Job.objects.running().values_list("worker_ids", flat=True)
    return {workers[-1] for workers in claims if workers}


def beats() -> dict[str, int]:
    return dict(WorkerHeartbeat.objects.values_list("worker", "beats_count"))
