"""Swedish words: what finds what, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.home.stems import finds, hits, stored, words_of


@pytest.mark.parametrize(
    ("searched", "written"),
    [
        ("skolan", "skola"),
        ("skola", "skolorna"),
        ("skolorna", "skolan"),
        ("ämnet", "ämnen"),
        ("ämnen", "ämneslaget"),
        ("kollegors", "kollegor"),
        ("kollegan", "kollegorna"),
        ("resonera", "resonerar"),
        ("matematiken", "matematik"),
        ("matematik", "matematiklyftet"),
        ("bedömningar", "bedömning"),
        ("handledare", "handledning"),
        ("frågan", "frågor"),
        ("året", "år"),
        ("år", "året"),
        ("mandatet", "mandat"),
        ("ÅKERLUND", "Åkerlund"),
        ("eli", "Elin"),
        ("Bjo\u0308rkskolan", "Björkskolan"),
    ],
)
def test_word_finds_its_other_forms(searched: str, written: str) -> None:
    (word,) = words_of(searched)

    assert finds(word, stored([written]))


@pytest.mark.parametrize(
    ("searched", "written"),
    [
        ("no", "Norberg"),
        ("so", "sommar"),
        ("år", "årskurs"),
        ("skola", "förskola"),
        ("ask", "åsk"),
        ("bo", "Bodil"),
        ("matematik", "svenska"),
    ],
)
def test_word_does_not_find_others(searched: str, written: str) -> None:
    assert not finds(searched, stored([written]))


def test_stored_words_are_different_ones_between_blanks() -> None:
    assert stored(["Året runt,", "runt året"]) == " runt år året "
    assert stored(["", "…"]) == ""


def test_hits_are_where_the_words_lie() -> None:
    assert hits("Eleverna resonerar om elever.", ["elev"]) == [(0, 8), (22, 28)]


@given(st.text())
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    there = stored([text])

    assert [word for word in words_of(text) if not finds(word, there)] == []
