"""A survey's own texts, a part's, and how a new survey begins."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.forms import OnceForm
from samsyn.core.models import BaseModel
from samsyn.organisations.models import Organisation
from samsyn.surveys.drafts import Questionnaire, SectionDraft
from samsyn.surveys.forms.conditions import Around, condition_rows, read_conditions
from samsyn.surveys.forms.kept import KeptForm
from samsyn.surveys.forms.lines import LANGUAGES, without_blanks
from samsyn.surveys.models import Survey
from samsyn.surveys.queries.building import revision_of_texts

AREA = forms.Textarea(attrs={"rows": 2})
EMPTY, NO_GROUPS = "", "-"


def _say_in(form: forms.Form, languages: Sequence[str], names: Sequence[str], thing: Any) -> None:
    """The same fields once more for each language but the first."""
    for language in languages[1:]:
        for name in names:
            old = form.fields[name]
            words = {"what": old.label, "language": LANGUAGES[language]}
            new = forms.CharField(
                label=_("%(what)s, in %(language)s") % words,
                max_length=getattr(old, "max_length", None),
                required=False,
                widget=type(old.widget)(attrs={"lang": language, "rows": 2}),
                initial=thing.translations.get(language, {}).get(name, ""),
            )
            form.fields[f"{language}_{name}"] = new


def _said_in(
    given: dict[str, Any], languages: Sequence[str], names: Sequence[str], thing: Any
) -> dict[str, dict[str, str]]:
    found = {language: dict(texts) for language, texts in thing.translations.items()}
    for language in languages[1:]:
        for name in names:
            if (text := given.get(f"{language}_{name}")) is not None:
                found.setdefault(language, {})[name] = text
    return without_blanks(found)


class SectionForm(KeptForm):
    title = forms.CharField(
        label=gettext_lazy("What is this part called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("A part has to have a name.")},
    )
    introduction = forms.CharField(
        label=gettext_lazy("Text at the beginning of the part"),
        max_length=20_000,
        required=False,
        widget=AREA,
    )
    TEXTS = ("title", "introduction")

    def __init__(
        self, *args: Any, draft: SectionDraft, around: Around, row: BaseModel, **kwargs: Any
    ) -> None:
        self.draft, self.around, self.row = draft, around, row
        initial = {name: getattr(draft, name) for name in self.TEXTS}
        super().__init__(*args, row=row, initial=initial, **kwargs)
        _say_in(self, around.languages, self.TEXTS, draft)

    def condition_rows(self) -> Any:
        data: Any = self.data
        now = self.draft.show_if
        conditions = read_conditions(data, now) if self.is_bound else now
        return condition_rows(conditions, self.around.earlier)

    def changed(self, before: SectionDraft) -> SectionDraft:
        given = self.cleaned_data
        data: Any = self.data
        return replace(
            before,
            title=given["title"],
            introduction=given["introduction"],
            show_if=read_conditions(data, before.show_if),
            translations=_said_in(given, self.around.languages, self.TEXTS, before),
        )


class SurveyForm(KeptForm):
    """Texts around the questions, the languages, and what results may be shown by."""

    title = forms.CharField(
        label=gettext_lazy("What is the survey called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("A survey has to have a name.")},
    )
    introduction = forms.CharField(
        label=gettext_lazy("What do those who answer read first?"),
        max_length=20_000,
        required=False,
        widget=AREA,
    )
    thanks = forms.CharField(
        label=gettext_lazy("What do they read when they have answered?"),
        max_length=20_000,
        required=False,
        widget=AREA,
    )
    background = forms.ChoiceField(
        label=gettext_lazy("By which question may results be shown in groups?"),
        help_text=gettext_lazy(
            "Is settled before the survey opens, and cannot be made finer afterwards. Small groups are always"
            " put together."
        ),
        required=False,
    )
    english = forms.BooleanField(label=gettext_lazy("Also in English"), required=False)
    row: Survey
    TEXTS = ("title", "introduction", "thanks")

    def __init__(
        self, data: Any = None, *, draft: Questionnaire, row: Survey, is_locked: bool = False
    ) -> None:
        self.draft, self.row = draft, row
        initial: dict[str, Any] = {name: getattr(draft, name) for name in self.TEXTS}
        none = NO_GROUPS if draft.groups_settled else EMPTY
        initial |= {"background": draft.background or none, "english": "en" in draft.languages}
        initial["revision"] = revision_of_texts(row)
        super().__init__(data, row=row, initial=initial)
        self.fields["english"].help_text = _(
            "Every text gets a line for English beside the Swedish. What is not translated is shown in Swedish."
        )
        singles = [(q.code, q.text) for q in draft.questions if q.kind == "single"]
        self.fields["background"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (EMPTY, _("not settled yet")),
            *singles,
            (NO_GROUPS, _("none: only all together")),
        ]
        _say_in(self, draft.languages, self.TEXTS, draft)
        if is_locked:
            # The groups have been promised.
            del self.fields["background"]

    def latest(self) -> str:
        """Its row changes with every question, too: the texts themselves tell whether they were changed."""
        self.row.refresh_from_db()
        return revision_of_texts(self.row)

    def changed(self, before: Questionnaire) -> Questionnaire:
        given = self.cleaned_data
        background = given.get("background", self.initial["background"])
        languages = ("sv", "en") if given["english"] else ("sv",)
        return replace(
            before,
            **{name: given[name] for name in self.TEXTS},
            background="" if background == NO_GROUPS else background,
            groups_settled=background != EMPTY,
            # Groups were made of the answers to the question that it was.
            groupings=before.groupings if background == before.background else (),
            languages=languages if before.languages[0] == "sv" else before.languages,
            translations=_said_in(given, before.languages, self.TEXTS, before),
        )


class MakeForm(OnceForm):
    title = forms.CharField(label=gettext_lazy("What is the survey called?"), max_length=200)
    organisation = forms.ChoiceField(label=gettext_lazy("Who asks?"))
    start = forms.ChoiceField(label=gettext_lazy("What do you start from?"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        templates: Sequence[tuple[str, str]],
        surveys: Sequence[Survey],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        self.surveys = {f"survey:{one.pk}": one for one in surveys}
        places = [(key, one.name) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = places  # type: ignore[attr-defined]  # a ChoiceField
        if len(places) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = places[0][0]
        groups: list[tuple[Any, Any]] = [("", _("an empty survey"))]
        if templates:
            groups.append((_("A template"), templates))
        if surveys:
            earlier = [(key, _named(one)) for key, one in self.surveys.items()]
            groups.append((_("A copy of"), earlier))
        self.fields["start"].choices = groups  # type: ignore[attr-defined]  # a ChoiceField


def _named(survey: Survey) -> str:
    if survey.version == 1:
        return survey.title
    return _("%(title)s, version %(version)s") % {"title": survey.title, "version": survey.version}
