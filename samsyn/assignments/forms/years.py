"""What a principal chooses when the school year is begun: for each post whether, under which name, and from what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.actions.years import Start
from samsyn.assignments.models import CareerPost, Template
from samsyn.assignments.queries.years import YearPost
from samsyn.assignments.rules.agreements import TITLE_MAX
from samsyn.assignments.rules.terms import title_of_year

EMPTY, LAST = "", "last"


@dataclass(frozen=True)
class Row:
    """A post on the page, with its controls; without them when its assignment is begun."""

    found: YearPost
    tick: BoundField | None = None
    choices: tuple[BoundField, ...] = ()


class BeginYearForm(forms.Form):
    def __init__(
        self,
        *args: Any,
        posts: list[YearPost],
        templates: Iterable[Template],
        year: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts
        self.templates = {str(one.pk): one for one in templates}
        for found in self.open_posts():
            self._add_fields(found, year)

    def open_posts(self) -> Iterator[YearPost]:
        return (found for found in self.posts if found.begun is None)

    def _add_fields(self, found: YearPost, year: int) -> None:
        key, name = found.post.pk.hex, found.post.holder.name
        self.fields[f"tick-{key}"] = forms.BooleanField(label=name, required=False, initial=True)
        self.fields[f"title-{key}"] = forms.CharField(
            label=gettext("What is %(name)s’s assignment called?") % {"name": name},
            help_text=_("Called"),
            required=False,
            max_length=TITLE_MAX,
            initial=found.last.title if found.last else title_of_year(year),
        )
        last = [(LAST, gettext("last year’s text"))] if found.last else []
        templates = [(pk, one.name) for pk, one in self.templates.items()]
        self.fields[f"start-{key}"] = forms.ChoiceField(
            label=gettext("What does %(name)s’s assignment begin from?") % {"name": name},
            help_text=_("Begins from"),
            required=False,
            choices=[*last, *templates, (EMPTY, _("empty parts"))],
            initial=LAST if found.last else EMPTY,
        )

    def rows(self) -> Iterator[Row]:
        for found in self.posts:
            key = found.post.pk.hex
            if found.begun:
                yield Row(found)
            else:
                yield Row(found, self[f"tick-{key}"], (self[f"title-{key}"], self[f"start-{key}"]))

    def ticked(self) -> list[CareerPost]:
        return [
            found.post
            for found in self.open_posts()
            if self.cleaned_data[f"tick-{found.post.pk.hex}"]
        ]

    def starts(self) -> dict[Any, Start]:
        return {found.post.pk: self._start(found) for found in self.open_posts()}

    def _start(self, found: YearPost) -> Start:
        key = found.post.pk.hex
        chosen = self.cleaned_data[f"start-{key}"]
        return Start(
            title=self.cleaned_data[f"title-{key}"],
            template=self.templates.get(chosen),
            last_year=found.last if chosen == LAST else None,
        )
