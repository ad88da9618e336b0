"""The page a survey is built on: its parts and questions as they are read, what to see to, and what is being edited."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from samsyn.core.words import capitalised, in_words
from samsyn.surveys.answering import shortest_and_longest
from samsyn.surveys.asked import Part, outline, size_of
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.forms.building import QuestionForm
from samsyn.surveys.forms.conditions import Around
from samsyn.surveys.forms.surveys import SectionForm, SurveyForm
from samsyn.surveys.models import Question, Section, Survey, SurveyEdit
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.queries.building import codes_taken, is_locked, last_edit, mode_of
from samsyn.surveys.rules.building import numbers_of
from samsyn.surveys.rules.checks import problems
from samsyn.surveys.rules.problems import Problem


@dataclass
class Opened:
    """What is open for writing: a question by code, a part by key, the survey's own texts, or nothing."""

    question: str = ""
    section: str = ""
    survey: bool = False
    # Filled in where what was written could not be kept.
    form: Any = None

    @property
    def address(self) -> str:
        """As the page's own address says it."""
        if self.survey:
            return "enkat"
        return f"del={self.section}" if self.section else f"fraga={self.question}"


@dataclass
class BuildingPage:
    survey: Survey
    questionnaire: Questionnaire
    opened: Opened
    is_locked: bool
    problems: list[Problem]
    parts: list[Part]
    last: SurveyEdit | None
    size: str
    shortest: int
    longest: int
    form: Any = None
    texts: SurveyForm | None = field(default=None)

    @property
    def saved_at(self) -> datetime:
        return self.survey.changed_at

    @property
    def problem_count(self) -> str:
        return capitalised(in_words(len(self.problems)))

    @property
    def shown(self) -> QuestionDraft | None:
        """What the preview shows: the question that is open, or the first."""
        found = self.questionnaire.question(self.opened.question)
        return found or next(iter(self.questionnaire.questions), None)

    @property
    def shown_number(self) -> int | None:
        return numbers_of(self.questionnaire).get(self.shown.code) if self.shown else None

    @property
    def number_of_groups(self) -> int | None:
        return numbers_of(self.questionnaire).get(self.questionnaire.background)

    @property
    def groups(self) -> QuestionDraft | None:
        return self.questionnaire.question(self.questionnaire.background)


def building_page(survey: Survey, opened: Opened) -> BuildingPage:
    questionnaire = questionnaire_of(survey)
    spent = dict(survey.spent_codes)
    is_shut = is_locked(survey)
    found = [] if is_shut else problems(questionnaire, mode_of(survey), spent)
    shortest, longest = shortest_and_longest(questionnaire)
    page = BuildingPage(
        survey=survey,
        questionnaire=questionnaire,
        opened=opened,
        is_locked=is_shut,
        problems=found,
        parts=outline(questionnaire, found, spent),
        last=None if is_shut else last_edit(survey),
        size=size_of(questionnaire),
        shortest=shortest,
        longest=longest,
    )
    page.form = opened.form or _form(page)
    if opened.survey:
        page.texts = opened.form or survey_form(survey, questionnaire)
    return page


def survey_form(survey: Survey, questionnaire: Questionnaire, data: Any = None) -> SurveyForm:
    return SurveyForm(data, draft=questionnaire, row=survey, is_locked=is_locked(survey))


def _form(page: BuildingPage) -> QuestionForm | SectionForm | None:
    if page.opened.question:
        return question_form(page.survey, page.questionnaire, page.opened.question)
    if page.opened.section:
        return section_form(page.survey, page.questionnaire, page.opened.section)
    return None


def question_form(
    survey: Survey, questionnaire: Questionnaire, code: str, data: Any = None
) -> QuestionForm | None:
    draft = questionnaire.question(code)
    # Asked of the draft first: a code from an address may hold signs that no database takes.
    row = Question.objects.filter(survey=survey, code=code).first() if draft else None
    if row is None or draft is None:
        return None
    around = around_question(survey, questionnaire, code)
    return QuestionForm(data, draft=draft, around=around, row=row)


def around_question(survey: Survey, questionnaire: Questionnaire, code: str) -> Around:
    numbers = numbers_of(questionnaire)
    earlier = []
    for question in questionnaire.questions:
        if question.code == code:
            break
        if question.code in numbers:
            earlier.append((numbers[question.code], question))
    taken = frozenset(codes_taken(survey, questionnaire))
    return Around(questionnaire.languages, earlier, taken, is_locked(survey))


def section_form(
    survey: Survey, questionnaire: Questionnaire, key: str, data: Any = None
) -> SectionForm | None:
    row = Section.objects.filter(survey=survey, pk=UUID(key)).first()
    draft = next((one for one in questionnaire.sections if one.key == key), None)
    if row is None or draft is None:
        return None
    numbers, earlier = numbers_of(questionnaire), []
    for section in questionnaire.sections:
        if section.key == key:
            break
        earlier += [(numbers[q.code], q) for q in section.questions if q.code in numbers]
    return SectionForm(data, draft=draft, around=Around(questionnaire.languages, earlier), row=row)
