"""What is allowed of reports and editions by the matter itself."""

from typing import TypeVar

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken

Key = TypeVar("Key")


def check_may_report(*, is_closed: bool, has_too_few: bool) -> None:
    if not is_closed:
        raise RuleBroken(
            _("The round is still open. A report can be made when it has closed."), field="round"
        )
    if has_too_few:
        raise RuleBroken(
            _("Too few have answered for any results to be shown, so there is nothing to report."),
            field="round",
        )


def check_has_parts(count: int) -> None:
    if not count:
        raise RuleBroken(_("The report has no parts yet. Add one before you issue it."))


def moved(keys: list[Key], key: Key, step: int) -> list[Key]:
    """The keys with one of them `step` places further on; at an end it stays, and one taken away moves nothing."""
    if key not in keys:
        return keys
    place = keys.index(key)
    target = max(0, min(len(keys) - 1, place + step))
    rest = [other for other in keys if other != key]
    return [*rest[:target], key, *rest[target:]]
