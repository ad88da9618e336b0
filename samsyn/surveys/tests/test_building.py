"""Building: steps and their undoing, what is locked once a survey has been answered, versions and copies."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation

from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions.building import (
    Read,
    change_questionnaire,
    make_survey,
    make_version,
    undo,
)
from samsyn.surveys.drafts import QuestionDraft, Questionnaire, SectionDraft, options_of
from samsyn.surveys.models import Question, Round, RoundState, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.queries.building import codes_taken, is_locked
from samsyn.surveys.rules import building as rules
from samsyn.surveys.rules.corrections import corrections
from samsyn.surveys.tests.making import make_closed_round, make_questionnaire
from tests.cast import Cast, actor

A = QuestionDraft("q1", "single", "Roll?", choices=options_of(("Lärare", "Rektor")))
B = QuestionDraft("q2", "text", "Varför?")
C = QuestionDraft("q3", "number", "Timmar?")
SMALL = Questionnaire(
    "",
    "Liten",
    background="q1",
    sections=(SectionDraft("Ett", questions=(A, B)), SectionDraft("Två", questions=(C,))),
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_survey(
        actor=actor(cast.anna), organisation=cast.university, title="Liten", questionnaire=SMALL
    )


def read(survey: Survey) -> Questionnaire:
    return questionnaire_of(Survey.objects.get(pk=survey.pk))


def order(questionnaire: Questionnaire) -> list[list[str]]:
    return [[question.code for question in one.questions] for one in questionnaire.sections]


def retitle(title: str) -> rules.Change:
    return lambda before: replace(before, title=title)


def ask(text: str) -> rules.Change:
    return lambda before: rules.replaced_question(before, "q2", lambda q: replace(q, text=text))


@pytest.mark.parametrize(
    ("code", "step", "wanted"),
    [
        ("q1", 1, [["q2", "q1"], ["q3"]]),
        ("q2", 1, [["q1"], ["q2", "q3"]]),
        ("q3", -1, [["q1", "q2", "q3"], []]),
        ("q1", -1, [["q1", "q2"], ["q3"]]),
        ("q3", 1, [["q1", "q2"], ["q3"]]),
    ],
)
def test_a_question_moves_one_place_and_into_the_next_part(
    code: str, step: int, wanted: list[list[str]]
) -> None:
    assert order(rules.moved_question(SMALL, code, step)) == wanted


def test_a_question_is_put_where_it_is_dropped() -> None:
    assert order(rules.placed_question(SMALL, "q3", 0, 1)) == [["q1", "q3", "q2"], []]


def test_another_kind_keeps_what_it_has_use_for() -> None:
    ranked = rules.of_kind(replace(A, min=1, required=True), "ranking")

    assert ranked == replace(A, kind="ranking", required=True)
    assert rules.of_kind(A, "text") == replace(A, kind="text", choices=())


def test_codes_are_one_above_the_highest_ever() -> None:
    assert rules.next_code({"q1", "q12", "role", "q2.a30"}, "q") == "q13"
    assert rules.next_code({"q1", "q12", "role", "q2.a30"}, "q2.a") == "q2.a31"


@pytest.mark.django_db
def test_steps_are_undone_one_by_one_until_nothing_is_left(cast: Cast, survey: Survey) -> None:
    anna, first = actor(cast.anna), read(survey)
    change_questionnaire(actor=anna, survey=survey, done="Ett", change=retitle("Andra"))
    change_questionnaire(
        actor=anna, survey=survey, done="Två", change=lambda q: rules.without_question(q, "q1")
    )

    assert undo(actor=anna, survey=survey, number=2) == "Två"
    assert read(survey) == replace(first, title="Andra")
    assert undo(actor=anna, survey=survey, number=1) == "Ett"
    assert read(survey) == first
    with pytest.raises(RuleBroken, match="nothing left to undo"):
        undo(actor=anna, survey=survey, number=0)


@pytest.mark.django_db
def test_writing_on_in_the_same_text_is_one_step(cast: Cast, survey: Survey) -> None:
    anna, first = actor(cast.anna), read(survey)
    for text in ("V", "Va", "Vad?"):
        change_questionnaire(actor=anna, survey=survey, done="Fråga 2", change=ask(text))

    assert survey.edits.count() == 1
    undo(actor=anna, survey=survey, number=1)
    assert read(survey) == first


@pytest.mark.django_db
def test_no_more_than_fifty_steps_are_kept(cast: Cast, survey: Survey) -> None:
    for number in range(52):
        change_questionnaire(
            actor=actor(cast.anna), survey=survey, done=f"{number}", change=retitle(f"T{number}")
        )

    numbers = list(survey.edits.values_list("number", flat=True))
    assert numbers == list(range(52, 2, -1))


@pytest.mark.django_db
def test_a_step_somebody_else_made_meanwhile_is_not_undone_unseen(
    cast: Cast, survey: Survey
) -> None:
    change_questionnaire(actor=actor(cast.anna), survey=survey, done="A", change=retitle("A"))
    change_questionnaire(actor=actor(cast.nils), survey=survey, done="B", change=retitle("B"))

    with pytest.raises(RuleBroken, match="changed after you looked at it: B"):
        undo(actor=actor(cast.anna), survey=survey, number=1)
    assert read(survey).title == "B"


@pytest.mark.django_db
def test_two_who_write_in_the_same_question_meet_and_others_do_not(
    cast: Cast, survey: Survey
) -> None:
    row = Question.objects.get(survey=survey, code="q2")
    seen = Read(row, revision_of(row))
    change_questionnaire(
        actor=actor(cast.nils), survey=survey, done="1", change=retitle("Ny"), read=None
    )
    change_questionnaire(
        actor=actor(cast.nils),
        survey=survey,
        done="flytt",
        change=lambda q: rules.moved_question(q, "q2", -1),
    )
    change_questionnaire(
        actor=actor(cast.anna), survey=survey, done="2", change=ask("Annas"), read=seen
    )
    with pytest.raises(Stale):
        change_questionnaire(
            actor=actor(cast.nils), survey=survey, done="3", change=ask("Nils"), read=seen
        )
    assert [q.text for q in read(survey).questions] == ["Annas", "Roll?", "Timmar?"]


@pytest.mark.django_db
def test_a_round_that_is_open_locks_what_is_asked_but_not_the_words(
    cast: Cast, survey: Survey
) -> None:
    Round.objects.create(
        survey=survey, code="r", title="R", mode="anonymous", state=RoundState.OPEN
    )
    anna = actor(cast.anna)
    assert is_locked(survey)

    with pytest.raises(RuleBroken, match="Make a new version"):
        change_questionnaire(
            actor=anna,
            survey=survey,
            done="x",
            change=lambda q: rules.without_question(q, "q1"),
        )
    change_questionnaire(actor=anna, survey=survey, done="x", change=ask("Varför det?"))
    change_questionnaire(actor=anna, survey=survey, done="x", change=ask("Varför då?"))

    notes = [(n.person, n.code, n.place, n.before, n.after) for n in survey.wording_changes.all()]
    assert notes == [(cast.anna, "q2", "text", "Varför?", "Varför då?")]
    assert survey.edits.count() == 0


def test_a_requirement_a_condition_and_an_option_are_no_words() -> None:
    changed = (
        lambda q: replace(q, required=True),
        lambda q: replace(q, kind="multiple"),
        lambda q: replace(q, choices=q.choices[:1]),
        lambda q: replace(q, choices=tuple(reversed(q.choices))),
        lambda q: replace(q, unsure_label="Vet inte"),
    )
    for change in changed:
        after = rules.replaced_question(replace(SMALL, background=""), "q1", change)
        with pytest.raises(RuleBroken):
            corrections(replace(SMALL, background=""), after)


def test_a_renamed_answer_keeps_its_group() -> None:
    before = make_questionnaire()
    role = before.questions[0]
    named = (replace(role.choices[0], label="Pedagog"), *role.choices[1:])
    after = rules.replaced_question(before, "role", lambda q: replace(q, choices=named))

    assert [group.options for group in after.groupings[0].groups] == [
        ("Pedagog",),
        ("Rektor", "Annan"),
    ]


@pytest.mark.django_db
def test_a_new_version_asks_the_same_under_the_same_codes(cast: Cast) -> None:
    old = make_closed_round(cast.university, 6, 6).survey
    new = make_version(actor=actor(cast.anna), survey=old)

    assert (new.lineage, new.version, new.previous) == (old.lineage, 2, old)
    same = replace(read(new), code=old.code)
    assert same == read(old)
    with pytest.raises(RuleBroken, match="has not been answered yet"):
        make_version(actor=actor(cast.anna), survey=old)


@pytest.mark.django_db
def test_a_removed_code_is_never_taken_again_in_any_version(cast: Cast) -> None:
    old = make_closed_round(cast.university, 6, 6).survey
    new = make_version(actor=SYSTEM, survey=old)
    change_questionnaire(
        actor=SYSTEM, survey=new, done="x", change=lambda q: rules.without_question(q, "q2")
    )

    new.refresh_from_db()
    taken = codes_taken(new, read(new))
    assert rules.next_code(taken, "q") == "q3"
    assert rules.next_code(taken, "role.a") == "role.a4"


@pytest.mark.django_db
def test_a_copy_begins_a_lineage_of_its_own_and_twice_is_once(cast: Cast, survey: Survey) -> None:
    key = survey._meta.pk.get_default()
    made = [
        make_survey(
            actor=SYSTEM,
            organisation=cast.university,
            title="Liten",
            questionnaire=read(survey),
            key=key,
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert (made[0].code, made[0].version) == ("liten-2", 1)
    assert made[0].lineage != survey.lineage
    assert order(read(made[0])) == [["q1", "q2"], ["q3"]]
