"""When answers may leave as rows, and when their results may be shared with those who gave them."""

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.surveys.models import FILE_FORMATS, FileContent, Mode


def check_may_hold_rows(*, respondents: int, threshold: int) -> None:
    if respondents < threshold:
        raise RuleBroken(
            _("Fewer than %(threshold)s have answered, so their answers are shown nowhere.")
            % {"threshold": threshold}
        )


def check_same_answers(*, stored: int, counted: int) -> None:
    """What is hidden was decided for the answers that were counted."""
    if stored != counted:
        raise RuleBroken(
            _("The answers are no longer those that were counted when the round closed.")
        )


def check_may_carry_names(*, mode: str, is_own: bool) -> None:
    """Respondents were told who sees which answers are theirs: whoever asked, and nobody who cooperates with them."""
    if mode != Mode.NAMED:
        raise RuleBroken(_("The round was not answered with names."))
    if not is_own:
        raise RuleBroken(
            _("Answers with names are for those who make surveys at the organisation that asked.")
        )


def check_format(*, content: str, format: str) -> None:
    if format not in FILE_FORMATS.get(FileContent(content), ()):
        raise RuleBroken(_("There is no such file."))


def check_may_release(*, is_closed: bool, respondents: int, threshold: int) -> None:
    if not is_closed:
        raise RuleBroken(_("The results can be shared when the round has closed."))
    check_may_hold_rows(respondents=respondents, threshold=threshold)


def check_is_shared(*, is_shared: bool) -> None:
    if not is_shared:
        raise RuleBroken(_("Share the results first. Then those who were asked can be told."))
