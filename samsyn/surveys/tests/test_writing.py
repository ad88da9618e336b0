"""A questionnaire is written whole, rows that mean the same stay the same rows, and JSON gives it back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions import import_questionnaire
from samsyn.surveys.actions.building.writing import write_questionnaire
from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.stored import from_json, to_json
from samsyn.surveys.tests.making import make_questionnaire
from tests.cast import Cast

EN = {"en": {"text": "How?", "help": "Briefly"}}
FULL = Questionnaire(
    code="full",
    title="Allt",
    introduction="Hej",
    thanks="Tack",
    languages=("sv", "en"),
    translations={"en": {"title": "All"}},
    background="role",
    sections=(
        SectionDraft(
            "Om dig",
            "",
            (
                QuestionDraft(
                    "role",
                    "single",
                    "Roll?",
                    required=True,
                    as_list=True,
                    choices=(
                        OptionDraft("a1", "Lärare", translations={"en": {"label": "Teacher"}}),
                        OptionDraft("a2", "Annat", takes_text=True),
                        OptionDraft("a5", "Inget", is_exclusive=True),
                    ),
                ),
                QuestionDraft(
                    "hours",
                    "number",
                    "Hur många timmar?",
                    lowest=Decimal("0"),
                    highest=Decimal("40.5"),
                    decimals=1,
                    unit="timmar",
                    show_if=(ConditionDraft("role", "any", ("a1",)),),
                ),
            ),
            translations={"en": {"title": "About you"}},
        ),
        SectionDraft(
            "Uppdraget",
            "Läs först",
            (
                QuestionDraft("info", "block", "Här kommer påståenden."),
                QuestionDraft(
                    "state",
                    "matrix",
                    "Stämmer det?",
                    rows=(RowDraft("r1", "Tid finns"), RowDraft("r2", "Stöd finns")),
                    choices=options_of(("Nej", "Ja")),
                ),
                QuestionDraft(
                    "how",
                    "scale",
                    "Hur?",
                    help="Kort",
                    lowest=Decimal(1),
                    highest=Decimal(5),
                    low_label="dåligt",
                    high_label="bra",
                    unsure_label="Vet inte",
                    translations=EN,
                ),
                QuestionDraft("rank", "ranking", "Ordna", max=2, choices=options_of(("A", "B"))),
                QuestionDraft("day", "date", "När?"),
                QuestionDraft("word", "short", "Ett ord", max_length=40),
            ),
            show_if=(ConditionDraft("hours", "more", (), Decimal("0")),),
        ),
    ),
)


def stored(cast: Cast, questionnaire: Questionnaire) -> Survey:
    import_questionnaire(
        actor=SYSTEM, organisation=cast.university, questionnaire=replace(questionnaire, round=None)
    )
    return Survey.objects.get(code=questionnaire.code)


def read(survey: Survey) -> Questionnaire:
    return questionnaire_of(Survey.objects.get(pk=survey.pk))


def keys(survey: Survey) -> dict[str, object]:
    found: dict[str, object] = {q.code: q.pk for q in survey.questions.all()}
    for question in survey.questions.all():
        found |= {f"{question.code}.{o.code}": o.pk for o in question.options.all()}
    return found


@pytest.mark.django_db
def test_every_field_is_stored_and_read(cast: Cast) -> None:
    assert read(stored(cast, FULL)) == FULL


def test_json_gives_the_whole_questionnaire_back() -> None:
    assert from_json(to_json(FULL)) == FULL
    assert from_json(to_json(make_questionnaire())) == make_questionnaire()


@pytest.mark.django_db
def test_rows_with_the_same_code_stay_the_same_when_moved_renamed_and_swapped(cast: Cast) -> None:
    survey = stored(cast, FULL)
    before, sections = keys(survey), set(survey.sections.values_list("pk", flat=True))
    about, work = read(survey).sections
    role, hours = about.questions
    teacher, other, none = role.choices
    swapped = replace(
        role, choices=(replace(other, label="Lärare"), replace(teacher, label="Annat"), none)
    )
    wanted = replace(
        FULL,
        sections=(
            replace(work, questions=(hours, *work.questions)),
            replace(about, questions=(swapped,)),
        ),
    )

    write_questionnaire(survey, wanted)

    assert read(survey) == wanted
    assert keys(survey) == before
    assert set(survey.sections.values_list("pk", flat=True)) == sections
    assert survey.spent_codes == {}


@pytest.mark.django_db
def test_what_is_removed_leaves_its_code_spent(cast: Cast) -> None:
    survey = stored(cast, FULL)
    role = FULL.sections[0].questions[0]
    wanted = replace(
        FULL,
        sections=(replace(FULL.sections[0], questions=(replace(role, choices=role.choices[:2]),)),),
    )

    write_questionnaire(survey, wanted)

    assert read(survey) == wanted
    assert survey.spent_codes == {
        "day": "När?",
        "hours": "Hur många timmar?",
        "how": "Hur?",
        "info": "Här kommer påståenden.",
        "rank": "Ordna",
        "rank.a1": "A",
        "rank.a2": "B",
        "role.a5": "Inget",
        "state": "Stämmer det?",
        "state.a1": "Nej",
        "state.a2": "Ja",
        "state.r1": "Tid finns",
        "state.r2": "Stöd finns",
        "word": "Ett ord",
    }


@pytest.mark.django_db
def test_only_a_changed_question_is_newer(cast: Cast) -> None:
    survey = stored(cast, FULL)
    moments = dict(survey.questions.values_list("code", "changed_at"))
    first, second = read(survey).sections
    role, hours = first.questions
    wanted = replace(
        FULL, sections=(replace(first, questions=(replace(hours, text="Tid?"), role)), second)
    )

    write_questionnaire(survey, wanted)

    later = dict(survey.questions.values_list("code", "changed_at"))
    assert [code for code in moments if later[code] != moments[code]] == ["hours"]
