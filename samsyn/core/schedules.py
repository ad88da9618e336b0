"""What recurs. Apps register here in AppConfig.ready(); a worker starts each job once for each of its times."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from samsyn.core import actions
from samsyn.core.models import Schedule


@dataclass(frozen=True)
class Recurring:
    task: Task[..., Any]
    after: Callable[[datetime, datetime], datetime]  # (time that was due, now) -> the next time


_registered: dict[str, Recurring] = {}


def register(
    name: str,
    task: Task[..., Any],
    *,
    every: timedelta | None = None,
    daily_at: time | None = None,
) -> None:
    """Either every so often, or each day at a local time. Times missed while nobody worked are not made up for."""
    if (every is None) == (daily_at is None):
        raise ValueError("Say either every or daily_at.")
    _registered[name] = Recurring(task, _steps(every) if every else _days(daily_at or time()))


def _steps(every: timedelta) -> Callable[[datetime, datetime], datetime]:
    return lambda due, now: due + every * max(1, (now - due) // every + 1)


def _days(at: time) -> Callable[[datetime, datetime], datetime]:
    def after(_due: datetime, now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = datetime.combine(local.date(), at, tzinfo=local.tzinfo)
        return today if today > local else today + timedelta(days=1)

    return after


def prepare() -> None:
    now = timezone.now()
    actions.ensure_schedules({name: r.after(now, now) for name, r in _registered.items()})


def start_due() -> int:
    """Enqueues what is due. Moving the time on and enqueuing are one transaction, and only one worker moves it."""
    now = timezone.now()
    started = 0
    for schedule in Schedule.objects.filter(next_at__lte=now, name__in=_registered):
        recurring = _registered[schedule.name]
        with transaction.atomic():
            next_at = recurring.after(schedule.next_at, now)
            if actions.move_schedule(schedule.name, schedule.next_at, next_at):
                recurring.task.enqueue()
                started += 1
    return started
