"""What recurs: what was taken away goes for good after some days."""

from datetime import time

from django_tasks import task

from samsyn.assignments.actions import following
from samsyn.core import schedules


@task()
def clear_removed() -> None:
    following.clear_removed()


schedules.register("assignments.removed", clear_removed, daily_at=time(3, 45))
