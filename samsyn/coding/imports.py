"""Coded answers through the common way of imports: what the file would do, and doing it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.coding import queries, rules
from samsyn.coding.actions import import_coded_answers, is_same_file
from samsyn.coding.codedfile import CodedFile, read_coded_files
from samsyn.coding.models import Codebook
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor, Can
from samsyn.organisations.imports import ImportKind, Plan, make_plan
from samsyn.organisations.models import Import
from samsyn.surveys.faults import Faulty
from samsyn.surveys.models import WRITTEN, Question, Round
from samsyn.surveys.plans import fault_lines


def _check(imported: Import) -> Plan:
    round, question = _target(imported)
    rules.check_may_code(is_free_text=question.kind in WRITTEN, is_closed=round.is_closed)
    rules.check_enough(
        respondents=round.tabulation["respondents"], threshold=round.tabulation["threshold"]
    )
    try:
        coded = _read(imported)
    except Faulty as error:
        return make_plan(0, 0, fault_lines(error.faults))
    existing = Codebook.objects.filter(round=round, question=question).first()
    total = len(coded.answers)
    if existing is not None:
        rules.check_may_replace(is_same=is_same_file(queries.coded_file_of(existing), coded))
        return make_plan(total, total, [], {"summary": [_("Everything is read in already.")]})
    wanted = {answer.respondent for answer in coded.answers if answer.respondent}
    rules.check_respondents(sorted(wanted - queries.responses_by_respondent(round, wanted).keys()))
    return make_plan(total, 0, [], {"summary": _summary(coded)})


def _summary(coded: CodedFile) -> list[str]:
    count = len(coded.answers)
    sentences = [
        ngettext(
            "%(count)d answer is put under %(headings)d headings.",
            "%(count)d answers are put under %(headings)d headings.",
            count,
        )
        % {"count": count, "headings": len(coded.headings)}
    ]
    if not any(answer.respondent for answer in coded.answers):
        sentences.append(
            _("The answers stand without respondents, so they are counted in no base.")
        )
    return sentences


def _apply(actor: Actor, imported: Import, decisions: Mapping[str, str]) -> dict[str, Any]:
    round, question = _target(imported)
    try:
        coded = _read(imported)
    except Faulty as error:
        raise RuleBroken(error.faults[0].sentence) from error
    import_coded_answers(actor=actor, round=round, question=question, coded=coded)
    return {"new": len(coded.answers)}


def _target(imported: Import) -> tuple[Round, Question]:
    round = Round.objects.select_related("survey").get(pk=str(imported.target_id))
    question = Question.objects.filter(
        survey=round.survey_id, code=imported.options.get("choice", "")
    ).first()
    if question is None:
        raise RuleBroken(_("Say which question the answers belong to."))
    return round, question


def _read(imported: Import) -> CodedFile:
    with imported.file.open("rb") as file:
        return read_coded_files([file.read()])


def _choose(round: Round) -> list[tuple[str, str]]:
    questions = Question.objects.filter(survey=round.survey_id, kind__in=WRITTEN)
    return [(question.code, question.text) for question in questions]


def _done_url(imported: Import) -> str:
    codebook = Codebook.objects.filter(
        round=imported.target_id, question__code=imported.options.get("choice", "")
    ).first()
    if codebook is None:
        return reverse("surveys:round", args=[imported.target_id])
    return reverse("coding:codebook", args=[codebook.pk])


CODED_ANSWERS = ImportKind(
    code="coded-answers",
    title=gettext_lazy("Read in coded answers"),
    right=Can.CODING_EDIT,
    extensions=(".json",),
    template="coding/_import_coded_answers.html",
    check=_check,
    apply=_apply,
    done_url=_done_url,
    target=Round,
    choose=_choose,
    choose_label=gettext_lazy("Which question do the answers belong to?"),
    checks_again=False,
    has_rows=False,
)
