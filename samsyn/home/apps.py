from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "samsyn.home"

    def ready(self) -> None:
        # Models are not to be had before the registry is full.
        from samsyn.core import panels
        from samsyn.home import jobs, queries  # noqa: F401 - jobs registers what recurs
        from samsyn.organisations.events import say
        from samsyn.privacy import sources

        panels.register("start.waiting", queries.faults_waiting)
        say(**{"fault.reported": _("reported a fault"), "fault.handled": _("handled a fault")})
        sources.register(queries.HANDLED_FAULTS)
