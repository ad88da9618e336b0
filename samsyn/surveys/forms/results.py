"""What a person writes about surveys: which groups to compare, and how answers are grouped."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.surveys.faults import shortened
from samsyn.surveys.models import Option
from samsyn.surveys.queries import NamedGroup, ShownBy

BY_SIZE, AS_ASKED = "storlek", "enkat"


class CompareForm(forms.Form):
    """The sentences above a table: which groups beside all respondents, whose answers at all, and in which order."""

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

    def __init__(
        self,
        written: Mapping[str, Any],
        groups: Sequence[NamedGroup],
        variables: Sequence[ShownBy] = (),
    ) -> None:
        """`variables`: those that results are shown by; with two or more, each of them can be filtered by."""
        # An empty order is the first of its choices, so that the sentence says what is shown.
        super().__init__({"order": BY_SIZE, **{key: written[key] for key in written}})
        self.groups = {group.key: group for group in groups}
        self.variables = variables
        self.group_names = ["a", "b"]
        choices = [("", _("no group")), *((group.key, group.label) for group in groups)]
        if len(groups) > 2:
            self.group_names.append("c")
            self.fields["c"] = forms.ChoiceField(label=_("Third group"), required=False)
        for name in self.group_names:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.filter_names: list[str] = []
        # What of several variables cannot be filtered by, since all its answers are shown together.
        self.unfiltered: list[str] = []
        for variable in variables if len(variables) > 1 else ():
            self._add_filter(variable)

    def _add_filter(self, variable: ShownBy) -> None:
        offered = [
            (group.key, group.label)
            for group in self.groups.values()
            if group.variable == variable.code
        ]
        if len(offered) < 2:
            self.unfiltered.append(variable.text)
            return
        name = f"f-{variable.code}"
        everybody = _("everybody, whatever “%s”") % shortened(variable.text)
        self.fields[name] = forms.ChoiceField(
            label=variable.text, required=False, choices=[("", everybody), *offered]
        )
        self.filter_names.append(name)

    @property
    def filters(self) -> list[forms.BoundField]:
        return [self[name] for name in self.filter_names]

    def chosen(self) -> list[NamedGroup]:
        """The groups in the order of the sentence, one that is chosen twice once."""
        return self._groups(self.group_names)

    def within(self) -> list[NamedGroup]:
        """The filters: whoever is in all of them."""
        return self._groups(self.filter_names)

    def _groups(self, names: Sequence[str]) -> list[NamedGroup]:
        self.is_valid()
        keys = [self.cleaned_data.get(name) for name in names]
        return [self.groups[key] for key in dict.fromkeys(keys) if key]

    @property
    def by(self) -> str:
        """For the files: the groups and filters that are chosen, as the end of an address."""
        pairs = [("g", one.key) for one in self.chosen()] + [
            ("f", one.key) for one in self.within()
        ]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def kept(self) -> str:
        """What is chosen, for a link to another page with the same sentences."""
        self.is_valid()
        names = [*self.group_names, *self.filter_names]
        pairs = [(name, self.cleaned_data[name]) for name in names if self.cleaned_data.get(name)]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def without_filters(self) -> str:
        self.is_valid()
        pairs = [(n, self.cleaned_data[n]) for n in self.group_names if self.cleaned_data.get(n)]
        return f"?{urlencode(pairs)}"

    @property
    def by_size(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("order") != AS_ASKED)


class GroupForm(forms.Form):
    """Everybody, or one group, through the years."""

    grupp = forms.ChoiceField(label=gettext_lazy("Group"), required=False)

    def __init__(self, written: Mapping[str, Any], names: Sequence[str]) -> None:
        super().__init__(written)
        choices = [("", _("everybody")), *((name, name) for name in names)]
        self.fields["grupp"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def group(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("grupp") or "")


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
