"""kill -9 of the server in the middle of the load, ten times: is every answer whose receipt came there afterwards, once?

`python bench/faults/answering.py [times]`, on both databases. An answer whose receipt did not come may be there, or not.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

# ruff: noqa: E402 - the folders of what is imported are named first
from filled import databases
from measure import line
from respondents import Installation, Load, family, installation, respond, start

from tools.demo import free_port

TIMES, CLIENTS, BETWEEN_SECONDS, INVITED = 10, 8, 2.0, 12_000


def main(times: int) -> int:
    wrong = 0
    with databases() as urls:
        for database, url in urls.items():
            with installation(url, INVITED, "faults") as here:
                wrong += killed_in_mid_load(database, here, times)
    return wrong


def killed_in_mid_load(database: str, here: Installation, times: int) -> int:
    tokens, load = iter(here.tokens), Load()
    for number in range(1, times + 1):
        loaded(here, tokens, load)
        stored = here.stored()
        lost = [one for one in load.acknowledged if stored.get(f"text {one}") != 1]
        line(
            f"{database}: kill -9 number {number}",
            f"{len(load.acknowledged)} acknowledged, {stored['responses']} stored,"
            f" {stored['marked']} marked, {stored['counted']} counted, {load.unanswered} cut off,"
            f" {len(lost)} lost, {stored['twice']} doubled",
        )
        if (
            lost
            or stored["twice"]
            or len({stored[n] for n in ("responses", "marked", "counted")}) > 1
        ):
            return 1
    return 0


def loaded(here: Installation, tokens: Iterator[str], load: Load) -> None:
    """One start, some load, and all processes of the server killed at once."""
    port = free_port()
    process = start(here, port)
    stopper = threading.Timer(BETWEEN_SECONDS, kill, [process.pid])
    stopper.start()
    asyncio.run(answer(port, tokens, BETWEEN_SECONDS + 0.3, load))
    stopper.join()
    process.wait(10)
    time.sleep(0.2)


def kill(pid: int) -> None:
    for one in reversed(family(pid)):
        os.kill(one, signal.SIGKILL)


async def answer(port: int, tokens: Iterator[str], seconds: float, load: Load) -> None:
    until = time.perf_counter() + seconds
    await asyncio.gather(*(respond(port, tokens, until, load) for _ in range(CLIENTS)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))
