from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "samsyn.home"

    def ready(self) -> None:
        # Models are not to be had before the registry is full.
        from samsyn.core import panels
        from samsyn.home import queries
        from samsyn.privacy import sources

        panels.register("start.waiting", queries.faults_waiting)
        sources.register(queries.HANDLED_FAULTS)
