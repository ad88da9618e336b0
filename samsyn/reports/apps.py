from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "samsyn.reports"

    def ready(self) -> None:
        from samsyn.reports.blocks import register
        from samsyn.reports.kinds import KINDS

        for kind in KINDS:
            register(kind)
