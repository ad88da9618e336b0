from django.urls import URLPattern, URLResolver, path

from samsyn.surveys.views import results, surveys

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", surveys.surveys, name="surveys"),
    path("<uuid:pk>/", surveys.survey, name="survey"),
    path("<uuid:pk>/grupper/", surveys.grouping_make, name="grouping-make"),
    path("<uuid:pk>/grupper/<slug:code>/ta-bort/", surveys.grouping_remove, name="grouping-remove"),
    path("omgang/<uuid:pk>/", results.round, name="round"),
    path("omgang/<uuid:pk>/fraga/<slug:code>/", results.question, name="question"),
    path("omgang/<uuid:pk>/tabeller.<slug:format>", results.round_file, name="round-file"),
]
