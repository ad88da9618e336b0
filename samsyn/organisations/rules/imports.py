"""When a file may be answered, read in or put aside."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.rules import RuleBroken
from samsyn.organisations.imports import ImportKind, Plan
from samsyn.organisations.models import Import, ImportState


def check_can_decide(imported: Import) -> None:
    if imported.state != ImportState.READY:
        raise RuleBroken(_("The file is already read in or put aside. Nothing was changed."))


def check_is_known_choice(plan: Plan, key: str, code: str) -> None:
    """A choice is taken only where the plan offers it; "*state" answers all lines of a state at once."""
    lines = [
        line for line in plan.lines if line.key == key or (key == f"*{line.state}" and line.choices)
    ]
    offered = {choice.code for line in lines for choice in line.choices}
    if not any(
        code == known or (known.endswith("=") and code.startswith(known)) for known in offered
    ):
        raise RuleBroken(_("That answer no longer fits the file. Look at the row again."))


def check_can_apply(imported: Import, plan: Plan) -> None:
    check_can_decide(imported)
    waiting = plan.waiting(imported.decisions)
    if waiting:
        raise RuleBroken(
            ngettext(
                "%(count)d row still waits for your answer. Nothing is read in yet.",
                "%(count)d rows still wait for your answer. Nothing is read in yet.",
                waiting,
            )
            % {"count": waiting}
        )


def check_same_plan(shown: Plan, now: Plan) -> None:
    if shown.lines != now.lines or shown.unchanged != now.unchanged:
        raise RuleBroken(
            _(
                "What Samsyn knows has changed since the file was checked, so nothing was read in. "
                "Look through the rows again."
            )
        )


def check_filename(kind: ImportKind, filename: str) -> None:
    if not filename.lower().endswith(kind.extensions):
        raise RuleBroken(
            _("The file is called %(name)s. It has to be one of these kinds: %(extensions)s.")
            % {"name": filename, "extensions": ", ".join(kind.extensions)},
            field="file",
        )
