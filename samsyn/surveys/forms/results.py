"""What a person writes about surveys: which groups to compare, and how answers are grouped."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.surveys.models import Option
from samsyn.surveys.queries import NamedGroup

BY_SIZE, AS_ASKED = "storlek", "enkat"


class CompareForm(forms.Form):
    """The sentence above a table: which groups beside all respondents, and in which order."""

    a = forms.ChoiceField(label=gettext_lazy("First group"), required=False)
    b = forms.ChoiceField(label=gettext_lazy("Second group"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            (BY_SIZE, gettext_lazy("by size")),
            (AS_ASKED, gettext_lazy("as in the survey")),
        ],
    )

    def __init__(self, written: Mapping[str, Any], groups: Sequence[NamedGroup]) -> None:
        # An empty order is the first of its choices, so that the sentence says what is shown.
        super().__init__({"order": BY_SIZE, **{key: written[key] for key in written}})
        self.groups = {group.key: group for group in groups}
        choices = [("", _("no group")), *((group.key, group.label) for group in groups)]
        for name in ("a", "b"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> list[NamedGroup]:
        """The groups in the order of the sentence, one that is chosen twice once."""
        self.is_valid()
        keys = [self.cleaned_data.get("a"), self.cleaned_data.get("b")]
        return [self.groups[key] for key in dict.fromkeys(keys) if key]

    @property
    def by(self) -> str:
        """For the files: the grouping of the groups that are compared, as the end of an address."""
        codes = [group.key.rpartition(":")[0] for group in self.chosen()]
        return f"?by={codes[0]}" if codes else ""

    @property
    def by_size(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("order") != AS_ASKED)


class GroupingForm(forms.Form):
    """Answers with the same group name belong together; an answer without a name is in no group."""

    name = forms.CharField(
        label=gettext_lazy("What do you call this way of grouping?"),
        help_text=gettext_lazy("For instance “Role groups”."),
        max_length=200,
    )

    def __init__(self, *args: Any, options: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in options:
            self.fields[f"option_{option.position}"] = forms.CharField(
                label=option.label,
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"list": "group-names"}),
            )

    def groups(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for name, label in self.cleaned_data.items():
            if name.startswith("option_") and label:
                found.setdefault(label, set()).add(int(name.removeprefix("option_")))
        return {label: frozenset(positions) for label, positions in found.items()}
