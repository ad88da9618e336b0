"""What differs between the groups of a result, in words, with a test and an effect size. From the shown counts alone.

More than two groups are tested together, and then the first against each of the others. Groups that have respondents in
common are not tested: every test takes the groups to be different people.
All comparisons of a page are adjusted together (Holm), so that a page with many questions finds no more by chance
than one with a single question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

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
    of_many_scales,
    of_scales,
    of_shares,
)
from samsyn.analysis.summaries import Summary
from samsyn.surveys import rules
from samsyn.surveys.models import QuestionKind
from samsyn.surveys.queries import GroupResult, OptionResult, QuestionResult, Statement

LIMIT = 0.05


@dataclass(frozen=True)
class Comparison:
    """Groups against each other in a question or a part of it. `p` is adjusted for all that are shown."""

    question: QuestionResult
    sentence: str
    difference: Difference
    p: float
    groups: int = 2
    tests: int = 1

    @property
    def is_clear(self) -> bool:
        return self.p < LIMIT

    @property
    def verdict(self) -> str:
        return self._verdict_of_many if self.groups > 2 else self._verdict_of_two

    @property
    def _verdict_of_two(self) -> str:
        if not self.is_clear:
            return _("Chance alone may well give a difference like this.")
        return {
            Size.NONE: _("The difference is very small, but larger than chance tends to give."),
            Size.SMALL: _("The difference is small, but larger than chance tends to give."),
            Size.MEDIUM: _("The difference is fairly large, and larger than chance tends to give."),
            Size.LARGE: _("The difference is large, and larger than chance tends to give."),
        }[self.difference.size]

    @property
    def _verdict_of_many(self) -> str:
        if not self.is_clear:
            return _("Chance alone may well give differences like these.")
        return {
            Size.NONE: _("The differences are very small, but larger than chance tends to give."),
            Size.SMALL: _("The differences are small, but larger than chance tends to give."),
            Size.MEDIUM: _(
                "The differences are fairly large, and larger than chance tends to give."
            ),
            Size.LARGE: _("The differences are large, and larger than chance tends to give."),
        }[self.difference.size]

    @property
    def figures(self) -> str:
        """For whoever wants to check: the test, its p and the effect size."""
        p = _("p < 0.001") if self.p < 0.001 else _("p = %s") % number_format(self.p, 3)
        said = f"{self._method}, {p}; {self._effect} {number_format(self.difference.effect, 2)}"
        if self.groups == 2:
            return said
        return _("%(count)s groups together: %(test)s") % {"count": self.groups, "test": said}

    @property
    def _method(self) -> str:
        return {
            Method.CHI_SQUARE: _("chi-square test"),
            Method.FISHER: _("Fisher’s exact test"),
            Method.MANN_WHITNEY: _("Mann–Whitney test"),
            Method.KRUSKAL_WALLIS: _("Kruskal–Wallis test"),
        }[self.difference.method]

    @property
    def _effect(self) -> str:
        if self.difference.method == Method.MANN_WHITNEY:
            return _("rank-biserial correlation")
        if self.difference.method == Method.KRUSKAL_WALLIS:
            return _("epsilon squared")
        is_of_shares = self.question.kind == QuestionKind.MULTIPLE and self.groups == 2
        return _("Cohen’s h") if is_of_shares else _("Cramér’s V")


def comparisons(questions: Sequence[QuestionResult]) -> list[Comparison]:
    """The clearest first; () where there are not two groups."""
    found = [
        one
        for question in questions
        if not question.is_background
        for places in _tested(question.groups)
        for one in _of_question(question, places)
    ]
    adjusted = holm([one.p for one in found])
    ready = [replace(one, p=p, tests=len(found)) for one, p in zip(found, adjusted, strict=True)]
    return sorted(ready, key=lambda one: (one.p, -abs(one.difference.effect)))


def sharing(questions: Sequence[QuestionResult]) -> list[tuple[str, str]]:
    """The groups, two by two, that have respondents in common: the difference between them is not tested."""
    compared = next((one.groups for one in questions if len(one.groups) > 1), ())
    return [
        (one.label, other.label)
        for one, other in combinations(compared, 2)
        if one.values & other.values
    ]


def _tested(groups: Sequence[GroupResult]) -> Iterator[tuple[int, ...]]:
    """The places of groups that are tested together: all, if more than two, and the first with each of the others."""
    everybody = tuple(range(len(groups)))
    chosen = [everybody] * (len(groups) > 2) + [(0, place) for place in everybody[1:]]
    for places in chosen:
        pairs = combinations([groups[place].values for place in places], 2)
        if all(one.isdisjoint(other) for one, other in pairs):
            yield places


def _of_question(question: QuestionResult, places: Sequence[int]) -> Iterator[Comparison]:
    if question.has_statements:
        for statement in question.statements:
            yield from _of_scale(question, statement, places)
    elif question.kind == QuestionKind.MULTIPLE:
        yield from _of_options(question, places)
    elif question.kind == QuestionKind.SINGLE:
        yield from _of_single(question, places)
    elif question.summary:
        yield from _of_scale(question, question, places)


def _of_options(question: QuestionResult, places: Sequence[int]) -> Iterator[Comparison]:
    groups = [question.groups[place] for place in places]
    for cells in zip(*(group.options for group in groups), strict=True):
        counted = [(cell.count, group.base) for cell, group in zip(cells, groups, strict=True)]
        shown = [(count, base) for count, base in counted if count is not None and base]
        if len(shown) == len(groups):
            difference = _of_shares(shown)
            if difference:
                sentence = shares_in_words(groups, cells)
                yield Comparison(question, sentence, difference, difference.p, len(groups))


def _of_shares(shown: Sequence[tuple[int, int]]) -> Difference | None:
    if len(shown) == 2:
        return of_shares(*shown[0], *shown[1])
    return of_choices(*((count, base - count) for count, base in shown))


def _of_single(question: QuestionResult, places: Sequence[int]) -> Iterator[Comparison]:
    """The question as a whole is tested; the sentence is of the option that differs the most."""
    groups = [question.groups[place] for place in places]
    rows = _shown_to_all(groups)
    difference = of_choices(*_counts(rows, len(groups)))
    if difference is None:
        return
    most = max(rows, key=_apart)
    sentence = shares_in_words(groups, most)
    yield Comparison(question, sentence, difference, difference.p, len(groups))


def _shown_to_all(groups: Sequence[GroupResult]) -> list[tuple[OptionResult, ...]]:
    rows = zip(*(group.options for group in groups), strict=True)
    return [cells for cells in rows if not any(cell.is_hidden for cell in cells)]


def _counts(rows: Sequence[tuple[OptionResult, ...]], groups: int) -> list[list[int]]:
    return [[cells[place].count or 0 for cells in rows] for place in range(groups)]


def _apart(cells: Sequence[OptionResult]) -> int:
    shares = [cell.percent or 0 for cell in cells]
    return max(shares) - min(shares)


def _of_scale(
    question: QuestionResult, part: QuestionResult | Statement, places: Sequence[int]
) -> Iterator[Comparison]:
    groups = [part.groups[place] for place in places]
    means = [(group.label, group.summary) for group in groups if group.summary]
    if len(means) < len(groups):
        return
    rows = [cells for cells in _shown_to_all(groups) if _lies_on(question, cells[0])]
    counts = _counts(rows, len(groups))
    difference = of_scales(*counts) if len(groups) == 2 else of_many_scales(*counts)
    if difference is None:
        return
    label = part.label if isinstance(part, Statement) else ""
    sentence = means_in_words(question, label, means)
    yield Comparison(question, sentence, difference, difference.p, len(groups))


def _lies_on(question: QuestionResult, option: OptionResult) -> bool:
    return all(position in question.on_scale for position in option.positions)


def shares_in_words(groups: Sequence[GroupResult], cells: Sequence[OptionResult]) -> str:
    if len(groups) > 2:
        return _("The share that answers “%(option)s” is %(shares)s.") % {
            "option": cells[0].label,
            "shares": rules.in_words(
                [_share_of(*pair) for pair in zip(groups, cells, strict=True)]
            ),
        }
    (first, second), (a, b) = groups, cells
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


def _share_of(group: GroupResult, cell: OptionResult) -> str:
    return _("%(percent)s percent for %(group)s") % {
        "percent": cell.percent or 0,
        "group": group.label,
    }


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
    question: QuestionResult, label: str, means: Sequence[tuple[str, Summary]]
) -> str:
    if len(means) > 2:
        sentence = _all_means(question, means)
        return f"{label}: {sentence}" if label else sentence
    (first, low), (second, high) = sorted(means, key=lambda pair: pair[1].mean)
    words = {
        "statement": label,
        "more": second,
        "less": first,
        "high": number_format(high.mean, 1),
        "low": number_format(low.mean, 1),
    }
    if question.kind == QuestionKind.RANKING:
        # The first place is the lowest number.
        return (
            _(
                "%(less)s put “%(statement)s” higher than %(more)s: place %(low)s against %(high)s in the mean."
            )
            % words
        )
    if words["high"] == words["low"]:
        sentence = _("%(more)s and %(less)s have the same mean: %(high)s.") % words
    else:
        sentence = _("%(more)s have a higher mean than %(less)s: %(high)s against %(low)s.") % words
    return f"{label}: {sentence}" if label else sentence


def _all_means(question: QuestionResult, means: Sequence[tuple[str, Summary]]) -> str:
    said = rules.in_words(
        [
            _("%(mean)s for %(group)s") % {"mean": number_format(found.mean, 1), "group": name}
            for name, found in means
        ]
    )
    if question.kind == QuestionKind.RANKING:
        return _("The mean place is %(means)s.") % {"means": said}
    return _("The mean is %(means)s.") % {"means": said}
