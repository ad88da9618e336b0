"""How an assignment's page says where things stand: beside each part, and in short phrases under the title."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.assignments.models import Assignment, Part, PartText, State, Version
from samsyn.assignments.queries.texts import Texts
from samsyn.assignments.rules.agreements import Side, agreed_at
from samsyn.assignments.rules.moments import said_day, said_moment
from samsyn.assignments.standing import called
from samsyn.organisations.models import Event, Person


@dataclass(frozen=True)
class Phrase:
    """`kind` is one of the states that the parts of pages know."""

    kind: str
    text: str


def day_of(moment: datetime | None) -> str:
    return said_day(timezone.localdate(moment)) if moment else ""


def short_moment(moment: datetime | None) -> str:
    """ "3 Sep 10.42", for a margin."""
    return date_format(timezone.localtime(moment), "j M G.i") if moment else ""


def person_of(assignment: Assignment, side: Side) -> Person | None:
    return assignment.holder if side is Side.HOLDER else assignment.counterpart


def said_side(assignment: Assignment, side: Side, reader: Side | None) -> str:
    """The reader is "you"."""
    return _("you") if side is reader else called(person_of(assignment, side))


def proposer(proposal: Version) -> Side:
    """Who shares a change has said yes to it."""
    return Side.HOLDER if agreed_at(proposal, Side.HOLDER) else Side.COUNTERPART


def phrases_of(
    assignment: Assignment, texts: Texts, side: Side | None, *, sees_gaps: bool
) -> Iterator[Phrase]:
    if not assignment.is_agreed:
        yield _draft_phrase(assignment, texts.shared, side)
        return
    if assignment.agreed_at:
        yield Phrase("success", _("Agreed %(day)s") % {"day": day_of(assignment.agreed_at)})
    yield from _end_phrases(assignment)
    if sees_gaps:
        yield from _gaps(assignment)
    yield from _change_phrases(assignment, texts, side)


def _draft_phrase(assignment: Assignment, draft: Version | None, side: Side | None) -> Phrase:
    if assignment.state == State.ENDED:
        return Phrase("open", _("A draft that was closed before it was agreed"))
    if draft is None or side is None:
        return Phrase("draft", _("A draft that is not agreed yet"))
    agreed = [one for one in Side if agreed_at(draft, one)]
    if not agreed:
        return Phrase("draft", _("A draft that both of you write"))
    other = said_side(assignment, agreed[0].other, side)
    if agreed[0] is side:
        return Phrase(
            "waiting", _("You have said yes, and it waits for %(other)s") % {"other": other}
        )
    words = _("%(who)s has said yes, and it waits for %(other)s")
    who = called(person_of(assignment, agreed[0]))
    return Phrase("waiting", words % {"who": who, "other": other})


def _end_phrases(assignment: Assignment) -> Iterator[Phrase]:
    if assignment.state == State.EVALUATED:
        yield Phrase("check", _("Evaluated %(day)s") % {"day": day_of(assignment.evaluated_at)})
    if assignment.state == State.ENDED:
        yield Phrase("open", _("Ended %(day)s") % {"day": said_day(assignment.ends_on)})


def _gaps(assignment: Assignment) -> Iterator[Phrase]:
    if not assignment.hours:
        yield Phrase("warning", _("No time is set aside"))
    if not assignment.has_mandate:
        yield Phrase("warning", _("No mandate is agreed"))
    if not assignment.has_evaluation:
        yield Phrase("warning", _("No evaluation is agreed"))


def _change_phrases(assignment: Assignment, texts: Texts, side: Side | None) -> Iterator[Phrase]:
    if texts.shared:
        other = said_side(assignment, proposer(texts.shared).other, side)
        yield Phrase("change", _("A change waits for %(name)s") % {"name": other})
    if texts.of(texts.own):
        yield Phrase("draft", _("You are writing a change"))


def note_of(
    assignment: Assignment,
    texts: Texts,
    part: Part,
    text: PartText | None,
    side: Side | None,
    *,
    agreed: datetime | None,
    is_opened: bool = False,
) -> str:
    """`agreed` is when this part's own text came in force."""
    if not assignment.is_agreed:
        return written_note(text)
    is_empty = text is None or text.is_empty
    said = _("Agreed %(day)s") % {"day": day_of(agreed)} if agreed and not is_empty else ""
    if texts.shared and part in texts.of(texts.shared):
        return _proposed_note(assignment, texts.shared, side)
    if is_opened or part in texts.of(texts.own):
        return (
            _("%(agreed)s, you are changing it") % {"agreed": said}
            if said
            else _("You are writing it now")
        )
    if is_empty and part in {Part.TIME, Part.MANDATE, Part.EVALUATION}:
        return _("The thread is broken here")
    return said


def written_note(text: PartText | None) -> str:
    if text is None or text.is_empty:
        return ""
    if text.written_at is None:
        return _("From the template")
    return _("%(name)s wrote %(when)s") % {
        "name": text.written_by.said_name if text.written_by else _("Somebody"),
        "when": said_moment(text.written_at),
    }


def _proposed_note(assignment: Assignment, proposal: Version, side: Side | None) -> str:
    return _("Changed %(day)s, waits for %(name)s") % {
        "day": day_of(proposal.shared_at),
        "name": said_side(assignment, proposer(proposal).other, side),
    }


@dataclass(frozen=True)
class Yes:
    name: str
    moment: datetime


def yeses_of(version: Version | None) -> list[Yes]:
    """With a name and a time; a deputy's also says for whom."""
    if version is None:
        return []
    found = (
        (version.holder_agreed_by, None, version.holder_agreed_at),
        (
            version.counterpart_agreed_by,
            version.counterpart_agreed_for,
            version.counterpart_agreed_at,
        ),
    )
    return [Yes(_said_for(by, instead_of), at) for by, instead_of, at in found if at]


def _said_for(by: Person | None, instead_of: Person | None) -> str:
    name = by.said_name if by else _("Somebody who has left")
    if instead_of is None:
        return name
    return _("%(name)s for principal %(principal)s") % {
        "name": name,
        "principal": instead_of.said_name,
    }


def cleared_note(event: Event | None, assignment: Assignment, draft: Version, reader: Side) -> str:
    """Why a yes is gone: who changed which part after it."""
    if event is None or str(draft.pk) != event.facts.get("version"):
        return ""
    sides = [Side(side) for side in event.facts["of"] if not agreed_at(draft, Side(side))]
    if not sides:
        return ""
    return _cleared_by(event) + " " + _who_says_again(assignment, sides, reader)


def _cleared_by(event: Event) -> str:
    who = event.actor.said_name if event.actor else _("Somebody")
    part = event.facts.get("part")
    if not part:
        words = _("%(name)s changed what the assignment is called or is about %(when)s.")
        return words % {"name": who, "when": said_moment(event.at)}
    return _("%(name)s changed ”%(part)s” %(when)s.") % {
        "name": who,
        "part": Part(part).label,
        "when": said_moment(event.at),
    }


def _who_says_again(assignment: Assignment, sides: Iterable[Side], reader: Side) -> str:
    if reader in sides:
        return _("Your yes was to the text before that. Read what it says now and say yes again.")
    name = called(person_of(assignment, next(iter(sides))))
    return _("%(name)s had said yes to the text before that, and answers again.") % {"name": name}
