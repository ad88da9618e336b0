"""Jobs are rows: written with what they belong to in one transaction, run by `samsyn worker` soon after."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task, TaskContext, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from samsyn.core import actions, schedules
from samsyn.core.smtp import Line

logger = logging.getLogger("samsyn.jobs")
MAIL = "mail"
DEFAULT = "default"
# Of mail to many, also when it is tried again: a code to sign in with never waits for it.
AFTER_OTHERS = -10


class JobFailed(Exception):
    pass


class Runner(Worker):
    """Runs and marks one job; which job, and when, is decided here and in worker.py."""

    def __init__(self, worker: str, queues: list[str]) -> None:
        super().__init__(
            queue_names=queues,
            interval=settings.WORKER_POLL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker,
            excluded_queue_names=[],
        )


def enqueue(job: Task[..., Any], *arguments: Any, after: timedelta | None = None) -> None:
    """Part of the caller's transaction: rolled back with it, and seen by no worker before it is committed."""
    due = job.using(run_after=timezone.now() + after) if after else job
    due.enqueue(*(str(a) if isinstance(a, UUID) else a for a in arguments))


_rescues: dict[str, Callable[..., Any]] = {}


def rescue(job: Task[..., Any], action: Callable[..., Any]) -> None:
    """Has the action called with the job's own arguments when the job has failed for good, so that nobody waits for it.

    It failed by an exception, or its worker died under it every time.
    """
    _rescues[job.module_path] = action


def tell_of_failure(job: DBTaskResult[..., Any]) -> None:
    if job.status != TaskResultStatus.FAILED:
        return
    logger.error("Job %s (%s) failed:\n%s", job.pk, job.task_path, job.traceback)
    if job.task_path in _rescues:
        try:
            _rescues[job.task_path](*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        except Exception:
            logger.exception("What was to be done about job %s failed too.", job.pk)


@task(queue_name=MAIL, takes_context=True)
def send_mail(context: TaskContext, mail_id: str) -> None:
    wait = actions.send_mail(UUID(mail_id), job=context.task_result.id)
    if wait is not None:
        enqueue(send_mail, mail_id, after=wait)


@task(queue_name=MAIL, priority=AFTER_OTHERS)
def send_mails(batch: str, mail_ids: list[str]) -> None:
    """Many on one line, after all mail that somebody waits for. The batch claims them: run again, it goes on.

    Where no server answers, the rest is not tried one by one.
    """
    with Line() as line:
        for number, mail_id in enumerate(mail_ids):
            wait = actions.send_mail(UUID(mail_id), job=batch, line=line)
            if wait is not None and line.is_down:
                enqueue(send_mails, uuid4().hex, mail_ids[number:], after=wait)
                return
            if wait is not None:
                enqueue(send_mail.using(priority=AFTER_OTHERS), mail_id, after=wait)


def send_what_is_left(batch: str, mail_ids: list[str]) -> None:
    enqueue(send_mails, batch, mail_ids, after=timedelta(minutes=5))


rescue(send_mails, send_what_is_left)


@task
def prune() -> None:
    actions.prune_engine()
    call_command("clearsessions")


schedules.register("core.prune", prune, every=timedelta(hours=6))


def work_off() -> int:
    """Runs all that is due in this process, for commands and tests. A job that fails is an error here."""
    runner = Runner("in-process", [DEFAULT, MAIL])
    count = 0
    while (job := actions.claim_job(runner.worker_id, runner.queue_names)) is not None:
        runner.run_task(job)
        tell_of_failure(job)
        if job.status == TaskResultStatus.FAILED:
            raise JobFailed(job.traceback)
        count += 1
    return count
