import os
from datetime import timedelta

from django.apps import AppConfig


class RecurringConfig(AppConfig):
    """Registers a job as apps do."""

    name = "samsyn.core.tests.recurring"

    def ready(self) -> None:
        from samsyn.core import schedules
        from samsyn.core.tests.tasks import count

        seconds = os.environ.get("SAMSYN_TEST_EVERY")
        if seconds:
            schedules.register("test.count", count, every=timedelta(seconds=float(seconds)))
