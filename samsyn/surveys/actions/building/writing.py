"""Brings a stored survey to a questionnaire. What has the same code stays the same row; only what differs is written."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import F

from samsyn.surveys import queries
from samsyn.surveys.actions.groupings import write_grouping
from samsyn.surveys.drafts import (
    GroupingDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
)
from samsyn.surveys.models import Option, Question, Row, Section, Survey
from samsyn.surveys.rules.building import texts_by_code
from samsyn.surveys.stored import stored_conditions

OF_OPTION = ("label", "is_exclusive", "takes_text", "translations")
OF_ROW = ("label", "translations")
# Two rows may not have the same place even for a moment: all step aside first.
ASIDE = 10_000


def write_questionnaire(survey: Survey, questionnaire: Questionnaire) -> None:
    """The survey is new, or locked by the caller. Its code, organisation and rounds are left alone."""
    before = queries.questionnaire_of(survey) if not survey._state.adding else None
    for name in queries.SAME_OF_SURVEY:
        setattr(survey, name, getattr(questionnaire, name))
    survey.languages = list(questionnaire.languages)
    survey.spent_codes = dict(survey.spent_codes) | _gone(before, questionnaire)
    survey.background = None
    survey.save()
    _write_rows(survey, questionnaire, before)
    survey.background = survey.questions.filter(code=questionnaire.background or None).first()
    survey.save(update_fields=["background", "changed_at"])
    _write_groupings(survey, questionnaire.groupings)


def _gone(before: Questionnaire | None, after: Questionnaire) -> dict[str, str]:
    there = texts_by_code(after)
    was = texts_by_code(before) if before else {}
    return {code: text for code, text in was.items() if code not in there}


def _write_rows(survey: Survey, after: Questionnaire, before: Questionnaire | None) -> None:
    survey.sections.update(position=F("position") + ASIDE)
    survey.questions.update(position=F("position") + ASIDE)
    sections = _write_sections(survey, after.sections)
    same = {} if before is None else {question.code: question for question in before.questions}
    rows = {row.code: row for row in survey.questions.all()}
    position = 0
    for section, section_draft in zip(sections, after.sections, strict=True):
        for draft in section_draft.questions:
            row = rows.pop(draft.code, None)
            if row is None or same.get(draft.code) != draft:
                _write_question(survey, section, row, draft, position)
            else:
                # Moved, or only stepped aside: its texts are as they were, and so is its moment of change.
                Question.objects.filter(pk=row.pk).update(section=section, position=position)
            position += 1
    survey.questions.filter(code__in=rows).delete()
    survey.sections.exclude(pk__in=[section.pk for section in sections]).delete()


def _write_sections(survey: Survey, drafts: Sequence[SectionDraft]) -> list[Section]:
    rows = {str(row.pk): row for row in survey.sections.all()}
    named = {draft.key for draft in drafts} & rows.keys()
    # A file names no rows: its first section is the first that no other draft names.
    unnamed = iter([row for key, row in rows.items() if key not in named])
    written = []
    for position, draft in enumerate(drafts):
        row = rows.get(draft.key) or (None if draft.key else next(unnamed, None))
        if row is None:
            row = Section(survey=survey, **({"id": UUID(draft.key)} if draft.key else {}))
        _write_section(row, draft, position)
        written.append(row)
    return written


def _write_section(row: Section, draft: SectionDraft, position: int) -> None:
    """Moved alone, its moment of change is as it was."""
    wanted = {
        "title": draft.title,
        "introduction": draft.introduction,
        "show_if": stored_conditions(draft.show_if),
        "translations": dict(draft.translations),
    }
    row.position = position
    is_same = all(getattr(row, name) == value for name, value in wanted.items())
    if is_same and not row._state.adding:
        Section.objects.filter(pk=row.pk).update(position=position)
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()


def _write_question(
    survey: Survey, section: Section, row: Question | None, draft: QuestionDraft, position: int
) -> None:
    row = row or Question(survey=survey, code=draft.code)
    row.section, row.position = section, position
    for name in queries.SAME_OF_QUESTION:
        setattr(row, name, getattr(draft, name))
    row.min_choices, row.max_choices = draft.min, draft.max
    row.show_if = stored_conditions(draft.show_if)
    row.save()
    _write_options(row, draft.choices)
    _write_statements(row, draft.rows)


def _write_options(question: Question, drafts: Sequence[OptionDraft]) -> None:
    question.options.exclude(code__in=[draft.code for draft in drafts]).delete()
    kept = {option.code: option for option in question.options.all()}
    # Two options may swap their labels.
    for option in kept.values():
        option.label, option.position = f"~{option.pk}", option.position + ASIDE
    Option.objects.bulk_update(kept.values(), ["label", "position"])
    for position, draft in enumerate(drafts):
        option = kept.get(draft.code) or Option(question=question, code=draft.code)
        _set(option, draft, OF_OPTION, position)


def _write_statements(question: Question, drafts: Sequence[RowDraft]) -> None:
    question.rows.exclude(code__in=[draft.code for draft in drafts]).delete()
    question.rows.update(position=F("position") + ASIDE)
    kept = {row.code: row for row in question.rows.all()}
    for position, draft in enumerate(drafts):
        _set(
            kept.get(draft.code) or Row(question=question, code=draft.code), draft, OF_ROW, position
        )


def _set(
    row: Option | Row, draft: OptionDraft | RowDraft, names: Iterable[str], position: int
) -> None:
    for name in names:
        setattr(row, name, getattr(draft, name))
    row.position = position
    row.save()


def _write_groupings(survey: Survey, drafts: Sequence[GroupingDraft]) -> None:
    """Those that differ are made anew; whether they make blocks is as it was."""
    stored = {draft.code: draft for draft in queries.questionnaire_of(survey).groupings}
    made_blocks: Mapping[str, bool] = dict(survey.groupings.values_list("code", "makes_blocks"))
    wanted = {draft.code for draft in drafts}
    survey.groupings.exclude(code__in=wanted).delete()
    for draft in drafts:
        if stored.get(draft.code) == draft:
            continue
        survey.groupings.filter(code=draft.code).delete()
        groups = {group.label: group.options for group in draft.groups}
        is_blocked = made_blocks.get(draft.code, True)
        write_grouping(survey, draft.code, draft.name, groups, makes_blocks=is_blocked)
