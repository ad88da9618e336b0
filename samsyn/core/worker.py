"""The worker: one process that runs jobs, with mail in a lane of its own so that a code never waits for an import.

A pulse beside the lanes shows that the worker lives, starts what recurs and gives back what dead workers left.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.utils import InterfaceError, OperationalError
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

from samsyn.core import actions, jobs, queries, schedules

logger = logging.getLogger("samsyn.worker")
_DATABASE_TROUBLE = (OperationalError, InterfaceError)


class Lane(jobs.Runner):
    """Runs one job after another from its queues until told to stop."""

    def __init__(self, worker: str, queues: list[str], stop: threading.Event) -> None:
        super().__init__(worker, queues)
        self.stop = stop

    def run(self) -> None:
        while not self.stop.is_set():
            close_old_connections()
            if not self._run_next():
                self.stop.wait(self.interval)
        connection.close()

    def _run_next(self) -> bool:
        try:
            job = actions.claim_job(self.worker_id, self.queue_names)
        except _DATABASE_TROUBLE as trouble:
            logger.warning("The database does not answer; trying again: %s", trouble)
            return False
        if job is not None:
            self._run(job)
        return job is not None

    def _run(self, job: DBTaskResult[..., Any]) -> None:
        """The job's own exceptions are marked on it. If even that fails, only a dead worker's job is run again."""
        try:
            self.run_task(job)
        except Exception:
            logger.exception("What became of job %s could not be written down.", job.pk)
            os._exit(1)
        jobs.tell_of_failure(job)


class Watch:
    """Tells dead workers by their counts standing still while this worker itself beats steadily.

    Where nobody can write for a while, as when SQLite is busy with one long transaction, nobody is declared dead.
    """

    def __init__(self, lease: float) -> None:
        self.lease = lease
        self._seen: dict[str, tuple[int, float]] = {}
        self._last_look = time.monotonic()

    def dead(self, workers: set[str], counts: dict[str, int], now: float) -> set[str]:
        if now - self._last_look > self.lease / 2:
            self._seen = {}
        self._last_look = now
        seen = {}
        for worker in workers:
            count = counts.get(worker, -1)
            before, since = self._seen.get(worker, (count, now))
            seen[worker] = (count, since if before == count else now)
        self._seen = seen
        return {worker for worker, (_, since) in seen.items() if now - since >= self.lease}


class Pulse:
    def __init__(self, worker: str, stop: threading.Event) -> None:
        self.worker, self.stop = worker, stop
        self.count = 0
        self.watch = Watch(settings.WORKER_LEASE_SECONDS)

    def run(self) -> None:
        while not self.stop.wait(settings.WORKER_LEASE_SECONDS / 10):
            close_old_connections()
            try:
                self._beat()
            except Exception:
                # Whatever it was: without a pulse others would take this worker's jobs.
                logger.exception("A beat was missed; trying again.")
        connection.close()

    def _beat(self) -> None:
        self.count += 1
        actions.beat(self.worker, self.count)
        schedules.start_due()
        dead = self.watch.dead(
            queries.working_workers() - {self.worker}, queries.beats(), time.monotonic()
        )
        if dead:
            for job in actions.recover_jobs(dead):
                logger.warning("Job %s (%s) lost its worker.", job.pk, job.task_path)
                jobs.tell_of_failure(job)


class Worker:
    """`run` returns when the job at hand is done after one SIGTERM; a second one ends at once and loses nothing."""

    def __init__(self) -> None:
        self.name = get_random_string(32)
        self.stop = threading.Event()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._shut_down)
        signal.signal(signal.SIGINT, self._shut_down)
        schedules.prepare()
        actions.beat(self.name, 0)
        # The pulse outlives the lanes: it must beat until the last job is done.
        pulse_stop = threading.Event()
        pulse = _thread("pulse", Pulse(self.name, pulse_stop).run)
        mail = _thread("mail", Lane(self.name, [jobs.MAIL], self.stop).run)
        Lane(self.name, [jobs.DEFAULT], self.stop).run()
        mail.join()
        pulse_stop.set()
        pulse.join()
        actions.end_worker(self.name)

    def _shut_down(self, _signal: int, _frame: FrameType | None) -> None:
        if self.stop.is_set():
            # Not an exception, which would mark the job as failed: it is left as if killed, and run again by another.
            os._exit(1)
        self.stop.set()


def _thread(name: str, target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread
