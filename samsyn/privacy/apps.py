from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "samsyn.privacy"

    def ready(self) -> None:
        from samsyn.privacy import assignments, sources

        for source in assignments.SOURCES:
            sources.register(source)
