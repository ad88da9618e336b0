"""What is written on the building page: a question, a part, the survey's own texts. Kept as one writes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.core.forms import attempt
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions.building import Read, change_questionnaire
from samsyn.surveys.building_page import Opened, question_form, section_form, survey_form
from samsyn.surveys.forms.kept import KeptForm
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
    opened = Opened(question=code, form=form)
    return _answered(request, survey, opened, change, f"fraga={code}", f"q-{code}")


def _written(request: ActorRequest) -> QueryDict:
    """A list that is being pasted is no answer yet: it is taken when one says so."""
    written = request.POST.copy()
    if request.headers.get(AUTOSAVE):
        written.pop("option_paste", None)
        written.pop("row_paste", None)
    return written


def _answered(
    request: ActorRequest,
    survey: Survey,
    opened: Opened,
    change: dict[str, Any],
    query: str,
    place: str,
) -> HttpResponse:
    """As one writes, whether it is kept; by a button, the page as it is then. `query` keeps it open."""
    form = opened.form
    if request.headers.get(AUTOSAVE):
        return _autosaved(request, survey, form, change)
    if form.is_valid() and attempt(
        form, change_questionnaire, actor=request.actor, survey=survey, **change
    ):
        is_done = request.POST.get("act") == "done"
        return redirect(url_of(survey, "" if is_done else query, place))
    return show(request, survey, opened, status=422)


def _autosaved(
    request: ActorRequest, survey: Survey, form: KeptForm, change: dict[str, Any]
) -> JsonResponse:
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return JsonResponse({"sentence": str(first)}, status=422)
    try:
        change_questionnaire(actor=request.actor, survey=survey, **change)
    except Stale as stale:
        said = {"sentence": stale.sentence, "revision": form.latest(), "theirs": form.own}
        return JsonResponse(said, status=409)
    except RuleBroken as broken:
        return JsonResponse({"sentence": broken.sentence}, status=422)
    at = timezone.localtime().strftime("%H.%M")
    return JsonResponse({"revision": form.latest(), "at": at})


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
        "done": _("Changed part %s") % (rules.section_at(questionnaire, str(key)) + 1),
        "change": lambda before: rules.replaced_section(before, str(key), form.changed),
        "read": Read(form.row, request.POST.get("revision", "")),
    }
    opened = Opened(section=str(key), form=form)
    return _answered(request, survey, opened, change, f"del={key}", f"s-{key}")


@needs(Can.SURVEY_EDIT)
@require_POST
def texts(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    form = survey_form(survey, questionnaire_of(survey), request.POST)
    change = {
        "done": _("Changed the survey’s texts and groups"),
        "change": form.changed,
        "read": Read(survey, request.POST.get("revision", "")),
    }
    opened = Opened(survey=True, form=form)
    return _answered(request, survey, opened, change, "enkat", "survey")
