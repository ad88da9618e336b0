"""`samsyn merge_organisers GONE --into ORGANISER`: an organiser goes up in another, and is closed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.moves import merge_organisers
from samsyn.organisations.queries.organisations import root_called


class Command(BaseCommand):
    help = (
        "Let an organiser go up in another: schools and people go over, duties at the former end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gone", help="the name of the organiser that goes up in the other")
        parser.add_argument("--into", required=True, help="the name of the organiser that remains")

    def handle(self, *args: Any, gone: str, into: str, **options: Any) -> None:
        found = [root_called(name) for name in (gone, into)]
        if None in found:
            raise CommandError("There is no such organiser.")
        former, remaining = (one for one in found if one is not None)
        try:
            merge_organisers(actor=SYSTEM, gone=former, into=remaining)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        self.stdout.write(f"{gone} is now part of {into}.")
