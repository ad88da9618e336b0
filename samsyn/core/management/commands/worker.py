"""`samsyn worker`: runs jobs, sends mail and starts what recurs, until told to stop. Any number may run."""

from typing import Any

from django.core.management.base import BaseCommand

from samsyn.core.worker import Worker


class Command(BaseCommand):
    help = "Run jobs, send mail and start what recurs, until told to stop. Any number may run."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        Worker().run()
