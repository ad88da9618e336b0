"""Who may begin, write, agree, change, take over and end an assignment, and when."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Comment,
    Part,
    PartText,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.rules.moments import said_moment
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import GRID, Actor, Can, is_counterpart

TEXT_MAX = 8_000
COMMENT_MAX = 2_000
HOURS_MAX = Decimal(40)
ASK_ABOUT_MAX, ASK_WHEN_MAX = 300, 160
TITLE_MAX = 160


class Side(StrEnum):
    """Which of the two."""

    HOLDER = "holder"
    COUNTERPART = "counterpart"

    @property
    def other(self) -> "Side":
        return Side.COUNTERPART if self is Side.HOLDER else Side.HOLDER


def side_of(actor: Actor, assignment: Assignment) -> Side | None:
    if actor.person_id and actor.person_id == assignment.holder_id:
        return Side.HOLDER
    by_duty = is_counterpart(actor, Can.ASSIGNMENT_EDIT, assignment)
    return Side.COUNTERPART if by_duty else None


def counterpart_duty(actor: Actor, assignment: Assignment) -> bool:
    """Whether a duty of one's own, not a deputy's, is that of a counterpart for the assignment."""
    may_be = Can.ASSIGNMENT_EDIT
    path = assignment.place.path
    return any(
        may_be in GRID[duty.role] and not duty.deputy_for and path.startswith(duty.path)
        for duty in actor.duties
    )


def works_there(actor: Actor, assignment: Assignment) -> bool:
    """By a duty that holds today: at the place, above it, or below it where the post is for the whole organiser.

    Before the assignment starts the duty may still be at another place of the organiser.
    """
    path = assignment.place.path
    if timezone.localdate() < assignment.starts_on:
        path = f"/{path.split('/')[1]}/"
    return any(path.startswith(duty.path) or duty.path.startswith(path) for duty in actor.duties)


def check_side(actor: Actor, assignment: Assignment) -> Side:
    side = side_of(actor, assignment)
    if side is None:
        raise RuleBroken(_("Only the two whom the assignment is between can do this."))
    return side


def check_is_of_the_two(actor: Actor, assignment: Assignment) -> Side:
    """Rights let a holder read for ever; to write and agree takes a duty there today."""
    side = check_side(actor, assignment)
    if side is Side.HOLDER and not works_there(actor, assignment):
        raise RuleBroken(
            _("Your duty at %(place)s has ended. You can read the assignment, but not change it.")
            % {"place": assignment.place.name}
        )
    return side


def check_counterpart(*, is_of_place: bool, is_holder: bool, place: str) -> None:
    if is_holder:
        raise RuleBroken(
            _("Nobody agrees with themselves. Choose somebody else."), field="counterpart"
        )
    if not is_of_place:
        raise RuleBroken(
            _(
                "An assignment at %(place)s is agreed with its principal, or for a post of the whole organiser "
                "with the head of schools or a development lead."
            )
            % {"place": place},
            field="counterpart",
        )


def check_works_at(*, works: bool, name: str, place: str) -> None:
    if not works:
        raise RuleBroken(
            _("%(name)s has no duty at %(place)s this school year.")
            % {"name": name, "place": place},
            field="place",
        )


def check_is_new(exists: bool) -> None:
    if exists:
        raise RuleBroken(
            _("There is already an assignment for that post at that place this school year."),
            field="year",
        )


def check_title(title: str) -> None:
    if not title.strip():
        raise RuleBroken(_("Write what the assignment is called."), field="title")
    if len(title) > TITLE_MAX:
        raise RuleBroken(
            _("A title has at most %(most)s characters.") % {"most": TITLE_MAX}, field="title"
        )


def dates_within(
    starts_on: date, ends_on: date, post_starts_on: date, post_ends_on: date | None
) -> tuple[date, date]:
    """The school year as far as the post holds."""
    first = max(starts_on, post_starts_on)
    last = min(ends_on, post_ends_on) if post_ends_on else ends_on
    if last < first:
        raise RuleBroken(_("The post does not hold during that school year."), field="year")
    return first, last


def check_last_year(*, is_of_same_holder: bool) -> None:
    if not is_of_same_holder:
        raise RuleBroken(_("Last year’s text has to be from an assignment of the same person."))


def check_is_open(assignment: Assignment) -> None:
    if assignment.state in {State.EVALUATED, State.ENDED}:
        raise RuleBroken(_("The assignment is over. Its text stays as it was agreed."))


def is_left_to_do(assignment: Assignment) -> bool:
    """Until it is evaluated: what has ended is looked back at. A draft that was closed is not."""
    is_closed_draft = assignment.state == State.ENDED and not assignment.is_agreed
    return assignment.state != State.EVALUATED and not is_closed_draft


def check_is_left_to_do(assignment: Assignment) -> None:
    if not is_left_to_do(assignment):
        raise RuleBroken(_("The assignment is closed. There is nothing to take over."))


def check_in_force(assignment: Assignment) -> None:
    check_is_open(assignment)
    if assignment.state == State.DRAFT:
        raise RuleBroken(_("The assignment is not agreed yet: change the draft itself."))


def check_can_write(assignment: Assignment, version: Version, person_id: UUID | None) -> None:
    """In the first draft both write; in a change its author, until it is shared."""
    check_is_open(assignment)
    is_draft = assignment.state == State.DRAFT and version.state == VersionState.SHARED
    is_own = version.state == VersionState.WRITING and version.author_id == person_id
    if not (is_draft or is_own):
        raise RuleBroken(
            _(
                "This text can no longer be changed. Propose a change of the text that holds instead."
            )
        )


def check_text(text: str, most: int = TEXT_MAX) -> None:
    if len(text) > most:
        raise RuleBroken(
            _("The text has %(count)s characters and can have at most %(most)s. Shorten it.")
            % {"count": len(text), "most": most},
            field="text",
        )


def check_activities(part: str, activities: Iterable[str]) -> None:
    chosen = list(activities)
    if chosen and part != Part.ACTIVITIES:
        raise RuleBroken(_("Activities are chosen in the part for them."))
    if unknown := [code for code in chosen if code not in Activity.values]:
        raise RuleBroken(
            _("There is no activity called %(code)s.") % {"code": unknown[0]}, field="activities"
        )


def check_hours(part: str, hours: Decimal | None) -> None:
    if hours is None:
        return
    if part != Part.TIME:
        raise RuleBroken(_("Hours are written in the part on time."))
    if not 0 <= hours <= HOURS_MAX:
        raise RuleBroken(
            _("Write between 0 and 40 hours a week. This says %(hours)s.") % {"hours": hours},
            field="hours",
        )


def hours_of(percent: Decimal, full_time_hours: Decimal) -> Decimal:
    """Hours a week of a share of full-time teaching, to a tenth of an hour."""
    return round(percent * full_time_hours / 100, 1)


def check_comment(text: str) -> None:
    if not text.strip():
        raise RuleBroken(_("Write something first."), field="text")
    check_text(text, COMMENT_MAX)


def check_key(*, is_same: bool) -> None:
    """A key that is taken by something else or by somebody else: no honest form sends it."""
    if not is_same:
        raise RuleBroken(_("It could not be saved. Open the page anew and write it once more."))


def check_can_reopen(comment: Comment, assignment: Assignment) -> None:
    since = assignment.counterpart_since
    if since and comment.created_at < since:
        raise RuleBroken(
            _("It was said before the assignment was taken over. Write a new comment instead.")
        )


def check_asking(*, is_holder: bool) -> None:
    if not is_holder:
        raise RuleBroken(_("What colleagues can ask about is written by the career teacher alone."))


def agreed_at(version: Version, side: Side) -> bool:
    return getattr(version, f"{side}_agreed_at") is not None


def check_can_agree(version: Version) -> None:
    if version.state == VersionState.WITHDRAWN:
        raise RuleBroken(_("The proposal has been taken back. The agreed text still holds."))
    if version.state == VersionState.DECLINED:
        raise RuleBroken(_("The proposal has been said no to. The agreed text still holds."))
    if version.state != VersionState.SHARED:
        raise RuleBroken(_("There is nothing here to say yes to any longer."))


def check_revision(version: Version, revision: int, latest: PartText | None) -> None:
    """A yes is a yes to what was read."""
    if revision == version.revision:
        return
    if latest is None or latest.written_at is None or latest.written_by is None:
        raise RuleBroken(
            _("The text was changed after you opened it. Read what it says now before you say yes.")
        )
    raise RuleBroken(
        _(
            "%(name)s changed ”%(part)s” %(when)s, after you had opened the text. "
            "Read what it says now before you say yes."
        )
        % {
            "name": latest.written_by.said_name,
            "part": latest.get_part_display(),
            "when": said_moment(latest.written_at),
        }
    )


def check_has_text(parts: Iterable[PartText]) -> None:
    if all(part.is_empty for part in parts):
        raise RuleBroken(_("Nothing is written yet. There has to be something to agree on."))


def check_can_share(version: Version, person_id: UUID | None) -> None:
    if version.state != VersionState.WRITING or version.author_id != person_id:
        raise RuleBroken(_("Only the one who writes a change can share it, and only once."))


def check_none_waits(waiting: Version | None) -> None:
    """One proposal at a time: two answers at once would not fit together."""
    if waiting is not None:
        raise RuleBroken(
            _(
                "A proposal of %(name)s already waits for an answer. Your text is kept: "
                "share it when that one is answered."
            )
            % {"name": waiting.author.said_name if waiting.author else _("one of you")}
        )


def check_is_changed(parts: Iterable[str]) -> None:
    if not list(parts):
        raise RuleBroken(_("Nothing differs from what is agreed. There is nothing to share."))


def check_can_answer(version: Version, side: Side) -> None:
    check_can_agree(version)
    if agreed_at(version, side):
        raise RuleBroken(_("It is the other one who answers the proposal. You can take it back."))


def check_can_decline(assignment: Assignment, answer: str) -> None:
    if assignment.state == State.DRAFT:
        raise RuleBroken(_("A draft is not said no to: change it, or write a comment."))
    if not answer.strip():
        raise RuleBroken(_("Write why, so that it can be talked over."), field="answer")
    check_text(answer, COMMENT_MAX)


def check_can_withdraw(assignment: Assignment, version: Version, side: Side) -> None:
    if assignment.state == State.DRAFT:
        raise RuleBroken(_("A draft cannot be taken back: change it instead."))
    if version.state != VersionState.SHARED:
        raise RuleBroken(_("The proposal is already answered."))
    if not agreed_at(version, side):
        raise RuleBroken(_("Only the one who made the proposal takes it back."))


def check_can_take_over(*, is_of_place: bool, former: str, place: str) -> None:
    """`former` is the name of a counterpart whose duty there still holds."""
    if not is_of_place:
        raise RuleBroken(
            _("Only somebody with a duty of their own as principal at %(place)s can take over.")
            % {"place": place}
        )
    if former:
        raise RuleBroken(
            _("%(name)s still leads %(place)s. The assignment stays between the two of them.")
            % {"name": former, "place": place}
        )


def check_can_remove(
    assignment: Assignment, parts: Iterable[PartText], *, has_comments: bool
) -> None:
    if assignment.state != State.DRAFT:
        raise RuleBroken(_("An agreed assignment is ended, not thrown away."))
    if has_comments or any(not part.is_empty for part in parts):
        raise RuleBroken(
            _("Something is written in the draft. It stays, so that nobody’s text is lost.")
        )
