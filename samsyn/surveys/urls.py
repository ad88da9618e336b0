from django.urls import URLPattern, URLResolver, path

from samsyn.surveys.views import (
    exports,
    following,
    inviting,
    limesurvey,
    released,
    results,
    surveys,
    years,
)
from samsyn.surveys.views.building import editing, fetching, making, page, preview, steps

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", surveys.surveys, name="surveys"),
    path("<uuid:pk>/", surveys.survey, name="survey"),
    path("<uuid:pk>/grupper/", surveys.grouping_make, name="grouping-make"),
    path("<uuid:pk>/grupper/<slug:code>/ta-bort/", surveys.grouping_remove, name="grouping-remove"),
    path("omgang/<uuid:pk>/", results.round, name="round"),
    path("omgang/<uuid:pk>/fraga/<slug:code>/", results.question, name="question"),
    path("omgang/<uuid:pk>/tabeller.<slug:format>", results.round_file, name="round-file"),
    path("<uuid:pk>/omgang/", inviting.round_make, name="round-make"),
    path("omgang/<uuid:pk>/inbjudan/", inviting.inviting, name="inviting"),
    path("omgang/<uuid:pk>/inbjudan/namn/", inviting.inviting_names, name="inviting-names"),
    path("omgang/<uuid:pk>/inbjudan/satt/", inviting.inviting_kind, name="inviting-kind"),
    path("omgang/<uuid:pk>/inbjudan/angra/", inviting.take_back, name="take-back"),
    path("omgang/<uuid:pk>/inbjudan/kod.<slug:format>", inviting.open_code, name="open-code"),
    path("omgang/<uuid:pk>/inbjudan/<slug:part>/", inviting.inviting_part, name="inviting-part"),
    path("omgang/<uuid:pk>/mejl/<int:number>/", inviting.letter, name="letter"),
    path("omgang/<uuid:pk>/mejl/<int:number>/prov/", inviting.letter_trial, name="letter-trial"),
    path("omgang/<uuid:pk>/svarslage/", following.following, name="following"),
    path("omgang/<uuid:pk>/svarslage/forlang/", following.extend, name="round-extend"),
    path("omgang/<uuid:pk>/svarslage/stang/", following.close, name="round-close"),
    path("omgang/<uuid:pk>/svarslage/oppna-igen/", following.reopen, name="round-reopen"),
    path("omgang/<uuid:pk>/svarslage/paminnelse/ny/", following.reminder_add, name="reminder-add"),
    path(
        "omgang/<uuid:pk>/svarslage/paminnelse/<int:number>/",
        following.reminder_move,
        name="reminder-move",
    ),
    path("omgang/<uuid:pk>/svarslage/adresser/", following.addresses, name="round-addresses"),
    path(
        "omgang/<uuid:pk>/svarslage/adresser/igen/", following.address_again, name="address-again"
    ),
    path("omgang/<uuid:pk>/svarslage/sena/", following.late, name="round-late"),
    path("ny/", making.make, name="make"),
    path("<uuid:pk>/ny-version/", making.version, name="make-version"),
    path("<uuid:pk>/bygg/", page.build, name="build"),
    path("<uuid:pk>/bygg/fraga/<slug:code>/", editing.question, name="build-question"),
    path("<uuid:pk>/bygg/del/<uuid:key>/", editing.section, name="build-section"),
    path("<uuid:pk>/bygg/enkat/", editing.texts, name="build-survey"),
    path("<uuid:pk>/bygg/steg/", steps.step, name="build-step"),
    path("<uuid:pk>/bygg/angra/", steps.undo, name="build-undo"),
    path("<uuid:pk>/bygg/hamta/", fetching.fetch_questions, name="build-fetch"),
    path("<uuid:pk>/bygg/ser-ut/", preview.preview, name="build-preview"),
    path("<uuid:pk>/over-tid/<slug:code>/", years.years, name="years"),
    path("omgang/<uuid:pk>/filer/", exports.answer_files, name="answer-files"),
    path("omgang/<uuid:pk>/filer/del/", exports.answer_files_part, name="answer-files-part"),
    path(
        "omgang/<uuid:pk>/filer/<slug:content>.<slug:format>",
        exports.answer_file,
        name="answer-file",
    ),
    path("<uuid:pk>/limesurvey/", limesurvey.to_limesurvey, name="to-limesurvey"),
    path("<uuid:pk>/limesurvey.lss", limesurvey.lss, name="lss"),
    path("omgang/<uuid:pk>/dela/", released.release, name="release"),
]
