from django.urls import URLPattern, URLResolver, path

from samsyn.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.own_data, name="own"),
    path("fil/", views.own_file, name="own-file"),
]
