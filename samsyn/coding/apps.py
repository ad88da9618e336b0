from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "samsyn.coding"

    def ready(self) -> None:
        from samsyn.coding.imports import CODED_ANSWERS
        from samsyn.coding.queries import headings_of_round
        from samsyn.organisations.imports import register
        from samsyn.surveys.panels import register_headings

        register_headings(headings_of_round)
        register(CODED_ANSWERS)
