"""What is written about dialogues: a time, what one prepares, notes, next steps, and the one-word acts."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models import Point
from samsyn.assignments.rules import dialogues as rules
from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.organisations.forms.people import DateInput
from samsyn.organisations.models import Person

TEXT_MAX = 10_000
STEP_MAX = 300


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class TimeForm(forms.Form):
    """When and where, in the time of the clock on the wall."""

    day = forms.DateField(label=_("Which day?"), widget=DateInput())
    time = forms.TimeField(label=_("When does it begin?"), widget=TimeInput())
    minutes = forms.IntegerField(
        label=_("How many minutes?"),
        min_value=rules.MINUTES_MIN,
        max_value=rules.MINUTES_MAX,
        initial=40,
    )
    where = forms.CharField(
        label=_("Where?"),
        help_text=_("A room or a link. It stands in the invitation."),
        max_length=120,
        required=False,
    )

    @property
    def starts_at(self) -> datetime:
        written = self.cleaned_data
        return datetime.combine(written["day"], written["time"], tzinfo=rules.ZONE)

    @property
    def place(self) -> dict[str, Any]:
        return {"minutes": self.cleaned_data["minutes"], "where": self.cleaned_data["where"]}


class PlanForm(OnceForm, TimeForm):
    count = forms.IntegerField(
        label=_("How many dialogues?"),
        help_text=_(
            "More than one are planned at the same time of the day, past weeks without school."
        ),
        min_value=1,
        max_value=rules.SERIES_MAX,
        initial=1,
    )
    weeks = forms.IntegerField(
        label=_("How many weeks between them?"), min_value=1, max_value=rules.WEEKS_MAX
    )
    field_order = ["day", "time", "minutes", "where", "count", "weeks"]

    @property
    def plans_several(self) -> bool:
        return str(self["count"].value()) != "1" or bool(self["weeks"].errors)


class TextForm(VersionedForm):
    """One point, as one of the two prepares it."""

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class NoteForm(TextForm):
    """A note of the talk: whoever opens the point writes at once."""

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].widget.attrs["autofocus"] = True


class StepForm(forms.Form):
    text = forms.CharField(
        label=_("What?"), max_length=STEP_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    due_on = forms.DateField(label=_("When?"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"] = forms.ChoiceField(
            label=_("Who?"), choices=[(key, p.given_name) for key, p in self.people.items()]
        )
        self.order_fields(["text", "person", "due_on"])

    def clean_person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class NewStepForm(OnceForm, StepForm):
    pass


class ChangeStepForm(VersionedForm, StepForm):
    pass


class DeletionForm(forms.Form):
    delete_on = forms.DateField(label=_("On which day is it deleted?"), widget=DateInput())


class PointForm(forms.Form):
    """Which point of the agenda an address speaks of."""

    point = forms.ChoiceField(choices=Point.choices)


class ActForm(forms.Form):
    """A button of the page: what it does, and to which revision of the notes."""

    ACTS = ("write-on", "begin", "end", "approve", "cancel", "break-off", "release", "take-back")
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class PenForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ("take", "over", "leave")])


class DoneForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ("done", "reopen")])
    next = forms.ChoiceField(choices=[("start", ""), ("dialogue", "")], required=False)
