"""The page of an assignment put together: its parts along the thread, and what the reader can do with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from samsyn.assignments import thread as assignment_thread
from samsyn.assignments.agreement_words import Phrase, note_of, person_of, phrases_of
from samsyn.assignments.differences import Run, differing, differing_lines
from samsyn.assignments.models import (
    Activity,
    Assignment,
    Audience,
    Comment,
    Part,
    PartText,
    State,
    Version,
)
from samsyn.assignments.parts import GUIDES, Guide
from samsyn.assignments.queries.agreements import agreed_moments
from samsyn.assignments.queries.reading import readable
from samsyn.assignments.queries.texts import Texts, comments_on, texts_of
from samsyn.assignments.rules.agreements import Side, agreed_at, side_of, works_there
from samsyn.assignments.standing import called
from samsyn.assignments.thread import said_time
from samsyn.core import thread
from samsyn.organisations.access import Actor, Can, may

TAIL = ("learning", "dialogue", "outcome")
OPEN_STATES = {State.DRAFT, State.IN_FORCE}


@dataclass(frozen=True)
class Change:
    """A part as it is proposed, against what is agreed."""

    text: list[Run]
    activities: list[Run]
    time: list[Run]
    audience: list[Run]


@dataclass(frozen=True)
class PartOnPage:
    part: Part
    text: PartText | None
    state: thread.State
    note: str = ""
    change: Change | None = None
    is_own_change: bool = False
    comments: tuple[Comment, ...] = ()
    settled: tuple[Comment, ...] = ()

    @property
    def code(self) -> str:
        return self.part.value

    @property
    def guide(self) -> Guide:
        return GUIDES[self.code]

    @property
    def is_empty(self) -> bool:
        return self.text is None or self.text.is_empty

    @property
    def has_something(self) -> bool:
        """Else it is named in one line with the other empty ones, until somebody begins to change."""
        return not self.is_empty or bool(self.change or self.comments) or self.is_missing

    @property
    def is_missing(self) -> bool:
        return self.state is thread.State.MISSING

    @property
    def activities(self) -> list[str]:
        return said_activities(self.text)

    @property
    def time(self) -> str:
        return said_time(self.text.hours) if self.text else ""


@dataclass(frozen=True)
class TailStep:
    code: str
    state: thread.State
    piece: thread.Piece


@dataclass(frozen=True)
class AgreementPage:
    assignment: Assignment
    side: Side | None
    may_write: bool
    is_leader: bool
    texts: Texts
    parts: tuple[PartOnPage, ...]
    tail: tuple[thread.State, ...]
    phrases: tuple[Phrase, ...]
    wants_change: bool = False

    @property
    def is_draft(self) -> bool:
        """Also one that was closed before it was agreed."""
        return not self.assignment.is_agreed

    @property
    def is_in_force(self) -> bool:
        return self.assignment.state == State.IN_FORCE

    @property
    def draft(self) -> Version | None:
        return self.texts.shared if self.is_draft else None

    @property
    def proposal(self) -> Version | None:
        return None if self.is_draft else self.texts.shared

    @property
    def answers(self) -> bool:
        """Whether the reader is the one whose answer a proposal waits for."""
        return bool(self.proposal and self.side and not agreed_at(self.proposal, self.side))

    @property
    def waits(self) -> bool:
        return bool(self.proposal) and not self.answers

    @property
    def has_agreed(self) -> bool:
        return bool(self.draft and self.side and agreed_at(self.draft, self.side))

    @property
    def may_agree(self) -> bool:
        has_text = any(not part.is_empty for part in self.parts)
        return self.may_write and self.draft is not None and has_text and not self.has_agreed

    @property
    def own_parts(self) -> list[PartText]:
        return list(self.texts.of(self.texts.own).values())

    @property
    def may_share(self) -> bool:
        return self.may_write and bool(self.own_parts) and self.proposal is None

    @property
    def primary(self) -> str:
        """The one filled button of the page."""
        if self.may_write and self.answers:
            return "answer"
        if self.may_share:
            return "share"
        if self.may_agree:
            return "agree"
        return "hole"

    @property
    def first_hole(self) -> str:
        return next((part.code for part in self.parts if part.is_missing), "")

    @property
    def may_remove(self) -> bool:
        is_empty = all(part.is_empty and not part.comments for part in self.parts)
        return self.is_draft and self.may_write and is_empty

    @property
    def holder_name(self) -> str:
        """Somebody with protected identity has a name for those who may see the page at all."""
        return self.assignment.holder.name

    @property
    def other_name(self) -> str:
        return called(person_of(self.assignment, self.side.other)) if self.side else ""

    @cached_property
    def changes(self) -> bool:
        """Whether the text is being written, by both or by the reader."""
        return self.is_draft or self.wants_change or bool(self.own_parts)

    @cached_property
    def shown(self) -> list[PartOnPage]:
        return [part for part in self.parts if self.changes or part.has_something]

    @property
    def unwritten(self) -> list[str]:
        """The names of the parts that nothing is agreed of."""
        return [str(p.part.label) for p in self.parts if not (self.changes or p.has_something)]

    @cached_property
    def pieces(self) -> list[thread.Piece]:
        return thread.pieces([*(part.state for part in self.shown), *self.tail])

    @cached_property
    def along(self) -> list[tuple[PartOnPage, thread.Piece]]:
        return list(zip(self.shown, self.pieces, strict=False))

    @property
    def tail_steps(self) -> list[TailStep]:
        """What comes after the text, of which some see only the last."""
        codes = TAIL[-len(self.tail) :]
        pieces = self.pieces[len(self.shown) :]
        return [TailStep(*step) for step in zip(codes, self.tail, pieces, strict=True)]


def page_of(
    actor: Actor,
    assignment: Assignment,
    now: datetime,
    *,
    opened: str = "",
    wants_change: bool = False,
) -> AgreementPage:
    """`opened` is the part that the reader writes in just now."""
    side = side_of(actor, assignment)
    is_leader = may(actor, Can.ASSIGNMENT_OVERVIEW, assignment)
    texts = texts_of(assignment, actor, is_of_the_two=side is not None)
    is_open = assignment.state in OPEN_STATES
    works = side is Side.COUNTERPART or (side is not None and works_there(actor, assignment))
    states = assignment_thread.states(assignment, now)
    return AgreementPage(
        assignment=assignment,
        side=side,
        may_write=is_open and works,
        is_leader=is_leader,
        texts=texts,
        parts=tuple(_parts(actor, assignment, texts, side, opened, is_leader=is_leader)),
        tail=tuple(states[-3:] if side or is_leader else states[-1:]),
        phrases=tuple(phrases_of(assignment, texts, side, sees_gaps=bool(side or is_leader))),
        wants_change=wants_change or bool(opened),
    )


def _parts(
    actor: Actor,
    assignment: Assignment,
    texts: Texts,
    side: Side | None,
    opened: str,
    *,
    is_leader: bool,
) -> Iterable[PartOnPage]:
    is_draft = not assignment.is_agreed
    shown = texts.of(texts.shared if is_draft else texts.holds)
    if side is None:
        readers = readable(
            actor, assignment, [part for part in shown.values() if not part.is_empty]
        )
        shown = {part.part: part for part in readers}
    comments = comments_on(actor, assignment) if side else {}
    agreed = agreed_moments(texts.holds)
    codes = [part for part in Part if _is_shown(part, shown, assignment, side, is_leader=is_leader)]
    # The assignment is being written: its thread begins here, and nothing of it is travelled.
    here = codes[0] if assignment.state == State.DRAFT and codes else None
    for part in codes:
        text = shown.get(part)
        change, is_own = _change(assignment, texts, part, text)
        said = comments.get(part, [])
        yield PartOnPage(
            part=part,
            text=text,
            state=_state(assignment, part, text, here),
            note=note_of(
                assignment,
                texts,
                part,
                text,
                side,
                agreed=agreed.get(part, assignment.agreed_at),
                is_opened=part == opened,
            ),
            change=change,
            is_own_change=is_own,
            comments=tuple(one for one in said if one.resolved_at is None),
            settled=tuple(one for one in said if one.resolved_at is not None),
        )


def _is_shown(
    part: Part,
    shown: dict[str, PartText],
    assignment: Assignment,
    side: Side | None,
    *,
    is_leader: bool,
) -> bool:
    """The two see every part, leaders the gaps as well, others what they may read."""
    if side is not None:
        return True
    if part in shown:
        return True
    return is_leader and assignment.is_agreed and _is_gap(assignment, part)


def _is_gap(assignment: Assignment, part: Part) -> bool:
    has = {
        Part.TIME: bool(assignment.hours),
        Part.MANDATE: assignment.has_mandate,
        Part.EVALUATION: assignment.has_evaluation,
    }
    return not has.get(part, True)


def _state(
    assignment: Assignment, part: Part, text: PartText | None, here: Part | None
) -> thread.State:
    if not assignment.is_agreed:
        return thread.State.HERE if part == here else thread.State.COMING
    if _is_gap(assignment, part):
        return thread.State.MISSING
    return thread.State.COMING if text is None or text.is_empty else thread.State.DONE


def _change(
    assignment: Assignment, texts: Texts, part: Part, text: PartText | None
) -> tuple[Change | None, bool]:
    """The proposal that waits, else what the reader writes; the draft is no change of anything."""
    if not assignment.is_agreed:
        return None, False
    proposed = texts.of(texts.shared).get(part)
    own = texts.of(texts.own).get(part)
    new = proposed or own
    return (change_between(text, new), proposed is None) if new else (None, False)


def change_between(old: PartText | None, new: PartText) -> Change:
    return Change(
        text=differing(old.text if old else "", new.text),
        activities=differing_lines(said_activities(old), said_activities(new)),
        time=_swapped(said_time(old.hours) if old else "", said_time(new.hours)),
        audience=_swapped(said_audience(old), said_audience(new), is_shown_same=False),
    )


def _swapped(old: str, new: str, *, is_shown_same: bool = True) -> list[Run]:
    if old == new:
        return [Run("same", new)] if new and is_shown_same else []
    return [run for run in (Run("gone", old), Run("new", new)) if run.text]


def said_activities(text: PartText | None) -> list[str]:
    return [str(Activity(code).label) for code in text.activities] if text else []


def said_audience(text: PartText | None) -> str:
    return str(Audience(text.audience).label) if text else ""


def hidden_note(page: AgreementPage) -> str:
    """For others than the two: that there is more, and who reads it."""
    if page.side or not page.texts.holds or not page.assignment.counterpart:
        return ""
    hidden = [part for part in page.texts.of(page.texts.holds).values() if not part.is_empty]
    if len(hidden) <= sum(not part.is_empty for part in page.parts):
        return ""
    names = {
        "holder": page.assignment.holder.said_name,
        "counterpart": page.assignment.counterpart.said_name,
    }
    return _("The rest of the assignment is read by %(holder)s and %(counterpart)s only.") % names
