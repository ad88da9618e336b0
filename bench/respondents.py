"""A round that is open to be answered, on an empty database of its own, and respondents who answer it over HTTP."""

import asyncio
import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from filled import make_database

from samsyn.home.demo.server import HOST, answers, server_command
from tools.demo import clean_environment, free_port

STEPS = ("first page", "begin", "send in")
RECEIPT = b"data-answered"
HIDDEN = re.compile(rb'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"')
CHOICE = re.compile(
    rb'<input type="(radio|checkbox)"\s+id="[^"]*"\s+name="([^"]+)"\s+value="([^"]*)"'
)
TEXT = re.compile(rb'<textarea id="[^"]*" name="([^"]+)"')


@dataclass(frozen=True)
class Installation:
    environment: dict[str, str]
    tokens: list[str]

    def run(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def stored(self) -> dict[str, int]:
        """How many answers there are of each text that a respondent wrote, and how many invitations are marked."""
        found: dict[str, int] = json.loads(self.run("bench/answering_rows.py", "count"))
        return found


@contextmanager
def installation(url: str, invited: int, name: str = "answering") -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        environment = {
            **clean_environment(Path(folder)),
            "SAMSYN_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        }
        if url:
            environment["DATABASE_URL"] = make_database(url, name)
        empty = Installation(environment, [])
        empty.run("-m", "samsyn", "migrate", "--verbosity=0")
        empty.run("-m", "samsyn", "collectstatic", "--no-input", "--verbosity=0")
        tokens = json.loads(empty.run("bench/answering_rows.py", "make", str(invited)))
        yield Installation(environment, tokens)


@contextmanager
def serving(here: Installation) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    process = start(here, port)
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def start(here: Installation, port: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(server_command(port), env=here.environment, start_new_session=True)
    while not answers(port):
        time.sleep(0.05)
    return process


@dataclass
class Load:
    """What the respondents have seen: seconds of each step, and the texts whose receipt has come."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    acknowledged: list[str] = field(default_factory=list)
    unanswered: int = 0


async def respond(port: int, tokens: Iterator[str], until: float, load: Load) -> None:
    """One respondent after the other on a connection that stays open, each with a link of their own."""
    line = Connection(port)
    while time.perf_counter() < until:
        token = next(tokens)
        try:
            await _one(line, f"/svara/{token}/", token, load)
        except (OSError, EOFError, asyncio.IncompleteReadError):
            load.unanswered += 1
            line.close()
            await asyncio.sleep(0.05)
    line.close()


async def _one(line: "Connection", path: str, token: str, load: Load) -> None:
    fields: list[tuple[str, str]] | None = None
    for step in STEPS:
        before = time.perf_counter()
        page = await line.ask(path, fields)
        load.seconds[step].append(time.perf_counter() - before)
        if step == STEPS[-1]:
            assert RECEIPT in page, page[:2000]
            load.acknowledged.append(token)
        else:
            fields = filled_in(page, token, "begin" if step == STEPS[0] else "next")


def filled_in(page: bytes, text: str, go: str) -> list[tuple[str, str]]:
    """The form on the page with an answer to every question: up to three choices, and a text of one's own."""
    fields = [(name.decode(), value.decode()) for name, value in HIDDEN.findall(page)]
    groups: dict[tuple[bytes, bytes], list[bytes]] = {}
    for kind, name, value in CHOICE.findall(page):
        groups.setdefault((kind, name), []).append(value)
    for (kind, name), values in groups.items():
        chosen = random.sample(values, min(3, len(values)) if kind == b"checkbox" else 1)
        fields += [(name.decode(), value.decode()) for value in chosen]
    fields += [(name.decode(), f"Svaret av {text}") for name in TEXT.findall(page)]
    return [*fields, ("go", go)]


class Connection:
    """Just enough HTTP: the cores are the server's too."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, fields: list[tuple[str, str]] | None) -> bytes:
        reader, writer = self.streams or await asyncio.open_connection(HOST, self.port)
        self.streams = reader, writer
        writer.write(self._request(path, fields))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert length is not None, head
        body = await reader.readexactly(int(length[1]))
        return gzip.decompress(body) if b"gzip" in head.lower() else body

    def _request(self, path: str, fields: list[tuple[str, str]] | None) -> bytes:
        heads = (
            f"Host: localhost:{self.port}\r\nAccept-Encoding: gzip\r\nAccept-Language: sv\r\n"
            "User-Agent: Mozilla/5.0\r\nAccept: text/html\r\n"
        )
        if fields is None:
            return f"GET {path} HTTP/1.1\r\n{heads}\r\n".encode()
        body = urlencode(fields)
        kind = "Content-Type: application/x-www-form-urlencoded"
        return f"POST {path} HTTP/1.1\r\n{heads}{kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


def cpu_seconds(pids: "list[int]") -> float:
    """User and system time of processes and all their children, so far."""
    ticks = 0
    for pid in pids:
        for each in family(pid):
            try:
                parts = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += int(parts[11]) + int(parts[12])
    return ticks / 100


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(each for child in children for each in family(int(child)))]
