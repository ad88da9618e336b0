"""When the demo's stories happen: this school year and the last, counted from the day the demo is filled."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from samsyn.assignments.rules.dialogues import ZONE, is_school_free
from samsyn.assignments.rules.years import FIRST_MONTH, year_of

# By then the agreements of an ordinary autumn are made. Before it the year's beginning is told as if it were earlier.
SETTLED = (10, 15)
_TOKEN = re.compile(r"\{today([+-]\d+)?\}")


@dataclass(frozen=True)
class Years:
    today: date

    @property
    def this(self) -> int:
        return year_of(self.today)

    @property
    def now(self) -> datetime:
        return timezone.now()

    def dates_in(self, text: str) -> str:
        """A roster's `{today-20}` as a date. Nobody comes or goes before the school year is a month old."""
        today = max(self.today, self.starts_on() + timedelta(days=30))
        return _TOKEN.sub(lambda found: f"{today + timedelta(int(found[1] or 0))}", text)

    def moment(self, said: str, *, ago: int = 0) -> datetime:
        """ "-12 16:31" is twelve days ago, "09-03 10:42" the third of September, `ago` school years back.

        Never when the school is empty: what is past happened on a weekday before, what is to come waits for one.
        """
        day_said, _space, clock = said.partition(" ")
        day = self._day(day_said, ago)
        return self.workday(
            datetime.combine(day, time.fromisoformat(clock or "15:00"), tzinfo=ZONE)
        )

    def workday(self, moment: datetime) -> datetime:
        is_past = moment.date() < self.today
        while moment.weekday() > 4 if is_past else is_school_free(moment.date()):
            moment += timedelta(days=-1 if is_past else 1)
        return moment

    def _day(self, said: str, ago: int) -> date:
        if said[0] in "+-":
            return self.today + timedelta(int(said))
        month, day = map(int, said.split("-"))
        year = self.this - ago + (month < FIRST_MONTH)
        return date(year, month, day) - self._early(ago)

    def _early(self, ago: int) -> timedelta:
        settled = date(self.this, *SETTLED)
        return timedelta(0) if ago else max(timedelta(0), settled - self.today)

    def starts_on(self, ago: int = 0) -> date:
        """The Monday nearest before the middle of August."""
        day = date(self.this - ago, 8, 16)
        return day - timedelta(day.weekday())

    def ends_on(self, ago: int = 0) -> date:
        """The Friday nearest before the middle of June."""
        day = date(self.this - ago + 1, 6, 16)
        return day - timedelta((day.weekday() - 4) % 7)
