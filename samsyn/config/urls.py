"""Every address of the product, by app."""

from django.urls import include, path
from django.views.i18n import set_language

from samsyn.core.doors import public

urlpatterns = [
    path(
        "sprak/", public("Choosing a language needs no account.")(set_language), name="set_language"
    ),
    path("konto/", include("samsyn.accounts.urls")),
    path("", include("samsyn.organisations.urls")),
    path("enkater/kodning/", include("samsyn.coding.urls")),
    path("enkater/", include("samsyn.surveys.urls")),
    path("svara/", include("samsyn.surveys.answering_urls")),
    path("rapporter/", include("samsyn.reports.urls")),
    path("", include("samsyn.assignments.urls")),
    path("", include("samsyn.notifications.urls")),
    path("mina-uppgifter/", include("samsyn.privacy.urls")),
    path("", include("samsyn.home.urls")),
]
