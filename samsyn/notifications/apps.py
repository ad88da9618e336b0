from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "samsyn.notifications"

    def ready(self) -> None:
        from samsyn.notifications import jobs  # noqa: F401 - registers what recurs
        from samsyn.organisations.events import say

        say(**{"mail.chosen": _("chose which mail to get")})
