"""A question followed through the rounds of a survey and its versions: totals of each round, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.analysis.summaries import Summary
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor, Can, may
from samsyn.surveys.models import (
    IN_PARTS,
    Question,
    QuestionKind,
    Round,
    RoundState,
    Survey,
)
from samsyn.surveys.queries.groups import NamedGroup, groups_of_round
from samsyn.surveys.queries.results import OptionResult, QuestionResult, result_page


@dataclass(frozen=True)
class Year:
    """The question in one round. `base` is None where too few were shown it."""

    round: Round
    label: str
    base: int | None


@dataclass(frozen=True)
class FollowedOption:
    """An option by its code through the rounds: None where the round did not have it."""

    code: str
    label: str
    cells: tuple[OptionResult | None, ...]

    @property
    def is_added(self) -> bool:
        return self.cells[0] is None

    @property
    def is_dropped(self) -> bool:
        return self.cells[-1] is None


@dataclass(frozen=True)
class FollowedPart:
    """A statement, or the question itself with an empty label: its options and its means through the rounds."""

    label: str
    bases: tuple[int | None, ...]
    options: tuple[FollowedOption, ...]
    means: tuple[Summary | None, ...]


@dataclass(frozen=True)
class Followed:
    """Oldest first."""

    question: QuestionResult
    years: tuple[Year, ...]
    parts: tuple[FollowedPart, ...]
    # Rounds whose question with this code was of another kind: they cannot stand beside the others.
    differing: tuple[str, ...]
    group: str = ""


def closed_rounds(actor: Actor, survey: Survey) -> list[Round]:
    """Those of the survey in all its versions whose results the actor may see, oldest first."""
    rounds = (
        Round.objects.visible_to(actor)
        .filter(survey__lineage=survey.lineage, state=RoundState.CLOSED)
        .exclude(tabulation=None)
        .order_by("closed_at", "created_at")
    )
    return [round for round in rounds if may(actor, Can.RESULT_VIEW, round)]


def shared_groups(rounds: Sequence[Round]) -> list[str]:
    """The names of groups that every one of the rounds may be shown for by itself."""
    names = [[group.label for group in groups_of_round(round)] for round in rounds]
    first, *others = names or [[]]
    return [name for name in dict.fromkeys(first) if all(name in other for other in others)]


def followed(rounds: Sequence[Round], code: str, group: str = "") -> Followed:
    """Of `rounds`, oldest first, those that asked the question in the same way as the last that did.

    Of everybody, or of a group by its name in each round, which is a union of blocks in each: rounds have no answers in
    common, so that nothing can be subtracted between them. Raises KeyError if none of the rounds asked it.
    """
    pages = [(round, _result(round, code, group)) for round in rounds]
    asked = [(round, result) for round, result in pages if result is not None]
    if not asked:
        raise KeyError(code)
    question = asked[-1][1]
    same = [(round, result) for round, result in asked if result.kind == question.kind]
    return Followed(
        question=question,
        years=tuple(Year(round, round.title, _base(result, group)) for round, result in same),
        parts=_parts([round for round, _ in same], [result for _, result in same], group),
        differing=tuple(round.title for round, result in asked if result.kind != question.kind),
        group=group,
    )


def _result(round: Round, code: str, group: str) -> QuestionResult | None:
    groups: list[NamedGroup] = [one for one in groups_of_round(round) if one.label == group][:1]
    if group and not groups:
        return None
    try:
        return result_page(round, groups).question(code)
    except (KeyError, RuleBroken):
        return None


def _base(result: QuestionResult, group: str) -> int | None:
    return result.groups[0].base if group and result.groups else result.base


def _parts(
    rounds: Sequence[Round], results: Sequence[QuestionResult], group: str
) -> tuple[FollowedPart, ...]:
    codes = _option_codes(rounds, results[-1].code)
    if results[-1].kind not in IN_PARTS:
        shown = [result.groups[0] if group else result for result in results]
        options = [_by_code(one.options, codes[place]) for place, one in enumerate(shown)]
        means = tuple(one.summary for one in shown)
        return (FollowedPart("", tuple(one.base for one in shown), _merge(options), means),)
    by_code = [{one.code: one for one in result.statements} for result in results]
    labels = {one.code: one.label for result in results for one in result.statements}
    found = []
    for code, label in labels.items():
        statements = [known.get(code) for known in by_code]
        columns = [one.groups[0] if one and group else one for one in statements]
        options = [
            _by_code(one.options if one else (), codes[place]) for place, one in enumerate(columns)
        ]
        bases = tuple(one.base if one else None for one in columns)
        means = tuple(one.summary if one else None for one in columns)
        found.append(FollowedPart(label, bases, _merge(options), means))
    return tuple(found)


def _option_codes(rounds: Sequence[Round], code: str) -> list[list[str]]:
    """The codes of the options in the order of each round's version; of those that have none, the label."""
    questions = Question.objects.filter(
        survey__in={round.survey_id for round in rounds}, code=code
    ).prefetch_related("options")
    known = {
        question.survey_id: [option.code or option.label for option in question.options.all()]
        for question in questions
        if question.kind not in {QuestionKind.RANKING, QuestionKind.SCALE}
    }
    return [known.get(round.survey_id, []) for round in rounds]


def _by_code(options: Sequence[OptionResult], codes: Sequence[str]) -> dict[str, OptionResult]:
    """Points, ranks and classes are known by what they are called."""
    found = {}
    for option in options:
        place = option.positions[0] if len(option.positions) == 1 else -1
        found[codes[place] if 0 <= place < len(codes) else option.label] = option
    return found


def _merge(rounds: Sequence[dict[str, OptionResult]]) -> tuple[FollowedOption, ...]:
    """In the order of the last round; those it no longer has come after."""
    codes = dict.fromkeys(code for options in reversed(rounds) for code in options)
    found = []
    for code in codes:
        cells = tuple(options.get(code) for options in rounds)
        label = next(cell.label for cell in reversed(cells) if cell)
        found.append(FollowedOption(code, label, cells))
    return tuple(found)
