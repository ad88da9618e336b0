"""`samsyn move_school CODE --to ORGANISER`: a school with its staff and all that lies there goes to another organiser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.moves import move_school_unit
from samsyn.organisations.queries.organisations import root_called, school_with_code


class Command(BaseCommand):
    help = "Move a school unit to another organiser, with its staff, posts and assignments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the school unit code, eight digits")
        parser.add_argument("--to", required=True, help="the name of the organiser")

    def handle(self, *args: Any, code: str, to: str, **options: Any) -> None:
        school, organiser = school_with_code(code), root_called(to)
        if school is None or organiser is None:
            raise CommandError(f"There is no such {'school' if school is None else 'organiser'}.")
        try:
            move_school_unit(actor=SYSTEM, school_unit=school, organiser=organiser)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        self.stdout.write(f"{school.name} is now at {organiser.name}.")
