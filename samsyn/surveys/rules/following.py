"""How far a round has come, in numbers that point at nobody, and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Participation:
    """A group of the frozen audience, of the threshold at least. `hue` is how its bar is drawn: b, a, c or all."""

    label: str
    invited: int
    opened: int
    begun: int
    answered: int
    hue: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.invited) if self.invited else 0


@dataclass(frozen=True)
class Counted:
    """One group's counts, as stored: invited, opened, begun, answered."""

    invited: int = 0
    opened: int = 0
    begun: int = 0
    answered: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.invited + other.invited,
            self.opened + other.opened,
            self.begun + other.begun,
            self.answered + other.answered,
        )


def shown_groups(
    labels: Sequence[str], counts: Sequence[Counted], threshold: int
) -> list[Participation]:
    """None at all if one of them is too small: it would follow from the others and the total."""
    if len(counts) < 2 or any(one.invited < threshold for one in counts):
        return []
    hues = ("b", "a", "c")
    return [
        Participation(label, one.invited, one.opened, one.begun, one.answered, hues[min(number, 2)])
        for number, (label, one) in enumerate(zip(labels, counts, strict=True))
    ]


# The title: the state in words


def title_of(answered: int, invited: int) -> str:
    """The share in everyday words, near enough to be true: "Nästan hälften har svarat"."""
    if not answered:
        return _("Nobody has answered yet")
    if answered == invited:
        return _("Everybody has answered")
    share = Fraction(answered, invited)
    for limit, said in _words():
        if share < limit:
            return said
    return _("Nearly everybody has answered")


def _words() -> tuple[tuple[Fraction, str], ...]:
    """Each up to its share, which is not reached."""
    return (
        (Fraction(10, 100), _("A few have answered")),
        (Fraction(22, 100), _("Fewer than one in four has answered")),
        (Fraction(28, 100), _("One in four has answered")),
        (Fraction(32, 100), _("Nearly one in three has answered")),
        (Fraction(36, 100), _("One in three has answered")),
        (Fraction(44, 100), _("Four in ten have answered")),
        (Fraction(50, 100), _("Nearly half have answered")),
        (Fraction(51, 100), _("Half have answered")),
        (Fraction(56, 100), _("More than half have answered")),
        (Fraction(64, 100), _("Six in ten have answered")),
        (Fraction(72, 100), _("Two in three have answered")),
        (Fraction(80, 100), _("Three in four have answered")),
        (Fraction(95, 100), _("Most have answered")),
    )


def lagging(groups: Sequence[Participation], whole: Participation) -> Participation | None:
    """The one group that is five percentage points or more behind all."""
    behind = [one for one in groups if one.percent <= whole.percent - 5]
    return min(behind, key=lambda one: one.percent) if behind else None


def is_slow(
    answered: int, invited: int, opens_at: datetime, closes_at: datetime, now: datetime
) -> bool:
    """Fewer than a quarter once half the time has gone."""
    return now >= opens_at + (closes_at - opens_at) / 2 and 4 * answered < invited


# The curve


def running(per_day: Mapping[date, int], first: date, last: date) -> list[tuple[date, int]]:
    """The answers until each day, the first and the last included."""
    total, points = 0, []
    total += sum(count for day, count in per_day.items() if day < first)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        total += per_day.get(day, 0)
        points.append((day, total))
    return points
