"""Pages of surveys, rounds and results. No page shows a response: only the numbers frozen when the round closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.core import panels
from samsyn.core.forms import attempt
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.surveys import exports
from samsyn.surveys.actions import make_grouping, remove_grouping
from samsyn.surveys.charts import comparison
from samsyn.surveys.findings import finding, most_chosen, page_finding
from samsyn.surveys.forms import CompareForm, GroupingForm
from samsyn.surveys.models import Round, Survey
from samsyn.surveys.queries import (
    QuestionResult,
    background_options,
    groupings_of,
    groups_by,
    groups_of_round,
    joined_in_rounds,
    own_organisations_that_ask,
    result_page,
    sections_of,
    surveys_for,
)

FILES = {
    "json": ("application/json", exports.as_json_text),
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exports.as_xlsx,
    ),
}


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Surveys"), reverse("surveys:surveys")), *rest]


@needs(Can.SURVEY_VIEW)
@require_GET
def surveys(request: ActorRequest) -> HttpResponse:
    context = {
        "surveys": surveys_for(request.actor),
        "organisations": own_organisations_that_ask(request.actor),
    }
    return render(request, "surveys/surveys.html", context)


@needs(Can.SURVEY_VIEW)
@require_GET
def survey(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_VIEW)
    context = {
        "survey": found,
        "sections": sections_of(found),
        "groupings": groupings_of(found),
        "rounds": found.rounds.defer("tabulation"),
        "may": May(request.actor, found),
        "crumbs": _crumbs((found.title, "")),
    }
    return render(request, "surveys/survey.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def grouping_make(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    form = GroupingForm(request.POST or None, options=background_options(found))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            make_grouping,
            actor=request.actor,
            survey=found,
            name=form.cleaned_data["name"],
            groups=form.groups(),
        )
        if made:
            messages.success(request, _("The groups are saved. Choose them above a result."))
            return redirect("surveys:survey", found.pk)
    return render(request, "surveys/grouping.html", _grouping_context(found, form))


def _grouping_context(survey: Survey, form: GroupingForm) -> dict[str, Any]:
    here = reverse("surveys:survey", args=[survey.pk])
    return {
        "survey": survey,
        "form": form,
        "labels": [group.label for g in groupings_of(survey) for group in g.groups.all()],
        "joined": joined_in_rounds(survey),
        "crumbs": _crumbs((survey.title, here), (_("New groups"), "")),
    }


@needs(Can.SURVEY_EDIT)
@require_POST
def grouping_remove(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    grouping = groupings_of(found).filter(code=code).first()
    if grouping is None:
        raise Http404
    remove_grouping(actor=request.actor, grouping=grouping)
    messages.success(request, _("“%s” is gone. No answers have changed.") % grouping.name)
    return redirect("surveys:survey", found.pk)


def _round_context(request: ActorRequest, round: Round, *rest: tuple[str, str]) -> dict[str, Any]:
    here = (round.title, reverse("surveys:round", args=[round.pk]) if rest else "")
    return {
        "round": round,
        "survey": round.survey,
        "may": May(request.actor, round),
        "after": panels.items("round.after", request.actor, round),
        "crumbs": _crumbs(
            (round.survey.title, reverse("surveys:survey", args=[round.survey_id])), here, *rest
        ),
    }


@needs(Can.RESULT_VIEW)
@require_GET
def round(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    context = _round_context(request, found)
    try:
        page = result_page(found)
    except RuleBroken as broken:
        return render(request, "surveys/round_open.html", context | {"why": broken.sentence})
    context |= {
        "page": page,
        "title": page_finding(page),
        "questions": [(q, finding(q), most_chosen(q, 5)) for q in page.questions],
        "groupings": groupings_of(found.survey),
    }
    return render(request, "surveys/round.html", context)


@needs(Can.RESULT_VIEW)
@require_GET
def question(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    found = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    form = CompareForm(request.GET.dict(), groups_of_round(found))
    try:
        page = result_page(found, form.chosen())
        asked = page.question(code)
    except RuleBroken:
        return redirect("surveys:round", found.pk)
    except KeyError as error:
        raise Http404 from error
    context = _round_context(request, found, (question_name(asked), ""))
    context |= {"page": page, "question": asked, "form": form, "by": form.by}
    context |= _picture(asked, form.by_size)
    return render(request, "surveys/question.html", context)


def _picture(asked: QuestionResult, by_size: bool) -> dict[str, Any]:
    return {
        "name": question_name(asked),
        "title": finding(asked),
        "next": most_chosen(asked, 3)[1:],
        "rows": asked.rows(by_size=by_size),
        "options": [row.option for row in asked.rows(by_size=by_size)],
        "chart": comparison(asked, by_size=by_size),
    }


def question_name(asked: QuestionResult) -> str:
    return _("Question %s") % asked.number if asked.number else _("Who answered")


@needs(Can.RESULT_VIEW)
@require_GET
def round_file(request: ActorRequest, pk: UUID, format: str) -> HttpResponse:
    """The tables as a file; `?by=role-group` with the groups of that grouping."""
    found = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    if format not in FILES:
        raise Http404
    try:
        page = result_page(found, groups_by(found, request.GET.get("by", "")))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("surveys:round", found.pk)
    content_type, write = FILES[format]
    headers = {"Content-Disposition": f'attachment; filename="{found.code}.{format}"'}
    return HttpResponse(write(page), content_type=content_type, headers=headers)
