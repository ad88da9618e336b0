"""A form of the building page: kept while one writes; what somebody else saved meanwhile is shown beside."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from samsyn.core.models import BaseModel
from samsyn.core.versions import Version, VersionedForm, revision_of, said


class KeptForm(VersionedForm):
    # The text that tells one version of it from another.
    OWN = "title"
    draft: Any
    row: BaseModel

    @property
    def own(self) -> str:
        return str(getattr(self.draft, self.OWN))

    def latest(self) -> str:
        self.row.refresh_from_db()
        return revision_of(self.row)

    def show_both(self, row: BaseModel) -> None:
        """The draft was read just now: it is what somebody else saved."""
        differing = [self[name] for name in self.changed_data if name != "revision"]
        super().show_both(row)
        self.data["revision"] = self.latest()  # type: ignore[index]  # a copy of its own
        self.versions = [
            Version(
                str(one.label), _in_words(one.field, one.initial), _in_words(one.field, one.data)
            )
            for one in differing
        ]


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    return said(field, value)
