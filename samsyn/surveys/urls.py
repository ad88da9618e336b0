from django.urls import URLPattern, URLResolver, path

from samsyn.surveys import views

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.surveys, name="surveys"),
    path("<uuid:pk>/", views.survey, name="survey"),
    path("<uuid:pk>/grupper/", views.grouping_make, name="grouping-make"),
    path("<uuid:pk>/grupper/<slug:code>/ta-bort/", views.grouping_remove, name="grouping-remove"),
    path("omgang/<uuid:pk>/", views.round, name="round"),
    path("omgang/<uuid:pk>/fraga/<slug:code>/", views.question, name="question"),
    path("omgang/<uuid:pk>/tabeller.<slug:format>", views.round_file, name="round-file"),
]
