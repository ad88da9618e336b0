from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "samsyn.assignments"

    def ready(self) -> None:
        from samsyn.assignments.words import agreements
        from samsyn.organisations import events

        events.say(**agreements.WORDS)
