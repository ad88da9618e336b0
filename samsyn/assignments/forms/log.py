"""What is done is logged with three taps, and an entry is put right."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.assignments.models import Activity, LogEntry
from samsyn.assignments.queries.following import Habits
from samsyn.assignments.rules.log import FILE_TYPES, USUAL_MINUTES, said_activity
from samsyn.assignments.rules.time import said_minutes
from samsyn.core.files import UploadField
from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.core.words import capitalised

LENGTHS = (15, 30, 45, 60)
DAYS_SHOWN = 3
FILE_HELP = gettext_lazy("PDF, picture, Word, Excel or PowerPoint.")


@dataclass(frozen=True)
class Tap:
    """One choice: its value, its words, and what the button says of it."""

    value: str
    label: str
    is_chosen: bool
    words: str = ""


def day_field(**over: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, required=False, **over)


def file_field(**over: Any) -> UploadField:
    return UploadField(
        **{
            "label": gettext_lazy("A file"),
            "help_text": FILE_HELP,
            "extensions": FILE_TYPES,
            "max_length": 200,
            "required": False,
            **over,
        }
    )


def named_activities() -> list[tuple[str, str]]:
    return [(code, capitalised(said_activity(code))) for code in Activity.values]


class LogForm(OnceForm):
    """Taps for the usual, fields for the rest: what is written in a field goes before what is tapped."""

    day = forms.DateField(required=False)
    done_on = day_field(label=gettext_lazy("Another day"))
    length = forms.IntegerField(required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Another length"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 5}),
        help_text=gettext_lazy("in minutes"),
    )
    kind = forms.ChoiceField(choices=Activity.choices, required=False)
    activity = forms.ChoiceField(
        label=gettext_lazy("Something else"),
        choices=lambda: [("", "–"), *named_activities()],
        required=False,
    )
    with_whom = forms.CharField(
        label=gettext_lazy("With whom?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "log-people", "autocomplete": "off"}),
    )
    note = forms.CharField(label=gettext_lazy("A line on what"), max_length=500, required=False)
    file = file_field()

    def __init__(self, *args: Any, habits: Habits, today: date, **kwargs: Any) -> None:
        self.habits, self.today = habits, today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Only what a log is made of goes on; what was tapped stands in for what is not written."""
        for written, tapped in (("done_on", "day"), ("minutes", "length"), ("activity", "kind")):
            value = self.cleaned_data.get(written)
            if value in (None, "") and written not in self.errors:
                self.cleaned_data[written] = self.cleaned_data.get(tapped)
            self.cleaned_data.pop(tapped, None)
        self._ask_for_what_is_missing()
        return self.cleaned_data

    def _ask_for_what_is_missing(self) -> None:
        missing = {
            "done_on": _("Choose a day."),
            "minutes": _("Choose how long it took."),
            "activity": _("Choose what you did."),
        }
        for name, sentence in missing.items():
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, sentence)

    def _chosen(self, name: str, usual: str) -> str:
        return str(self.data.get(name, "")) if self.is_bound else usual

    def days(self) -> list[Tap]:
        """Today, yesterday, and the day before by its name."""
        names = [_("Today"), _("Yesterday")]
        chosen = self._chosen("day", self.today.isoformat())
        return [
            Tap(
                day.isoformat(),
                names[back] if back < len(names) else capitalised(date_format(day, "l")),
                day.isoformat() == chosen,
            )
            for back in range(DAYS_SHOWN)
            for day in [self.today - timedelta(days=back)]
        ]

    def lengths(self) -> list[Tap]:
        chosen = self._chosen("length", str(USUAL_MINUTES))
        return [
            Tap(str(minutes), said_minutes(minutes), str(minutes) == chosen, said_minutes(minutes))
            for minutes in LENGTHS
        ]

    def kinds(self) -> list[Tap]:
        chosen = self._chosen("kind", self.habits.activity)
        return [
            Tap(code, capitalised(said_activity(code)), code == chosen, said_activity(code))
            for code in self.habits.activities
        ]

    def button(self) -> str:
        """ "Add 30 min supervision": what the tapped ones would add."""
        length = next((tap.words for tap in self.lengths() if tap.is_chosen), "")
        kind = next((tap.words for tap in self.kinds() if tap.is_chosen), "")
        return _("Add %(time)s %(what)s") % {"time": length, "what": kind}


class EntryForm(VersionedForm):
    """An entry that is put right."""

    done_on = day_field(label=gettext_lazy("When?"))
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes?"))
    activity = forms.ChoiceField(label=gettext_lazy("What?"), choices=named_activities)
    with_whom = forms.CharField(label=gettext_lazy("With whom?"), max_length=160, required=False)
    note = forms.CharField(label=gettext_lazy("A line on what"), max_length=500, required=False)
    file = file_field()
    without_file = forms.BooleanField(label=gettext_lazy("Take the file away"), required=False)

    def __init__(self, *args: Any, entry: LogEntry, **kwargs: Any) -> None:
        names = ("done_on", "minutes", "activity", "with_whom", "note")
        kwargs["initial"] = {name: getattr(entry, name) for name in names}
        super().__init__(*args, row=entry, **kwargs)
        self.fields["done_on"].required = True
        if entry.filename:
            self.fields["file"].label = _("Another file instead of %(name)s") % {
                "name": entry.filename
            }
        else:
            del self.fields["without_file"]
