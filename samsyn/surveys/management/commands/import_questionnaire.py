"""Reads in a questionnaire from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Organisation
from samsyn.surveys.actions import import_questionnaire
from samsyn.surveys.faults import Faulty
from samsyn.surveys.management.printing import print_faults
from samsyn.surveys.questionnaire import read_questionnaire


class Command(BaseCommand):
    help = "Read in a questionnaire (YAML, see docs/questionnaire-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--organisation", required=True, help="the name or key of the organisation that asks"
        )

    def handle(self, *, file: Path, organisation: str, **options: Any) -> None:
        try:
            survey = import_questionnaire(
                actor=SYSTEM,
                organisation=_organisation(organisation),
                questionnaire=read_questionnaire(file.read_bytes()),
            )
        except Faulty as error:
            raise CommandError(print_faults(error.faults)) from error
        except (RuleBroken, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{survey.code}: {survey.questions.count()} questions")


def _organisation(wanted: str) -> Organisation:
    found = [o for o in Organisation.objects.all() if wanted in (o.name, str(o.pk))]
    if len(found) != 1:
        raise CommandError(f"There is no organisation, or more than one, called {wanted}.")
    return found[0]
