import re

import pytest

from samsyn.core import thread
from samsyn.core.thread import RopeLink, State, Step, YearPart

DONE, HERE, COMING, MISSING = State.DONE, State.HERE, State.COMING, State.MISSING
LINKS = [RopeLink(f"Link {index}", "") for index in range(8)]


@pytest.mark.parametrize(
    ("mark", "after", "kinds"),
    [
        (DONE, DONE, ["solid"]),
        (DONE, HERE, ["solid"]),
        (HERE, COMING, ["stitches"]),
        (COMING, COMING, ["stitches"]),
        (DONE, MISSING, ["solid"]),
        (HERE, MISSING, ["stitches"]),
        (MISSING, MISSING, []),
        (MISSING, DONE, ["stub"]),
        (MISSING, COMING, ["stub"]),
        (DONE, None, []),
    ],
)
def test_way_between_two_parts(mark: State, after: State | None, kinds: list[str]) -> None:
    assert [stroke.kind for stroke in thread.strokes_between(mark, after)] == kinds


def test_stitches_keep_clear_of_both_marks() -> None:
    (stroke,) = thread.strokes_between(HERE, COMING)

    assert (stroke.start, stroke.stop) == (6.6 + 5, 4 + 6)
    assert (stroke.shift, stroke.y1) == ("-10", "21.6")


def test_break_frays_both_ends_and_leaves_the_missing_part_without_thread() -> None:
    before, hole, after = thread.pieces([DONE, MISSING, HERE])

    assert (before.ends_frayed, before.begins_frayed) == (True, False)
    assert (hole.ends_frayed, hole.begins_frayed) == (False, True)
    assert hole.strokes[0].stub == "M0 -22V0"
    assert (after.ends_frayed, after.begins_frayed) == (False, False)


def test_two_missing_parts_are_one_hole() -> None:
    pieces = thread.pieces([DONE, MISSING, MISSING, DONE])

    assert [piece.ends_frayed for piece in pieces] == [True, False, False, False]
    assert [piece.begins_frayed for piece in pieces] == [False, False, True, False]
    assert pieces[1].strokes == ()


def test_missing_last_part_has_no_end_below() -> None:
    assert thread.pieces([DONE, MISSING])[-1].begins_frayed is False


def test_only_the_last_piece_goes_on() -> None:
    pieces = thread.pieces([DONE, DONE, DONE], goes_on=True)

    assert [piece.goes_on for piece in pieces] == [False, False, True]


def test_steps_keep_their_words() -> None:
    drawn = thread.steps([Step(DONE, "One"), Step(HERE, "Two", note="now")])

    assert [(one.step.title, one.piece.state) for one in drawn] == [("One", DONE), ("Two", HERE)]


def test_row_of_eight_links_is_24_apart() -> None:
    row = thread.row([DONE, DONE, DONE, MISSING, DONE, HERE, COMING, COMING])

    assert row.width == "184"
    assert row.knots == ("8", "32", "56", "104")
    assert row.rings == ("128",)
    assert row.points == ("152", "176")


def test_row_droops_on_both_sides_of_a_hole() -> None:
    row = thread.row([DONE, MISSING, DONE])

    assert row.solid == "M8 0H22M22 0q4 0 5.7 3.6M36.3 3.6q1.7-3.6 5.7-3.6H56"
    assert row.stitches == ""


def test_row_between_two_holes_is_empty() -> None:
    assert thread.row_link(8, MISSING, MISSING) == ("", "")


def test_rope_has_a_strand_for_each_and_a_cut_for_each_gap() -> None:
    whole = thread.rope(LINKS, [frozenset()] * 3, now=5)
    cut = thread.rope(LINKS, [frozenset(), frozenset({3}), frozenset({1, 6})], now=5)

    assert whole.solid.count("M") == 3
    assert cut.solid.count("M") == 5
    assert cut.stitches.count("M") == whole.stitches.count("M") + 1


def test_rope_stitches_a_strand_that_is_ahead_from_its_fan_on() -> None:
    rope = thread.rope(LINKS, [frozenset(), frozenset()], now=5, ahead=frozenset({1}))

    assert rope.solid.endswith("M10 0c37 0 37 2.8 74 2.8H84")
    assert rope.stitches.endswith("M96 2.8H952")
    assert rope.upright_solid.endswith("V58")


def test_rope_strands_lie_five_and_a_half_apart_round_the_middle() -> None:
    assert thread.fanned(3, 5.5) == [-5.5, 0.0, 5.5]
    assert thread.rope(LINKS, [frozenset()] * 17, now=5).half == 44


def test_rope_above_forty_strands_is_left_to_the_words() -> None:
    assert thread.rope(LINKS, [frozenset()] * 40, now=5).is_drawn is True
    assert thread.rope(LINKS, [frozenset()] * 41, now=5).is_drawn is False


def test_rope_without_strands_is_not_drawn() -> None:
    assert thread.rope(LINKS, [], now=5).is_drawn is False


def test_rope_gives_a_longer_name_more_room() -> None:
    places = thread.link_places([RopeLink("Tid", ""), RopeLink("Utvecklingsområde", ""), LINKS[0]])

    assert places[0] == 0
    assert places[2] - places[1] > places[1] - places[0]


def test_year_hangs_thirty_between_meetings() -> None:
    parts = [YearPart(DONE, "1"), YearPart(DONE, "t"), YearPart(COMING, "2")]

    year = thread.year(parts)

    assert [(mark.x, mark.y) for mark in year.marks] == [("8", "0"), ("105.5", "30"), ("203", "0")]
    assert year.solid == "M8 0Q56.8 30 105.5 30"
    assert year.meetings == 2


def test_half_a_bow_may_be_travelled() -> None:
    year = thread.year([YearPart(DONE, "1"), YearPart(HERE, "t"), YearPart(COMING, "2")])

    assert (year.solid.count("M"), year.stitches.count("M")) == (1, 1)


def test_stitched_half_bow_keeps_clear_of_its_ends() -> None:
    path, is_solid = thread.half_bow(1, HERE, COMING)

    xs = [float(x) for x in re.findall(r"[MQ ](\d+\.?\d*) ", path)]
    assert is_solid is False
    assert min(xs) >= 105.5 + 6.6 + 5 - 0.1
    assert max(xs) <= 203 - 4 - 6 + 0.1
