"""What somebody writes who could not use a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.core.forms import OnceForm


class FaultForm(OnceForm):
    what = forms.CharField(
        label=_("What did not work?"),
        help_text=_("Say what you tried to do and what happened. Write no names."),
        max_length=4000,
        widget=forms.Textarea,
    )
    where = forms.CharField(
        label=_("On which page?"),
        help_text=_("Its address, or what it is called."),
        max_length=300,
        required=False,
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want an answer."),
        required=False,
    )
