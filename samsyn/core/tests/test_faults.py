"""Real workers in processes of their own, on a database of their own, killed at the worst moment."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from samsyn.core.tests.smtp import smtp_server
from samsyn.core.tests.tasks import HANGS

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[3]
LEASE = "3"


class House:
    """A database with workers on it."""

    def __init__(self, folder: Path, database: str) -> None:
        self.database = database
        self.trace_path = folder / "trace"
        self.let_go_path = folder / "trace.let-go"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "SAMSYN_TESTING": "1",
            "SAMSYN_DATA": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "samsyn.core.tests.fault_settings",
            "SAMSYN_WORKER_LEASE": LEASE,
            "SAMSYN_TEST_TRACE": str(self.trace_path),
        }

    def start(self, *arguments: str, **over: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "django", *arguments],
            env={**self.environment, **over},
            cwd=ROOT,
        )

    def worker(self, **over: str) -> subprocess.Popen[bytes]:
        self.workers.append(self.start("worker", **over))
        return self.workers[-1]

    def run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + code],
            env=self.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def enqueue(self, *jobs: str) -> None:
        self.run("from samsyn.core.tests.tasks import count, hold, meet\n" + "\n".join(jobs))

    def states(self) -> Counter[str]:
        rows = self.ask(
            "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%tests.tasks%'"
        )
        return Counter(state for (state,) in rows)

    def clear(self) -> None:
        for table in (
            "django_tasks_database_dbtaskresult",
            "core_schedule",
            "core_workerheartbeat",
        ):
            self.ask(f"DELETE FROM {table}")  # noqa: S608 - a name from the line above
        self.trace_path.unlink(missing_ok=True)
        self.let_go_path.unlink(missing_ok=True)

    def let_go(self) -> None:
        """The jobs that hold end."""
        self.let_go_path.touch()

    def ask(self, sql: str) -> list[Any]:
        """Past Django, so that looking takes no time."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), 20)) as lite:
                rows = lite.execute(sql).fetchall()
                lite.commit()
                return rows
        with psycopg.connect(self.database) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def trace(self) -> list[list[str]]:
        text = self.trace_path.read_text() if self.trace_path.exists() else ""
        return [line.split() for line in text.splitlines()]

    def traced(self, *words: str) -> int:
        return sum(line[: len(words)] == list(words) for line in self.trace)


def until(true: Callable[[], Any], seconds: float = HANGS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It never came true."
        time.sleep(0.1)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A file, or, where the tests run on PostgreSQL, a database of its own on the same server."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'faults.sqlite3'}"
        return
    name = f"faults_{uuid4().hex}"
    base = settings.DATABASES["default"]
    place = {
        key: base[key.upper()] for key in ("host", "port", "user", "password") if base[key.upper()]
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **place) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield server.rsplit("/", 1)[0] + "/" + name
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("faults")
    with database(folder) as address:
        house = House(folder, address)
        assert house.start("migrate", "-v0").wait() == 0
        yield house


@pytest.fixture
def house(built: House) -> Iterator[House]:
    built.clear()
    yield built
    for worker in built.workers:
        worker.kill()
        worker.wait()
    built.workers.clear()


def test_a_job_whose_worker_was_killed_is_run_again_once(house: House) -> None:
    house.enqueue("hold.enqueue('job')")
    first = house.worker()
    until(lambda: house.traced("begin", "job"))

    first.send_signal(signal.SIGKILL)
    house.worker()
    house.worker()

    until(lambda: house.traced("begin", "job") == 2)
    house.let_go()
    until(lambda: house.states() == {"SUCCESSFUL": 1})
    time.sleep(float(LEASE) * 2)
    assert (house.traced("begin", "job"), house.traced("end", "job")) == (2, 1)


def test_a_living_workers_long_job_is_not_taken_from_it(house: House) -> None:
    house.enqueue("hold.enqueue('job')")
    house.worker()
    house.worker()
    until(lambda: house.traced("begin", "job"))

    time.sleep(float(LEASE) * 2)
    house.let_go()
    until(lambda: house.traced("end", "job"))

    assert house.traced("begin", "job") == 1


def test_two_workers_run_each_job_once(house: House) -> None:
    house.worker()
    house.worker()
    until(lambda: house.ask("SELECT count(*) FROM core_workerheartbeat") == [(2,)])

    house.enqueue(
        "meet.enqueue('one')",
        "meet.enqueue('other')",
        *(f"count.enqueue('{n}')" for n in range(100)),
    )

    until(lambda: house.states() == {"SUCCESSFUL": 102})

    counted = [line[1] for line in house.trace if line[0] == "count"]
    assert Counter(counted) == {str(n): 1 for n in range(100)}
    assert len({line[2] for line in house.trace if line[0] == "meet"}) == 2


def test_two_workers_start_a_recurring_job_once_for_each_time(house: House) -> None:
    began = time.monotonic()
    house.worker(SAMSYN_TEST_EVERY="2")
    house.worker(SAMSYN_TEST_EVERY="2")

    until(lambda: house.traced("count") >= 4)
    counted = house.traced("count")
    passed = time.monotonic() - began

    assert counted <= passed / 2 + 1


def test_one_term_finishes_the_job(house: House) -> None:
    house.enqueue("hold.enqueue('job')", "count.enqueue('next')")
    worker = house.worker()
    until(lambda: house.traced("begin", "job"))

    worker.terminate()
    until(lambda: house.traced("told", "job"))
    house.let_go()

    assert worker.wait(HANGS) == 0
    assert (house.traced("end", "job"), house.traced("count")) == (1, 0)
    assert house.states() == {"SUCCESSFUL": 1, "READY": 1}


def test_a_second_term_ends_at_once_and_the_job_is_run_again(house: House) -> None:
    house.enqueue("hold.enqueue('job')")
    worker = house.worker()
    until(lambda: house.traced("begin", "job"))

    worker.terminate()
    until(lambda: house.traced("told", "job"))
    worker.terminate()
    assert worker.wait(HANGS) == 1
    assert house.states() == {"RUNNING": 1}

    house.let_go()
    house.worker()
    until(lambda: house.states() == {"SUCCESSFUL": 1})
    assert (house.traced("begin", "job"), house.traced("end", "job")) == (2, 1)


def test_a_code_by_mail_does_not_wait_for_a_long_job(house: House) -> None:
    house.enqueue("hold.enqueue('job')", "count.using(queue_name='mail').enqueue('mail')")

    house.worker()

    until(lambda: house.traced("begin", "job") and house.traced("count", "mail"))
    assert house.traced("end", "job") == 0
    house.let_go()
    until(lambda: house.traced("end", "job"))
    assert house.traced("count", "mail") == 1


def test_mail_whose_worker_was_killed_while_sending_is_sent_once(house: House) -> None:
    with smtp_server() as (server, port):
        house.environment["SAMSYN_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
        house.run(
            "from django.core.mail import send_mail\n"
            "send_mail('Hej', 'Koden är 123456.', 'samsyn@samsyn.example', ['bo@skola.example'])"
        )
        server.seconds_before_answer = 60
        first = house.worker()
        until(lambda: server.begun_count)

        first.send_signal(signal.SIGKILL)
        server.seconds_before_answer = 0
        house.worker()
        house.worker()

        until(lambda: house.ask("SELECT state FROM core_outgoingmail") == [("sent",)])
        assert len(server.received) == 1
        assert house.ask("SELECT length(message) FROM core_outgoingmail") == [(0,)]
