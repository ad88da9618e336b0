"""What changes in surveys."""

import random
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from samsyn.analysis.cube import Tabulation
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Organisation
from samsyn.organisations.moves import Move
from samsyn.surveys import queries, rules
from samsyn.surveys.answers import Answers
from samsyn.surveys.models import (
    Group,
    Grouping,
    Option,
    Question,
    Response,
    Round,
    RoundState,
    Section,
    Survey,
)
from samsyn.surveys.questionnaire import Questionnaire, RoundDraft

BATCH = 2_000
_shuffle = random.SystemRandom().shuffle


@transaction.atomic
def import_questionnaire(
    *, actor: Actor, organisation: Organisation, questionnaire: Questionnaire
) -> Survey:
    """Makes the survey, or brings its texts up to date, and adds the round if it is new. Twice is as once."""
    survey = Survey.objects.select_for_update().filter(code=questionnaire.code).first()
    if survey is None:
        survey = Survey(organisation=organisation, code=questionnaire.code)
    before = queries.questionnaire_of(survey) if not survey._state.adding else None
    rules.check_same_owner(is_same=survey.organisation_id == organisation.pk)
    changed = before is None or not rules.is_same_questionnaire(before, questionnaire)
    if changed:
        _write_survey(survey, questionnaire, before)
    added = _add_round(survey, questionnaire.round)
    if changed or added:
        record(
            "survey.questionnaire_imported",
            actor=actor,
            matter=survey,
            controller=organisation,
            questions=len(questionnaire.questions),
        )
    return survey


def _write_survey(
    survey: Survey, questionnaire: Questionnaire, before: Questionnaire | None
) -> None:
    has_responses = before is not None and queries.has_answers(survey)
    is_same = before is not None and rules.has_same_structure(before, questionnaire)
    rules.check_same_structure(is_same=is_same, has_responses=has_responses)
    for name in ("title", "introduction", "method", "threshold", "groups_note", "background_whole"):
        setattr(survey, name, getattr(questionnaire, name))
    survey.save()
    if not is_same:
        _write_questions(survey, questionnaire)
        _write_groupings(survey, questionnaire)


def _write_questions(survey: Survey, questionnaire: Questionnaire) -> None:
    survey.groupings.all().delete()
    survey.sections.all().delete()
    position = 0
    for number, section_draft in enumerate(questionnaire.sections):
        section = Section.objects.create(
            survey=survey,
            position=number,
            title=section_draft.title,
            introduction=section_draft.introduction,
        )
        for draft in section_draft.questions:
            question = Question.objects.create(
                survey=survey,
                section=section,
                code=draft.code,
                position=position,
                kind=draft.kind,
                text=draft.text,
                help=draft.help,
                required=draft.required,
                min_choices=draft.min,
                max_choices=draft.max,
            )
            position += 1
            Option.objects.bulk_create(
                Option(question=question, position=place, label=label)
                for place, label in enumerate(draft.options)
            )
    survey.background = survey.questions.filter(code=questionnaire.background).first()
    survey.save(update_fields=["background", "changed_at"])


def _write_groupings(survey: Survey, questionnaire: Questionnaire) -> None:
    for draft in questionnaire.groupings:
        groups = {group.label: group.options for group in draft.groups}
        _write_grouping(survey, draft.code, draft.name, groups, makes_blocks=True)


def _write_grouping(
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


def _add_round(survey: Survey, draft: RoundDraft | None) -> bool:
    if draft is None:
        return False
    existing = Round.objects.filter(code=draft.code).first()
    if existing is not None:
        rules.check_round_is_free(is_own=existing.survey_id == survey.pk)
        return False
    Round.objects.create(
        survey=survey,
        code=draft.code,
        title=draft.title,
        invited_count=draft.invited_count,
        invited_is_approximate=draft.invited_is_approximate,
        collected=draft.collected,
    )
    return True


@transaction.atomic
def import_responses(*, actor: Actor, round: Round, answers: Sequence[tuple[str, Answers]]) -> int:
    """Stores the answers with random keys in random order, and closes the round: the file is the whole of it."""
    round = _locked(round)
    if answers:
        rules.check_may_add_responses(is_closed=round.is_closed)
        _store(round, answers)
        record(
            "round.responses_imported",
            actor=actor,
            matter=round,
            controller=round.survey.organisation,
            count=len(answers),
        )
    if not round.is_closed:
        close_round(actor=actor, round=round)
    return len(answers)


def _store(round: Round, answers: Sequence[tuple[str, Answers]]) -> None:
    """The order of rows in the database tells as little as their keys: neither is that of the file."""
    order = list(range(len(answers)))
    _shuffle(order)
    for start in range(0, len(order), BATCH):
        Response.objects.bulk_create(
            Response(
                id=uuid.uuid4(), round_id=round.pk, respondent=answers[n][0], answers=answers[n][1]
            )
            for n in order[start : start + BATCH]
        )


@transaction.atomic
def close_round(*, actor: Actor, round: Round) -> Tabulation:
    """Makes the blocks, counts, and freezes the numbers. From here on they never change."""
    round = _locked(round)
    rules.check_may_close(is_closed=round.is_closed)
    tabulation = queries.tabulate_round(round)
    round.state = RoundState.CLOSED
    round.closed_at = timezone.now()
    round.tabulation = tabulation.to_json()
    round.save(update_fields=["state", "closed_at", "tabulation", "changed_at"])
    record(
        "round.closed",
        actor=actor,
        matter=round,
        controller=round.survey.organisation,
        respondents=tabulation.respondents,
    )
    return tabulation


def _locked(round: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("survey__organisation")
        .get(pk=round.pk)
    )


@transaction.atomic
def make_grouping(
    *, actor: Actor, survey: Survey, name: str, groups: Mapping[str, frozenset[int]]
) -> Grouping:
    """`groups`: positions of the background question's options by the group's name."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    rules.check_name_is_free(is_taken=survey.groupings.filter(name=name).exists())
    _check_grouping(survey, groups)
    open_rounds = survey.rounds.filter(state=RoundState.OPEN)
    grouping = _write_grouping(
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
    labels = list(
        Option.objects.filter(question=survey.background_id).values_list("label", flat=True)
    )
    for round in survey.rounds.filter(state=RoundState.CLOSED, tabulation__isnull=False):
        blocks = Tabulation.from_json(round.tabulation).blocks
        rules.check_groups_are_unions(groups, blocks, labels)


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


def follow_move(move: Move) -> None:
    """What an organiser asked is its successor's."""
    if move.is_merger:
        Survey.objects.filter(organisation=move.gone).update(organisation=move.into)
