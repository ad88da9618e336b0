from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CodingConfig(AppConfig):
    name = "samsyn.coding"

    def ready(self) -> None:
        from samsyn.coding.imports import CODED_ANSWERS
        from samsyn.coding.queries import headings_of_round
        from samsyn.organisations.events import say
        from samsyn.organisations.imports import register
        from samsyn.surveys.panels import register_headings

        say(**{"coding.answers_imported": _("read in how answers have been coded")})
        register_headings(headings_of_round)
        register(CODED_ANSWERS)
