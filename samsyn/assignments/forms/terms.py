"""What an organiser settles for a school year, and the texts assignments may begin from."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models import Part
from samsyn.assignments.parts import GUIDES
from samsyn.assignments.rules.agreements import TEXT_MAX
from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.organisations.forms.people import DateInput


class TermsForm(VersionedForm):
    starts_on = forms.DateField(label=_("When does the school year begin?"), widget=DateInput())
    ends_on = forms.DateField(label=_("When does it end?"), widget=DateInput())
    teaching_weeks = forms.IntegerField(
        label=_("How many weeks of teaching are there?"),
        help_text=_("Hours a week are counted over these weeks."),
        min_value=1,
        max_value=52,
    )
    full_time_hours = forms.DecimalField(
        label=_("How many hours a week does a full-time teacher teach?"),
        help_text=_("Time said in percent is turned into hours by this."),
        min_value=0,
        max_value=40,
        max_digits=4,
        decimal_places=1,
        localize=True,
    )


class _TemplateFields(forms.Form):
    name = forms.CharField(label=_("What is the template called?"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            self.fields[part.value] = forms.CharField(
                label=part.label,
                help_text=" ".join(map(str, GUIDES[part].questions)),
                required=False,
                max_length=TEXT_MAX,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def parts(self) -> dict[str, str]:
        """Those that say something."""
        texts = {part.value: self.cleaned_data[part.value] for part in Part}
        return {part: text for part, text in texts.items() if text}


class NewTemplateForm(_TemplateFields, OnceForm):
    """A template that is to be written."""


class TemplateForm(_TemplateFields, VersionedForm):
    """A template that is there."""

    def show_both(self, row: Any) -> None:
        texts = {part.value: row.parts.get(part.value, "") for part in Part}
        flat: Any = SimpleNamespace(changed_at=row.changed_at, name=row.name, **texts)
        super().show_both(flat)
