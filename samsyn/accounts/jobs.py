"""What recurs around sign-in."""

from datetime import timedelta

from django_tasks import task

from samsyn.accounts import actions
from samsyn.core import schedules


@task()
def carry_out_due_resets() -> None:
    actions.carry_out_due_resets()


schedules.register("accounts.resets", carry_out_due_resets, every=timedelta(minutes=15))
