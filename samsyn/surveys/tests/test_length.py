"""How long a survey takes to answer, also where a role decides what is asked."""

from dataclasses import replace

from samsyn.surveys.answering import minutes, minutes_by_role, shortest_and_longest
from samsyn.surveys.drafts import (
    ConditionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
    options_of,
)

ROLE = QuestionDraft("role", "single", "Roll?", choices=options_of(("Lärare", "Rektor")))
HEADS = (ConditionDraft("role", "any", ("a2",)),)
WHY = QuestionDraft("why", "text", "Varför?", show_if=HEADS)
THEN = QuestionDraft("then", "text", "Och sedan?", show_if=(ConditionDraft("why", "answered"),))


def asked(*sections: SectionDraft, background: str = "role") -> Questionnaire:
    return Questionnaire("", "Liten", sections=sections, background=background)


def test_what_a_role_hides_and_what_hangs_on_it_takes_no_time() -> None:
    survey = asked(SectionDraft("Ett", questions=(ROLE, WHY, THEN)))

    assert minutes_by_role(survey) == [1, 3]
    assert shortest_and_longest(survey) == (1, 3)


def test_a_whole_part_is_hidden_with_its_introduction() -> None:
    open_to_all = tuple(replace(one, show_if=()) for one in (WHY, THEN))
    long = SectionDraft("Två", " ".join(["ord"] * 240), open_to_all, HEADS)

    assert minutes_by_role(asked(SectionDraft("Ett", questions=(ROLE,)), long)) == [1, 4]


def test_what_hangs_on_other_answers_is_counted_for_everybody() -> None:
    later = replace(THEN, show_if=(ConditionDraft("why", "none"),))
    survey = asked(SectionDraft("Ett", questions=(ROLE, replace(WHY, show_if=()), later)))

    assert minutes_by_role(survey) == [minutes(survey)] * 2


def test_without_a_question_to_show_results_by_there_is_one_figure() -> None:
    survey = asked(SectionDraft("Ett", questions=(ROLE, WHY)), background="")

    assert minutes_by_role(survey) == []
    assert shortest_and_longest(survey) == (minutes(survey),) * 2
