"""Mail about what has happened leaves within seconds; what waits, is due or lapses in the morning."""

from datetime import time, timedelta

from django.utils import timezone
from django_tasks import task

from samsyn.core import schedules
from samsyn.notifications import actions


@task()
def tell_of_events() -> None:
    actions.tell_of_events()


@task()
def send_morning_mails() -> None:
    actions.send_morning_mails(timezone.localdate())


@task()
def forget_old_notices() -> None:
    actions.forget_old_notices()


schedules.register("notifications.events", tell_of_events, every=timedelta(seconds=15))
schedules.register("notifications.morning", send_morning_mails, daily_at=time(7))
schedules.register("notifications.forget", forget_old_notices, daily_at=time(3, 40))
