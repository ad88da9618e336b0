"""The sentences above lists of assignments: what is chosen to be seen."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.assignments.models import Activity
from samsyn.assignments.places import said_at
from samsyn.assignments.queries.overviews import Spread, Sums
from samsyn.assignments.rules.years import said_year

LACKS = (
    ("", gettext_lazy("there are")),
    ("something", gettext_lazy("lack something")),
    ("time", gettext_lazy("lack time")),
    ("mandate", gettext_lazy("lack a mandate")),
    ("evaluation", gettext_lazy("lack evaluation")),
    ("dialogue", gettext_lazy("lack a planned dialogue")),
    ("outcome", gettext_lazy("ended without a close")),
    ("agreement", gettext_lazy("are not agreed")),
)


class SentenceForm(forms.Form):
    """Choices of a sentence: what is not among them counts as not chosen, so that an old link still shows a list."""

    def __init__(self, written: Mapping[str, Any], **choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__({key: written[key] for key in written})
        for name, given in choices.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]  # a ChoiceField

    def choice(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class YearForm(SentenceForm):
    year = forms.ChoiceField(label=gettext_lazy("School year"), required=False)

    def __init__(self, written: Mapping[str, Any], *, years: Iterable[int], now: int) -> None:
        choices = [(str(year), said_year(year)) for year in sorted({*years, now}, reverse=True)]
        super().__init__({"year": str(now), **{key: written[key] for key in written}}, year=choices)
        self.now = now

    @property
    def chosen_year(self) -> int:
        return int(self.choice().get("year", self.now))


class OverviewForm(SentenceForm):
    """ "Show assignments that lack time at all schools" """

    lacks = forms.ChoiceField(label=gettext_lazy("What they lack"), choices=LACKS, required=False)
    place = forms.ChoiceField(label=gettext_lazy("School"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    activity = forms.ChoiceField(label=gettext_lazy("Activity"), required=False)

    def __init__(self, written: Mapping[str, Any], sums: Sums, spread: Spread) -> None:
        super().__init__(
            written,
            place=[
                ("", _("at all schools")),
                *((one.code, said_at(one.label, is_school=one.is_school)) for one in sums.places),
            ],
            subject=[
                ("", _("all subjects")),
                *((one.code, one.label) for one in spread.subjects if one.code),
            ],
            stage=[
                ("", _("all stages")),
                *((one.code, one.label) for one in spread.stages if one.code not in {"", "all"}),
            ],
            activity=[("", _("any activity")), *Activity.choices],
        )
