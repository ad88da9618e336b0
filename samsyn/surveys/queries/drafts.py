"""A stored survey in the shape of a draft: for files, for building, and for the pages that are answered."""

from samsyn.surveys.drafts import (
    GroupDraft,
    GroupingDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
)
from samsyn.surveys.models import Grouping, Question, Section, Survey
from samsyn.surveys.queries.questionnaires import groupings_of, sections_of
from samsyn.surveys.stored import conditions_of

SAME_OF_SURVEY = (
    "title",
    "introduction",
    "method",
    "threshold",
    "background_whole",
    "groups_note",
    "thanks",
    "translations",
    "groups_settled",
)
SAME_OF_QUESTION = (
    "code",
    "kind",
    "text",
    "help",
    "required",
    "as_list",
    "lowest",
    "highest",
    "decimals",
    "unit",
    "low_label",
    "high_label",
    "unsure_label",
    "max_length",
    "translations",
)


def questionnaire_of(survey: Survey) -> Questionnaire:
    return Questionnaire(
        code=survey.code,
        **{name: getattr(survey, name) for name in SAME_OF_SURVEY},
        background=survey.background.code if survey.background else "",
        languages=tuple(survey.languages),
        sections=tuple(_section_draft(section) for section in sections_of(survey)),
        groupings=tuple(_grouping_draft(g) for g in groupings_of(survey)),
    )


def _section_draft(section: Section) -> SectionDraft:
    return SectionDraft(
        title=section.title,
        introduction=section.introduction,
        questions=tuple(_question_draft(question) for question in section.questions.all()),
        show_if=conditions_of(section.show_if),
        translations=section.translations,
        key=str(section.pk),
    )


def _question_draft(question: Question) -> QuestionDraft:
    return QuestionDraft(
        **{name: getattr(question, name) for name in SAME_OF_QUESTION},
        min=question.min_choices,
        max=question.max_choices,
        choices=tuple(
            OptionDraft(o.code, o.label, o.is_exclusive, o.takes_text, o.translations)
            for o in question.options.all()
        ),
        rows=tuple(RowDraft(r.code, r.label, r.translations) for r in question.rows.all()),
        show_if=conditions_of(question.show_if),
    )


def _grouping_draft(grouping: Grouping) -> GroupingDraft:
    groups = (
        GroupDraft(group.label, tuple(option.label for option in group.options.all()))
        for group in grouping.groups.all()
    )
    return GroupingDraft(grouping.code, grouping.name, tuple(groups))
