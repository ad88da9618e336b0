"""What the page that follows a round shows: the state in words, participation, the curve and the next reminder."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.words import capitalised, in_words
from samsyn.surveys.curve import Curve, curve
from samsyn.surveys.models import AudienceKind, Mailing, Mode, Round, RoundState
from samsyn.surveys.queries import following as queries
from samsyn.surveys.queries.following import Line, Trouble
from samsyn.surveys.rules.following import Participation, lagging, title_of
from samsyn.surveys.rules.mailings import REMINDERS_MAX
from samsyn.surveys.rules.rounds import said_hour

# How long after a reminder its answers are counted.
GAVE_WITHIN = 2


@dataclass(frozen=True)
class FollowingPage:
    round: Round
    groups: list[Participation]
    whole: Participation
    group_count: int
    line: Line | None
    before: Line | None
    chart: Curve | None
    trouble: Trouble
    next_reminder: Mailing | None
    next_number: int
    may_add_reminder: bool
    last_gave: int | None
    today: date

    @property
    def is_open(self) -> bool:
        return self.round.state == RoundState.OPEN

    @property
    def is_link(self) -> bool:
        return self.round.audience_kind == AudienceKind.LINK

    @property
    def is_named(self) -> bool:
        return self.round.mode == Mode.NAMED

    @property
    def why_no_groups(self) -> str:
        """Where only the total stands there."""
        if self.group_count < 2:
            return _("Those who were asked are not divided into groups.")
        return _("Only the total is shown: some group has fewer than %(threshold)s.") % {
            "threshold": self.round.survey.threshold
        }

    @property
    def title(self) -> str:
        if self.is_link:
            count = self.whole.answered
            return ngettext("One has answered", "%(count)s have answered", count) % {
                "count": capitalised(in_words(count)) if count else _("Nobody")
            }
        return title_of(self.whole.answered, self.whole.invited)

    @property
    def days(self) -> int:
        return (self.today - self.line.first).days if self.line else 0

    @property
    def compared(self) -> str:
        """Against the round before on the same day, where there was one."""
        then = self.before.percent_on(self.days) if self.before else None
        if then is None or self.is_link:
            return ""
        now = self.whole.percent
        if abs(now - then) < 1:
            return _("as many as last time after as long")
        return (
            _("more than last time after as long")
            if now > then
            else _("fewer than last time after as long")
        )

    @property
    def lead(self) -> str:
        if self.is_link:
            return _("By the open link nobody knows how many have seen the survey.")
        days = ngettext("one day", "%(count)s days", self.days) % {"count": in_words(self.days)}
        counted = {"answered": self.whole.answered, "invited": self.whole.invited, "days": days}
        first = (
            _("%(answered)s of %(invited)s in %(days)s") % counted
            if self.days
            else _("%(answered)s of %(invited)s on the first day") % counted
        )
        said = [f"{first}, {self.compared}." if self.compared else f"{first}."]
        behind = lagging(self.groups, self.whole)
        if behind:
            said.append(
                _("%(group)s answer more slowly than the others.") % {"group": behind.label}
            )
        return " ".join(said)

    @property
    def closes(self) -> str:
        return said_hour(self.round.closes_at) if self.round.closes_at else ""

    @property
    def reminder_hour(self) -> str:
        return capitalised(said_hour(self.next_reminder.due_at)) if self.next_reminder else ""


def following_page(round: Round, now: datetime | None = None) -> FollowingPage:
    now = now or timezone.now()
    today = timezone.localdate(now)
    groups, whole, group_count = queries.participation(round)
    line = queries.line_of(round, today if round.state == RoundState.OPEN else None)
    earlier = queries.round_before(round)
    before = queries.line_of(earlier) if earlier else None
    reminders = list(queries.reminders(round))
    coming = _coming(round, reminders)
    return FollowingPage(
        round=round,
        groups=groups,
        whole=whole,
        group_count=group_count,
        line=line,
        before=before,
        chart=_chart(round, line, reminders, before),
        trouble=queries.trouble_of(round),
        next_reminder=coming,
        next_number=reminders.index(coming) + 1 if coming else 0,
        may_add_reminder=round.state == RoundState.OPEN and len(reminders) < REMINDERS_MAX,
        last_gave=_last_gave(round, reminders),
        today=today,
    )


def _coming(round: Round, reminders: list[Mailing]) -> Mailing | None:
    """None that would come after the closing, which may have been moved since it was planned."""
    if round.state != RoundState.OPEN or round.closes_at is None:
        return None
    open_until = round.closes_at
    waiting = (one for one in reminders if not one.is_begun and one.due_at < open_until)
    return next(waiting, None)


def _chart(
    round: Round, line: Line | None, reminders: list[Mailing], before: Line | None
) -> Curve | None:
    if line is None or not line.invited or round.closes_at is None:
        return None
    days = [timezone.localdate(one.begun_at or one.due_at) for one in reminders]
    return curve(line, timezone.localdate(round.closes_at), days, before)


def _last_gave(round: Round, reminders: list[Mailing]) -> int | None:
    """The answers that came on the day of the last reminder and the day after it."""
    sent = [one for one in reminders if one.begun_at is not None]
    if not sent:
        return None
    day = timezone.localdate(sent[-1].begun_at)
    per_day = queries.answers_per_day(round)
    return sum(per_day[date.fromordinal(day.toordinal() + n)] for n in range(GAVE_WITHIN))
