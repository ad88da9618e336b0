"""A question edited where it stands: its texts, its rules as choices in a sentence, its answers, and for whom it is shown."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.models import BaseModel
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Version
from samsyn.core.words import in_words
from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    RowDraft,
)
from samsyn.surveys.forms.conditions import Around, ConditionRow, condition_rows, read_conditions
from samsyn.surveys.forms.kept import KeptForm
from samsyn.surveys.forms.lines import (
    LANGUAGES,
    MAX_OPTIONS,
    lines_of,
    read_options,
    read_rows,
    without_blanks,
)
from samsyn.surveys.models import QuestionKind
from samsyn.surveys.rules.building import (
    WITH_OPTIONS,
    check_labels_differ,
    next_code,
    of_kind,
)

SETTINGS: dict[str, tuple[str, ...]] = {
    "single": ("required", "as_list"),
    "multiple": ("required", "min_choices", "max_choices"),
    "matrix": ("required",),
    "scale": ("required", "lowest", "highest", "low_label", "high_label", "unsure_label"),
    "ranking": ("required", "max_choices"),
    "number": ("required", "lowest", "highest", "decimals", "unit"),
    "date": ("required",),
    "short": ("required", "max_length"),
    "text": ("required", "max_length"),
    "block": (),
}
# What a question says in each language.
WORDS = {"scale": ("low_label", "high_label", "unsure_label"), "number": ("unit",)}
IN_DRAFT = {"min_choices": "min", "max_choices": "max"}
NUMBERS = (Decimal(-(10**9)), Decimal(10**9))
YES_NO = {"yes": True, "no": False}


def _pick(choices: Sequence[tuple[str, Any]], label: Any) -> forms.TypedChoiceField:
    def number(value: str) -> int | bool | None:
        return YES_NO[value] if value in YES_NO else int(value) if value else None

    return forms.TypedChoiceField(
        choices=choices, label=label, required=False, coerce=number, empty_value=None
    )


def _line(label: Any, length: int = 100, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=12,
        decimal_places=3,
        localize=True,
        validators=[MinValueValidator(NUMBERS[0]), MaxValueValidator(NUMBERS[1])],
    )


def _area(label: Any, length: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 1})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


def _counts(count: int, words: Any, none: Any, start: int = 2) -> list[tuple[str, Any]]:
    return [("", none), *((str(n), words % in_words(n)) for n in range(start, count + 1))]


def _setting(name: str, question: QuestionDraft) -> forms.Field:
    most = max(len(question.choices), question.max or 0, question.min or 0)
    scale = [(str(number), str(number)) for number in range(11)]
    match name, question.kind:
        case "required", _kind:
            choices = [("no", _("may skip")), ("yes", _("must answer"))]
            return _pick(choices, _("Whether it has to be answered"))
        case "as_list", _kind:
            return _pick([("no", _("all in sight")), ("yes", _("in a list to unfold"))], _("Shown"))
        case "min_choices", _kind:
            return _pick(_counts(most, _("at least %s"), _("at least one")), _("Fewest answers"))
        case "max_choices", "ranking":
            return _pick(_counts(most, _("the %s most important"), _("all"), 1), _("How many"))
        case "max_choices", _kind:
            return _pick(_counts(most, _("at most %s"), _("as many as fit")), _("Most answers"))
        case "lowest" | "highest", "scale":
            label = _("Lowest on the scale") if name == "lowest" else _("Highest on the scale")
            return _pick(scale[:2] if name == "lowest" else scale[2:], label)
        case "decimals", _kind:
            choices = [("0", _("whole numbers")), ("1", _("one decimal")), ("2", _("two decimals"))]
            return _pick(choices, _("How exact"))
        case "max_length", _kind:
            lengths = (100, 300, 1000, 2000, 5000, 10000)
            choices = [(str(n), _("at most %s characters") % n) for n in lengths]
            return _pick([("", _("as much as one wants")), *choices], _("How long a text"))
    return _plain_setting(name)


def _plain_setting(name: str) -> forms.Field:
    match name:
        case "lowest":
            return _number(_("Lowest number"))
        case "highest":
            return _number(_("Highest number"))
        case "unit":
            return _line(_("Unit, such as hours"), 40)
        case "low_label":
            return _line(_("Words at the lowest"))
        case "high_label":
            return _line(_("Words at the highest"))
    return _line(_("Words for who can’t say, such as “Don’t know”"))


class QuestionForm(KeptForm):
    OWN = "text"
    text = _area(gettext_lazy("Question"), 1000)
    help = _area(gettext_lazy("Help under the question"), 1000)
    kind = forms.ChoiceField(choices=QuestionKind.choices, label=gettext_lazy("Kind of question"))

    def __init__(
        self, *args: Any, draft: QuestionDraft, around: Around, row: BaseModel, **kwargs: Any
    ) -> None:
        self.draft, self.around, self.row = draft, around, row
        self.names = SETTINGS[draft.kind]
        if around.is_locked:
            self.names = WORDS.get(draft.kind, ()) if draft.kind == "scale" else ()
        kwargs["initial"] = {"text": draft.text, "help": draft.help, "kind": draft.kind}
        kwargs["initial"] |= {name: self._now(name) for name in self.names}
        super().__init__(*args, row=row, prefix="", **kwargs)
        self.fields["text"].widget.attrs["placeholder"] = _("Write the question")
        for name in self.names:
            self.fields[name] = _setting(name, draft)
        for language in around.languages[1:]:
            self._add_language(language)

    def _now(self, name: str) -> Any:
        value = getattr(self.draft, IN_DRAFT.get(name, name))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return int(value) if isinstance(value, Decimal) and value == int(value) else value

    def _add_language(self, language: str) -> None:
        said = self.draft.translations.get(language, {})
        names = ("text", "help", *WORDS.get(self.draft.kind, ()))
        for name in (one for one in names if one in self.fields):
            label = self.fields[name].label
            new = _area(
                _("%(what)s, in %(language)s") % {"what": label, "language": LANGUAGES[language]},
                1000,
            )
            new.widget.attrs["lang"] = language
            new.initial = said.get(name, "")
            self.fields[f"{language}_{name}"] = new

    def translated(self) -> list[forms.BoundField]:
        starts = tuple(f"{language}_" for language in self.around.languages[1:])
        return [self[name] for name in self.fields if starts and name.startswith(starts)]

    @property
    def choices(self) -> tuple[OptionDraft, ...]:
        """As they were written, where they could not be kept."""
        return read_options(self.written, self.draft) if self.is_bound else self.draft.choices

    @property
    def rows(self) -> tuple[RowDraft, ...]:
        return read_rows(self.written, self.draft) if self.is_bound else self.draft.rows

    def option_lines(self) -> list[dict[str, Any]]:
        return lines_of(self.choices, self.around.languages)

    def row_lines(self) -> list[dict[str, Any]]:
        return lines_of(self.rows, self.around.languages)

    @property
    def pipe(self) -> str:
        """How a text repeats the first answer there is."""
        return f"{{{self.around.earlier[0][1].code}}}" if self.around.earlier else ""

    @property
    def count(self) -> str:
        return in_words(len(self.choices)) if self.choices else _("zero")

    @property
    def has_options(self) -> bool:
        return self.draft.kind in WITH_OPTIONS

    @property
    def new_option(self) -> str:
        return self._next("a", self.choices)

    @property
    def new_row(self) -> str:
        return self._next("r", self.rows)

    def _next(self, prefix: str, there: Sequence[OptionDraft | RowDraft]) -> str:
        start = f"{self.draft.code}."
        taken = {*self.around.taken, *(start + one.code for one in there)}
        return next_code(taken, start + prefix).removeprefix(start)

    def condition_rows(self) -> list[ConditionRow]:
        now = self.draft.show_if
        conditions = read_conditions(self.written, now) if self.is_bound else now
        return condition_rows(conditions, self.around.earlier)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if max(len(self.choices), len(self.rows)) > MAX_OPTIONS:
            raise forms.ValidationError(
                _("A question can have %s answers at most. Part it in several.") % MAX_OPTIONS
            )
        try:
            check_labels_differ(one.label for one in self.choices)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.sentence) from broken
        return cleaned

    @property
    def written(self) -> QueryDict:
        data: Any = self.data
        return data if isinstance(data, QueryDict) else QueryDict()

    def changed(self, before: QuestionDraft) -> QuestionDraft:
        """The question as it was written; what the page did not show stays as it is."""
        given = self.cleaned_data
        values = {IN_DRAFT.get(name, name): given[name] for name in self.names if name in given}
        for name in {"lowest", "highest"} & values.keys():
            values[name] = None if values[name] is None else Decimal(values[name])
        for name in {"decimals", "as_list", "required"} & values.keys():
            values[name] = values[name] or 0 if name == "decimals" else bool(values[name])
        after = replace(
            before,
            text=" ".join(given["text"].split()) if before.kind != "block" else given["text"],
            help=given["help"],
            show_if=read_conditions(self.written, before.show_if),
            translations=self._translations(before),
            **values,
        )
        if before.kind in WITH_OPTIONS:
            after = replace(after, choices=read_options(self.written, before))
        if before.kind == "matrix":
            after = replace(after, rows=read_rows(self.written, before))
        return after if given["kind"] == before.kind else of_kind(after, given["kind"])

    def _translations(self, before: QuestionDraft) -> dict[str, dict[str, str]]:
        found = {language: dict(texts) for language, texts in before.translations.items()}
        for name, value in self.cleaned_data.items():
            language, _rest, what = name.partition("_")
            if language in self.around.languages[1:] and what:
                found.setdefault(language, {})[what] = value
        return without_blanks(found)

    def show_both(self, row: BaseModel) -> None:
        super().show_both(row)
        mine = [option.label for option in self.choices]
        theirs = [option.label for option in self.draft.choices]
        if self.has_options and mine != theirs:
            self.versions.append(Version(_("Answers"), ", ".join(theirs), ", ".join(mine)))
