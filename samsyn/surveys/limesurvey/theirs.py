"""What a question of ours is in LimeSurvey: its type, its points and attributes, and what of it is lost there."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import QuestionDraft, Translations
from samsyn.surveys.limesurvey.names import UNSURE, Name, is_five, other_of

TYPES = {
    "single": "L",
    "multiple": "M",
    "matrix": "F",
    "ranking": "R",
    "number": "N",
    "date": "D",
    "short": "S",
    "text": "T",
    "block": "X",
}


def type_of(question: QuestionDraft) -> str:
    if question.kind == "scale":
        return "5" if is_five(question) else "L"
    return "!" if question.kind == "single" and question.as_list else TYPES[question.kind]


def points_of(question: QuestionDraft) -> Iterable[tuple[str, str, Translations]]:
    low, high = ends(question)
    words = {low: "low_label", high: "high_label"}
    for point in range(low, high + 1):
        word = words.get(point, "")
        said = getattr(question, word) if word else ""
        translations = {
            language: {"label": f"{point} – {texts[word]}"}
            for language, texts in question.translations.items()
            if texts.get(word)
        }
        yield str(point), f"{point} – {said}" if said else str(point), translations
    if question.unsure_label:
        translations = {
            language: {"label": texts["unsure_label"]}
            for language, texts in question.translations.items()
            if texts.get("unsure_label")
        }
        yield UNSURE, question.unsure_label, translations


def attributes_of(question: QuestionDraft, name: Name) -> Iterable[tuple[str, object]]:
    if question.kind in {"multiple", "ranking"}:
        alone = [name.options[o.code] for o in question.choices if o.is_exclusive]
        yield from _given(
            min_answers=question.min,
            max_answers=question.max,
            exclude_all_others=";".join(alone) if question.kind == "multiple" else None,
        )
    if question.kind == "number":
        yield from _given(
            min_num_value_n=question.lowest,
            max_num_value_n=question.highest,
            num_value_int_only=None if question.decimals else 1,
        )
    if question.kind in {"short", "text"}:
        yield from _given(maximum_chars=question.max_length)
    if question.kind == "date":
        yield "date_format", "yyyy-mm-dd"


def _given(**values: object) -> Iterable[tuple[str, object]]:
    for name, value in values.items():
        if value is not None and value != "":
            yield name, f"{value.normalize():f}" if isinstance(value, Decimal) else value


def lost_of(question: QuestionDraft, name: Name) -> Iterable[str]:
    if name.code != question.code:
        yield _("Its code is “%s” there.") % name.code
    codes = {**name.options, **name.rows}
    changed = [f"{ours} → {theirs}" for ours, theirs in codes.items() if _differs(ours, theirs)]
    if changed:
        yield _("Codes that differ there: %s.") % ", ".join(changed)
    other = other_of(question)
    if any(option.takes_text and option is not other for option in question.choices):
        yield _("Only one answer can have a line to write on there.")
    if other is not None and other is not question.choices[-1]:
        yield _("“%s” comes last there.") % other.label
    exclusive = [option for option in question.choices if option.is_exclusive]
    if exclusive and (question.kind != "multiple" or other in exclusive):
        yield _("“%s” is an answer like the others there.") % exclusive[0].label
    if question.kind == "scale" and not is_five(question):
        yield _("The scale is a choice of one there.")
    if question.kind == "number" and question.decimals == 1:
        yield _("The number of decimals is not limited there.")


def _differs(ours: str, theirs: str) -> bool:
    return theirs != ours and (ours, theirs) != ("other", "-oth-")
