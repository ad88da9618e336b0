"""Ways to put the background question's answers together."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify

from samsyn.analysis.cube import Tabulation
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys import queries, rules
from samsyn.surveys.models import Group, Grouping, Option, RoundState, Survey


def write_grouping(
    survey: Survey,
    code: str,
    name: str,
    groups: Mapping[str, Sequence[str]],
    *,
    makes_blocks: bool,
) -> Grouping:
    grouping = Grouping.objects.create(
        survey=survey, code=code, name=name, makes_blocks=makes_blocks
    )
    for position, (label, options) in enumerate(groups.items()):
        group = Group.objects.create(grouping=grouping, position=position, label=label)
        group.options.set(Option.objects.filter(question=survey.background_id, label__in=options))
    return grouping


@transaction.atomic
def make_grouping(
    *, actor: Actor, survey: Survey, name: str, groups: Mapping[str, frozenset[int]]
) -> Grouping:
    """`groups`: positions of the background question's options by the group's name."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    rules.check_name_is_free(is_taken=survey.groupings.filter(name=name).exists())
    _check_grouping(survey, groups)
    open_rounds = survey.rounds.filter(state=RoundState.OPEN)
    grouping = write_grouping(
        survey,
        _free_code(survey, name),
        name,
        _labels(survey, groups),
        # Blocks of a closed round are made: a later grouping changes none of them.
        makes_blocks=open_rounds.exists() or not survey.rounds.exists(),
    )
    record(
        "survey.grouping_made",
        actor=actor,
        matter=survey,
        controller=survey.organisation,
        groups=len(groups),
    )
    return grouping


def _check_grouping(survey: Survey, groups: Mapping[str, frozenset[int]]) -> None:
    rules.check_groups(groups)
    questions = queries.questions_of(survey.pk)
    code = survey.background.code if survey.background else ""
    for round in survey.rounds.filter(state=RoundState.CLOSED, tabulation__isnull=False):
        tabulation = Tabulation.from_json(round.tabulation)
        cells = {
            label: queries.cells_of(tabulation, code, values) or frozenset()
            for label, values in groups.items()
        }
        names = queries.cell_names(tabulation, queries.shown_by(round, tabulation, questions))
        rules.check_groups_are_unions(cells, tabulation.blocks, names)


def _labels(survey: Survey, groups: Mapping[str, frozenset[int]]) -> dict[str, list[str]]:
    options = Option.objects.filter(question=survey.background_id)
    labels = dict(options.values_list("position", "label"))
    return {label: [labels[value] for value in values] for label, values in groups.items()}


def _free_code(survey: Survey, name: str) -> str:
    start = slugify(name)[:50] or "grupper"
    taken = set(survey.groupings.values_list("code", flat=True))
    candidates = [start, *(f"{start}-{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in candidates if code not in taken)


@transaction.atomic
def remove_grouping(*, actor: Actor, grouping: Grouping) -> None:
    """Results are then no longer shown by it. The blocks of closed rounds stay as they are."""
    survey = grouping.survey
    grouping.delete()
    record("survey.grouping_removed", actor=actor, matter=survey, controller=survey.organisation)
