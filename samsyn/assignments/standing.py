"""Where an assignment stands, in words: whose turn it is, and when the two meet. Says nothing of what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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
    now: datetime

    def standing_for(self, reader: UUID | None) -> str:
        return standing(self.row, self.now, reader)


def lines_of(rows: Iterable[Row], now: datetime) -> list[Line]:
    return [Line(row, said_gaps(row.gaps), now) for row in rows]


def called(person: Person | None) -> str:
    """The given name, as colleagues say it; nobody is left where somebody was, when the person is gone."""
    if person is None:
        return _("Nobody")
    return person.said_name if person.protected_identity else person.given_name


def standing(row: Row, now: datetime, reader: UUID | None) -> str:
    """As it is said to the reader, who is "you" where it is their turn."""
    one = row.assignment
    if one.state == State.EVALUATED:
        return _("Evaluated %(day)s.") % {"day": _day(one.evaluated_at)}
    if one.state == State.ENDED:
        return _("Ended without the two having said how it turned out.")
    if one.counterpart is None:
        return _("Nobody is there to agree with %(name)s.") % {"name": called(one.holder)}
    turn_of = _turn_of_draft if one.state == State.DRAFT else _turn
    turn = turn_of(one, row.waiting, reader)
    parts = [turn, _talks(one, now) if one.state == State.IN_FORCE else ""]
    return " ".join(part for part in parts if part)


def _turn_of_draft(one: Assignment, draft: Version | None, reader: UUID | None) -> str:
    if draft and draft.holder_agreed_at:
        return _said_yes(one.holder, reader) + " " + _answers(one.counterpart, reader)
    if draft and draft.counterpart_agreed_at:
        return _said_yes(one.counterpart, reader) + " " + _answers(one.holder, reader)
    two = (one.holder, one.counterpart)
    others = [called(person) for person in two if person and person.pk != reader]
    if len(others) == 1:
        return _("You and %(name)s are writing.") % {"name": others[0]}
    return _("%(holder)s and %(counterpart)s are writing.") % {
        "holder": others[0],
        "counterpart": others[1],
    }


def _turn(one: Assignment, proposal: Version | None, reader: UUID | None) -> str:
    if proposal is None:
        return ""
    by_holder = proposal.author_id == one.holder_id
    who, other = (one.holder, one.counterpart) if by_holder else (one.counterpart, one.holder)
    return _proposed(who, reader) + " " + _answers(other, reader)


def _said_yes(who: Person | None, reader: UUID | None) -> str:
    if who and who.pk == reader:
        return _("You have said yes.")
    return _("%(who)s has said yes.") % {"who": called(who)}


def _proposed(who: Person | None, reader: UUID | None) -> str:
    if who and who.pk == reader:
        return _("You have proposed a change.")
    return _("%(who)s has proposed a change.") % {"who": called(who)}


def _answers(other: Person | None, reader: UUID | None) -> str:
    if other and other.pk == reader:
        return _("It waits for your answer.")
    return _("It waits for an answer of %(other)s.") % {"other": called(other)}


def _talks(one: Assignment, now: datetime) -> str:
    """A leader sees of a dialogue only that it is planned or held."""
    if one.next_dialogue_at and one.next_dialogue_at >= now:
        return _("Dialogue %(day)s.") % {"day": _day(one.next_dialogue_at)}
    if one.last_dialogue_at:
        return _("The latest dialogue was %(day)s.") % {"day": _day(one.last_dialogue_at)}
    return _("No dialogue has been held.")


def _day(moment: datetime | None) -> str:
    return said_day(timezone.localdate(moment)) if moment else ""
