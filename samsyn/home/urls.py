from django.conf import settings
from django.urls import path

from samsyn.home import views
from samsyn.home.demo.components import components
from samsyn.home.demo.signin import sign_in

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("sok/", views.search, name="search"),
    path("om/", views.about, name="about"),
    path("om/personuppgifter/", views.privacy, name="privacy"),
    path("om/tillganglighet/", views.accessibility, name="accessibility"),
    path("om/tillganglighet/fel/", views.fault, name="fault"),
    path("felanmalningar/", views.faults, name="faults"),
    path("felanmalningar/<uuid:pk>/hanterad/", views.fault_handle, name="fault-handle"),
    path("halsa/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/logga-in/<str:token>/", sign_in, name="demo-sign-in"),
        path("demo/components", components, name="components"),
        path("demo/brevlada/", views.mailbox, name="mailbox"),
    ]
