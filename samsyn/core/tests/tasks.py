"""Jobs for the tests of the engine. They leave a line in the file named by SAMSYN_TEST_TRACE."""

import os
import time
from pathlib import Path

from django_tasks import task


def trace(line: str) -> None:
    path = os.environ.get("SAMSYN_TEST_TRACE")
    if path:
        with Path(path).open("a") as file:
            file.write(line + "\n")


@task
def count(name: str = "") -> None:
    trace(f"count {name} {os.getpid()}")


@task
def sleep(name: str, seconds: float) -> None:
    trace(f"begin {name} {os.getpid()}")
    time.sleep(seconds)
    trace(f"end {name} {os.getpid()}")


@task
def meet(name: str) -> None:
    """Done once two of its kind have begun, so that neither worker can be idle beside the other."""
    trace(f"meet {name} {os.getpid()}")
    end = time.monotonic() + 60
    while Path(os.environ["SAMSYN_TEST_TRACE"]).read_text().count("meet ") < 2:
        if time.monotonic() > end:
            raise TimeoutError(name)
        time.sleep(0.05)


@task
def fail(name: str = "") -> None:
    _ = 1 / 0
