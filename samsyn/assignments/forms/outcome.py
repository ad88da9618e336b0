"""How it turned out is written and closed, and evidence is added to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.assignments.forms.log import file_field
from samsyn.assignments.models import Audience, EvidenceKind, LogEntry, Outcome
from samsyn.assignments.queries.following import Finding
from samsyn.assignments.rules.log import said_activity
from samsyn.assignments.rules.outcome import TEXT_MAX
from samsyn.assignments.rules.time import said_minutes
from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.core.words import capitalised


class OutcomeForm(VersionedForm):
    seen = forms.CharField(
        label=gettext_lazy("What is seen?"),
        help_text=gettext_lazy(
            "Set against the expected effect. Write what pupils and colleagues do now, and how you know. Name no pupils."
        ),
        widget=forms.Textarea,
        max_length=TEXT_MAX,
        required=False,
    )
    carries_on = forms.CharField(
        label=gettext_lazy("What goes on, and what is worth knowing for whoever comes after?"),
        widget=forms.Textarea,
        max_length=TEXT_MAX,
        required=False,
    )
    audience = forms.TypedChoiceField(
        label=gettext_lazy("Who reads it when you both have closed it?"),
        choices=Audience.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=Audience.STAFF,
    )

    def __init__(self, *args: Any, outcome: Outcome | None, **kwargs: Any) -> None:
        if outcome:
            names = ("seen", "carries_on", "audience")
            kwargs["initial"] = {name: getattr(outcome, name) for name in names}
        super().__init__(*args, row=outcome, **kwargs)


def says_field() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("What does it show?"), max_length=300, required=False)


class LogEvidenceForm(forms.Form):
    """From the log: whoever reads the outcome then sees that line."""

    entry = forms.ChoiceField(label=gettext_lazy("Which line?"))
    says = says_field()

    def __init__(self, *args: Any, entries: Iterable[LogEntry], **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": EvidenceKind.LOG.value, **kwargs})
        self.entries = {str(entry.pk): entry for entry in entries}
        self.fields["entry"] = forms.ChoiceField(
            label=_("Which line?"),
            choices=[(key, said_entry(e)) for key, e in self.entries.items()],
        )

    def evidence(self) -> dict[str, Any]:
        """What the action is given."""
        entry = self.entries[self.cleaned_data["entry"]]
        return {"log_entry": entry, "says": self.cleaned_data["says"]}


def said_entry(entry: LogEntry) -> str:
    what = entry.note or capitalised(said_activity(entry.activity))
    return f"{date_format(entry.done_on, 'j F')}: {what}, {said_minutes(entry.minutes)}"


class FileEvidenceForm(OnceForm):
    file = file_field(label=gettext_lazy("Which file?"), required=True)
    says = says_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": EvidenceKind.FILE.value, **kwargs})

    def evidence(self) -> dict[str, Any]:
        return self.cleaned_data


class ResultEvidenceForm(forms.Form):
    """A question of a closed round, with what its result says today."""

    def __init__(self, *args: Any, findings: Iterable[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": EvidenceKind.RESULT.value, **kwargs})
        self.findings = {f"{found.round.pk}:{found.code}": found for found in findings}
        by_round: dict[str, list[tuple[str, str]]] = {}
        for key, found in self.findings.items():
            by_round.setdefault(found.round.title, []).append((key, found.sentence))
        self.fields["finding"] = forms.ChoiceField(
            label=_("Which result?"), choices=list(by_round.items())
        )

    def evidence(self) -> dict[str, Any]:
        found = self.findings[self.cleaned_data["finding"]]
        return {"round": found.round, "question_code": found.code}


EvidenceForm = LogEvidenceForm | FileEvidenceForm | ResultEvidenceForm


class CloseForm(forms.Form):
    """The revision that was read."""

    revision = forms.IntegerField(min_value=0)
