"""What is written about a career post, and by what the list of posts is filtered."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.assignments import grants
from samsyn.assignments.models import CareerPost, CareerRole
from samsyn.assignments.places import said_where
from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.organisations.forms.people import DateInput

STATES = [
    ("", _("run today")),
    ("ending", _("end within 90 days")),
    ("coming", _("are to come")),
    ("ended", _("have ended")),
    ("all", _("run, are to come or have ended")),
]


ROLES = [
    ("", _("all career posts")),
    (CareerRole.FIRST_TEACHER.value, _("posts as first teacher")),
    (CareerRole.SENIOR_LECTURER.value, _("posts as senior lecturer")),
]


class PostFilterForm(forms.Form):
    """ "Show posts as first teacher at all schools that run today", of somebody by name or of everybody."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=ROLES)
    school = forms.ChoiceField(label=_("School"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school: Any = self.fields["school"]
        school.choices = [
            ("", _("at all schools")),
            *((str(one.pk), said_where(one)) for one in places),
        ]


class HolderForm(forms.Form):
    """Whom the post is for, by name."""

    name = forms.CharField(label=_("Name"), required=False, max_length=100)


class EarlierPostField(forms.ModelChoiceField[CareerPost]):
    def label_from_instance(self, post: CareerPost) -> str:
        return gettext("%(name)s, %(place)s, from %(day)s") % {
            "name": post.holder.said_name,
            "place": post.place.name,
            "day": date_format(post.starts_on, "j F Y"),
        }


class _PostFields(forms.Form):
    role = forms.ChoiceField(label=_("Which role?"), choices=CareerRole.choices)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput(), required=False)
    teaching_percent = forms.IntegerField(
        label=_("How large a share is teaching?"), min_value=0, max_value=100
    )
    grant_category = forms.ChoiceField(
        label=_("Which state grant is asked for?"),
        help_text=_("By the grant’s rules. Leave it empty where no grant is asked for."),
        required=False,
    )

    def __init__(self, *args: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        shortest, longest = grants.rules().usual_months
        fields["ends_on"].help_text = gettext(
            "Usually %(shortest)s–%(longest)s months. Empty means until further notice."
        ) % {"shortest": shortest, "longest": longest}
        rules = grants.newest()
        fields["teaching_percent"].help_text = gettext(
            "Percent. By the grant’s rules (%(ordinance)s) at least %(least)s."
        ) % {"ordinance": rules.ordinance, "least": rules.teaching_percent_min}
        fields["grant_category"].choices = [
            ("", gettext("no grant")),
            *((one.code, one.label) for one in rules.categories),
        ]
        fields["after"] = EarlierPostField(
            label=_("Which post does it go on from?"),
            help_text=_("Then whoever comes after can read what was done before."),
            queryset=earlier,
            required=False,
            empty_label=gettext("none, it is new"),
        )


class NewPostForm(_PostFields, OnceForm):
    field_order = ("place", "role", "starts_on", "ends_on")

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ModelChoiceField(
            label=_("Where?"),
            help_text=_("A school, or the whole organiser."),
            queryset=places,
            empty_label=None,
        )
        self.order_fields(self.field_order)


class _EndsForm(VersionedForm):
    """`told` is the last day for which what else ends has been said."""

    told = forms.DateField(widget=forms.HiddenInput, required=False)

    def tell(self, day: date) -> None:
        # A submitted form is read-only.
        written: Any = self.data
        self.data = written.copy()
        written = self.data
        written[self.add_prefix("told")] = day.isoformat()


class PostForm(_PostFields, _EndsForm):
    """A post that is there: whose and where stays."""


class EndPostForm(_EndsForm):
    ends_on = forms.DateField(label=_("Which is the last day?"), widget=DateInput())
