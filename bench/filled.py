"""A database filled at demo or national scale, on SQLite or PostgreSQL, and the environment that chooses it."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from measure import line

from tools.demo import clean_environment
from tools.postgres import server

DEMO, NATIONAL = "demo", "national"
SCALES = (DEMO, NATIONAL)
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# `fill` of the demo is what `samsyn demo` calls; the command itself is for SQLite and serves.
FILL = {
    DEMO: "import django; django.setup()\n"
    "from django.core.management import call_command\n"
    "from samsyn.home.demo.region import fill\n"
    "call_command('migrate', verbosity=0); fill()",
    NATIONAL: "from django.core.management import execute_from_command_line as run\n"
    "run(['samsyn', 'demo_data', '--scale', 'national'])",
}


@dataclass(frozen=True)
class Filled:
    database: str
    scale: str
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """What a Python process with this database says."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """By name the address of an empty server's first database; SQLite has none."""
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as name, server(Path(name)) as url:
        yield {SQLITE: "", POSTGRESQL: url}


@contextmanager
def filled(database: str, scale: str, url: str) -> Iterator[Filled]:
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        environment = {
            **clean_environment(Path(folder)),
            "SAMSYN_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        }
        if url:
            environment["DATABASE_URL"] = make_database(url, scale)
        here = Filled(database, scale, environment)
        before = time.perf_counter()
        here.run("-c", FILL[scale])
        here.run("-m", "samsyn", "collectstatic", "--no-input", "--verbosity=0")
        line(f"{database}, {scale} scale: filled", f"{time.perf_counter() - before:.0f} s")
        yield here


def make_database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"
