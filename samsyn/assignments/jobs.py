"""What recurs: what was taken away goes for good after some days, and dialogues on the day set for them."""

from datetime import time

from django_tasks import task

from samsyn.assignments.actions import dialogues, following
from samsyn.core import schedules


@task()
def clear_removed() -> None:
    following.clear_removed()


@task()
def delete_due_dialogues() -> None:
    dialogues.delete_due_dialogues()


schedules.register("assignments.removed", clear_removed, daily_at=time(3, 45))
schedules.register("assignments.dialogues", delete_due_dialogues, daily_at=time(3, 50))
