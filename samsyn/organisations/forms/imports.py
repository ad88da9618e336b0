"""A file to read in, and which part of its plan to look at."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.core.files import UploadField
from samsyn.organisations.imports import ImportKind


class UploadForm(forms.Form):
    def __init__(self, *args: Any, kind: ImportKind, target: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = UploadField(
            label=_("Which file?"), extensions=[name.lstrip(".") for name in kind.extensions]
        )
        if kind.choose:
            self.fields["choice"] = forms.ChoiceField(
                label=str(kind.choose_label), choices=kind.choose(target)
            )


class DecisionForm(forms.Form):
    """An answer to a line: the button's "key code", and what was written where the answer is a value."""

    answer = forms.CharField(max_length=500)
    value = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        key, _space, code = self.cleaned_data.get("answer", "").partition(" ")
        if code.endswith("="):
            code += self.cleaned_data.get("value", "")
        return {"key": key, "code": code}


STATE_CHOICES = [
    ("", _("all changes")),
    ("wrong", _("what is wrong")),
    ("ended", _("what is missing in the file")),
    ("changed", _("what changes")),
    ("new", _("what is new")),
]


class PlanFilterForm(forms.Form):
    state = forms.ChoiceField(label=_("What to show"), choices=STATE_CHOICES, required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, places: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = [("", _("all schools")), *((name, name) for name in places)]
