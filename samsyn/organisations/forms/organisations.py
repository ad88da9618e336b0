"""What is written about an organisation and its agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.core.versions import VersionedForm
from samsyn.organisations.forms.people import DateInput
from samsyn.organisations.models import Kind, SchoolForm


class OrganisationForm(VersionedForm):
    """Asks only what its kind has."""

    name = forms.CharField(label=_("What is it called?"), max_length=200)
    school_unit_code = forms.CharField(
        label=_("School unit code"),
        help_text=_("Eight digits, from the National Agency's register."),
        max_length=8,
    )
    school_forms = forms.MultipleChoiceField(
        label=_("Which school forms?"),
        choices=SchoolForm.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    municipality_code = forms.CharField(
        label=_("Municipality code"), help_text=_("Four digits."), max_length=4, required=False
    )
    organisation_number = forms.CharField(
        label=_("Organisation number"),
        help_text=_("Six digits, a hyphen and four digits."),
        max_length=11,
        required=False,
    )
    is_independent = forms.BooleanField(label=_("Independent organiser"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_schools, only_roots = (
            ("school_unit_code", "school_forms"),
            ("organisation_number",),
        )
        for name in only_roots if kind == Kind.SCHOOL_UNIT else only_schools:
            del self.fields[name]
        if kind != Kind.ORGANISER:
            del self.fields["is_independent"]


class CooperationForm(forms.Form):
    surveys = forms.BooleanField(
        label=_("Surveys"),
        help_text=_("The other party may ask, see results and read in responses."),
        required=False,
        initial=True,
    )
    networks = forms.BooleanField(label=_("Networks"), required=False, initial=True)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Empty means until further notice."),
        widget=DateInput(),
        required=False,
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"] = forms.ModelChoiceField(
            label=_("With whom?"), queryset=partners, empty_label=_("Choose")
        )
        self.order_fields(["university"])
