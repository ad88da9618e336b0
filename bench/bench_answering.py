"""Eight respondents at a time answer a survey over HTTP, in three requests each: responses a second, and none lost.

`python bench/bench_answering.py [seconds]`. Beside it stands what LimeSurvey 6.14 does on two cores (php-fpm with
opcache, MariaDB, tuned, its clients on the same machine): 11.7 responses a second, 0.16 CPU seconds each.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from statistics import quantiles

from filled import databases
from measure import line
from respondents import STEPS, Installation, Load, cpu_seconds, installation, respond, serving

CLIENTS, SECONDS, WARM_SECONDS = 8, 60.0, 3.0
MOST_PER_SECOND = 400
LIMESURVEY = {"per second": 11.7, "p50": 218, "p95": 325, "cpu": 160}


def main(seconds: float) -> None:
    with databases() as urls:
        for database, url in urls.items():
            with installation(url, int((seconds + WARM_SECONDS) * MOST_PER_SECOND)) as here:
                measure(database, here, seconds)


def measure(database: str, here: Installation, seconds: float) -> None:
    tokens = iter(here.tokens)
    with serving(here) as (port, process):
        warm, load = Load(), Load()
        asyncio.run(answer(port, tokens, WARM_SECONDS, warm))
        before, cpu = time.perf_counter(), cpu_seconds([process.pid])
        asyncio.run(answer(port, tokens, seconds, load))
        taken, spent = time.perf_counter() - before, cpu_seconds([process.pid]) - cpu
    report(database, load, taken, spent)
    check(here, [*warm.acknowledged, *load.acknowledged])


async def answer(port: int, tokens: Iterator[str], seconds: float, load: Load) -> None:
    until = time.perf_counter() + seconds
    await asyncio.gather(*(respond(port, tokens, until, load) for _ in range(CLIENTS)))


def report(database: str, load: Load, taken: float, spent: float) -> None:
    done = len(load.acknowledged)
    rate = done / taken
    line(
        f"{database}: complete responses a second, {CLIENTS} at a time, {taken:.0f} s",
        f"{rate:.1f} (LimeSurvey {LIMESURVEY['per second']}: {rate / LIMESURVEY['per second']:.1f} times)",
    )
    for step in STEPS:
        cuts = quantiles(load.seconds[step], n=20)
        line(
            f"{database}: {step}, p50 and p95", f"{cuts[9] * 1000:.1f} and {cuts[18] * 1000:.1f} ms"
        )
    every = quantiles([one for step in STEPS for one in load.seconds[step]], n=20)
    line(
        f"{database}: every request, p50 and p95",
        f"{every[9] * 1000:.1f} and {every[18] * 1000:.1f} ms"
        f" (LimeSurvey {LIMESURVEY['p50']} and {LIMESURVEY['p95']})",
    )
    line(
        f"{database}: CPU of the server for a response",
        f"{spent / done * 1000:.1f} ms (LimeSurvey {LIMESURVEY['cpu']})",
    )


def check(here: Installation, acknowledged: list[str]) -> None:
    stored = here.stored()
    lost = sum(1 for token in acknowledged if f"text {token}" not in stored)
    line(
        "   acknowledged, stored, marked, lost, doubled",
        ", ".join(
            str(number)
            for number in (
                len(acknowledged),
                stored["responses"],
                stored["marked"],
                lost,
                stored["twice"],
            )
        ),
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
