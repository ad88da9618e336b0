"""Eight signed-in readers at once against the real server, each on a connection of its own that stays open."""

import asyncio
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from filled import Filled

from samsyn.home.demo.server import HOST, answers, server_command
from tools.demo import free_port

SECONDS, WARM_SECONDS = 8.0, 2.0


def requests_per_second(here: Filled, page: str) -> float:
    asked = json.loads(here.run("bench/visits.py", "readers", page))
    with serving(here) as port:
        asyncio.run(read(port, asked["path"], asked["cookies"], WARM_SECONDS))
        before = time.perf_counter()
        done = asyncio.run(read(port, asked["path"], asked["cookies"], SECONDS))
        return done / (time.perf_counter() - before)


@contextmanager
def serving(here: Filled) -> Iterator[int]:
    """As `samsyn demo` and docs/production.md start it."""
    port = free_port()
    process = subprocess.Popen(server_command(port), env=here.environment)
    try:
        while not answers(port):
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


async def read(port: int, path: str, cookies: list[str], seconds: float) -> int:
    until = time.perf_counter() + seconds
    done = await asyncio.gather(*(one_reader(port, path, cookie, until) for cookie in cookies))
    return sum(done)


async def one_reader(port: int, path: str, cookie: str, until: float) -> int:
    """One request after the other, and nothing read of the pages but their length: the cores are the server's too."""
    reader, writer = await asyncio.open_connection(HOST, port)
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n"
        "Accept-Encoding: gzip\r\nAccept-Language: sv\r\n\r\n"
    ).encode()
    done = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        await reader.readexactly(length_of(head))
        done += 1
    writer.close()
    return done


def length_of(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next(int(one[15:]) for one in lines if one.startswith(b"content-length:"))
