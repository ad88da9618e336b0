"""What a person writes about an assignment: beginning it, its parts, its facts, comments and answers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Audience,
    Part,
    PartText,
    Stage,
    Template,
    YearTerms,
)
from samsyn.assignments.rules import agreements as rules
from samsyn.assignments.rules.years import said_year
from samsyn.core.forms import OnceForm
from samsyn.core.models import BaseModel
from samsyn.core.versions import VersionedForm, revision_of
from samsyn.organisations.models import SchoolForm

# The revision of a part that has no row yet: it differs from every other.
NO_ROW = "none"
HOURS, PERCENT = "hours", "percent"
NOTHING = [("", _("not said"))]
DIALOGUE_WEEKS_MAX = 26


class PartForm(VersionedForm):
    """Asks only for what the part is made of."""

    hours = forms.DecimalField(
        label=_("How much time?"),
        widget=forms.TextInput({"inputmode": "decimal", "size": 6}),
        required=False,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=[(HOURS, _("hours a week")), (PERCENT, _("percent of full-time teaching"))],
    )
    activities = forms.MultipleChoiceField(
        label=_("Which of these?"),
        choices=Activity.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea({"rows": 4}), required=False, strip=True
    )
    audience = forms.TypedChoiceField(
        label=_("Who reads this part?"), choices=Audience.choices, coerce=int
    )

    def __init__(
        self,
        *args: Any,
        part: Part,
        row: PartText | None,
        terms: YearTerms | None,
        is_own_row: bool,
        **kwargs: Any,
    ) -> None:
        self.part, self.terms = part, terms
        initial = {name: getattr(row, name) for name in ("text", "activities", "hours", "audience")}
        initial["revision"] = revision_of(row) if row and is_own_row else NO_ROW
        super().__init__(*args, initial=initial, **kwargs)
        self._keep_only(part)

    def _keep_only(self, part: Part) -> None:
        """Without the organiser's hours a percentage cannot be counted, and its choice is not there."""
        if part != Part.ACTIVITIES:
            del self.fields["activities"]
        if part != Part.TIME:
            del self.fields["hours"]
        if part != Part.TIME or self.terms is None:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """Percent becomes hours: they are what is stored, compared and said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unit, amount = cleaned.pop("unit", "") or self.data.get("unit"), cleaned.get("hours")
        if unit == PERCENT and amount is not None:
            cleaned["hours"] = self._from_percent(amount)
        return cleaned

    def _from_percent(self, percent: Decimal) -> Decimal | None:
        if self.terms is None:
            self.add_error("hours", self.why_no_percent)
        elif not 0 <= percent <= 100:
            self.add_error("hours", _("Write between 0 and 100 percent."))
        else:
            return rules.hours_of(percent, self.terms.full_time_hours)
        return None

    @property
    def why_no_percent(self) -> Any:
        return _(
            "Write hours a week. The organiser has not said how many hours full-time teaching is this "
            "school year, so percent cannot be counted."
        )

    def show_both(self, row: BaseModel) -> None:
        """The unit is no field of the row."""
        unit = self.fields.pop("unit", None)
        super().show_both(row)
        if unit is not None:
            self.fields["unit"] = unit


class CommentForm(OnceForm):
    text = forms.CharField(
        label=_("Your comment"), widget=forms.Textarea({"rows": 3}), max_length=rules.COMMENT_MAX
    )


class AnswerForm(forms.Form):
    """A no is a no to the proposal that was read."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("Why not?"),
        help_text=_("The other one reads this. The agreed text goes on holding."),
        widget=forms.Textarea({"rows": 4}),
        max_length=rules.COMMENT_MAX,
    )


class VersionForm(forms.Form):
    version = forms.UUIDField()


class YesForm(VersionForm):
    """Which text a yes is about: the version, and the revision that was read."""

    revision = forms.IntegerField()


class FactsForm(VersionedForm):
    title = forms.CharField(label=_("What is the assignment called?"), max_length=rules.TITLE_MAX)
    subject = forms.CharField(label=_("Which subject?"), max_length=80, required=False)
    stage = forms.ChoiceField(
        label=_("Which stage?"), choices=[*NOTHING, *Stage.choices], required=False
    )
    school_form = forms.ChoiceField(
        label=_("Which school form?"), choices=[*NOTHING, *SchoolForm.choices], required=False
    )
    dialogue_weeks = forms.IntegerField(
        label=_("How many weeks between your dialogues?"),
        help_text=_(
            "Counted from the start of the assignment. Planned dialogues stay as they are."
        ),
        validators=[MinValueValidator(1), MaxValueValidator(DIALOGUE_WEEKS_MAX)],
        required=False,
    )

    def __init__(self, *args: Any, row: Assignment, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "revision"]
        initial = {name: getattr(row, name) for name in names}
        super().__init__(*args, row=row, initial=initial, **kwargs)


class AskingForm(forms.Form):
    ask_about = forms.CharField(
        label=_("What can colleagues ask you about?"),
        widget=forms.Textarea({"rows": 3}),
        max_length=rules.ASK_ABOUT_MAX,
        required=False,
    )
    ask_when = forms.CharField(
        label=_("When and how?"),
        help_text=_("For instance: Tuesdays after 14.30 in the staff room."),
        max_length=rules.ASK_WHEN_MAX,
        required=False,
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own takes no type when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.said_name)


class BeginForm(OnceForm):
    """For one post at one place; where the text begins is one of what there is."""

    year = forms.TypedChoiceField(label=_("For which school year?"), coerce=int)
    counterpart = PersonChoice(label=_("With whom is it agreed?"), queryset=None, empty_label=None)
    title = forms.CharField(
        label=_("What is the assignment called?"),
        help_text=_("A few words that colleagues understand. You can change them later."),
        max_length=rules.TITLE_MAX,
    )
    start = forms.ChoiceField(
        label=_("What does the text begin from?"), widget=forms.RadioSelect, required=False
    )

    def __init__(
        self,
        *args: Any,
        years: Iterable[int],
        counterparts: Any,
        templates: Iterable[Template],
        earlier: Iterable[Assignment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {f"template-{t.pk.hex}": t for t in templates}
        self.earlier = {f"earlier-{a.pk.hex}": a for a in earlier}
        fields: Any = self.fields
        fields["year"].choices = [(year, said_year(year)) for year in years]
        fields["counterpart"].queryset = counterparts
        fields["start"].choices = self._starts()

    def _starts(self) -> list[tuple[str, Any]]:
        texts = [
            (
                code,
                _("The text of %(year)s: %(title)s")
                % {"year": said_year(a.year), "title": a.title},
            )
            for code, a in self.earlier.items()
        ]
        templates = [
            (code, _("The template ”%(name)s”") % {"name": t.name})
            for code, t in self.templates.items()
        ]
        return [*texts, *templates, ("", _("An empty text"))]

    def fields_of_action(self) -> dict[str, Any]:
        """As begin_assignment takes them."""
        chosen = dict(self.cleaned_data)
        start = chosen.pop("start")
        return {
            **chosen,
            "template": self.templates.get(start),
            "last_year": self.earlier.get(start),
        }
