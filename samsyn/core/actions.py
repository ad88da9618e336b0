"""What the engine writes: mail on its way, jobs claimed and recovered, schedules moved on, progress."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, models, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samsyn.core.models import MailState, OutgoingMail, Progress, Schedule, WorkerHeartbeat
from samsyn.core.rules import ATTEMPTS_MAX, wait_before_attempt, without_codes
from samsyn.core.smtp import Line, deliver

_BATCH = 200
_KEEP_JOBS = timedelta(days=7)
_KEEP_MAILS = timedelta(days=30)


class JobLost(Exception):
    """A job that took its worker with it every time it was tried."""


# Mail


def post_mail(message: EmailMessage) -> OutgoingMail:
    """Keeps the mail in the caller's transaction. In the demo that is the whole way."""
    mail = _as_row(message)
    mail.save(force_insert=True)
    return mail


def post_mails(messages: Iterable[EmailMessage]) -> list[OutgoingMail]:
    """The same for many at once."""
    return OutgoingMail.objects.bulk_create([_as_row(message) for message in messages])


def _as_row(message: EmailMessage) -> OutgoingMail:
    in_demo = settings.SMTP is None
    return OutgoingMail(
        sender=message.from_email,
        recipients="\n".join(message.recipients()),
        subject=without_codes(" ".join(str(message.subject).split())),
        message=cast(Any, message.message()).as_bytes(linesep="\r\n"),
        state=MailState.DELIVERED if in_demo else MailState.WAITING,
        sent_at=timezone.now() if in_demo else None,
    )


def send_mail(mail_id: UUID, *, job: str, line: Line | None = None) -> timedelta | None:
    """Sends the mail unless that is done or under way in another job. Gives how long to wait before the next try.

    A job whose worker was killed comes back under its own name and may send what it had claimed.
    """
    mail = _claim_mail(mail_id, job)
    if mail is None:
        return None
    send = line.deliver if line else deliver
    delivery = send(mail.sender, mail.addresses, bytes(mail.message))
    if delivery.accepted:
        _close_mail(mail, MailState.SENT, delivery.refused)
        return None
    wait = None if delivery.for_good else wait_before_attempt(mail.attempts_count + 2)
    _close_mail(mail, MailState.REFUSED if wait is None else MailState.WAITING, delivery.refused)
    return wait


@transaction.atomic
def withdraw_mails(mails: Collection[UUID]) -> int:
    """Takes out of the outbox what has not left: claimed as by a sender, so that none does both."""
    me = f"withdrawn {uuid4().hex}"
    OutgoingMail.objects.filter(pk__in=mails, state=MailState.WAITING).update(
        state=MailState.SENDING, claimed_by=me
    )
    mine = OutgoingMail.objects.filter(state=MailState.SENDING, claimed_by=me)
    return mine.delete()[1].get(OutgoingMail._meta.label, 0)


def _claim_mail(mail_id: UUID, job: str) -> OutgoingMail | None:
    free = OutgoingMail.objects.filter(pk=mail_id, state=MailState.WAITING)
    mine = OutgoingMail.objects.filter(pk=mail_id, state=MailState.SENDING, claimed_by=job)
    claimed = (free | mine).update(state=MailState.SENDING, claimed_by=job)
    return OutgoingMail.objects.get(pk=mail_id) if claimed else None


def _close_mail(mail: OutgoingMail, state: MailState, refused: str) -> None:
    mail.state, mail.refusal = state, refused
    mail.attempts_count += 1
    if state == MailState.SENT:
        mail.sent_at = timezone.now()
    if state in {MailState.SENT, MailState.REFUSED}:
        mail.message = b""
    mail.save()


# Jobs


def claim_job(worker: str, queues: Iterable[str]) -> DBTaskResult[..., Any] | None:
    """The next job that is due, now this worker's; by a conditional UPDATE, so that it is nobody else's."""
    due = DBTaskResult.objects.ready().filter(queue_name__in=queues)
    while (job := due.first()) is not None:
        workers = [*job.worker_ids, worker]
        claimed = DBTaskResult.objects.filter(
            pk=job.pk, status=TaskResultStatus.READY, worker_ids=job.worker_ids
        ).update(
            status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=workers
        )  # fmt: skip
        if claimed:
            job.refresh_from_db()
            return job
    return None


@transaction.atomic
def recover_jobs(workers: Iterable[str]) -> list[DBTaskResult[..., Any]]:
    """Gives back what dead workers were doing. A job that has been lost too many times fails instead."""
    running = DBTaskResult.objects.running().select_for_update()
    dead = set(workers)
    lost = [job for job in running if job.worker_ids and job.worker_ids[-1] in dead]
    for job in lost:
        if len(job.worker_ids) >= ATTEMPTS_MAX:
            job.set_failed(JobLost(f"{job.task_path} lost its worker {ATTEMPTS_MAX} times"))
        else:
            DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY, started_at=None
            )
    WorkerHeartbeat.objects.filter(worker__in=dead).delete()
    return lost


def beat(worker: str, count: int) -> None:
    WorkerHeartbeat.objects.update_or_create(worker=worker, defaults={"beats_count": count})


def end_worker(worker: str) -> None:
    WorkerHeartbeat.objects.filter(worker=worker).delete()


@transaction.atomic
def prune_engine() -> None:
    """Finished jobs and sent mails are no record: what happened stands in the events."""
    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - _KEEP_JOBS).delete()
    OutgoingMail.objects.filter(
        state__in=[MailState.SENT, MailState.REFUSED], changed_at__lt=now - _KEEP_MAILS
    ).delete()
    # Whatever kept it from leaving: a link or a code in it is not kept for ever.
    OutgoingMail.objects.filter(
        state__in=[MailState.WAITING, MailState.SENDING], changed_at__lt=now - _KEEP_MAILS
    ).update(state=MailState.REFUSED, message=b"", changed_at=now)


# Schedules


@transaction.atomic
def ensure_schedules(first_times: dict[str, datetime]) -> None:
    """A row for each name, and none for names that are no longer known."""
    Schedule.objects.exclude(name__in=first_times).delete()
    for name, first_at in first_times.items():
        Schedule.objects.get_or_create(name=name, defaults={"next_at": first_at})


def move_schedule(name: str, due_at: datetime, next_at: datetime) -> bool:
    """True for the one worker that moved it, and False for all others."""
    return Schedule.objects.filter(name=name, next_at=due_at).update(next_at=next_at) == 1


# Progress


def report_progress(matter_id: UUID, done: int, total: int) -> None:
    """Inside a transaction nobody would see it before the end, so nothing is written there."""
    if not connection.in_atomic_block:
        Progress.objects.update_or_create(
            matter_id=matter_id, defaults={"done_count": done, "total_count": total}
        )


def end_progress(matter_id: UUID) -> None:
    Progress.objects.filter(matter_id=matter_id).delete()


# Keys


def lock_anew(model: type[models.Model], names: list[str]) -> int:
    """Every row's sealed texts with the newest key, a batch at a time, so that people can go on writing meanwhile.

    Nothing else of the rows changes, not even when they were changed. Twice is as once.
    """
    count, last = 0, None
    while last_of_batch := _lock_batch_anew(model, names, last):
        last, locked = last_of_batch
        count += locked
    return count


@transaction.atomic
def _lock_batch_anew(
    model: type[models.Model], names: list[str], last: Any
) -> tuple[Any, int] | None:
    """Locked before they are read: a text that is being saved just then must not be written over with an older one."""
    rows = model._default_manager.select_for_update().order_by("pk").only(*names)
    found = list((rows.filter(pk__gt=last) if last else rows)[:_BATCH])
    if not found:
        return None
    model._default_manager.bulk_update(found, names)
    return found[-1].pk, len(found)
