from django.urls import URLPattern, URLResolver, path

from samsyn.coding import views

app_name = "coding"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:pk>/", views.codebook, name="codebook"),
]
