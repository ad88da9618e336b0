"""Reads in coded free-text answers of a round."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samsyn.coding.actions import import_coded_answers
from samsyn.coding.codedfile import read_coded_files
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.faults import Faulty
from samsyn.surveys.management.printing import print_faults
from samsyn.surveys.models import Question, Round


class Command(BaseCommand):
    help = "Read in coded free-text answers (JSON); several files are taken together."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+")
        parser.add_argument("--round", required=True, help="the code of the round")
        parser.add_argument("--question", required=True, help="the code of the question")

    def handle(self, *, files: list[Path], round: str, question: str, **options: Any) -> None:
        found = Round.objects.select_related("survey__organisation").filter(code=round).first()
        asked = Question.objects.filter(survey__rounds__code=round, code=question).first()
        if found is None or asked is None:
            raise CommandError(f"There is no round {round} with the question {question}.")
        try:
            coded = read_coded_files(file.read_bytes() for file in files)
            import_coded_answers(actor=SYSTEM, round=found, question=asked, coded=coded)
        except Faulty as error:
            raise CommandError(print_faults(error.faults)) from error
        except (RuleBroken, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{round} {question}: {len(coded.answers)} coded answers")
