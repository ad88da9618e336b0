from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "samsyn.surveys"

    def ready(self) -> None:
        from samsyn.core import panels
        from samsyn.organisations import events, moves
        from samsyn.organisations.imports import register
        from samsyn.surveys import (
            jobs,  # noqa: F401 - registers what recurs
            start,
            told,
        )
        from samsyn.surveys.actions import follow_move
        from samsyn.surveys.imports import QUESTIONNAIRE, RESPONSES
        from samsyn.surveys.limesurvey_imports import LIMESURVEY, LIMESURVEY_ANSWERS

        panels.register("start.waiting", start.rounds_open)
        panels.register("start.new", start.results_new)
        events.say(**told.WORDS)
        register(QUESTIONNAIRE)
        register(RESPONSES)
        register(LIMESURVEY)
        register(LIMESURVEY_ANSWERS)
        moves.register(follow_move)
