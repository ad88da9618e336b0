from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "samsyn.accounts"

    def ready(self) -> None:
        # Models are not to be had before the registry is full.
        from samsyn.accounts import (
            actions,
            jobs,  # noqa: F401 - registers what recurs
        )
        from samsyn.core import sealed

        sealed.elsewhere["second steps"] = actions.lock_second_steps_anew
        user_logged_in.connect(actions.start_session, dispatch_uid="accounts.start_session")
