"""`samsyn issue_edition REPORT`: freezes a report as its next edition; the worker then makes its files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.reports.actions import issue_edition
from samsyn.reports.models import Report
from samsyn.reports.queries import next_number


class Command(BaseCommand):
    help = "Issue the report with this key as its next edition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report")

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report.objects.filter(pk=options["report"]).first()
        if report is None:
            raise CommandError("There is no report with this key.")
        try:
            edition = issue_edition(actor=SYSTEM, report=report, number=next_number(report))
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        self.stdout.write(f"{edition.number} {edition.title}")
