from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "samsyn.core"

    def ready(self) -> None:
        # Registers the checks, and the engine's own recurring jobs; models are not there before.
        from samsyn.core import checks, jobs  # noqa: F401 - registers them

        # What a person is to do, where Django says what a field must be.
        Field.default_error_messages["required"] = _("Fill this in.")
