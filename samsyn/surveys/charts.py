"""The picture of two groups compared, from the same numbers as the table beside it."""

from django.utils.translation import ngettext

from samsyn.core.dumbbell import Dumbbell, DumbbellRow, Group, dumbbell
from samsyn.surveys.findings import most_chosen
from samsyn.surveys.queries import GroupResult, QuestionResult

ROWS = 10


def comparison(question: QuestionResult, *, by_size: bool) -> Dumbbell | None:
    """The ten most chosen options that both groups may be shown for; None if there are none, or not two groups."""
    if len(question.groups) != 2 or question.is_background:
        return None
    first, second = question.groups
    shown = [
        place
        for place in question.order(by_size=True)
        if not (first.options[place].is_hidden or second.options[place].is_hidden)
    ][:ROWS]
    title = most_chosen(question, 1)
    rows = [
        DumbbellRow(
            label=question.options[place].label,
            a=first.options[place].percent or 0,
            b=second.options[place].percent or 0,
            strong=question.options[place] in title,
        )
        for place in (shown if by_size else sorted(shown))
    ]
    return dumbbell(rows, a=_group(first), b=_group(second)) if rows else None


def _group(group: GroupResult) -> Group:
    base = group.base or 0
    return Group(
        group.label, ngettext("%(count)d answer", "%(count)d answers", base) % {"count": base}
    )
