from django.conf import settings
from django.urls import path

from samsyn.home import views
from samsyn.home.demo.signin import sign_in

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
]

if settings.DEMO:
    urlpatterns += [path("demo/logga-in/<str:token>/", sign_in, name="demo-sign-in")]
