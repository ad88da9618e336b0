"""Structures and answers from LimeSurvey through the common way of imports: what a file would do, and doing it."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.actions import report_progress
from samsyn.core.rules import RuleBroken
from samsyn.core.tables import read_table
from samsyn.organisations.access import Actor, Can
from samsyn.organisations.imports import ImportKind, Plan, make_plan
from samsyn.organisations.models import Import
from samsyn.surveys.actions.archives import import_archive
from samsyn.surveys.actions.building import make_survey
from samsyn.surveys.faults import Faulty
from samsyn.surveys.limesurvey import Archive, Note, read_archive, read_lss
from samsyn.surveys.limesurvey.archive import COLUMNS_MAX
from samsyn.surveys.models import Survey
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
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.queries.archives import round_with


def _check_structure(imported: Import) -> Plan:
    try:
        questionnaire, notes = read_whole(imported, read_lss)
    except Faulty as error:
        return make_plan(0, 0, fault_lines(error.faults))
    said = [made(questionnaire), *_listed(notes)]
    return make_plan(len(questionnaire.questions), 0, [], {"summary": said})


def _listed(notes: Iterable[Note]) -> list[str]:
    sentences = [str(note) for note in notes]
    if not sentences:
        return [_("Everything in the file can be carried over.")]
    return [_("This differs here from LimeSurvey:"), *sentences]


def _apply_structure(
    actor: Actor, imported: Import, decisions: Mapping[str, str]
) -> dict[str, Any]:
    questionnaire, _notes = read_again(imported, read_lss)
    make_survey(
        actor=actor,
        organisation=imported.organisation,
        title=questionnaire.title,
        questionnaire=questionnaire,
        key=imported.pk,
    )
    return {"questions": len(questionnaire.questions)}


def _build_url(imported: Import) -> str:
    return reverse("surveys:build", args=[imported.pk])


def _read_answers(imported: Import, survey: Survey) -> Archive:
    with imported.file.open("rb") as file:
        table = read_table(file, imported.filename, columns_max=COLUMNS_MAX)
    return read_archive(table.told(partial(report_progress, imported.pk)), questionnaire_of(survey))


def _check_answers(imported: Import) -> Plan:
    survey = _survey(imported)
    archive = _read_answers(imported, survey)
    if archive.faults:
        return faulty_plan(archive.total, 0, archive.faults, archive.fault_count)
    if not archive.answers:
        raise RuleBroken(_("The file holds no answers that were sent in."))
    if round_with(survey, archive.answers):
        return make_plan(archive.total, archive.total, [], {"summary": [all_is_here()]})
    return make_plan(archive.total, 0, [], {"summary": list(_summary(survey, archive))})


def _summary(survey: Survey, archive: Archive) -> Iterable[str]:
    yield new_answers(len(archive.answers))
    counted = (
        (archive.unfinished, _("Begun and never sent in, and therefore left out: %s.")),
        (archive.lacking, _("Without an answer that has to be given, which stays blank: %s.")),
        (archive.hidden, _("With answers to hidden questions, which are left out: %s.")),
    )
    yield from (sentence % number for number, sentence in counted if number)
    if archive.left_out:
        yield _(
            "Who answered, when and from where is not kept. These columns are left out: %s."
        ) % ", ".join(archive.left_out)
    yield _("The answers become the round “%s”. It closes at once and its numbers are fixed.") % (
        _title(survey, archive)
    )


def _title(survey: Survey, archive: Archive) -> str:
    year = f" {archive.months[1][:4]}" if archive.months else ""
    return f"{survey.title[:190]}{year}"


def _collected(archive: Archive) -> str:
    """“november 2023”, or the first month and the last."""
    if archive.months is None:
        return ""
    said = [_month(month) for month in dict.fromkeys(archive.months)]
    return "–".join(said)


def _month(month: str) -> str:
    try:
        return str(date_format(date.fromisoformat(f"{month}-01"), "F Y"))
    except ValueError:
        return month


def _apply_answers(actor: Actor, imported: Import, decisions: Mapping[str, str]) -> dict[str, Any]:
    survey = _survey(imported)
    archive = _read_answers(imported, survey)
    if archive.faults:
        raise broken(archive.faults)
    import_archive(
        actor=actor,
        survey=survey,
        title=_title(survey, archive),
        collected=_collected(archive),
        answers=archive.answers,
    )
    return {"new": len(archive.answers)}


def _survey(imported: Import) -> Survey:
    return Survey.objects.select_related("organisation", "background").get(
        pk=str(imported.target_id)
    )


def _survey_url(imported: Import) -> str:
    return reverse("surveys:survey", args=[imported.target_id])


LIMESURVEY = ImportKind(
    code="limesurvey",
    title=gettext_lazy("Fetch a survey from LimeSurvey"),
    right=Can.SURVEY_EDIT,
    extensions=(".lss",),
    template="surveys/_import_limesurvey.html",
    check=_check_structure,
    apply=_apply_structure,
    done_url=_build_url,
    has_rows=False,
)
LIMESURVEY_ANSWERS = ImportKind(
    code="limesurvey-answers",
    title=gettext_lazy("Fetch answers from LimeSurvey"),
    right=Can.SURVEY_EDIT,
    extensions=(".csv", ".tsv", ".txt", ".xlsx"),
    template="surveys/_import_limesurvey_answers.html",
    check=_check_answers,
    apply=_apply_answers,
    done_url=_survey_url,
    target=Survey,
    checks_again=False,
    example=(
        ("id", "submitdate", "Q1", "Q2[SQ001]", "Q2[other]"),
        ("1", "2024-11-04 10:12:00", "A2", "Y", "Handledning"),
    ),
)
