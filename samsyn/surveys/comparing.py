"""What differs between the groups of a result, in words, with a test and an effect size. From the shown counts alone.

All comparisons of a page are adjusted together (Holm), so that a page with many questions finds no more by chance
than one with a single question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.differences import (
    Difference,
    Method,
    Size,
    holm,
    newcombe,
    of_choices,
    of_scales,
    of_shares,
)
from samsyn.analysis.summaries import Summary
from samsyn.surveys.models import QuestionKind
from samsyn.surveys.queries import GroupResult, OptionResult, QuestionResult, Statement

LIMIT = 0.05


@dataclass(frozen=True)
class Comparison:
    """The first group against another one, in a question or a part of it. `p` is adjusted for all that are shown."""

    question: QuestionResult
    sentence: str
    difference: Difference
    p: float
    tests: int = 1

    @property
    def is_clear(self) -> bool:
        return self.p < LIMIT

    @property
    def verdict(self) -> str:
        if not self.is_clear:
            return _("Chance alone may well give a difference like this.")
        return {
            Size.NONE: _("The difference is very small, but larger than chance tends to give."),
            Size.SMALL: _("The difference is small, but larger than chance tends to give."),
            Size.MEDIUM: _("The difference is fairly large, and larger than chance tends to give."),
            Size.LARGE: _("The difference is large, and larger than chance tends to give."),
        }[self.difference.size]

    @property
    def figures(self) -> str:
        """For whoever wants to check: the test, its p and the effect size."""
        p = _("p < 0.001") if self.p < 0.001 else _("p = %s") % number_format(self.p, 3)
        return f"{self._method}, {p}; {self._effect} {number_format(self.difference.effect, 2)}"

    @property
    def _method(self) -> str:
        return {
            Method.CHI_SQUARE: _("chi-square test"),
            Method.FISHER: _("Fisher’s exact test"),
            Method.MANN_WHITNEY: _("Mann–Whitney test"),
        }[self.difference.method]

    @property
    def _effect(self) -> str:
        if self.difference.method == Method.MANN_WHITNEY:
            return _("rank-biserial correlation")
        is_multiple = self.question.kind == QuestionKind.MULTIPLE
        return _("Cohen’s h") if is_multiple else _("Cramér’s V")


def comparisons(questions: Sequence[QuestionResult]) -> list[Comparison]:
    """The clearest first; () where there are not two groups."""
    found = [
        one
        for question in questions
        if not question.is_background and len(question.groups) > 1
        for place in range(1, len(question.groups))
        for one in _of_question(question, place)
    ]
    adjusted = holm([one.p for one in found])
    ready = [replace(one, p=p, tests=len(found)) for one, p in zip(found, adjusted, strict=True)]
    return sorted(ready, key=lambda one: (one.p, -abs(one.difference.effect)))


def _of_question(question: QuestionResult, place: int) -> Iterator[Comparison]:
    if question.has_statements:
        for statement in question.statements:
            yield from _of_scale(question, statement, place)
    elif question.kind == QuestionKind.MULTIPLE:
        yield from _of_options(question, place)
    elif question.kind == QuestionKind.SINGLE:
        yield from _of_single(question, place)
    elif question.summary:
        yield from _of_scale(question, question, place)


def _of_options(question: QuestionResult, place: int) -> Iterator[Comparison]:
    first, second = question.groups[0], question.groups[place]
    for a, b in zip(first.options, second.options, strict=True):
        if a.count is not None and b.count is not None and first.base and second.base:
            difference = of_shares(a.count, first.base, b.count, second.base)
            yield Comparison(
                question, shares_in_words(first, a, second, b), difference, difference.p
            )


def _of_single(question: QuestionResult, place: int) -> Iterator[Comparison]:
    """The question as a whole is tested; the sentence is of the option that differs the most."""
    first, second = question.groups[0], question.groups[place]
    pairs = [
        (a, b)
        for a, b in zip(first.options, second.options, strict=True)
        if a.count is not None and b.count is not None
    ]
    difference = of_choices([a.count or 0 for a, _ in pairs], [b.count or 0 for _, b in pairs])
    if difference is None:
        return
    a, b = max(pairs, key=lambda pair: abs((pair[0].percent or 0) - (pair[1].percent or 0)))
    yield Comparison(question, shares_in_words(first, a, second, b), difference, difference.p)


def _of_scale(
    question: QuestionResult, part: QuestionResult | Statement, place: int
) -> Iterator[Comparison]:
    first, second = part.groups[0], part.groups[place]
    if first.summary is None or second.summary is None:
        return
    counts = [
        (a.count, b.count)
        for a, b in zip(first.options, second.options, strict=True)
        if a.count is not None and b.count is not None and _lies_on(question, a)
    ]
    difference = of_scales([a for a, _ in counts], [b for _, b in counts])
    if difference is None:
        return
    label = part.label if isinstance(part, Statement) else ""
    means = (first.summary, second.summary)
    sentence = means_in_words(question, label, first.label, second.label, means)
    yield Comparison(question, sentence, difference, difference.p)


def _lies_on(question: QuestionResult, option: OptionResult) -> bool:
    return all(position in question.on_scale for position in option.positions)


def shares_in_words(
    first: GroupResult, a: OptionResult, second: GroupResult, b: OptionResult
) -> str:
    points = (a.percent or 0) - (b.percent or 0)
    words = {
        "more": first.label if points > 0 else second.label,
        "less": second.label if points > 0 else first.label,
        "option": a.label,
        "high": max(a.percent or 0, b.percent or 0),
        "low": min(a.percent or 0, b.percent or 0),
    }
    if not points:
        return (
            _("%(more)s and %(less)s answer “%(option)s” equally often: %(high)s percent.") % words
        )
    return (
        _(
            "%(more)s answer “%(option)s” more often than %(less)s: %(high)s percent against %(low)s."
        )
        % words
        + " "
        + points_in_words(a, first.base or 0, b, second.base or 0)
    )


def points_in_words(a: OptionResult, base_a: int, b: OptionResult, base_b: int) -> str:
    """The difference of two shares and what it may well be, with 95 percent confidence."""
    points = abs((a.percent or 0) - (b.percent or 0))
    low, high = newcombe(a.count or 0, base_a, b.count or 0, base_b)
    if (a.percent or 0) < (b.percent or 0):
        low, high = -high, -low
    return ngettext(
        "That is %(points)s percentage point, give or take: from %(low)s to %(high)s.",
        "That is %(points)s percentage points, give or take: from %(low)s to %(high)s.",
        points,
    ) % {"points": points, "low": signed(low), "high": signed(high)}


def signed(share: float) -> str:
    points = round(share * 100)
    return f"−{-points}" if points < 0 else str(points)


def means_in_words(
    question: QuestionResult, label: str, first: str, second: str, means: tuple[Summary, Summary]
) -> str:
    a, b = number_format(means[0].mean, 1), number_format(means[1].mean, 1)
    is_first = means[0].mean > means[1].mean
    words = {
        "statement": label,
        "more": first if is_first else second,
        "less": second if is_first else first,
        "high": a if is_first else b,
        "low": b if is_first else a,
    }
    if question.kind == QuestionKind.RANKING:
        # The first place is the lowest number.
        return (
            _(
                "%(less)s put “%(statement)s” higher than %(more)s: place %(low)s against %(high)s in the mean."
            )
            % words
        )
    if a == b:
        sentence = _("%(more)s and %(less)s have the same mean: %(high)s.") % words
    else:
        sentence = _("%(more)s have a higher mean than %(less)s: %(high)s against %(low)s.") % words
    return f"{label}: {sentence}" if label else sentence
