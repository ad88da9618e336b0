"""A question edited where it stands: its texts, its rules as choices in a sentence, its answers, and for whom it is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.models import BaseModel
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Version, VersionedForm
from samsyn.core.words import in_words
from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    RowDraft,
    Test,
)
from samsyn.surveys.models import QuestionKind
from samsyn.surveys.rules.building import (
    WITH_OPTIONS,
    check_labels_differ,
    next_code,
    of_kind,
)

LANGUAGES = {"sv": gettext_lazy("Swedish"), "en": gettext_lazy("English")}
MAX_OPTIONS, MAX_CONDITIONS = 200, 5
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
            return _pick([("", _("as much as one wants")), *choices], _("How long"))
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


@dataclass
class ConditionRow:
    """One condition as it is chosen: "on [question 1] has answered […]"."""

    index: int
    question: str = ""
    test: str = Test.ANY
    options: tuple[str, ...] = ()
    value: str = ""
    asked: QuestionDraft | None = None

    @property
    def takes_options(self) -> bool:
        return self.asked is not None and self.asked.kind in WITH_OPTIONS

    @property
    def takes_number(self) -> bool:
        return self.asked is not None and self.asked.kind in {"number", "scale"}

    @property
    def gone(self) -> list[str]:
        """Options that are not there any more: kept until they are taken away."""
        known = {option.code for option in self.asked.choices} if self.asked else set()
        return [code for code in self.options if code not in known]


@dataclass
class Around:
    """What a question's form has to know of the rest of the survey."""

    languages: tuple[str, ...] = ("sv",)
    # (number, question) of those before it.
    earlier: Sequence[tuple[int, QuestionDraft]] = ()
    taken: frozenset[str] = field(default_factory=frozenset)
    # Words alone may be corrected.
    is_locked: bool = False


class QuestionForm(VersionedForm):
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
        for name in ("text", "help", *WORDS.get(self.draft.kind, ())):
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

    # --- What is shown ---

    def option_lines(self) -> list[dict[str, Any]]:
        return _lines(self.draft.choices, self.around.languages)

    def row_lines(self) -> list[dict[str, Any]]:
        return _lines(self.draft.rows, self.around.languages)

    @property
    def pipe(self) -> str:
        """How a text repeats the first answer there is."""
        return f"{{{self.around.earlier[0][1].code}}}" if self.around.earlier else ""

    @property
    def count(self) -> str:
        return in_words(len(self.draft.choices))

    @property
    def has_options(self) -> bool:
        return self.draft.kind in WITH_OPTIONS

    @property
    def new_option(self) -> str:
        return self._next("a", self.draft.choices)

    @property
    def new_row(self) -> str:
        return self._next("r", self.draft.rows)

    def _next(self, prefix: str, there: Sequence[OptionDraft | RowDraft]) -> str:
        start = f"{self.draft.code}."
        taken = {*self.around.taken, *(start + one.code for one in there)}
        return next_code(taken, start + prefix).removeprefix(start)

    def condition_rows(self) -> list[ConditionRow]:
        return condition_rows(self.draft.show_if, self.around.earlier)

    # --- What was written ---

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            check_labels_differ(one.label for one in read_options(self.written, self.draft))
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
        mine = [option.label for option in read_options(self.written, self.draft)]
        theirs = [option.label for option in self.draft.choices]
        if self.has_options and mine != theirs:
            self.versions.append(Version(_("Answers"), ", ".join(theirs), ", ".join(mine)))


def without_blanks(found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    kept = {
        language: {name: text for name, text in texts.items() if text}
        for language, texts in found.items()
    }
    return {language: texts for language, texts in kept.items() if texts}


def _lines(
    things: Sequence[OptionDraft | RowDraft], languages: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {
            "one": thing,
            "languages": [
                (language, thing.translations.get(language, {}).get("label", ""))
                for language in languages[1:]
            ],
        }
        for thing in things
    ]


# --- Lists in a form: options, statements, conditions ----------------------------------------------


def _written_lines(data: QueryDict, name: str) -> Iterator[tuple[str, str]]:
    """(code, label) in the order they stand; one that was emptied or taken away is left out."""
    act, _space, code_of_act = data.get("act", "").partition(" ")
    codes, labels = data.getlist(f"{name}_code"), data.getlist(f"{name}_label")
    pairs = [
        (code[:20], " ".join(label.split())[:300])
        for code, label in zip(codes, labels, strict=False)
    ]
    if act == f"{name}-up":
        places = [place for place, (code, _label) in enumerate(pairs) if code == code_of_act]
        for place in (one for one in places if one > 0):
            pairs[place - 1], pairs[place] = pairs[place], pairs[place - 1]
    for code, label in pairs[:MAX_OPTIONS]:
        is_code = code.isascii() and code.replace("-", "").replace("_", "").isalnum()
        if label and is_code and (act, code_of_act) != (f"{name}-drop", code):
            yield code, label
    yield from _pasted(data, name, codes)


def _pasted(data: QueryDict, name: str, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The last code is that of the empty line: it, and those above it, are free."""
    free = codes[-1] if codes else ("a1" if name == "option" else "r1")
    number = int(free[1:]) if free[1:].isdigit() else 1
    has_last = bool((data.getlist(f"{name}_label") or [""])[-1].strip())
    lines = [
        " ".join(line.lstrip("-•* \t").split())[:300]
        for line in data.get(f"{name}_paste", "").splitlines()
    ]
    for offset, line in enumerate(filter(None, dict.fromkeys(lines)), int(has_last)):
        yield f"{free[0]}{number + offset}", line


def read_options(data: QueryDict, before: QuestionDraft) -> tuple[OptionDraft, ...]:
    exclusive, with_text = set(data.getlist("option_exclusive")), set(data.getlist("option_text"))
    was = {option.code: option for option in before.choices}
    return tuple(
        OptionDraft(
            code,
            label,
            is_exclusive=code in exclusive,
            takes_text=code in with_text,
            translations=_label_texts(data, "option", code, was.get(code)),
        )
        for code, label in _written_lines(data, "option")
    )


def read_rows(data: QueryDict, before: QuestionDraft) -> tuple[RowDraft, ...]:
    was = {row.code: row for row in before.rows}
    return tuple(
        RowDraft(code, label, _label_texts(data, "row", code, was.get(code)))
        for code, label in _written_lines(data, "row")
    )


def _label_texts(
    data: QueryDict, name: str, code: str, was: OptionDraft | RowDraft | None
) -> dict[str, dict[str, str]]:
    found = {language: dict(texts) for language, texts in (was.translations if was else {}).items()}
    for language in LANGUAGES:
        written = data.get(f"{name}_{language}_{code}")
        if written is not None:
            found.setdefault(language, {})["label"] = " ".join(written.split())[:300]
    return without_blanks(found)


def condition_rows(
    conditions: Sequence[ConditionDraft], earlier: Sequence[tuple[int, QuestionDraft]]
) -> list[ConditionRow]:
    """Those there are, and one to add another by."""
    known = {question.code: question for _number, question in earlier}
    rows = [
        ConditionRow(
            index,
            one.question,
            one.test,
            one.options,
            f"{one.value.normalize():f}" if one.value is not None else "",
            known.get(one.question),
        )
        for index, one in enumerate(conditions)
    ]
    if known and len(rows) < MAX_CONDITIONS:
        rows.append(ConditionRow(len(rows)))
    return rows


def read_conditions(
    data: QueryDict, before: tuple[ConditionDraft, ...]
) -> tuple[ConditionDraft, ...]:
    if "if_count" not in data:
        return before
    found = []
    for index in range(MAX_CONDITIONS):
        question = data.get(f"if_question_{index}", "")
        if not question:
            continue
        test = data.get(f"if_test_{index}", Test.ANY.value)
        found.append(
            ConditionDraft(
                question[:40],
                Test(test) if test in list(Test) else Test.ANY,
                tuple(code[:20] for code in data.getlist(f"if_options_{index}")[:MAX_OPTIONS]),
                _decimal(data.get(f"if_value_{index}", "")),
            )
        )
    return tuple(found)


def _decimal(written: str) -> Decimal | None:
    try:
        number = Decimal(written.strip().replace(",", ".")) if len(written) < 13 else Decimal("NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
