"""Prints the result tables of a closed round."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samsyn.core.rules import RuleBroken
from samsyn.surveys.exports import as_csv, as_json_text, as_markdown
from samsyn.surveys.models import Round
from samsyn.surveys.queries import groups_by, result_page


class Command(BaseCommand):
    help = "Print the result tables of a closed round as JSON, CSV or Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", help="the code of the round")
        parser.add_argument("--by", default="", help="the code of a grouping, such as role-group")
        parser.add_argument("--format", choices=["json", "csv", "md"], default="json")

    def handle(self, *, round: str, by: str, format: str, **options: Any) -> None:
        found = Round.objects.select_related("survey").filter(code=round).first()
        if found is None:
            raise CommandError(f"There is no round with the code {round}.")
        try:
            page = result_page(found, groups_by(found, by))
        except RuleBroken as error:
            raise CommandError(error.sentence) from error
        if format == "csv":
            self.stdout.write(as_csv(page).decode("utf-8"), ending="")
        else:
            self.stdout.write(
                as_json_text(page) if format == "json" else as_markdown(page), ending=""
            )
