"""What `samsyn check --deploy` asks beside Django's own questions."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import FileSystemStorage, default_storage


@register(Tags.security, deploy=True)
def demo_is_off(**_options: Any) -> list[CheckMessage]:
    if settings.DEMO or settings.TESTING:
        return [
            Error(
                "The demo and the tests let people in without proof of who they are.",
                hint="Take SAMSYN_DEMO and SAMSYN_TESTING out of the environment.",
                id="samsyn.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def files_are_not_served(**_options: Any) -> list[CheckMessage]:
    """What people upload lies outside everything the server hands out by itself."""
    if not isinstance(default_storage, FileSystemStorage):
        return []
    served = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    if any(settings.MEDIA_ROOT.is_relative_to(folder) for folder in served):
        return [Error("Uploaded files lie among the static files.", id="samsyn.E002")]
    return []
