"""What a person writes about reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.organisations.access import Actor, Can, within
from samsyn.reports.blocks import block_kind, block_kinds
from samsyn.reports.models import Report, ReportBlock, StepState
from samsyn.reports.queries import options_of, questions_for
from samsyn.surveys.models import Option, Question, Round, RoundState

ROWS_OF_TEXT = {"rows": 9}
MOST_BARS = 40
MOST_QUOTES = 50


class RoundChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own takes no type when it runs
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.survey.organisation.name})"


class NewReportForm(OnceForm):
    round = RoundChoice(
        label=_("Which results is the report about?"),
        queryset=None,
        empty_label=None,
        help_text=_("Rounds that have closed. The report begins with a part for every question."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The report belongs to whoever asked: an agreement lets others read the result, but not report on it.
        own = within(actor, Can.REPORT_EDIT, "survey__organisation__path")
        self.fields["round"].queryset = Round.objects.visible_to(actor).filter(  # type: ignore[attr-defined]  # a choice of rows has one
            own, state=RoundState.CLOSED
        )


class ReportForm(VersionedForm):
    title = forms.CharField(label=_("What is the report called?"), max_length=200)
    lead = forms.CharField(
        label=_("What is the most important thing it says?"),
        help_text=_("One or two sentences. They stand large under the title."),
        widget=forms.Textarea({"rows": 3}),
        max_length=600,
        required=False,
    )
    publisher = forms.CharField(
        label=_("Who publishes it?"),
        help_text=_("Stands at the foot of every page."),
        max_length=200,
        required=False,
    )


class BlockForm(VersionedForm):
    """Asks only for what the part's kind uses."""

    heading = forms.CharField(label=_("Heading"), max_length=300, required=False)
    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "An empty line begins a new paragraph. Lines that begin with a hyphen become a list."
        ),
        widget=forms.Textarea(ROWS_OF_TEXT),
        max_length=20_000,
        required=False,
    )
    question: forms.ModelChoiceField[Question] = forms.ModelChoiceField(
        label=_("Which question?"), queryset=None, empty_label=None
    )
    chart_rows = forms.IntegerField(
        label=_("How many answers does the chart show?"),
        help_text=_("The most common ones. 0 means no chart."),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_BARS)],
    )
    emphasis: forms.ModelChoiceField[Option] = forms.ModelChoiceField(
        label=_("Which answer does the text speak of?"),
        help_text=_("It is solid in the chart and bold in the table."),
        queryset=None,
        empty_label=_("None"),
        required=False,
    )
    with_table = forms.BooleanField(label=_("Show the whole table"), required=False)
    quotes_each = forms.IntegerField(
        label=_("How many answers are quoted under each sub-heading?"),
        help_text=_("0 means all."),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_QUOTES)],
    )
    state = forms.ChoiceField(label=_("How far has it come?"), choices=StepState.choices)
    new_page = forms.BooleanField(label=_("Begin a new page in print"), required=False)

    def __init__(self, *args: Any, block: ReportBlock, **kwargs: Any) -> None:
        kind = block_kind(block.kind)
        initial = {name: getattr(block, name) for name in kind.fields}
        super().__init__(*args, row=block, initial=initial, **kwargs)
        for name in set(self.fields) - {"revision", *kind.fields}:
            del self.fields[name]
        if "question" in self.fields:
            self._choose("question", questions_for(block.report, kind.questions))
        if "emphasis" in self.fields:
            self._choose("emphasis", options_of(block.question))

    def _choose(self, name: str, queryset: QuerySet[Question] | QuerySet[Option]) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # a choice of rows has one

    def clean(self) -> dict[str, Any]:
        """An answer to another question than the one now chosen is no longer spoken of."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        emphasis, question = cleaned.get("emphasis"), cleaned.get("question")
        if emphasis and question and emphasis.question_id != question.pk:
            cleaned["emphasis"] = None
        return cleaned


class AddForm(forms.Form):
    """One choice for kind and question together: "question:q1"."""

    what = forms.ChoiceField(label=_("What do you want to add?"))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {
            f"{kind.code}:{question.code}": (kind, question)
            for kind in block_kinds()
            if kind.questions
            for question in questions_for(report, kind.questions)
        }
        plain = [(kind.code, kind.title) for kind in block_kinds() if not kind.questions]
        asked = [
            (code, f"{kind.title}: {question.text}")
            for code, (kind, question) in self._questions.items()
        ]
        self.fields["what"].choices = plain + asked  # type: ignore[attr-defined]  # a choice has them

    def clean(self) -> dict[str, Any]:
        what = self.cleaned_data.get("what", "")
        question = self._questions[what][1] if what in self._questions else None
        return {"kind": what.split(":")[0], "question": question}


class MoveForm(forms.Form):
    step = forms.TypedChoiceField(choices=[("-1", "-1"), ("1", "1")], coerce=int)


class IssueForm(forms.Form):
    """`number` is the edition that the page spoke of: pressed twice, it is still one."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
