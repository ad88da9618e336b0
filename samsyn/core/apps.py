from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "samsyn.core"

    def ready(self) -> None:
        # Registers the checks, and the engine's own recurring jobs; models are not there before.
        from samsyn.core import checks, jobs  # noqa: F401
