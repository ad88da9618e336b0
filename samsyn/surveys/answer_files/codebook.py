"""The codebook of a questionnaire: every question with its code, its kind, whom it is shown to, and its answers."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.core.documents.parts import Column, Document, Heading, Part, Table, Text
from samsyn.core.documents.pdf import pdf
from samsyn.core.documents.word import word
from samsyn.core.words import listed
from samsyn.surveys.answer_files.rows import UNSURE_CODE, variable_name
from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, Test
from samsyn.surveys.models import QuestionKind


def codebook_file(questionnaire: Questionnaire, publisher: str, format: str) -> bytes:
    """In the survey's own language: it is the same file for everybody."""
    with override(questionnaire.languages[0]):
        document = codebook(questionnaire, publisher)
        return pdf(document) if format == "pdf" else word(document)


def codebook(questionnaire: Questionnaire, publisher: str) -> Document:
    return Document(
        title=questionnaire.title,
        lead=_("Codebook: what is asked, of whom, and what each answer is called in the files."),
        publisher=publisher,
        edition=_("Codebook"),
        parts=tuple(_parts(questionnaire)),
        language=questionnaire.languages[0],
        paging=_("Page {page} of {pages}"),
    )


def _parts(questionnaire: Questionnaire) -> Iterator[Part]:
    for section in questionnaire.sections:
        yield Heading(section.title)
        if section.show_if:
            yield Text(_base(section.show_if, questionnaire), "small")
        for question in section.questions:
            if question.kind != QuestionKind.BLOCK:
                yield from _question(question, questionnaire)


def _question(question: QuestionDraft, questionnaire: Questionnaire) -> Iterator[Part]:
    yield Heading(f"{question.code}. {question.text}", level=2)
    yield Text(" ".join(_facts(question, questionnaire)))
    rows = tuple(_answers(question))
    if rows:
        heads = (Column(_("Column")), Column(_("Code")), Column(_("Stands for")))
        yield Table(_("Answers to %(code)s") % {"code": question.code}, heads, rows)


def _facts(question: QuestionDraft, questionnaire: Questionnaire) -> Iterator[str]:
    yield _("Kind: %(kind)s.") % {"kind": QuestionKind(question.kind).label}
    if question.help:
        yield _("Help: %(text)s") % {"text": question.help}
    yield _("Has to be answered.") if question.required else _("May be left blank.")
    yield from _limits(question)
    if question.show_if:
        yield _base(question.show_if, questionnaire)
    else:
        yield _("Base: all who came to this part.")


def _limits(question: QuestionDraft) -> Iterator[str]:
    if question.kind == QuestionKind.MULTIPLE:
        if question.min:
            yield _("At least %(count)s.") % {"count": question.min}
        if question.max:
            yield _("At most %(count)s.") % {"count": question.max}
    if question.kind == QuestionKind.NUMBER:
        if question.lowest is not None:
            yield _("At least %(count)s.") % {"count": _figures(question.lowest, question)}
        if question.highest is not None:
            yield _("At most %(count)s.") % {"count": _figures(question.highest, question)}


def _figures(number: Decimal, question: QuestionDraft) -> str:
    return f"{number_format(number, decimal_pos=question.decimals)} {question.unit}".strip()


def _answers(question: QuestionDraft) -> Iterator[tuple[str, str, str]]:
    name = variable_name(question.code)
    if question.kind == QuestionKind.SINGLE:
        for number, option in enumerate(question.choices, 1):
            yield name, str(number), option.label
    elif question.kind == QuestionKind.MULTIPLE:
        for option in question.choices:
            yield variable_name(question.code, option.code), "1", option.label
    elif question.kind == QuestionKind.RANKING:
        for option in question.choices:
            column = variable_name(question.code, option.code)
            yield column, f"1–{len(question.choices)}", _("The rank of: %s") % option.label
    elif question.kind == QuestionKind.MATRIX:
        yield from _statements(question)
    elif question.kind == QuestionKind.SCALE:
        yield from _points(question, name)


def _statements(question: QuestionDraft) -> Iterator[tuple[str, str, str]]:
    for row in question.rows:
        yield variable_name(question.code, row.code), "", row.label
    for number, option in enumerate(question.choices, 1):
        yield "", str(number), option.label


def _points(question: QuestionDraft, name: str) -> Iterator[tuple[str, str, str]]:
    low, high = ends(question)
    words = {low: question.low_label, high: question.high_label}
    for point in range(low, high + 1):
        yield name, str(point), words.get(point) or str(point)
    if question.unsure_label:
        yield name, str(UNSURE_CODE), question.unsure_label


def _base(conditions: Sequence[ConditionDraft], questionnaire: Questionnaire) -> str:
    said = listed([_condition(one, questionnaire) for one in conditions])
    return _("Base: those of whom this holds: %(conditions)s.") % {"conditions": said}


def _condition(condition: ConditionDraft, questionnaire: Questionnaire) -> str:
    question = questionnaire.question(condition.question)
    known = {option.code: option.label for option in question.choices} if question else {}
    names = listed([f"”{known.get(code, code)}”" for code in condition.options])
    words = {"question": condition.question, "answers": names, "value": condition.value}
    return {
        Test.ANY: _("%(question)s has one of %(answers)s"),
        Test.NONE: _("%(question)s has none of %(answers)s"),
        Test.MORE: _("%(question)s is more than %(value)s"),
        Test.LESS: _("%(question)s is less than %(value)s"),
        Test.ANSWERED: _("%(question)s is answered"),
    }[Test(condition.test)] % words
