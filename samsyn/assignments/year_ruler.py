"""The school year of a principal as a ruler: six things in their months, how they stand, and where today is."""

from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.assignments.queries.overviews import Sums
from samsyn.assignments.queries.own import Talks
from samsyn.core.words import in_words

# From August to June; July lies outside, between two years.
MONTHS = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class RulerPart:
    """What belongs to two months, the last to one: its name, how it stands, and whether it is now."""

    months: str
    title: str
    note: str
    is_now: bool


@dataclass(frozen=True)
class Ruler:
    """Places are in percent of the width, as text: a decimal comma would not be read by the browser."""

    months: tuple[tuple[str, str], ...]
    parts: tuple[RulerPart, ...]
    today: str


def ruler_of(sums: Sums, talks: Talks, year: int, today: date) -> Ruler:
    notes = (
        (_("The assignments"), _agreed(sums)),
        (_("The autumn’s dialogues"), _talks(talks.held[0], talks.planned[0])),
        (_("Time and mandate"), _conditions(sums)),
        (_("The spring’s dialogues"), _talks(talks.held[1], talks.planned[1])),
        (_("How did it turn out?"), _evaluated(sums)),
        (_("Next year"), _("begin the assignments")),
    )
    now = MONTHS.index(today.month) // 2 if today.month in MONTHS else -1
    parts = [
        RulerPart(_months(index), title, note, index == now)
        for index, (title, note) in enumerate(notes)
    ]
    months = [(_percent(index), str(MONTHS_3[month])) for index, month in enumerate(MONTHS)]
    return Ruler(tuple(months), tuple(parts), _place_of(today, year))


def _months(part: int) -> str:
    own = MONTHS[2 * part : 2 * part + 2]
    return "–".join(str(MONTHS_3[month]) for month in own)


def _percent(months: float) -> str:
    return f"{100 * months / len(MONTHS):.2f}"


def _place_of(today: date, year: int) -> str:
    first, last = date(year, 8, 1), date(year + 1, 6, 30)
    if not first <= today <= last:
        return ""
    return _percent(len(MONTHS) * (today - first).days / ((last - first).days + 1))


def _agreed(sums: Sums) -> str:
    agreed = sums.total - sums.drafts
    if not sums.total:
        return _("none begun")
    if not sums.drafts:
        return ngettext("agreed", "all %(number)s agreed", sums.total) % _number(sums.total)
    return _("%(agreed)s of %(total)s agreed") % {
        "agreed": _none_or(agreed),
        "total": _none_or(sums.total),
    }


def _number(count: int) -> dict[str, str]:
    return {"number": in_words(count)}


def _none_or(count: int) -> str:
    """Of assignments, which have a gender in Swedish."""
    if count == 0:
        return pgettext("of assignments", "none")
    return pgettext("of assignments", "one") if count == 1 else in_words(count)


def _talks(held: int, planned: int) -> str:
    said = [
        ngettext("one held", "%(number)s held", held) % _number(held) if held else "",
        ngettext("one planned", "%(number)s planned", planned) % _number(planned)
        if planned
        else "",
    ]
    return ", ".join(words for words in said if words) or _("none planned")


def _conditions(sums: Sums) -> str:
    time, mandate = sums.gaps["time"], sums.gaps["mandate"]
    said = [
        ngettext("one lacks time", "%(number)s lack time", time) % _number(time) if time else "",
        ngettext("one lacks a mandate", "%(number)s lack a mandate", mandate) % _number(mandate)
        if mandate
        else "",
    ]
    return ", ".join(words for words in said if words) or _("are there in what is agreed")


def _evaluated(sums: Sums) -> str:
    if not sums.total:
        return ""
    return _("%(done)s of %(total)s evaluated") % {
        "done": _none_or(sums.evaluated),
        "total": _none_or(sums.total),
    }
