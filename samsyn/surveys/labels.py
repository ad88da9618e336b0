"""The words for the options of a question's table, by its kind: points of a scale, classes of a number, ranks."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from django.utils.dates import MONTHS_3
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samsyn.analysis.cube import QuestionCounts
from samsyn.surveys.columns import ends
from samsyn.surveys.models import Question, QuestionKind


def labels_of(question: Question, counts: QuestionCounts | None) -> list[str]:
    """One for each option that is counted. Without counts only what the questionnaire says."""
    if question.kind == QuestionKind.SCALE:
        return _points(question)
    if question.kind in {QuestionKind.NUMBER, QuestionKind.DATE}:
        return _classes(question, counts.edges if counts else ())
    if question.kind == QuestionKind.RANKING:
        return [str(rank) for rank in range(1, len(question.options.all()) + 1)]
    return [option.label for option in question.options.all()]


def _points(question: Question) -> list[str]:
    low, high = ends(question)
    words = {low: question.low_label, high: question.high_label}
    points = [f"{point} {words.get(point, '')}".strip() for point in range(low, high + 1)]
    return [*points, *([question.unsure_label] if question.unsure_label else [])]


def rank_words(ranks: Sequence[int]) -> str:
    """Ranks that stand in one row are next to each other."""
    if len(ranks) == 1:
        return _("Place %s") % (ranks[0] + 1)
    return _("Place %(first)s–%(last)s") % {"first": ranks[0] + 1, "last": ranks[-1] + 1}


def _classes(question: Question, edges: Sequence[float]) -> list[str]:
    """The first and the last class are open: neither the smallest nor the greatest answer is told."""
    is_date = question.kind == QuestionKind.DATE
    if not edges:
        return [_("some date") if is_date else _("some number")]
    say = _month if is_date else partial(_number, question)
    last = 1 if is_date else 10**-question.decimals
    first = _("before %s") if is_date else _("under %s")
    later = _("%s or later") if is_date else _("%s or more")
    inner = pairwise(edges)
    return [
        first % _with_unit(question, say(edges[0])),
        *(_with_unit(question, _span(say(low), say(high - last))) for low, high in inner),
        later % _with_unit(question, say(edges[-1])),
    ]


def _with_unit(question: Question, number: str) -> str:
    return f"{number} {question.unit}" if question.unit else number


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _number(question: Question, number: float) -> str:
    return number_format(Decimal(str(round(number, 6))), decimal_pos=question.decimals)


def _month(number: float) -> str:
    year, month = divmod(int(number), 12)
    return f"{MONTHS_3[month + 1]} {year}"
