"""What is written on the building page: a question, a part, the survey's own texts. Kept as one writes, or by a button."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.core.forms import attempt
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions.building import Read, change_questionnaire
from samsyn.surveys.building_page import Opened, question_form, section_form
from samsyn.surveys.forms.building import QuestionForm
from samsyn.surveys.forms.surveys import SurveyForm
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.rules import building as rules
from samsyn.surveys.views.building.page import show, url_of

AUTOSAVE = "X-Autosave"


@needs(Can.SURVEY_EDIT)
@require_POST
def question(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    questionnaire = questionnaire_of(survey)
    form = question_form(survey, questionnaire, code, _written(request))
    if form is None:
        return _gone(request, survey)
    number = rules.numbers_of(questionnaire).get(code)
    change = {
        "done": _("Changed question %s") % number if number else _("Changed a text to read"),
        "change": lambda before: rules.replaced_question(before, code, form.changed),
        "read": Read(form.row, request.POST.get("revision", "")),
    }
    if request.headers.get(AUTOSAVE):
        return _autosaved(request, survey, form, change)
    if _kept(request, survey, form, change):
        query = "" if request.POST.get("act") == "done" else f"fraga={code}"
        return redirect(url_of(survey, query, f"q-{code}"))
    return show(request, survey, Opened(question=code, form=form), status=422)


def _written(request: ActorRequest) -> QueryDict:
    """A list that is being pasted is no answer yet: it is taken when one says so."""
    written = request.POST.copy()
    if request.headers.get(AUTOSAVE):
        written.pop("option_paste", None)
        written.pop("row_paste", None)
    return written


def _kept(request: ActorRequest, survey: Survey, form: Any, change: dict[str, Any]) -> bool:
    return form.is_valid() and bool(
        attempt(form, change_questionnaire, actor=request.actor, survey=survey, **change)
    )


def _autosaved(
    request: ActorRequest,
    survey: Survey,
    form: QuestionForm,
    change: dict[str, Any],
) -> JsonResponse:
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return JsonResponse({"sentence": str(first)}, status=422)
    try:
        change_questionnaire(actor=request.actor, survey=survey, **change)
    except Stale as stale:
        theirs = getattr(stale.row, "text", "")
        said = {"sentence": stale.sentence, "revision": revision_of(stale.row), "theirs": theirs}
        return JsonResponse(said, status=409)
    except RuleBroken as broken:
        return JsonResponse({"sentence": broken.sentence}, status=422)
    form.row.refresh_from_db()
    at = timezone.localtime().strftime("%H.%M")
    return JsonResponse({"revision": revision_of(form.row), "at": at})


def _gone(request: ActorRequest, survey: Survey) -> HttpResponse:
    sentence = rules.gone().sentence
    if request.headers.get(AUTOSAVE):
        return JsonResponse({"sentence": sentence}, status=422)
    return redirect(url_of(survey))


@needs(Can.SURVEY_EDIT)
@require_POST
def section(request: ActorRequest, pk: UUID, key: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    questionnaire = questionnaire_of(survey)
    form = section_form(survey, questionnaire, str(key), request.POST)
    if form is None:
        return _gone(request, survey)
    change = {
        "done": _("Changed the part “%s”") % form.draft.title[:100],
        "change": lambda before: rules.replaced_section(before, str(key), form.changed),
        "read": Read(form.row, request.POST.get("revision", "")),
    }
    if _kept(request, survey, form, change):
        query = "" if request.POST.get("act") == "done" else f"del={key}"
        return redirect(url_of(survey, query, f"s-{key}"))
    return show(request, survey, Opened(section=str(key), form=form), status=422)


@needs(Can.SURVEY_EDIT)
@require_POST
def texts(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    form = SurveyForm(request.POST, draft=questionnaire_of(survey))
    change = {"done": _("Changed the survey’s texts and groups"), "change": form.changed}
    if _kept(request, survey, form, change):
        has_new = form.cleaned_data["english"] and "en" not in form.draft.languages
        return redirect(url_of(survey, "enkat" if has_new else ""))
    return show(request, survey, Opened(survey=True, form=form), status=422)
