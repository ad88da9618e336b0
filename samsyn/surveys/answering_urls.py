from django.urls import URLPattern, URLResolver, path

from samsyn.surveys.views import answering, declining, released

app_name = "answering"
urlpatterns: list[URLPattern | URLResolver] = [
    path("l/<str:open_token>/", answering.open_link, name="open"),
    path("resultat/<str:token>/", released.released, name="released"),
    path("<str:token>/", answering.personal, name="personal"),
    path("<str:token>/tacka-nej/", declining.decline, name="decline"),
]
