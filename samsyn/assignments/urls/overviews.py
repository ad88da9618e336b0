from django.urls import URLPattern, URLResolver, path

from samsyn.assignments.views import overviews, who

urlpatterns: list[URLPattern | URLResolver] = [
    path("uppdrag/", overviews.overview, name="overview"),
    path("vem-gor-vad/", who.who, name="who"),
    path("vem-gor-vad/<uuid:pk>/", who.who_at, name="who-at"),
]
