"""What a person writes to sign in. The checks are allauth's; labels and help are ours."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as second
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

# allauth has no types: every class of it is Any to the checker.


class Worded(forms.Form):
    """Gives allauth's fields our labels and takes away the words inside them."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class AddressForm(Worded, allauth.RequestLoginCodeForm):  # type: ignore[misc]
    labels = {"email": _("E-mail address")}
    help_texts = {"email": _("The one your school or university knows.")}


class PasswordForm(Worded, allauth.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail address"), "password": _("Password")}


class _Digits(Worded):
    """Six digits in one field: a code can be pasted whole, with spaces or without."""

    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "digits",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "autofocus": True,
            "maxlength": "20",
        }


class CodeForm(_Digits, allauth.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class ResetCodeForm(_Digits, allauth.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    pass


class ConfirmPersonForm(_Digits):
    """The code that shows, before a key is changed, that the person is still the one who signed in."""

    code = forms.CharField()


class ResetForm(Worded, allauth.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail address")}


def _password_help() -> str:
    return " ".join(password_validators_help_texts())


_PASSWORD_HELP = lazy(_password_help, str)()


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("The new password again")}
    help_texts = {"password1": _PASSWORD_HELP}


class SetPasswordForm(Worded, allauth.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("The new password again")}
    help_texts = {"password1": _PASSWORD_HELP}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):  # type: ignore[misc]
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("The new password again"),
    }
    help_texts = {"password1": _PASSWORD_HELP}


class KnownPasswordForm(Worded, allauth.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class SecondStepForm(_Digits, second.AuthenticateForm):  # type: ignore[misc]
    pass


class SecondStepAgainForm(_Digits, second.ReauthenticateForm):  # type: ignore[misc]
    pass


class AppForm(_Digits, ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Code from the app")}


class KeyForm(Worded, AddWebAuthnForm):  # type: ignore[misc]
    """Every key here is one that opens by itself, by finger, face or code: none that merely adds to a password."""

    labels = {"name": _("What do you call it?")}
    help_texts = {"name": _("For example ”The phone” or ”The school’s computer”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class KeyNameForm(Worded, EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("What do you call it?")}
