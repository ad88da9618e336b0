"""What is written about people, their duties and their deputies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.core.versions import VersionedForm
from samsyn.organisations.roles import Role


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("confirm", ""), ("reject", "")])


class PersonForm(VersionedForm):
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("Which e-mail address?"),
        help_text=_("Whoever has an account hears of a new address at the old one first."),
    )
    protected_identity = forms.BooleanField(
        label=_("Protected identity"),
        required=False,
        help_text=_("Shown only to the person, their principal and the administrator."),
    )


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DutyForm(VersionedForm):
    extent = forms.IntegerField(
        label=_("How large a part of full time?"),
        help_text=_("Percent."),
        min_value=1,
        max_value=100,
        initial=100,
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Empty means until further notice."),
        widget=DateInput(),
        required=False,
    )


class NewDutyForm(DutyForm):
    role = forms.ChoiceField(label=_("Which role?"), choices=Role.choices)
    field_order = ["role", "organisation", "extent", "starts_on", "ends_on"]

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ModelChoiceField(
            label=_("Where?"), queryset=organisations, empty_label=None
        )
        self.order_fields(self.field_order)


class DelegationForm(forms.Form):
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"] = forms.ModelChoiceField(
            label=_("Who acts for you?"),
            help_text=_("Colleagues with a duty at the school."),
            queryset=colleagues,
            empty_label=_("Choose"),
        )
        self.order_fields(["deputy"])


class PeopleFilterForm(forms.Form):
    """ "Show all roles at all schools", and a name."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    school = forms.ChoiceField(label=_("School"), required=False)
    name = forms.CharField(label=_("Name"), required=False, max_length=100)

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        school: Any = self.fields["school"]
        role.choices = [("", _("everybody")), *Role.choices]
        school.choices = [("", _("all schools")), *((str(one.pk), one.name) for one in schools)]
