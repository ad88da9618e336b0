"""What coding allows by itself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken


def check_may_code(*, is_free_text: bool, is_closed: bool) -> None:
    if not is_free_text:
        raise RuleBroken(_("Only the answers to a free-text question can be put under headings."))
    if not is_closed:
        raise RuleBroken(_("The round is still open. Answers are coded when it has closed."))


def check_enough(*, respondents: int, threshold: int) -> None:
    """Below the threshold in all, nothing that was answered is shown: neither numbers nor words."""
    if 0 < respondents < threshold:
        raise RuleBroken(
            _("Too few have answered for any results to be shown, so their answers are not coded.")
        )


def check_respondents(unknown: Iterable[str]) -> None:
    missing = list(unknown)
    if missing:
        raise RuleBroken(
            _("The round has no answers from these respondents: %(respondents)s.")
            % {"respondents": ", ".join(missing[:10])}
        )


def check_may_replace(*, is_same: bool) -> None:
    if not is_same:
        raise RuleBroken(
            _("The question has coded answers already, and other ones. Nothing has been changed.")
        )
