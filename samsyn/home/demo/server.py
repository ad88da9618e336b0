"""Runs the demo's processes, server and worker, and sees to it that none of them outlives it."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

HOST = "127.0.0.1"
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1

Processes = dict[str, subprocess.Popen[bytes]]
Told = threading.Event


class Stopped(Exception):
    """A process ended that should have gone on."""


def is_port_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server itself does: a port in TIME_WAIT after the last run is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def server_command(port: int) -> list[str]:
    address = ["--host", HOST, "--port", str(port)]
    # Measured: on SQLite two workers with one thread each answer most requests.
    size = ["--workers", "2", "--blocking-threads", "1", "--workers-kill-timeout", "10"]
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"),
        *address,
        *size,
        "samsyn.config.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "samsyn", "worker"]


@contextmanager
def running(commands: Mapping[str, list[str]]) -> Iterator[Processes]:
    """The commands as processes, each in a session of its own so that Ctrl-C reaches only this process:
    a worker that is told twice to stop gives up the job it has in hand."""
    processes: Processes = {}
    try:
        for name, command in commands.items():
            processes[name] = subprocess.Popen(  # noqa: S603 - the commands are those above
                command, start_new_session=True, preexec_fn=_die_with_parent
            )
        yield processes
    finally:
        stop(processes)


def _die_with_parent() -> None:
    """Linux tells the child when the parent is killed without a chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(processes: Processes) -> None:
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def told_to_stop() -> Iterator[Told]:
    """An event that is set by Ctrl-C, by SIGTERM and when the terminal closes."""
    told = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: told.set()) for number in signals}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until_it_answers(port: int, processes: Processes, told: Told) -> None:
    while not told.is_set() and not answers(port):
        raise_if_ended(processes)
        told.wait(0.1)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(processes: Processes, told: Told) -> None:
    """Returns when told to stop; raises when a process ends by itself."""
    while not told.wait(0.5):
        raise_if_ended(processes)


def raise_if_ended(processes: Processes) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise Stopped(name)
