"""`samsyn rebuild_search`: what can be searched for, made anew; for after a restore or a large change by hand."""

from typing import Any

from django.core.management import BaseCommand

from samsyn.home.actions import search


class Command(BaseCommand):
    help = "Makes everything that can be searched for anew."

    def handle(self, **options: Any) -> None:
        written = search.rebuild_search()
        self.stdout.write(f"{written} entries written.")
