"""`samsyn make_report ROUND [--texts FILE] [--issue]`: a report on a closed round, from the command line."""

from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.reports.actions import issue_edition, make_report
from samsyn.reports.queries import draft_from, next_number
from samsyn.surveys.models import Round


class Command(BaseCommand):
    help = "Make a report on a closed round, with its texts from a YAML file if one is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round")
        parser.add_argument("--texts", type=Path, help="YAML: title, lead, publisher and blocks")
        parser.add_argument("--issue", action="store_true", help="issue it as an edition at once")

    def handle(self, *args: Any, **options: Any) -> None:
        round = Round.objects.select_related("survey__organisation").filter(code=options["round"])
        if not round:
            raise CommandError(f"There is no round with the code {options['round']}.")
        draft = None
        if options["texts"]:
            draft = draft_from(yaml.safe_load(options["texts"].read_text(encoding="utf-8")))
        try:
            report = make_report(actor=SYSTEM, round=round[0], draft=draft)
            self.stdout.write(f"{report.pk} {report.title}")
            if options["issue"]:
                issue_edition(actor=SYSTEM, report=report, number=next_number(report))
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
