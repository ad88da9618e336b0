"""`samsyn demo_data --scale national`: a made-up nation in an empty database, to measure on."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samsyn.core.rules import RuleBroken
from samsyn.home.actions.national import fill_nation, gather_statistics
from samsyn.home.demo.national.sizes import NATIONAL

SCALES = {"national": NATIONAL}


class Command(BaseCommand):
    help = "Fill an empty database with as many organisers, schools and people as a country has. For measuring only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=sorted(SCALES), required=True)

    def handle(self, *args: Any, scale: str, **options: Any) -> None:
        started = time.monotonic()
        call_command("migrate", verbosity=0)
        try:
            fill_nation(SCALES[scale], self.say)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        gather_statistics()
        self.stdout.write(f"Filled in {time.monotonic() - started:.0f} s.")

    def say(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} organisers")
        self.stdout.flush()
