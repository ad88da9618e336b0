"""When two people edit the same thing, the second sees both versions and chooses; nobody's text is lost.

The form carries the moment at which the row was read (`revision`). An action that finds a later one in the locked
row raises Stale; the form then shows, field by field, what was saved meanwhile beside what was written now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from samsyn.core.models import BaseModel
from samsyn.core.rules import RuleBroken


class Stale(RuleBroken):
    """Somebody saved the row after it was read. Carries the row as it is now."""

    def __init__(self, row: BaseModel) -> None:
        super().__init__(
            _(
                "Somebody else saved this while you were writing. What you wrote is still here: "
                "compare the two versions below, change what you want and save again."
            )
        )
        self.row = row


def revision_of(row: BaseModel) -> str:
    return row.changed_at.isoformat()


def check_is_latest(row: BaseModel, revision: str) -> None:
    """To be asked of the locked row, before anything of it is changed. Without a revision nothing is checked."""
    if revision and revision != revision_of(row):
        raise Stale(row)


@dataclass(frozen=True)
class Version:
    """One field that differs: what was saved meanwhile, and what was written now."""

    label: str
    theirs: str
    mine: str


class VersionedForm(forms.Form):
    """A form of a row that others may edit at the same time; give the row as `row=`."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: BaseModel | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {"revision": revision_of(row), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.versions: list[Version] = []

    def show_both(self, row: BaseModel) -> None:
        """Called by `attempt`: from now on the form stands on the newest row, so that saving again is a choice."""
        self.versions = [
            Version(str(field.label or name), said(field, theirs), said(field, mine))
            for name, field in self.fields.items()
            if name != "revision"
            and (theirs := getattr(row, name, None)) != (mine := self.cleaned_data.get(name))
        ]
        # A submitted form is read-only.
        written: Any = self.data
        self.data = written.copy()
        written = self.data
        written[self.add_prefix("revision")] = revision_of(row)


def said(field: forms.Field, value: Any) -> str:
    """The value in the words the person chose it by."""
    choices = dict(getattr(field, "choices", ()))
    values = value if isinstance(value, list | tuple) else [value]
    words = [str(choices.get(one, "" if one is None else one)) for one in values]
    return ", ".join(words) or "–"
