"""`samsyn demo` as a person starts it: fills itself once, lets every role in, keeps its data, leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from samsyn.organisations.roles import Role
from tools import demo as demos
from tools.demo import Demo, Visitor

pytestmark = pytest.mark.package


def processes_of(folder: Path) -> list[int]:
    """The processes that have the folder in their environment: the demo's, however they were started."""
    mark = f"SAMSYN_DATA={folder}".encode()
    found = []
    for place in Path("/proc").iterdir():
        try:
            words = (place / "environ").read_bytes().split(b"\0") if place.name.isdigit() else []
        except OSError:
            continue
        if mark in words:
            found.append(int(place.name))
    return found


def is_gone(folder: Path, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.2)
    return processes_of(folder) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Demo]:
    with demos.running(folder) as demo:
        yield demo


def test_demo_has_one_way_in_for_each_role(demo: Demo) -> None:
    assert len(demo.ways_in) == len(Role)
    for name in demo.ways_in:
        page = Visitor(demo, name).get("/")

        assert page.status == 200
        assert name in page.body.decode()


def test_demo_says_when_the_port_or_the_folder_is_taken(demo: Demo, tmp_path: Path) -> None:
    port = str(urlsplit(demo.url).port)

    same_port = ask("--port", port, folder=tmp_path)
    same_folder = ask("--port", str(demos.free_port()), folder=demo.folder)

    assert port in same_port
    assert "PORT=" in same_port
    assert "redan" in same_folder


def ask(*words: str, folder: Path) -> str:
    told = subprocess.run(
        [sys.executable, "-m", "samsyn", "demo", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=demos.clean_environment(folder),
    )
    assert told.returncode == 1
    return told.stderr


def test_demo_listens_on_this_machines_own_address_only(demo: Demo) -> None:
    port = urlsplit(demo.url).port or 0

    with socket.socket() as probe:
        # A server that listens everywhere answers here too.
        refused = probe.connect_ex(("127.0.0.2", port))

    assert refused != 0


@pytest.mark.faults
def test_demo_stops_all_its_processes_and_keeps_its_data(demo: Demo, folder: Path) -> None:
    assert len(processes_of(folder)) >= 4

    demo.process.send_signal(signal.SIGINT)
    status = demo.process.wait(40)

    assert (status, is_gone(folder)) == (0, True)
    started = time.monotonic()
    with demos.running(folder) as second:
        assert time.monotonic() - started < 15
        assert second.ways_in.keys() == demo.ways_in.keys()
        first_name = next(iter(demo.ways_in))
        same_line = urlsplit(demo.ways_in[first_name]).path
        assert Visitor(second).get(same_line).status == 302


@pytest.mark.faults
def test_demo_that_is_killed_takes_its_processes_with_it(folder: Path) -> None:
    demo = demos.start(folder)

    os.kill(demo.process.pid, signal.SIGKILL)
    demo.process.wait()

    assert is_gone(folder)


def test_demo_sign_in_does_not_exist_outside_the_demo(client: Client) -> None:
    assert client.get("/demo/logga-in/x/").status_code == 404


def test_production_has_none_of_the_demos_addresses(tmp_path: Path) -> None:
    program = (
        "import django; django.setup(); from django.urls import get_resolver;"
        "print([str(p.pattern) for r in get_resolver().url_patterns"
        " for p in getattr(r, 'url_patterns', [r]) if 'demo' in str(p.pattern)])"
    )
    environment = {
        **demos.clean_environment(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        "SAMSYN_SECRET_KEY": "k" * 50,
        "SAMSYN_HOSTS": "samsyn.example",
        "SAMSYN_MAIL_URL": "smtp://localhost:25",
    }

    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )

    assert said.stdout.strip() == "[]"
