"""The demo's own surveys as they are built: by the steps of the builder, from files that are read as any other."""

from collections.abc import Callable
from dataclasses import replace

from samsyn.home.demo.texts import STORIES
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Organisation
from samsyn.surveys.actions.building import change_questionnaire, make_survey, make_version
from samsyn.surveys.drafts import OptionDraft, QuestionDraft, Questionnaire
from samsyn.surveys.models import Survey
from samsyn.surveys.questionnaire import read_questionnaire
from samsyn.surveys.rules.building import replaced_question

# What people wrote under the question the first year became answers to choose from the second.
ADDED = (
    OptionDraft(
        "a9",
        "Stötta nyexaminerade lärare",
        translations={"en": {"label": "Support newly qualified teachers"}},
    ),
    OptionDraft(
        "annat",
        "Något annat",
        takes_text=True,
        translations={"en": {"label": "Something else"}},
    ),
)


def _read(name: str) -> Questionnaire:
    return read_questionnaire((STORIES / f"enkat-{name}.yaml").read_bytes())


def make_autumn_survey(actor: Actor, organisation: Organisation) -> Survey:
    draft = _read("karriartjanster")
    return make_survey(
        actor=actor, organisation=organisation, title=draft.title, questionnaire=draft
    )


def hand_on(actor: Actor, survey: Survey) -> Survey:
    """Next year's version, with two answers more."""
    version = make_version(actor=actor, survey=survey)

    def add(question: QuestionDraft) -> QuestionDraft:
        return replace(question, choices=(*question.choices, *ADDED))

    return change_questionnaire(
        actor=actor,
        survey=version,
        done="Lade till två svar",
        change=lambda now: replaced_question(now, "tasks", add),
    )


def correct(actor: Actor, survey: Survey) -> None:
    """A text said more clearly after it has been answered: it is noted."""

    def clearer(question: QuestionDraft) -> QuestionDraft:
        return replace(question, help="Ordna de tre viktigaste, den viktigaste först.")

    change_questionnaire(
        actor=actor,
        survey=survey,
        done="",
        change=lambda now: replaced_question(now, "support", clearer),
    )


def begin_survey(actor: Actor, organisation: Organisation) -> Survey:
    """Half built: an answer that a condition hangs on is taken away, and a question has become two."""
    draft = _read("tid")
    survey = make_survey(
        actor=actor, organisation=organisation, title=draft.title, questionnaire=draft
    )

    def without_special(question: QuestionDraft) -> QuestionDraft:
        left = tuple(one for one in question.choices if one.label != "Speciallärare")
        return replace(question, choices=left)

    def asking_both(question: QuestionDraft) -> QuestionDraft:
        return replace(question, text="Hur nöjd är du med ditt uppdrag och din tid?")

    def step(done: str, code: str, change: Callable[[QuestionDraft], QuestionDraft]) -> None:
        change_questionnaire(
            actor=actor,
            survey=survey,
            done=done,
            change=lambda now: replaced_question(now, code, change),
        )

    step("Tog bort ett svar", "role", without_special)
    step("Skrev om frågan", "content", asking_both)
    return survey
