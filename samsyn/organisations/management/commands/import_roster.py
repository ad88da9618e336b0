"""`samsyn import_roster FILE --organisation NAME`: the same way in as on the page, for timed runs."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.imports import apply_now, decide_line, run_import
from samsyn.organisations.imports import kind, plan_from_json
from samsyn.organisations.models import Import, ImportState
from samsyn.organisations.queries.organisations import root_called


class Command(BaseCommand):
    help = "Reads a roster in. Without --apply it only says what the file would change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="the organiser's name")
        parser.add_argument("--apply", action="store_true", help="read in, if no row waits")
        parser.add_argument("--skip-wrong", action="store_true", help="leave wrong rows out")
        parser.add_argument("--keep-missing", action="store_true", help="keep who is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        imported = self._upload(options)
        plan = plan_from_json(imported.plan)
        for line in plan.lines:
            self.stdout.write(f"{line.row or '-'}\t{line.state}\t{line.title}\t{line.text}")
        self.stdout.write(
            f"{plan.total} rows, {plan.unchanged} unchanged, {plan.changes} to look at"
        )
        if options["apply"]:
            self._apply(imported, options)

    def _upload(self, options: dict[str, Any]) -> Import:
        organiser = root_called(options["organisation"])
        roster = kind("roster")
        if organiser is None or roster is None:
            raise CommandError(f"There is no organisation called {options['organisation']}.")
        path: Path = options["file"]
        try:
            with path.open("rb") as source:
                file = File(source, name=path.name)
                imported = run_import(actor=SYSTEM, kind=roster, target=organiser, file=file)
        except (OSError, RuleBroken) as error:
            raise CommandError(str(error)) from error
        if imported.state == ImportState.REFUSED:
            raise CommandError(imported.sentence)
        return imported

    def _apply(self, imported: Import, options: dict[str, Any]) -> None:
        plan = plan_from_json(imported.plan)
        answers = (("wrong", "skip", "skip_wrong"), ("ended", "keep", "keep_missing"))
        try:
            for state, code, option in answers:
                if options[option] and plan.count(state):
                    decide_line(actor=SYSTEM, imported=imported, key=f"*{state}", code=code)
            imported = apply_now(actor=SYSTEM, imported=imported)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        if imported.state != ImportState.APPLIED:
            raise CommandError(imported.sentence)
        self.stdout.write(self.style.SUCCESS("Read in."))
