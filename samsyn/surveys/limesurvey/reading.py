"""A structure file as a questionnaire, and what of it cannot be carried over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import (
    ConditionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
)
from samsyn.surveys.faults import Fault, Faulty
from samsyn.surveys.limesurvey.codes import OTHER
from samsyn.surveys.limesurvey.document import read_document
from samsyn.surveys.limesurvey.kinds import questions_of
from samsyn.surveys.limesurvey.making import Reading, with_texts
from samsyn.surveys.limesurvey.notes import Note
from samsyn.surveys.limesurvey.relevance import Beyond, Variable, conditions_of
from samsyn.surveys.limesurvey.source import Asked, Group, Said, Source, source_of

LANGUAGES = ("sv", "en")
MAX_QUESTIONS, MAX_PARTS, MAX_SECTIONS = 500, 200, 100


def read_lss(content: bytes) -> tuple[Questionnaire, tuple[Note, ...]]:
    """Raises Faulty if it is no survey, or larger than one can be."""
    source = source_of(read_document(content))
    _check_size(source)
    reading = _begin(source)
    variables: dict[str, Variable] = {}
    sections = [_section(source, group, reading, variables) for group in source.groups]
    if not any(section.questions for section in sections):
        raise Faulty([Fault(_("The file holds no questions that can be asked here."))])
    questionnaire = _with_frame(source, reading, tuple(sections))
    _say_of_the_whole(source, reading)
    return questionnaire, reading.notes.all()


def _check_size(source: Source) -> None:
    questions = [asked for group in source.groups for asked in group.questions]
    parts = (len(scale) for q in questions for scale in (*q.parts, *q.answers))
    if len(questions) > MAX_QUESTIONS or len(source.groups) > MAX_SECTIONS:
        raise Faulty([Fault(_("The file has more questions than a survey can have."))])
    if max(parts, default=0) > MAX_PARTS:
        raise Faulty([Fault(_("A question in the file has more than 200 answers."))])


def _begin(source: Source) -> Reading:
    """A language of ours for each of theirs that is one: “en-GB” is English."""
    first, *rest = source.languages
    own = first.partition("-")[0]
    languages = {own if own in LANGUAGES else "sv": first}
    reading = Reading(languages)
    if own not in LANGUAGES:
        reading.notes.add("", _("The survey’s language (%s) counts as Swedish here.") % first[:20])
    for theirs in rest:
        ours = theirs.partition("-")[0]
        if ours in LANGUAGES and ours not in languages:
            languages[ours] = theirs
        else:
            reading.notes.add("", _("The texts in the language “%s” are left out.") % theirs[:20])
    return reading


def _section(
    source: Source, group: Group, reading: Reading, variables: dict[str, Variable]
) -> SectionDraft:
    title, titles = reading.said("", group.title, 200)
    introduction, introductions = reading.said("", group.introduction, 20_000, is_line=False)
    translations: dict[str, dict[str, str]] = {}
    with_texts(translations, "title", titles)
    with_texts(translations, "introduction", introductions)
    title = title or _("Part one")
    show_if = _conditions(group.row.get("grelevance", ""), title, reading, variables)
    questions: list[QuestionDraft] = []
    for asked in group.questions:
        relevance = asked.row.get("relevance", "")
        conditions = _conditions(relevance, asked.code, reading, variables)
        made = [replace(one, show_if=conditions) for one in questions_of(asked, reading)]
        questions += made
        reading.codes |= dict(_names(source, group, asked, made))
        variables |= dict(_variables(source, group, asked, made))
    return SectionDraft(title, introduction, tuple(questions), show_if, translations)


def _conditions(
    relevance: str, code: str, reading: Reading, variables: Mapping[str, Variable]
) -> tuple[ConditionDraft, ...]:
    try:
        return conditions_of(relevance, variables)
    except Beyond:
        written = " ".join(relevance.split())[:200]
        sentence = _("It was shown only if %s. Here everybody is asked; say it anew.") % written
        if written == "0":
            sentence = _("It was shown to nobody. Here everybody is asked.")
        reading.notes.add(code, sentence)
        return ()


def _sgqa(source: Source, group: Group, asked: Asked) -> str:
    """How older versions name a question in expressions."""
    return f"{source.sid}X{group.gid}X{asked.qid}"


def _names(
    source: Source, group: Group, asked: Asked, made: Sequence[QuestionDraft]
) -> Iterator[tuple[str, str]]:
    """Of questions whose answer can stand in a text."""
    if made and asked.type not in {"1", "K", "Q", ":", ";"}:
        yield asked.code, made[0].code
        yield _sgqa(source, group, asked), made[0].code


def _variables(
    source: Source, group: Group, asked: Asked, made: Sequence[QuestionDraft]
) -> Iterator[tuple[str, Variable]]:
    for name, between in ((asked.code, "_"), (_sgqa(source, group, asked), "")):
        if asked.type in {"K", "Q"}:
            yield from (
                (f"{name}{between}{part.code}", Variable(question))
                for part, question in zip(asked.parts[0], made, strict=False)
            )
        elif made and asked.type not in {"1", ":", ";"}:
            yield from _of_question(f"{name}{between}", name, asked, made[0])


def _of_question(
    stem: str, name: str, asked: Asked, question: QuestionDraft
) -> Iterator[tuple[str, Variable]]:
    answers = zip(asked.answers[0], question.choices, strict=False)
    codes = {part.code: option.code for part, option in answers}
    yield name, Variable(question, codes=codes)
    if asked.type not in {"M", "P"}:
        return
    for part, option in zip(asked.parts[0], question.choices, strict=False):
        yield f"{stem}{part.code}", Variable(question, option.code)
    if asked.has_other:
        yield f"{stem}other", Variable(question, OTHER, is_line=True)


def _with_frame(
    source: Source, reading: Reading, sections: tuple[SectionDraft, ...]
) -> Questionnaire:
    title, titles = reading.said("", source.said["title"], 200)
    introduction, introductions = reading.said("", _introduction(source), 20_000, is_line=False)
    thanks, all_thanks = reading.said("", source.said["endtext"], 20_000, is_line=False)
    translations: dict[str, dict[str, str]] = {}
    with_texts(translations, "title", titles)
    with_texts(translations, "introduction", introductions)
    with_texts(translations, "thanks", all_thanks)
    return Questionnaire(
        code="",
        title=title or _("A survey from LimeSurvey"),
        introduction=introduction,
        thanks=thanks,
        sections=sections,
        languages=tuple(reading.languages),
        translations=translations,
    )


def _introduction(source: Source) -> Said:
    """The description and the welcome are read one after the other."""
    description, welcome = source.said["description"], source.said["welcometext"]
    return {
        name: "<br /><br />".join(
            text for text in (description.get(name, ""), welcome.get(name, "")) if text.strip()
        )
        for name in dict.fromkeys((*description, *welcome))
    }


def _say_of_the_whole(source: Source, reading: Reading) -> None:
    left: Iterable[tuple[str, Any]] = (
        ("quota", _("Quotas are left out.")),
        ("assessments", _("Assessments by points are left out.")),
        ("defaultvalues", _("Answers that were filled in beforehand are left out.")),
    )
    for table, sentence in left:
        if table in source.tables:
            reading.notes.add("", sentence)
    if any(text.strip() for text in source.said["policy_notice"].values()):
        reading.notes.add(
            "",
            _("The text on how personal data is handled is left out. Say it in the introduction."),
        )
    for group in source.groups:
        if group.row.get("randomization_group", "").strip():
            reading.notes.add("", _("The order by chance is left out."))
