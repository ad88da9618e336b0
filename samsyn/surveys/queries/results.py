"""The numbers of a closed round. Every number shown comes from `result_page`: page, file, export, report and test share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from samsyn.analysis import tabulate as analysis
from samsyn.analysis.cube import QuestionCounts
from samsyn.analysis.frequencies import percent
from samsyn.analysis.rankings import ranking_tables
from samsyn.analysis.summaries import Summary, summary
from samsyn.surveys import rules
from samsyn.surveys.columns import REGISTER, part_code
from samsyn.surveys.labels import labels_of, rank_words
from samsyn.surveys.models import (
    CHOICES,
    IN_ONE_TABLE,
    IN_PARTS,
    WRITTEN,
    Question,
    QuestionKind,
    Round,
    Survey,
)
from samsyn.surveys.panels import HeadingResult, Headings, headings_of
from samsyn.surveys.queries.groups import (
    Basis,
    JoinedValues,
    NamedGroup,
    ShownBy,
    basis_of,
    cell_names,
    joined_values,
)


@dataclass(frozen=True)
class OptionResult:
    """One option. `count` and `percent` are None where they may not be shown."""

    label: str
    count: int | None
    percent: int | None
    # Of the background question several values may stand in one row; else one.
    positions: tuple[int, ...]

    @property
    def is_hidden(self) -> bool:
        return self.count is None


@dataclass(frozen=True)
class GroupResult:
    """A group's column. `base` is None where too few of the group were shown the question. `summary` where the options
    have an order and enough answered. `values`: the cells it is made of, which say who is in two groups."""

    label: str
    base: int | None
    options: tuple[OptionResult, ...]
    summary: Summary | None = None
    values: frozenset[int] = frozenset()


@dataclass(frozen=True)
class OptionRow:
    """A row of a table: the option in all, and in each group."""

    option: OptionResult
    groups: tuple[OptionResult, ...]

    @property
    def is_unsplit(self) -> bool:
        """Shown in all, in no group."""
        return bool(self.groups) and all(cell.is_hidden for cell in self.groups)


@dataclass(frozen=True)
class Statement:
    """A row of a matrix, or a ranked option, with a table of its own."""

    code: str
    label: str
    base: int | None
    blank: int | None
    options: tuple[OptionResult, ...]
    groups: tuple[GroupResult, ...]
    summary: Summary | None

    def listed(self, kind: str) -> list[OptionResult]:
        shown = self.options[:1] if kind == QuestionKind.RANKING else self.options
        return [
            OptionResult(f"{self.label}: {option.label}", option.count, option.percent, ())
            for option in shown
        ]


@dataclass(frozen=True)
class QuestionResult:
    """`number` counts the questions as the respondent met them; the background question has none."""

    code: str
    number: int | None
    text: str
    help: str
    kind: str
    max_choices: int | None
    is_background: bool
    base: int | None
    blank: int | None
    options: tuple[OptionResult, ...]
    groups: tuple[GroupResult, ...]
    headings: Headings | None = None
    statements: tuple[Statement, ...] = ()
    summary: Summary | None = None
    # How many wrote something, of a question that is answered in one's own words.
    written: int | None = None
    unit: str = ""
    # The ends of the scale that means lie on, and the places of the options that are points on it.
    ends: tuple[float, float] | None = None
    on_scale: tuple[int, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Whether it has one table of options."""
        return self.kind in IN_ONE_TABLE

    @property
    def has_statements(self) -> bool:
        return self.kind in IN_PARTS

    @property
    def has_numbers(self) -> bool:
        return self.is_choice or self.has_statements or self.headings is not None

    @property
    def heading_results(self) -> tuple[HeadingResult, ...]:
        return self.headings.headings if self.headings else ()

    def order(self, *, by_size: bool) -> list[int]:
        """The places of the options: the most chosen first, equals as in the questionnaire; or as in it."""
        places = list(range(len(self.options)))
        return (
            sorted(places, key=lambda place: -(self.options[place].count or 0))
            if by_size
            else places
        )

    @property
    def listed_options(self) -> list[OptionResult]:
        """For a list with one number each: options by size, points of a scale in their order, and what stands
        first (of a ranking) or everything (of a matrix) by its statement."""
        if self.has_statements:
            return [
                option for statement in self.statements for option in statement.listed(self.kind)
            ]
        return [self.options[place] for place in self.order(by_size=self.kind in CHOICES)]

    @property
    def as_rows(self) -> list[OptionRow]:
        return self.rows(by_size=self.kind in CHOICES)

    def rows(self, *, by_size: bool) -> list[OptionRow]:
        return [
            OptionRow(self.options[place], tuple(group.options[place] for group in self.groups))
            for place in self.order(by_size=by_size)
        ]


@dataclass(frozen=True)
class ResultPage:
    """All that may be shown of a closed round, for everybody and for the groups asked for."""

    round_id: UUID
    round_code: str
    round_title: str
    survey_title: str
    collected: str
    method: str
    threshold: int
    respondents: int
    invited_count: int | None
    invited_is_approximate: bool
    questions: tuple[QuestionResult, ...]
    # Said wherever numbers by group are shown; "" where there are none.
    note: str
    joined: tuple[JoinedValues, ...]
    refused: tuple[str, ...]
    # What is combined to say whose answers these are, and how many they are; () for everybody's.
    filters: tuple[str, ...] = ()
    filtered: int | None = None

    @property
    def rate(self) -> int | None:
        return percent(self.respondents, self.invited_count) if self.invited_count else None

    @property
    def has_too_few(self) -> bool:
        return self.respondents < self.threshold

    @property
    def background(self) -> QuestionResult | None:
        return next((question for question in self.questions if question.is_background), None)

    def question(self, code: str) -> QuestionResult:
        """Raises KeyError for a code that is no question of the survey."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)


@dataclass(frozen=True)
class _Asked:
    """What tables are made from, together."""

    tabulation: analysis.Tabulation
    groups: tuple[analysis.Group, ...]
    within: frozenset[int] | None
    survey: Survey
    headings: Mapping[str, Headings]

    def counts(self, code: str) -> QuestionCounts | None:
        """None for a question that a round closed long ago did not count."""
        return next((one for one in self.tabulation.questions if one.code == code), None)


def result_page(
    round: Round,
    groups: Sequence[NamedGroup] = (),
    filters: Sequence[NamedGroup] = (),
    basis: Basis | None = None,
) -> ResultPage:
    """The round's frozen numbers. Reads no response, so its cost does not grow with them.

    With filters, the totals are those of whoever is in all of them. `basis`: the round's, if it has been read. Raises RuleBroken while the round is open, and for
    a group or filter that would cut a block.
    """
    basis = basis or basis_of(round)
    tabulation, variables = basis.tabulation, basis.variables
    rules.check_groups_are_unions(
        {group.label: group.values for group in (*groups, *filters)},
        tabulation.blocks,
        cell_names(tabulation, variables),
    )
    survey = round.survey
    asked = _Asked(
        tabulation,
        tuple(analysis.Group(group.label, group.values) for group in groups),
        frozenset.intersection(*(one.values for one in filters)) if filters else None,
        survey,
        headings_of(round),
    )
    return ResultPage(
        round_id=round.pk,
        round_code=round.code,
        round_title=round.title,
        survey_title=survey.title,
        collected=round.collected,
        method=survey.method,
        threshold=tabulation.threshold,
        respondents=tabulation.respondents,
        invited_count=round.invited_count,
        invited_is_approximate=round.invited_is_approximate,
        questions=tuple(_results(basis.questions, variables, asked)),
        note=survey.groups_note if groups or filters else "",
        joined=joined_values(variables, survey, tabulation),
        refused=tuple(_refused(basis)),
        filters=tuple(one.label for one in filters),
        filtered=_size(tabulation, asked.within),
    )


def _size(tabulation: analysis.Tabulation, within: frozenset[int] | None) -> int | None:
    if within is None:
        return None
    return sum(size for cell, size in tabulation.sizes if cell in within)


def _results(
    questions: Sequence[Question], variables: Sequence[ShownBy], asked: _Asked
) -> Iterator[QuestionResult]:
    prefetch_related_objects([q for q in questions if q.kind == QuestionKind.MATRIX], "rows")
    backgrounds = {variable.code for variable in variables}
    for variable in variables:
        if variable.code == REGISTER:
            yield _register_result(variable, asked)
    for question, number in _numbered(questions, asked.survey.background_id, backgrounds):
        yield _question_result(question, number, asked)


def _numbered(
    questions: Sequence[Question], background_id: UUID | None, backgrounds: set[str]
) -> Iterator[tuple[Question, int | None]]:
    number = 0
    for question in questions:
        if question.pk == background_id or question.code in backgrounds:
            yield question, None
        elif question.is_asked:
            number += 1
            yield question, number


def _register_result(variable: ShownBy, asked: _Asked) -> QuestionResult:
    table = analysis.table(asked.tabulation, REGISTER, asked.groups, within=asked.within)
    return QuestionResult(
        code=REGISTER,
        number=None,
        text=variable.text,
        help="",
        kind=QuestionKind.SINGLE,
        max_choices=None,
        is_background=True,
        base=table.base,
        blank=table.blank,
        options=_options(table, variable.labels, None),
        groups=_groups(table, variable.labels, None),
    )


def _question_result(question: Question, number: int | None, asked: _Asked) -> QuestionResult:
    counts = asked.counts(question.code)
    table = None
    if question.kind in IN_ONE_TABLE and counts:
        table = analysis.table(
            asked.tabulation,
            question.code,
            asked.groups,
            whole=asked.survey.background_whole,
            within=asked.within,
        )
    labels = labels_of(question, counts)
    statements = _statements(question, labels, asked) if question.kind in IN_PARTS else ()
    first = statements[0] if statements else None
    counted = counts or asked.counts(first.code if first else "")
    return QuestionResult(
        code=question.code,
        number=number,
        text=question.text,
        help=question.help,
        kind=question.kind,
        max_choices=question.max_choices,
        is_background=number is None,
        base=table.base if table else first.base if first else None,
        blank=table.blank if table else None,
        options=_options(table, labels, None),
        groups=_groups(table, labels, counts)
        if table
        else tuple(
            GroupResult(g.label, g.base, (), values=g.values)
            for g in (first.groups if first else ())
        ),
        headings=asked.headings.get(question.code),
        statements=statements,
        summary=summary(counts, table) if counts and table else None,
        written=counts.totals[0] if counts and question.kind in WRITTEN and counts.parts else None,
        unit=question.unit,
        ends=_ends(counted),
        on_scale=_on_scale(counted),
    )


def _ends(counts: QuestionCounts | None) -> tuple[float, float] | None:
    means = [point.mean for point in counts.points if point] if counts else []
    return (min(means), max(means)) if means else None


def _on_scale(counts: QuestionCounts | None) -> tuple[int, ...]:
    points = counts.points if counts else ()
    return tuple(place for place, point in enumerate(points) if point)


def _statements(question: Question, labels: Sequence[str], asked: _Asked) -> tuple[Statement, ...]:
    is_ranking = question.kind == QuestionKind.RANKING
    parts = _parts(question)
    codes = [part_code(question.code, code) for code, _ in parts]
    counted = [asked.counts(code) for code in codes]
    if not codes or any(counts is None for counts in counted):
        return ()
    if is_ranking:
        tables = ranking_tables(asked.tabulation, codes, asked.groups, within=asked.within)
    else:
        tables = tuple(
            analysis.table(asked.tabulation, code, asked.groups, within=asked.within)
            for code in codes
        )
    words = None if is_ranking else labels
    return tuple(
        Statement(
            code=table.code,
            label=label,
            base=table.base,
            blank=table.blank,
            options=_options(table, words, None),
            groups=_groups(table, words, counts),
            summary=summary(counts, table) if counts else None,
        )
        for (_, label), table, counts in zip(parts, tables, counted, strict=True)
    )


def _parts(question: Question) -> list[tuple[str, str]]:
    """The code and label of each row of a matrix, or each option that is ranked."""
    if question.kind == QuestionKind.RANKING:
        return [(option.code, option.label) for option in question.options.all()]
    return [(row.code, row.label) for row in question.rows.all()]


def _groups(
    table: analysis.QuestionTable | None,
    labels: Sequence[str] | None,
    counts: QuestionCounts | None,
) -> tuple[GroupResult, ...]:
    return tuple(
        GroupResult(
            column.label,
            column.base,
            _options(table, labels, index),
            summary(counts, table, index) if counts and table else None,
            column.values,
        )
        for index, column in enumerate(table.groups if table else ())
    )


def _options(
    table: analysis.QuestionTable | None, labels: Sequence[str] | None, group: int | None
) -> tuple[OptionResult, ...]:
    """Without labels the options are ranks."""
    found = []
    for row in table.rows if table else ():
        cell = row.total if group is None else row.groups[group]
        label = (
            rank_words(row.options) if labels is None else rules.option_names(row.options, labels)
        )
        found.append(OptionResult(label, cell.count, cell.percent, row.options))
    return tuple(found)


def _refused(basis: Basis) -> Iterator[str]:
    """Groups that were named before the round closed and cannot be shown for it."""
    for group, may_show in basis.named:
        is_empty = not group.values and len(basis.tabulation.variables) > 1
        if not may_show and not is_empty:
            yield group.label
