"""Pages of the assignments at demo and at national scale, on SQLite and PostgreSQL; then requests per second.

Bars: 50 ms for a page, and at most 1.5 times the demo's time at national scale. Then eight signed-in clients at once
against the real server, its two processes; the readers run on the same cores. Moodle 5.1.3 (php-fpm, opcache, MariaDB)
answers 14.9 requests a second for its dashboard and 13.3 for a course page so: the bar is five times that, the goal ten.
"""

import json
import sys
from contextlib import ExitStack

from filled import DEMO, NATIONAL, SCALES, SQLITE, Filled, databases, filled
from measure import line
from readers import requests_per_second

PAGE_BAR, GROWTH_BAR = 50, 1.5
# What is asked for by many at once, and Moodle's page of the same kind with what it answers.
ASKED = {
    "start page, career teacher": ("dashboard", 14.9),
    "overview, head of schools": ("course page", 13.3),
    "who does what, organiser": ("course page", 13.3),
    "assignment, one of the two": ("course page", 13.3),
}
Figures = dict[str, dict[str, float]]


def measured(here: Filled) -> Figures:
    found: Figures = json.loads(here.run("bench/visits.py", "measure"))
    return found


def show(database: str, figures: dict[str, Figures]) -> None:
    line(f"\n{database}: page", "p50/p95 ms, queries, kB at demo and at national scale; growth")
    for name, large in figures[NATIONAL].items():
        small = figures[DEMO][name]
        growth = large["p50"] / small["p50"]
        over = [f"above {PAGE_BAR} ms"] if max(large["p50"], small["p50"]) > PAGE_BAR else []
        over += [f"grows above {GROWTH_BAR}"] if growth > GROWTH_BAR else []
        line(f"  {name}", f"{said(small)}   {said(large)} {growth:6.2f}  {', '.join(over)}")


def said(figures: dict[str, float]) -> str:
    times = f"{figures['p50']:5.1f}/{figures['p95']:5.1f}"
    return f"{times} {figures['queries']:3.0f} {figures['bytes'] / 1000:5.1f}"


def show_requests(here: Filled) -> None:
    line(f"\n{here.database}, {here.scale} scale: eight clients", "requests a second; of Moodle's")
    for name, (moodles, bar) in ASKED.items():
        rate = requests_per_second(here, name)
        line(f"  {name}", f"{rate:6.1f}  {rate / bar:4.1f} times the {bar} of its {moodles}")


def main(wanted: list[str]) -> None:
    with databases() as urls:
        for database, url in urls.items():
            if wanted and database.lower() not in wanted:
                continue
            with ExitStack() as stack:
                here = {s: stack.enter_context(filled(database, s, url)) for s in SCALES}
                show(database, {scale: measured(here[scale]) for scale in SCALES})
                for scale in SCALES if database == SQLITE else (NATIONAL,):
                    show_requests(here[scale])


if __name__ == "__main__":
    main(sys.argv[1:])
