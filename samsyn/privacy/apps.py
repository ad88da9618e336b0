from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "samsyn.privacy"

    def ready(self) -> None:
        from samsyn.privacy import assignments, sources, surveys

        for source in (*assignments.SOURCES, *surveys.SOURCES):
            sources.register(source)
