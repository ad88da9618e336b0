"""What differs between two texts, word by word."""

import pytest

from samsyn.assignments.differences import Run, differing, differing_lines
from samsyn.assignments.templatetags.agreements import runs

SAME, GONE, NEW = "same", "gone", "new"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", []),
        ("lika", "lika", [(SAME, "lika")]),
        ("", "ny", [(NEW, "ny")]),
        ("gammal", "", [(GONE, "gammal")]),
        (
            "Hon föreslår vad",
            "Hon bestämmer vad",
            [(SAME, "Hon "), (GONE, "föreslår "), (NEW, "bestämmer "), (SAME, "vad")],
        ),
        # The last word is the same when more comes after it.
        ("i maj.", "i maj. Och juni.", [(SAME, "i maj. "), (NEW, "Och juni.")]),
        ("ett två", "ett  två", [(SAME, "ett  två")]),
        # A new paragraph is a change.
        ("ett två", "ett\n\ntvå", [(GONE, "ett "), (NEW, "ett\n\n"), (SAME, "två")]),
    ],
)
def test_words_that_differ(before: str, after: str, found: list[tuple[str, str]]) -> None:
    assert differing(before, after) == [Run(*run) for run in found]


def test_both_texts_are_whole_in_what_differs() -> None:
    before = "Elin leder tisdagarna och föreslår vad de handlar om.\nHon bokar besök."
    after = "Elin bestämmer vad tisdagarna handlar om.\n\nHon bokar alla besök själv."

    found = differing(before, after)

    kept = {
        kind: "".join(run.text for run in found if run.kind in {SAME, kind}) for kind in (GONE, NEW)
    }
    assert kept[NEW] == after
    assert kept[GONE].split() == before.split()


def test_long_texts_are_compared_by_lines() -> None:
    before = "\n".join(f"rad {number} med fyra ord" for number in range(400))

    found = differing(before, before.replace("rad 7 med", "rad sju med"))

    assert [run.kind for run in found] == [SAME, GONE, NEW, SAME]
    assert found[2].text == "rad sju med fyra ord\n"


def test_a_text_of_one_word_is_no_trap() -> None:
    found = differing("a " * 1_450, "a b " * 725)

    assert [run.kind for run in found] == [SAME, GONE, NEW]


def test_lists_keep_the_order_of_the_new_one_and_name_what_is_gone_last() -> None:
    found = differing_lines(["Besöker", "Handleder"], ["Leder", "Besöker"])

    assert found == [Run(NEW, "Leder"), Run(SAME, "Besöker"), Run(GONE, "Handleder")]


def test_what_differs_is_drawn_as_text() -> None:
    drawn = runs(differing("<b>fet</b> ja", "<i>kursiv</i> ja"))

    assert drawn == ("<del>&lt;b&gt;fet&lt;/b&gt;</del> <ins>&lt;i&gt;kursiv&lt;/i&gt;</ins> ja")
