"""Small rounds attacked by somebody who can count: what is hidden must not follow from what is shown."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.cube import Tabulation
from samsyn.analysis.frame import QuestionSpec, choice_columns
from samsyn.analysis.tabulate import tabulate, unsplit_options
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions import (
    close_round,
    import_responses,
    make_grouping,
    remove_grouping,
)
from samsyn.surveys.actions.rounds import reopen_round
from samsyn.surveys.answer_files.rows import Rows
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, SectionDraft, options_of
from samsyn.surveys.models import FileContent, Response, Round, RoundState
from samsyn.surveys.queries import groups_by, groups_of_round, result_page
from samsyn.surveys.queries.exports import rows_for
from samsyn.surveys.tests.making import make_answers, make_open_round, make_round
from tests.cast import Cast, actor

pytestmark = pytest.mark.django_db
THRESHOLD = 5
ROLE = QuestionDraft(
    "role", "single", "Roll?", required=True, choices=options_of(("Lärare", "Rektor", "Annan"))
)
LETTERS = ("A", "B", "C", "D", "E")


def many(*letters: str, **over: Any) -> QuestionDraft:
    return QuestionDraft("many", "multiple", "Vilka?", choices=options_of(letters), **over)


def closed(cast: Cast, answers: Sequence[dict[str, Any]], *questions: QuestionDraft) -> Round:
    round = make_round(cast.university, sections=(SectionDraft("Del", "", (ROLE, *questions)),))
    numbered = [(str(number), one) for number, one in enumerate(answers)]
    import_responses(actor=SYSTEM, round=round, answers=numbered)
    return Round.objects.get(pk=round.pk)


def of_role(role: int, count: int, chosen: str, **more: Any) -> list[dict[str, Any]]:
    positions = [LETTERS.index(letter) for letter in chosen]
    return [{"role": [role], "many": positions, **more} for _number in range(count)]


def rows_of(round: Round) -> Rows:
    return rows_for(round, FileContent.UNNAMED)


def is_hidden_or_enough(count: int) -> bool:
    return count == 0 or count >= THRESHOLD


def test_where_two_are_chosen_the_rare_one_is_not_what_the_others_leave(cast: Cast) -> None:
    answers = [*of_role(0, 10, "AB"), *of_role(1, 8, "AB"), *of_role(1, 2, "AC")]
    round = closed(cast, answers, many("A", "B", "C", required=True, min=2, max=2))

    question = result_page(round, groups_by(round, "roller")).question("many")

    left = [
        2 * (group.base or 0) - sum(option.count or 0 for option in group.options)
        for group in question.groups
    ]
    assert is_hidden_or_enough(sum(left))


def test_where_all_choose_as_many_as_they_may_the_rare_one_is_not_what_is_left(cast: Cast) -> None:
    answers = [*of_role(0, 10, "AB"), *of_role(1, 8, "AB"), *of_role(1, 2, "AC")]
    round = closed(cast, answers, many("A", "B", "C", max=2))

    question = result_page(round, groups_by(round, "roller")).question("many")

    room = [
        2 * (group.base or 0) - sum(option.count or 0 for option in group.options)
        for group in question.groups
    ]
    assert is_hidden_or_enough(sum(room))


choices_of_two = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["AB", "AB", "AC", "AD", "BC", "BD", "CD", "A", ""]),
    ),
    min_size=THRESHOLD,
    max_size=60,
)


@given(choices_of_two, st.sampled_from([(1, 2), (2, 2), (2, None)]))
def test_what_choices_leave_of_a_part_is_nothing_or_not_rare(
    people: list[tuple[int, str]], limits: tuple[int, int | None]
) -> None:
    least, most = limits
    # Nobody has chosen fewer than had to be chosen, unless nothing.
    chosen = [[LETTERS.index(c) for c in said] for _, said in people]
    chosen = [one if len(one) >= least else [] for one in chosen]
    spec = QuestionSpec("many", 4, least=least, most=most)
    frame = pl.DataFrame(
        [pl.Series("role", [role for role, _ in people]), *choice_columns(spec, chosen)]
    )
    question = tabulate(
        frame, variable="role", questions=[QuestionSpec("role", 3), spec], threshold=THRESHOLD
    ).question("many")

    hidden = unsplit_options(question, THRESHOLD)
    stands = set(range(4)) - hidden
    marks = sum(question.totals[option] for option in hidden)
    made = [(part.shown, sum(part.counts[option] for option in stands)) for part in question.parts]
    if marks and stands:
        wanting = sum(max(0, least * shown - count) for shown, count in made)
        assert wanting == 0 or marks + (question.blank if least == 1 else 0) >= THRESHOLD
        if most is not None:
            assert sum(most * shown - count for shown, count in made) >= THRESHOLD


def test_a_question_on_a_column_that_was_taken_out_of_the_rows_goes_with_it(cast: Cast) -> None:
    """B’s column is gone since one row alone would have chosen neither A nor B: who was asked about B tells the rest."""
    answers = [
        *of_role(0, 10, "A"),
        *of_role(0, 10, "B", follow=[0]),
        *of_role(0, 9, "AB", follow=[1]),
        *of_role(0, 1, "C"),
    ]
    follow = QuestionDraft(
        "follow",
        "single",
        "Varför B?",
        choices=options_of(("Ja", "Nej")),
        show_if=(ConditionDraft("many", "any", ("a2",)),),
    )
    frame = rows_of(closed(cast, answers, many("A", "B", "C"), follow)).frame

    asked = pl.col("follow").is_not_null() if "follow" in frame.columns else pl.lit(False)
    marks = [pl.col(name) == 1 for name in frame.columns if name.startswith("many_")]
    assert marks
    assert is_hidden_or_enough(len(frame.filter(~pl.any_horizontal(marks) & ~asked)))


def test_a_row_with_fewer_marks_than_had_to_be_made_is_not_one_of_few(cast: Cast) -> None:
    answers = [
        *of_role(0, 20, "AB"),
        *of_role(0, 1, "CD"),
        *of_role(0, 2, "CE"),
        *of_role(0, 2, "DE"),
        *of_role(0, 1, "AC"),
    ]
    round = closed(cast, answers, many(*LETTERS, required=True, min=2, max=2))
    frame = rows_of(round).frame

    names = [name for name in frame.columns if name.startswith("many_")]
    marks = frame.select(pl.sum_horizontal(names)).to_series() if names else pl.Series([])
    assert is_hidden_or_enough(int((marks == 1).sum()))
    assert is_hidden_or_enough(int((marks == 0).sum()))


def shown_groups(round: Round) -> dict[frozenset[int], int]:
    return {group.values: group.size for group in groups_of_round(round)}


def test_two_closings_by_other_groups_cannot_be_subtracted(cast: Cast) -> None:
    """The coordinator keeps what was shown, opens the round again, groups otherwise, and lets it close."""
    round = make_open_round(cast.university, groupings=(), background_whole=False)
    Response.objects.bulk_create(
        Response(round=round, respondent=f"{role}-{n}", answers={"role": [role], "q1": [0]})
        for role, count in enumerate((6, 2, 8))
        for n in range(count)
    )
    survey, me = round.survey, actor(cast.anna)
    first = make_grouping(
        actor=me,
        survey=survey,
        name="Först",
        groups={"Ett": frozenset({0, 1}), "Två": frozenset({2})},
    )
    close_round(actor=me, round=round)
    round.refresh_from_db()
    before = shown_groups(round)

    reopen_round(actor=me, round=round, closes_at=timezone.now() + timedelta(days=1))
    remove_grouping(actor=me, grouping=first)
    make_grouping(
        actor=me,
        survey=survey,
        name="Sedan",
        groups={"Ett": frozenset({0}), "Två": frozenset({1, 2})},
    )
    close_round(actor=me, round=round)
    round.refresh_from_db()

    assert before == {frozenset({0, 1}): 8, frozenset({2}): 8}
    sizes = dict(Tabulation.from_json(round.tabulation).sizes)
    for earlier in before:
        for later in shown_groups(round):
            for apart in (earlier - later, later - earlier):
                assert is_hidden_or_enough(sum(sizes[value] for value in apart))


def test_who_answers_after_a_reopening_parts_no_group_that_was_shown_whole(cast: Cast) -> None:
    round = make_open_round(cast.university, groupings=(), background_whole=False)
    answers = [(0, 6), (1, 2), (2, 8)]
    Response.objects.bulk_create(
        Response(round=round, respondent=f"{role}-{n}", answers={"role": [role], "q1": [0]})
        for role, count in answers
        for n in range(count)
    )
    me = actor(cast.anna)
    close_round(actor=me, round=round)
    round.refresh_from_db()
    blocks = [block.values for block in Tabulation.from_json(round.tabulation).blocks]
    assert blocks == [(0, 1), (2,)]

    reopen_round(actor=me, round=round, closes_at=timezone.now() + timedelta(days=1))
    Response.objects.bulk_create(
        Response(round=round, respondent=f"sen-{n}", answers={"role": [1], "q1": [1]})
        for n in range(3)
    )
    close_round(actor=me, round=round)

    round.refresh_from_db()
    assert [block.values for block in Tabulation.from_json(round.tabulation).blocks] == blocks


def test_nobody_fills_up_the_threshold_with_answers_of_their_own(cast: Cast) -> None:
    """One has answered; with four known answers from a file there would be five, and the rest is easily counted."""
    round = make_open_round(cast.university, 1)
    Response.objects.create(round=round, respondent="den enda", answers={"role": [1], "q1": [2]})

    for known in (make_answers(4), []):
        with pytest.raises(RuleBroken) as broken:
            import_responses(actor=SYSTEM, round=round, answers=known)
        assert broken.value.sentence == (
            "Omgången besvaras på Samsyns sidor. Svar från en fil blir en egen omgång."
        )

    round.refresh_from_db()
    assert (round.state, round.responses.count()) == (RoundState.OPEN, 1)
