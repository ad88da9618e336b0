"""What a file of questions or answers would do, in the words that all these imports share."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.rules import RuleBroken
from samsyn.organisations.imports import Plan, PlanLine, make_plan
from samsyn.organisations.models import Import
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.faults import Fault, Faulty

Result = TypeVar("Result")


def fault_lines(faults: Iterable[Fault]) -> list[PlanLine]:
    """Faults can only be mended in the file: a line to skip would be an answer thrown away."""
    return [
        PlanLine(
            key=f"{number}",
            row=fault.row,
            column=fault.column,
            state="wrong",
            title=fault.value or fault.column or _("The file"),
            note=_("Column %s") % fault.column if fault.value and fault.column else "",
            sentence=fault.sentence,
        )
        for number, fault in enumerate(sorted(faults, key=lambda fault: fault.row or 0))
    ]


def faulty_plan(total: int, unchanged: int, faults: Sequence[Fault], fault_count: int) -> Plan:
    """Of so many faults, only the first are listed."""
    more = fault_count - len(faults)
    said = [_("%(count)d more things are wrong. Mend these first.") % {"count": more}]
    return make_plan(total, unchanged, fault_lines(faults), {"summary": said if more else []})


def read_whole(imported: Import, read: Callable[[bytes], Result]) -> Result:
    with imported.file.open("rb") as file:
        return read(file.read())


def read_again(imported: Import, read: Callable[[bytes], Result]) -> Result:
    """Once more when it is carried out; it was without faults when it was looked through."""
    try:
        return read_whole(imported, read)
    except Faulty as error:
        raise broken(error.faults) from error


def broken(faults: Sequence[Fault]) -> RuleBroken:
    return RuleBroken(faults[0].sentence)


def made(questionnaire: Questionnaire) -> str:
    count = len(questionnaire.questions)
    said = ngettext(
        "The survey “%(title)s” is made, with %(count)d question.",
        "The survey “%(title)s” is made, with %(count)d questions.",
        count,
    )
    return said % {"title": questionnaire.title, "count": count}


def new_answers(count: int) -> str:
    said = ngettext("%(count)d answer is new.", "%(count)d answers are new.", count)
    return said % {"count": count}


def all_is_here() -> str:
    return _("Everything is read in already.")
