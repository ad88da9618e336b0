"""Questionnaires and responses through the common way of imports: what a file would do, and doing it."""

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.actions import report_progress
from samsyn.core.tables import read_table
from samsyn.organisations.access import Actor, Can
from samsyn.organisations.imports import ImportKind, Plan, PlanLine, make_plan
from samsyn.organisations.models import Import, Organisation
from samsyn.surveys import queries, rules
from samsyn.surveys.actions import import_questionnaire, import_responses
from samsyn.surveys.answers import Read, read_answers
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.faults import Faulty
from samsyn.surveys.models import Mode, Round, Survey
from samsyn.surveys.plans import (
    all_is_here,
    broken,
    fault_lines,
    faulty_plan,
    made,
    new_answers,
    read_again,
    read_whole,
)
from samsyn.surveys.queries.building import is_locked
from samsyn.surveys.questionnaire import read_questionnaire


def _check_questionnaire(imported: Import) -> Plan:
    try:
        questionnaire = read_whole(imported, read_questionnaire)
    except Faulty as error:
        return make_plan(0, 0, fault_lines(error.faults))
    survey = Survey.objects.filter(code=questionnaire.code).first()
    total = len(questionnaire.questions)
    if survey is None:
        return make_plan(total, 0, [], {"summary": _new_survey(questionnaire)})
    rules.check_same_owner(is_same=survey.organisation_id == imported.organisation_id)
    before = queries.questionnaire_of(survey)
    rules.check_same_structure(
        is_same=rules.has_same_structure(before, questionnaire),
        has_responses=is_locked(survey),
    )
    lines = _changed_texts(before, questionnaire)
    is_new_round = (
        questionnaire.round is not None
        and not survey.rounds.filter(code=questionnaire.round.code).exists()
    )
    summary = []
    if is_new_round and questionnaire.round:
        summary.append(_("The round “%s” is added.") % questionnaire.round.title)
    if not lines and not rules.is_same_questionnaire(before, questionnaire):
        summary.append(_("Sections, questions or groups are changed."))
    return make_plan(
        total,
        total if not (lines or summary) else 0,
        lines,
        {"summary": summary or [all_is_here()]},
    )


def _new_survey(questionnaire: Questionnaire) -> list[str]:
    sentences = [made(questionnaire)]
    if questionnaire.round:
        sentences.append(_("The round “%s” is added.") % questionnaire.round.title)
    return sentences


def _changed_texts(before: Questionnaire, after: Questionnaire) -> list[PlanLine]:
    names = {"title", "introduction", "method", "threshold", "background_whole", "groups_note"}
    return [
        PlanLine(
            key=item.name,
            row=None,
            column=f"survey, {item.name}",
            state="changed",
            title=f"survey, {item.name}",
            note="",
            sentence=_("The text in the file replaces the one that is here."),
        )
        for item in fields(after)
        if item.name in names and getattr(before, item.name) != getattr(after, item.name)
    ]


def _apply_questionnaire(
    actor: Actor, imported: Import, decisions: Mapping[str, str]
) -> dict[str, Any]:
    questionnaire = read_again(imported, read_questionnaire)
    import_questionnaire(
        actor=actor, organisation=imported.organisation, questionnaire=questionnaire
    )
    return {"questions": len(questionnaire.questions)}


def _check_responses(imported: Import) -> Plan:
    round = _round(imported)
    rules.check_is_read_from_files(is_read=round.mode == Mode.IMPORTED)
    read = _read_responses(imported, round)
    if read.faults:
        return faulty_plan(read.total, read.unchanged, read.faults, read.fault_count)
    return make_plan(read.total, read.unchanged, [], {"summary": _summary(round, read)})


def _summary(round: Round, read: Read) -> list[str]:
    if not read.new and round.is_closed:
        return [all_is_here()]
    return [
        new_answers(len(read.new)),
        _("When they have been read in, the round closes and its numbers are fixed."),
    ]


def _apply_responses(
    actor: Actor, imported: Import, decisions: Mapping[str, str]
) -> dict[str, Any]:
    round = _round(imported)
    read = _read_responses(imported, round)
    if read.faults:
        raise broken(read.faults)
    import_responses(actor=actor, round=round, answers=read.new)
    return {"new": len(read.new), "unchanged": read.unchanged}


def _read_responses(imported: Import, round: Round) -> Read:
    with imported.file.open("rb") as file:
        table = read_table(file, imported.filename)
    table = table.told(partial(report_progress, imported.pk))
    return read_answers(
        table,
        queries.sheets_of(round.survey_id),
        queries.stored_answers(round),
        is_closed=round.is_closed,
    )


def _round(imported: Import) -> Round:
    return Round.objects.select_related("survey__organisation").get(pk=str(imported.target_id))


def _survey_url(imported: Import) -> str:
    return reverse("surveys:surveys")


def _round_url(imported: Import) -> str:
    return reverse("surveys:round", args=[imported.target_id])


QUESTIONNAIRE = ImportKind(
    code="questionnaire",
    title=gettext_lazy("Read in a questionnaire"),
    right=Can.SURVEY_EDIT,
    extensions=(".yaml", ".yml"),
    template="surveys/_import_questionnaire.html",
    check=_check_questionnaire,
    apply=_apply_questionnaire,
    done_url=_survey_url,
    target=Organisation,
    has_rows=False,
)
RESPONSES = ImportKind(
    code="responses",
    title=gettext_lazy("Read in responses"),
    right=Can.SURVEY_EDIT,
    extensions=(".csv", ".tsv", ".txt", ".xlsx"),
    template="surveys/_import_responses.html",
    check=_check_responses,
    apply=_apply_responses,
    done_url=_round_url,
    target=Round,
    checks_again=False,
    example=(
        ("respondent_id", "role", "q1"),
        ("1", "Rektor", "Undervisar;Handleder andra lärare"),
    ),
)
