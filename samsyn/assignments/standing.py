"""Where an assignment stands, in words: whose turn it is, and when the two meet. Says nothing of what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.assignments.models import Assignment, State, Version
from samsyn.assignments.queries.overviews import Row
from samsyn.assignments.rules.moments import said_day
from samsyn.assignments.sums import said_gaps
from samsyn.organisations.models import Person


@dataclass(frozen=True)
class Line:
    """A row with its words: what is missing first, then where it stands."""

    row: Row
    gaps: str
    standing: str


def lines_of(rows: Iterable[Row], now: datetime) -> list[Line]:
    return [Line(row, said_gaps(row.gaps), standing(row, now)) for row in rows]


def called(person: Person | None) -> str:
    """The given name, as colleagues say it; nobody is left where somebody was, when the person is gone."""
    if person is None:
        return _("Nobody")
    return person.said_name if person.protected_identity else person.given_name


def standing(row: Row, now: datetime) -> str:
    one = row.assignment
    if one.state == State.EVALUATED:
        return _("Evaluated %(day)s.") % {"day": _day(one.evaluated_at)}
    if one.state == State.ENDED:
        return _("Ended without the two having said how it turned out.")
    if one.counterpart is None:
        return _("Nobody is there to agree with %(name)s.") % {"name": called(one.holder)}
    turn = _turn_of_draft(one, row.waiting) if one.state == State.DRAFT else _turn(one, row.waiting)
    parts = [turn, _talks(one, now) if one.state == State.IN_FORCE else ""]
    return " ".join(part for part in parts if part)


def _turn_of_draft(one: Assignment, draft: Version | None) -> str:
    holder, counterpart = called(one.holder), called(one.counterpart)
    if draft and draft.holder_agreed_at:
        return _said_yes(holder, counterpart)
    if draft and draft.counterpart_agreed_at:
        return _said_yes(counterpart, holder)
    return _("%(holder)s and %(counterpart)s are writing.") % {
        "holder": holder,
        "counterpart": counterpart,
    }


def _said_yes(who: str, other: str) -> str:
    return _("%(who)s has said yes. %(other)s answers.") % {"who": who, "other": other}


def _turn(one: Assignment, proposal: Version | None) -> str:
    if proposal is None:
        return ""
    by_holder = proposal.author_id == one.holder_id
    who, other = (one.holder, one.counterpart) if by_holder else (one.counterpart, one.holder)
    return _("%(who)s has proposed a change. %(other)s answers.") % {
        "who": called(who),
        "other": called(other),
    }


def _talks(one: Assignment, now: datetime) -> str:
    """A leader sees of a dialogue only that it is planned or held."""
    if one.next_dialogue_at and one.next_dialogue_at >= now:
        return _("Dialogue %(day)s.") % {"day": _day(one.next_dialogue_at)}
    if one.last_dialogue_at:
        return _("The latest dialogue was %(day)s.") % {"day": _day(one.last_dialogue_at)}
    return _("No dialogue has been held.")


def _day(moment: datetime | None) -> str:
    return said_day(timezone.localdate(moment)) if moment else ""
