"""Jobs for the tests of the engine. They leave a line in the file named by SAMSYN_TEST_TRACE."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django_tasks import task

# Long enough for any machine: it is there so that no worker is left behind.
HANGS = 300


def trace(line: str) -> None:
    path = os.environ.get("SAMSYN_TEST_TRACE")
    if path:
        with Path(path).open("a") as file:
            file.write(line + "\n")


@task
def count(name: str = "") -> None:
    trace(f"count {name} {os.getpid()}")


@task
def hold(name: str) -> None:
    """Lasts until the test lets go, and says when its worker has heard that it is to stop."""
    trace(f"begin {name} {os.getpid()}")
    worker: Any = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    let_go = Path(os.environ["SAMSYN_TEST_TRACE"] + ".let-go")
    _wait(lambda: let_go.exists() or worker.stop.is_set())
    if not let_go.exists():
        trace(f"told {name} {os.getpid()}")
    _wait(let_go.exists)
    trace(f"end {name} {os.getpid()}")


@task
def meet(name: str) -> None:
    """Done once two of its kind have begun, so that neither worker can be idle beside the other."""
    trace(f"meet {name} {os.getpid()}")
    path = Path(os.environ["SAMSYN_TEST_TRACE"])
    _wait(lambda: path.read_text().count("meet ") >= 2)


def _wait(true: Callable[[], bool]) -> None:
    end = time.monotonic() + HANGS
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


@task
def fail(name: str = "") -> None:
    _ = 1 / 0
