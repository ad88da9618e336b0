"""The groups and filters that a closed round may be shown by: cells of the crossing of what it is shown by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _

from samsyn.analysis import tabulate as analysis
from samsyn.analysis.blocks import BLANK, CutsBlock, union_of_blocks
from samsyn.analysis.crossing import cells_with, values_of
from samsyn.analysis.crossing import joined_values as values_together
from samsyn.core.rules import RuleBroken
from samsyn.surveys import rules
from samsyn.surveys.columns import REGISTER
from samsyn.surveys.models import Grouping, Question, Round, Survey
from samsyn.surveys.queries.questionnaires import all_groups, group_values, questions_of


@dataclass(frozen=True)
class NamedGroup:
    """A group that results can be shown for, as a set of cells. `key` stands in addresses: grouping and place in it, or
    variable and its values. `variable`: which variable it is a group of; groups of different ones may be crossed."""

    key: str
    label: str
    values: frozenset[int]
    size: int
    variable: str = ""


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
class ShownBy:
    """A variable that results are shown by, with the words for its values."""

    code: str
    text: str
    labels: tuple[str, ...]


def shown_by(
    round: Round, tabulation: analysis.Tabulation, questions: Sequence[Question]
) -> tuple[ShownBy, ...]:
    known = {question.code: question for question in questions}
    return tuple(
        _from_register(round)
        if variable.code not in known
        else ShownBy(
            variable.code,
            known[variable.code].text,
            tuple(option.label for option in known[variable.code].options.all()),
        )
        for variable in tabulation.variables
    )


def _from_register(round: Round) -> ShownBy:
    labels = tuple(block["label"] for block in round.register_blocks)
    return ShownBy(REGISTER, _("Who was invited, by the register"), labels)


def cell_names(
    tabulation: analysis.Tabulation, variables: Sequence[ShownBy]
) -> Mapping[int, str] | Sequence[str]:
    """For sentences: the values of the only variable, else each cell by its values."""
    if len(variables) == 1:
        return variables[0].labels
    return {
        cell: ", ".join(
            rules.option_names([value], one.labels)
            for value, one in zip(values_of(cell, tabulation.variables), variables, strict=True)
        )
        for cell in tabulation.cells
    }


def cells_of(
    tabulation: analysis.Tabulation, code: str, values: frozenset[int]
) -> frozenset[int] | None:
    """Of a group of one variable’s values. None if results are not shown by that variable."""
    if tabulation.place_of(code) is None:
        return None
    return cells_with({code: values}, tabulation.cells, tabulation.variables)


def named_cells(
    round: Round, tabulation: analysis.Tabulation, survey: Survey
) -> Iterator[tuple[NamedGroup, bool]]:
    """Each group that was named of the background question, and whether it may be shown."""
    background = survey.background.code if survey.background else ""
    for group in all_groups(round.survey_id):
        cells = cells_of(tabulation, background, group_values(group)) or frozenset()
        key = f"{group.grouping.code}:{group.position}"
        yield (
            NamedGroup(key, group.label, cells, size_of(tabulation, cells), background),
            bool(cells) and is_union(cells, tabulation),
        )


def size_of(tabulation: analysis.Tabulation, cells: frozenset[int]) -> int:
    return sum(size for cell, size in tabulation.sizes if cell in cells)


def is_union(values: frozenset[int], tabulation: analysis.Tabulation) -> bool:
    try:
        union_of_blocks(values, tabulation.blocks)
    except (CutsBlock, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Basis:
    """What a closed round's results are made of and may be shown by: read once for all that a page shows of it."""

    round: Round
    tabulation: analysis.Tabulation
    questions: Sequence[Question]
    variables: tuple[ShownBy, ...]
    # Every group that was named, and whether it may be shown.
    named: tuple[tuple[NamedGroup, bool], ...]

    @cached_property
    def groups(self) -> tuple[NamedGroup, ...]:
        """Those that the results can be shown for: those that were named, then the answers themselves.

        Answers that are only shown together are one group.
        """
        if not self.tabulation.blocks:
            return ()
        named = (group for group, may in self.named if may)
        return tuple(chain(named, _by_answer(self.tabulation, self.variables)))


def basis_of(round: Round) -> Basis:
    """Raises RuleBroken for a round that has no results."""
    rules.check_may_show_results(is_closed=round.is_closed and round.tabulation is not None)
    tabulation = analysis.Tabulation.from_json(round.tabulation)
    questions = questions_of(round.survey_id)
    named = named_cells(round, tabulation, round.survey) if tabulation.blocks else ()
    return Basis(round, tabulation, questions, shown_by(round, tabulation, questions), tuple(named))


def groups_of_round(round: Round) -> tuple[NamedGroup, ...]:
    """() where there are no results."""
    return basis_of(round).groups if round.is_closed and round.tabulation is not None else ()


def _by_answer(
    tabulation: analysis.Tabulation, variables: Sequence[ShownBy]
) -> Iterator[NamedGroup]:
    for place, variable in enumerate(variables):
        together = values_together(tabulation.blocks, tabulation.variables, place)
        for values in together if len(together) > 1 else ():
            cells = cells_of(tabulation, variable.code, frozenset(values)) or frozenset()
            size = size_of(tabulation, cells)
            if size:
                key = f"{variable.code}={'.'.join('x' if v == BLANK else str(v) for v in values)}"
                label = rules.option_names(values, variable.labels)
                yield NamedGroup(key, label, cells, size, variable.code)


def groups_by(round: Round, code: str) -> tuple[NamedGroup, ...]:
    """All groups of one grouping, or of the answers to one variable; none without a code. Raises RuleBroken for a code
    that is neither."""
    if not code:
        return ()
    # Compared here: a code from an address may hold signs that no database takes.
    groupings = Grouping.objects.filter(survey=round.survey_id).prefetch_related("groups__options")
    grouping = next((grouping for grouping in groupings if grouping.code == code), None)
    if grouping is None:
        return _by_variable(round, code)
    values = {group.position: group_values(group) for group in grouping.groups.all()}
    return tuple(
        NamedGroup(
            f"{code}:{group.position}", group.label, _cells(round, values[group.position]), 0
        )
        for group in grouping.groups.all()
    )


def _by_variable(round: Round, code: str) -> tuple[NamedGroup, ...]:
    found = [one for one in groups_of_round(round) if one.key.startswith(f"{code}=")]
    if not found:
        raise RuleBroken(_("The survey has no groups with the code %s.") % code)
    return tuple(found)


def _cells(round: Round, values: frozenset[int]) -> frozenset[int]:
    if round.tabulation is None or round.survey.background is None:
        return values
    tabulation = analysis.Tabulation.from_json(round.tabulation)
    return cells_of(tabulation, round.survey.background.code, values) or frozenset()


def groups_by_keys(round: Round, keys: Sequence[str]) -> tuple[NamedGroup, ...]:
    """By the keys of an address, in its order, each once. Raises RuleBroken for one that cannot be shown."""
    offered = {group.key: group for group in groups_of_round(round)} if keys else {}
    for key in keys:
        if key not in offered:
            raise RuleBroken(_("The results cannot be shown for the group “%s”.") % key)
    return tuple(offered[key] for key in dict.fromkeys(keys))


def groupings_shown(round: Round, groups: Iterable[NamedGroup]) -> list[Grouping]:
    """The ways of grouping of which every group is among those that may be shown."""
    shown = {group.key for group in groups}
    return [
        grouping
        for grouping in Grouping.objects.filter(survey=round.survey_id).prefetch_related("groups")
        if all(f"{grouping.code}:{group.position}" in shown for group in grouping.groups.all())
    ]


def joined_in_rounds(survey: Survey) -> list[JoinedValues]:
    """What must stand in one group, for the survey's closed rounds together."""
    questions = questions_of(survey.pk)
    found: dict[JoinedValues, None] = {}
    for round in survey.rounds.filter(tabulation__isnull=False):
        tabulation = analysis.Tabulation.from_json(round.tabulation)
        variables = shown_by(round, tabulation, questions)
        found |= dict.fromkeys(joined_values(variables, survey, tabulation))
    return list(found)


def joined_values(
    variables: Sequence[ShownBy], survey: Survey, tabulation: analysis.Tabulation
) -> tuple[JoinedValues, ...]:
    """Values of which several that somebody has are shown together. How few they are is said only where the whole table is shown."""
    is_whole = survey.background_whole and len(variables) == 1
    found = []
    for place, variable in enumerate(variables if tabulation.blocks else ()):
        sizes = _sizes(tabulation, place)
        for values in values_together(tabulation.blocks, tabulation.variables, place):
            inhabited = [value for value in values if sizes.get(value)]
            if len(inhabited) > 1:
                small = [v for v in inhabited if sizes[v] < tabulation.threshold and v != BLANK]
                found.append(
                    JoinedValues(
                        tuple(rules.option_names([value], variable.labels) for value in inhabited),
                        tuple((variable.labels[v], sizes[v]) for v in small) if is_whole else (),
                        sum(sizes[value] for value in inhabited),
                    )
                )
    return tuple(found)


def _sizes(tabulation: analysis.Tabulation, place: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for cell, size in tabulation.sizes:
        value = values_of(cell, tabulation.variables)[place]
        found[value] = found.get(value, 0) + size
    return found
