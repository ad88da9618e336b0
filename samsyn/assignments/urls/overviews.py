from django.urls import URLPattern, URLResolver, path

from samsyn.assignments.views import mine, overviews, who

urlpatterns: list[URLPattern | URLResolver] = [
    path("uppdrag/", overviews.overview, name="overview"),
    path("mitt-uppdrag/", mine.mine, name="mine"),
    path("vem-gor-vad/", who.who, name="who"),
    path("vem-gor-vad/<uuid:pk>/", who.who_at, name="who-at"),
]
