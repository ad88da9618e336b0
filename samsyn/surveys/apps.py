from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "samsyn.surveys"

    def ready(self) -> None:
        from samsyn.organisations.imports import register
        from samsyn.surveys.imports import QUESTIONNAIRE, RESPONSES

        register(QUESTIONNAIRE)
        register(RESPONSES)
