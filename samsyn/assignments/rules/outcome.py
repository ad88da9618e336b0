"""When it may be written how it turned out, and when that is closed."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from samsyn.assignments.models import Assignment, Evidence, Outcome, State
from samsyn.assignments.rules.agreements import Side
from samsyn.core.rules import RuleBroken

TEXT_MAX = 8_000
EVIDENCE_MOST = 30
# How long what was taken away can be put back.
KEPT_REMOVED = timedelta(days=14)


def check_can_write(assignment: Assignment) -> None:
    if assignment.state == State.EVALUATED:
        raise RuleBroken(_("Both of you have closed how it turned out. It stays as it is."))
    if not assignment.is_agreed:
        raise RuleBroken(
            _("The assignment is not agreed yet, so there is nothing to look back at.")
        )


def check_texts(*texts: str) -> None:
    if any(len(text) > TEXT_MAX for text in texts):
        raise RuleBroken(
            _("A text has at most %(most)s characters. Shorten it, or put the rest in a file.")
            % {"most": TEXT_MAX}
        )


def check_room(evidence_count: int) -> None:
    if evidence_count >= EVIDENCE_MOST:
        raise RuleBroken(
            _("There are already %(count)s pieces of evidence. Take one away first.")
            % {"count": evidence_count}
        )


def check_own_entry(is_own: bool) -> None:
    if not is_own:
        raise RuleBroken(_("That line is not in your log any longer. Choose another."))


def check_has_file(has_file: bool) -> None:
    if not has_file:
        raise RuleBroken(_("Choose a file."), field="file")


def check_key_is_free(is_free: bool) -> None:
    """A key that is taken elsewhere: no honest form sends it."""
    if not is_free:
        raise RuleBroken(_("It could not be saved. Open the page anew and add it once more."))


def may_restore(evidence: Evidence, side: Side | None) -> bool:
    """Of what was taken away before it was noted by whom, the career teacher is taken to have done it."""
    return side is not None and side == (evidence.removed_by or Side.HOLDER)


def check_may_restore(*, may: bool) -> None:
    if not may:
        raise RuleBroken(_("The other one of you has taken it away. Only they can put it back."))


def check_result(sentence: str) -> None:
    if not sentence:
        raise RuleBroken(_("That question has no result that you may show. Choose another."))


def check_has_text(outcome: Outcome) -> None:
    if not outcome.seen.strip():
        raise RuleBroken(_("Write what is seen before you close it."))


def check_revision(outcome: Outcome, revision: int) -> None:
    """A yes is a yes to what was read."""
    if outcome.revision != revision:
        raise RuleBroken(
            _("It was changed after you opened it. Read what stands there now, and close it then.")
        )


def closed_at(outcome: Outcome, side: Side) -> datetime | None:
    moment: datetime | None = getattr(outcome, f"{side}_closed_at")
    return moment
