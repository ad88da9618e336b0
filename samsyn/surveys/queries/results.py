"""The numbers of a closed round. Every number shown comes from `result_page`: page, file, export, report and test share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.analysis import tabulate as analysis
from samsyn.analysis.blocks import BLANK, CutsBlock, union_of_blocks
from samsyn.analysis.frequencies import percent
from samsyn.core.rules import RuleBroken
from samsyn.surveys import rules
from samsyn.surveys.models import Grouping, Question, QuestionKind, Round, Survey
from samsyn.surveys.panels import HeadingResult, Headings, headings_of
from samsyn.surveys.queries.questionnaires import all_groups, group_values, questions_of


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
    """A group's column. `base` is None where too few of the group were shown the question."""

    label: str
    base: int | None
    options: tuple[OptionResult, ...]


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

    @property
    def is_choice(self) -> bool:
        return self.kind != QuestionKind.TEXT

    @property
    def has_numbers(self) -> bool:
        return self.is_choice or self.headings is not None

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

    def rows(self, *, by_size: bool) -> list[OptionRow]:
        return [
            OptionRow(self.options[place], tuple(group.options[place] for group in self.groups))
            for place in self.order(by_size=by_size)
        ]


@dataclass(frozen=True)
class NamedGroup:
    """A group that results can be shown for. `key` stands in addresses: grouping and place in it."""

    key: str
    label: str
    values: frozenset[int]
    size: int


@dataclass(frozen=True)
class JoinedValues:
    """Answers to the background question that are only shown together, with the number of each where it is public."""

    labels: tuple[str, ...]
    small: tuple[tuple[str, int], ...]
    size: int

    @property
    def names(self) -> str:
        return rules.in_words(self.labels)


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


def result_page(round: Round, groups: Sequence[NamedGroup] = ()) -> ResultPage:
    """The round's frozen numbers. Reads no response, so its cost does not grow with them.

    Raises RuleBroken while the round is open, and for a group that would cut a block.
    """
    rules.check_may_show_results(is_closed=round.is_closed and round.tabulation is not None)
    tabulation = analysis.Tabulation.from_json(round.tabulation)
    questions = questions_of(round.survey_id)
    rules.check_groups_are_unions(
        {group.label: group.values for group in groups},
        tabulation.blocks,
        _background_labels(questions, round.survey),
    )
    chosen = [analysis.Group(group.label, group.values) for group in groups]
    headings = headings_of(round)
    survey = round.survey
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
        questions=tuple(
            _question_result(question, number, tabulation, chosen, survey, headings)
            for question, number in _numbered(questions, survey.background_id)
        ),
        note=survey.groups_note if chosen else "",
        joined=_joined(questions, survey, tabulation),
        refused=tuple(_refused(round.survey_id, tabulation)),
    )


def _numbered(
    questions: Sequence[Question], background_id: UUID | None
) -> Iterator[tuple[Question, int | None]]:
    number = 0
    for question in questions:
        if question.pk == background_id:
            yield question, None
        else:
            number += 1
            yield question, number


def _question_result(
    question: Question,
    number: int | None,
    tabulation: analysis.Tabulation,
    groups: Sequence[analysis.Group],
    survey: Survey,
    headings: Mapping[str, Headings],
) -> QuestionResult:
    table = None
    if question.is_choice:
        table = analysis.table(tabulation, question.code, groups, whole=survey.background_whole)
    labels = [option.label for option in question.options.all()]
    return QuestionResult(
        code=question.code,
        number=number,
        text=question.text,
        help=question.help,
        kind=question.kind,
        max_choices=question.max_choices,
        is_background=question.pk == survey.background_id,
        base=table.base if table else None,
        blank=table.blank if table else None,
        options=_options(table, labels, None),
        groups=tuple(
            GroupResult(column.label, column.base, _options(table, labels, index))
            for index, column in enumerate(table.groups if table else ())
        ),
        headings=headings.get(question.code),
    )


def _options(
    table: analysis.QuestionTable | None, labels: Sequence[str], group: int | None
) -> tuple[OptionResult, ...]:
    found = []
    for row in table.rows if table else ():
        cell = row.total if group is None else row.groups[group]
        label = rules.option_names(row.options, labels)
        found.append(OptionResult(label, cell.count, cell.percent, row.options))
    return tuple(found)


def _background_labels(questions: Sequence[Question], survey: Survey) -> list[str]:
    background = next((q for q in questions if q.pk == survey.background_id), None)
    return [option.label for option in background.options.all()] if background else []


def _joined(
    questions: Sequence[Question], survey: Survey, tabulation: analysis.Tabulation
) -> tuple[JoinedValues, ...]:
    return joined_values(_background_labels(questions, survey), survey, tabulation)


def joined_in_rounds(survey: Survey) -> list[JoinedValues]:
    """What must stand in one group, for the survey's closed rounds together."""
    labels = _background_labels(questions_of(survey.pk), survey)
    found: dict[JoinedValues, None] = {}
    for round in survey.rounds.filter(tabulation__isnull=False):
        tabulation = analysis.Tabulation.from_json(round.tabulation)
        found |= dict.fromkeys(joined_values(labels, survey, tabulation))
    return list(found)


def joined_values(
    labels: Sequence[str], survey: Survey, tabulation: analysis.Tabulation
) -> tuple[JoinedValues, ...]:
    """Blocks of several values that somebody has. Who they are is said only where the whole table is shown."""
    sizes = dict(tabulation.sizes)
    found = []
    for block in tabulation.blocks:
        inhabited = [value for value in block.values if sizes.get(value)]
        if len(inhabited) > 1:
            small = [v for v in inhabited if sizes[v] < tabulation.threshold and v != BLANK]
            found.append(
                JoinedValues(
                    tuple(rules.option_names([value], labels) for value in inhabited),
                    tuple((labels[v], sizes[v]) for v in small) if survey.background_whole else (),
                    block.size,
                )
            )
    return tuple(found)


def _refused(survey_id: UUID, tabulation: analysis.Tabulation) -> Iterator[str]:
    """Groups that were named before the round closed and cannot be shown for it."""
    if tabulation.blocks:
        for group in all_groups(survey_id):
            if not _is_union(group_values(group), tabulation):
                yield group.label


def _is_union(values: frozenset[int], tabulation: analysis.Tabulation) -> bool:
    try:
        union_of_blocks(values, tabulation.blocks)
    except (CutsBlock, ValueError):
        return False
    return True


def groups_of_round(round: Round) -> tuple[NamedGroup, ...]:
    """The groups that the round's results can be shown for, in the order of their groupings."""
    if not round.is_closed or round.tabulation is None:
        return ()
    tabulation = analysis.Tabulation.from_json(round.tabulation)
    sizes = dict(tabulation.sizes)
    return tuple(
        NamedGroup(
            key=f"{group.grouping.code}:{group.position}",
            label=group.label,
            values=values,
            size=sum(sizes.get(value, 0) for value in values),
        )
        for group in all_groups(round.survey_id)
        if tabulation.blocks and _is_union(values := group_values(group), tabulation)
    )


def groups_by(round: Round, code: str) -> tuple[NamedGroup, ...]:
    """All groups of one grouping, none without a code. Raises RuleBroken for a code that is no grouping."""
    if not code:
        return ()
    # Compared here: a code from an address may hold signs that no database takes.
    groupings = Grouping.objects.filter(survey=round.survey_id).prefetch_related("groups__options")
    grouping = next((grouping for grouping in groupings if grouping.code == code), None)
    if grouping is None:
        raise RuleBroken(_("The survey has no groups with the code %s.") % code)
    return tuple(
        NamedGroup(f"{code}:{group.position}", group.label, group_values(group), 0)
        for group in grouping.groups.all()
    )
