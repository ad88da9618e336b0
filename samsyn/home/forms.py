"""What somebody writes who could not use a page, or looks for something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.core.forms import OnceForm
from samsyn.core.rules import RuleBroken
from samsyn.home.rules import check_search


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


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("A person, a school, or what somebody works with."),
        error_messages={"required": _("Write what you are looking for.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        try:
            self.words = check_search(text)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.sentence) from broken
        return text
