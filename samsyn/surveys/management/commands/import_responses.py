"""Reads in the responses of a round and closes it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samsyn.core.rules import RuleBroken
from samsyn.core.tables import BrokenFile, read_table
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions import import_responses
from samsyn.surveys.answers import COMMAND_BYTES, read_answers
from samsyn.surveys.faults import Fault
from samsyn.surveys.management.printing import print_faults
from samsyn.surveys.models import Round
from samsyn.surveys.queries import sheets_of, stored_answers


class Command(BaseCommand):
    help = "Read in the responses of a round (CSV or XLSX), all or none, and close the round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--round", required=True, help="the code of the round")

    def handle(self, *, file: Path, round: str, **options: Any) -> None:
        found = Round.objects.filter(code=round).first()
        if found is None:
            raise CommandError(f"There is no round with the code {round}.")
        try:
            with file.open("rb") as opened:
                table = read_table(opened, file.name, bytes_max=COMMAND_BYTES)
            read = read_answers(
                table, sheets_of(found.survey_id), stored_answers(found), is_closed=found.is_closed
            )
            if read.faults:
                raise CommandError(print_faults(read.faults, read.fault_count - len(read.faults)))
            count = import_responses(actor=SYSTEM, round=found, answers=read.new)
        except BrokenFile as error:
            raise CommandError(
                print_faults([Fault(error.sentence, error.row, error.column)])
            ) from error
        except (RuleBroken, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{round}: {count} new, {read.unchanged} unchanged; closed")
