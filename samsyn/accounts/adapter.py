"""How allauth behaves here: nobody signs up by themselves, and its words are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.core.sealed import lock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The address and the password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("The code is not right. Look at the latest mail from us."),
        "too_many_login_attempts": _(
            "There were too many tries. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": _("There were too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {"base_url": settings.BASE_URL, **context})

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMultiAlternatives:
        """One text per mail; its HTML is made of that text, so that the two cannot differ."""
        mail = super().render_mail(*args, **kwargs)
        context = {"subject": mail.subject, "text": mail.body}
        mail.attach_alternative(
            render_to_string("account/email/message.html", context), "text/html"
        )
        return mail  # type: ignore[no-any-return]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the account's address always, also where allauth has no row for it."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Who has no second factor may prove who they are by e-mail, as when they sign in."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not user.is_authenticated or any(m["id"].startswith("mfa") for m in methods):
            return methods
        by_code = {
            "id": "confirm_person",
            "description": _("Get a code by e-mail"),
            "url": reverse("account_confirm_person"),
        }
        return [*methods, by_code]


SECOND_STEP = "accounts.second-step"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of apps and recovery codes lie encrypted: the key is not in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. A new one comes every half minute."),
        "rate_limited": _("There were too many tries. Wait a few minutes and try again."),
    }

    def encrypt(self, text: str) -> str:
        return lock(SECOND_STEP).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return lock(SECOND_STEP).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return str(_("My key"))
