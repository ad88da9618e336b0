"""The mail of the last days, as it came; what was mailed before has been read and thrown away."""

from datetime import date, datetime, time, timedelta

from samsyn.assignments.rules.dialogues import ZONE
from samsyn.home.demo.clock import at, long_ago
from samsyn.home.demo.years import Years
from samsyn.notifications.actions import begin_reading, send_morning_mails, tell
from samsyn.notifications.queries import untold

NEWS_OF = timedelta(days=4)
SECONDS_TO_MAIL = timedelta(seconds=15)
MORNING = time(7)


def deliver(years: Years) -> None:
    """What happened in the last days is told at once; of the warnings only those are mailed that are new today."""
    reading = begin_reading(at=years.now - NEWS_OF)
    for event in list(untold(reading)):
        with at(event.at + SECONDS_TO_MAIL):
            tell(event)
    begin_reading()
    yesterday = years.today - timedelta(days=1)
    with at(_morning(years, yesterday)), long_ago():
        send_morning_mails(yesterday)
    with at(_morning(years, years.today)):
        send_morning_mails(years.today)


def _morning(years: Years, day: date) -> datetime:
    return min(datetime.combine(day, MORNING, tzinfo=ZONE), years.now)
