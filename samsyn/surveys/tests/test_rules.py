"""What surveys allow by themselves: no database."""

import io
from typing import Any

import pytest

from samsyn.analysis.blocks import Block
from samsyn.core.rules import RuleBroken
from samsyn.core.tables import BrokenFile, read_table
from samsyn.surveys import rules
from samsyn.surveys.answers import Read, Sheet, read_answers
from samsyn.surveys.faults import Fault, Faulty
from samsyn.surveys.findings import share_in_words
from samsyn.surveys.questionnaire import read_questionnaire
from samsyn.surveys.tests.making import RUN2014

SHEETS = [
    Sheet("role", "single", ("Lärare", "Rektor"), required=True),
    Sheet("q1", "multiple", ("A", "B", "C", "D", "E", "F"), max=5),
    Sheet("q2", "text"),
]


def read(text: str, stored: dict[str, Any] | None = None, *, is_closed: bool = False) -> Read:
    table = read_table(io.BytesIO(text.encode()), "svar.csv")
    return read_answers(table, SHEETS, stored or {}, is_closed=is_closed)


def test_answers_become_positions_in_order() -> None:
    found = read("respondent_id,role,q1,q2\n1,Rektor,C;A,\n2,Lärare,,Hej")

    assert found.new == (
        ("1", {"role": [1], "q1": [0, 2]}),
        ("2", {"role": [0], "q2": "Hej"}),
    )
    assert found.faults == ()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "1,Rektor,G,",
            Fault("Frågan har inget svarsalternativ ”G”.", 2, "q1", "G"),
        ),
        (
            "1,Rektor,A;B;C;D;E;F,",
            Fault("Här står 6 val. Högst 5 är tillåtna.", 2, "q1", "A;B;C;D;E;F"),
        ),
        (
            "1,Vaktmästare,A,",
            Fault("Frågan har inget svarsalternativ ”Vaktmästare”.", 2, "role", "Vaktmästare"),
        ),
        ("1,,A,", Fault("Frågan måste besvaras.", 2, "role")),
        ("1,Rektor,A;A,", Fault("Samma svarsalternativ står två gånger.", 2, "q1", "A;A")),
        (",Rektor,A,", Fault("Den svarandes nummer saknas.", 2, "respondent_id")),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row: str, fault: Fault) -> None:
    found = read(f"respondent_id,role,q1,q2\n{row}")

    assert found.faults == (fault,)
    assert found.new == ()


def test_a_respondent_twice_in_the_file_is_wrong_the_second_time() -> None:
    found = read("respondent_id,role\n7,Rektor\n8,Lärare\n7,Rektor")

    sentence = "Den svarande står redan på rad 2."
    assert found.faults == (Fault(sentence, 4, "respondent_id", "7"),)


def test_a_respondent_who_is_stored_is_unchanged_or_wrong() -> None:
    stored = {"7": {"role": [1]}, "8": {"role": [1]}}

    found = read("respondent_id,role\n7,Rektor\n8,Lärare", stored)

    sentence = "Den svarande har redan svarat, och på ett annat sätt."
    assert (found.unchanged, found.new) == (1, ())
    assert found.faults == (Fault(sentence, 3, "respondent_id", "8"),)


@pytest.mark.parametrize(
    "rows",
    ["7,Rektor", "7,Lärare", "7,Rektor\n8,Rektor", "7,Rektor\n8,Lärare\n9,Lärare"],
    ids=["a part", "a wrong guess", "one wrong guess", "one more"],
)
def test_a_closed_round_says_nothing_of_a_single_respondent(rows: str) -> None:
    stored = {"7": {"role": [1]}, "8": {"role": [0]}}

    found = read(f"respondent_id,role\n{rows}", stored, is_closed=True)

    sentence = "Omgången är stängd. Det går inte att lägga till fler svar."
    assert (found.faults, found.unchanged, found.new) == ((Fault(sentence),), 0, ())


def test_a_closed_round_knows_its_own_file_again() -> None:
    stored = {"7": {"role": [1]}, "8": {"role": [0]}}

    found = read("respondent_id,role\n8,Lärare\n7,Rektor", stored, is_closed=True)

    assert (found.faults, found.unchanged, found.new) == ((), 2, ())


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        ("respondent_id,role,q9", [("q9", "Enkäten har ingen fråga med den koden.")]),
        ("respondent_id,q1,q2", [("role", "Kolumnen saknas. Frågan måste besvaras.")]),
        ("role,q1,q2", [("respondent_id", "Kolumnen med de svarandes nummer saknas.")]),
    ],
)
def test_wrong_columns_are_named(head: str, faults: list[tuple[str, str]]) -> None:
    found = read(f"{head}\n1,Rektor,A")

    assert [(fault.column, fault.sentence) for fault in found.faults] == faults


def test_markup_and_formulas_are_kept_as_text() -> None:
    found = read('respondent_id,role,q2\n1,Rektor,"=1+1 <script>alert(1)</script>"')

    assert found.new == (("1", {"role": [1], "q2": "=1+1 <script>alert(1)</script>"}),)


@pytest.mark.parametrize(
    "content",
    [
        "respondent_id;role;q2\n1;Lärare;Åsa\n".encode("windows-1252"),
        "\ufeffrespondent_id\trole\tq2\n1\tLärare\tÅsa\n".encode(),
    ],
)
def test_other_encodings_and_separators_are_understood(content: bytes) -> None:
    table = read_table(io.BytesIO(content), "svar.csv")

    found = read_answers(table, SHEETS, {}, is_closed=False)

    assert found.new == (("1", {"role": [0], "q2": "Åsa"}),)


def test_a_hundred_columns_too_many_are_refused() -> None:
    head = ",".join(["respondent_id", "role", *(f"x{n}" for n in range(100))])

    with pytest.raises(BrokenFile) as error:
        read(f"{head}\n1,Rektor")

    assert error.value.row == 1


def test_many_faults_are_counted_and_the_first_kept() -> None:
    rows = "\n".join(f"{n},Ingen" for n in range(300))

    found = read(f"respondent_id,role\n{rows}")

    assert (len(found.faults), found.fault_count) == (200, 300)


def test_the_questionnaire_of_2014_is_read() -> None:
    found = read_questionnaire((RUN2014 / "questionnaire.yaml").read_bytes())

    assert [(q.code, q.kind, len(q.options), q.max) for q in found.questions] == [
        ("role", "single", 7, None),
        ("q1", "multiple", 19, None),
        ("q2", "multiple", 19, 5),
        ("q3", "text", 0, None),
        ("q4", "text", 0, None),
    ]
    assert found.round is not None
    assert (found.round.invited_count, found.round.invited_is_approximate) == (250, True)


def questionnaire(question: str = "{code: a, kind: text, text: Vad}", more: str = "") -> bytes:
    return (
        f"survey: {{code: a, title: En}}\nsections:\n- title: Del\n  questions:\n  - {question}\n{more}"
    ).encode()


@pytest.mark.parametrize(
    ("content", "row", "sentence"),
    [
        (b"a: &x [1]\nb: *x", 1, "Ankare och alias (& och *) får inte användas."),
        (b"[" * 5000, 1, "Filen är djupare eller längre än den får vara."),
        (b"a: b: c", 1, "Filen går inte att läsa som YAML här. Se på indragen och citattecknen."),
        (b"!!python/object/apply:os.system [ls]", 1, "Filen går inte att läsa"),
        (b"survey:\n  threshold: !!bool kanske", 2, "Filen går inte att läsa som YAML."),
        (b'survey:\n  title: "\\0"', 2, "Filen innehåller tecken som inte är text."),
        (b'survey:\n  title: "\\ud800"', 2, "Filen innehåller tecken som inte är text."),
        (b'survey:\n  title: "\\x01"', 2, "Filen innehåller tecken som inte är text."),
        (b"\xff\xfe", None, "Filen är inte text i UTF-8."),
        (b"x" * 1_000_001, None, "Filen är större än ett frågeformulär får vara (1 MB)."),
        (b"survey: {title: En}\nsurvey: {title: En}", 2, "Samma nyckel står två gånger"),
        (questionnaire("{code: a, kind: slider, text: Vad}"), 5, "Skriv något av de här"),
        (questionnaire("{code: a, kind: single, text: Vad}"), 5, "En fråga med val behöver"),
        (
            questionnaire("{code: a, kind: single, text: Vad, options: [Ja, Ja]}"),
            5,
            "Svarsalternativet står två gånger.",
        ),
        (
            questionnaire("{code: a, kind: single, text: Vad, options: ['Ja;Nej', Nej]}"),
            5,
            "Ett svarsalternativ står på en rad och har inget semikolon.",
        ),
        (questionnaire(more="titel: En"), 1, "”titel” hör inte till formatet."),
    ],
)
def test_a_faulty_questionnaire_is_refused_with_its_line(
    content: bytes, row: int | None, sentence: str
) -> None:
    with pytest.raises(Faulty) as error:
        read_questionnaire(content)

    first = error.value.faults[0]
    assert first.sentence.startswith(sentence)
    assert row is None or first.row == row


def test_results_wait_until_the_round_closes() -> None:
    with pytest.raises(RuleBroken) as error:
        rules.check_may_show_results(is_closed=False)

    assert error.value.sentence.startswith("Omgången är fortfarande öppen.")


def test_a_group_that_cuts_a_block_is_refused_with_names() -> None:
    blocks = [Block((0, 1), 95), Block((2,), 48)]

    with pytest.raises(RuleBroken) as error:
        rules.check_groups_are_unions(
            {"Lektorer": frozenset({1})}, blocks, ["Förstelärare", "Lektor", "Rektor"]
        )

    assert error.value.sentence == (
        "”Lektorer” går inte att visa: Lektor och Förstelärare visas alltid tillsammans, eftersom"
        " någon av dem har för få svar. Lägg dem i samma grupp."
    )


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (100, "Alla"),
        (97, "Nästan alla"),
        (79, "Åtta av tio"),
        (62, "Drygt sex av tio"),
        (60, "Sex av tio"),
        (57, "Nästan sex av tio"),
        (50, "Hälften"),
        (47, "Nästan hälften"),
        (4, "4 procent"),
    ],
)
def test_a_share_in_words(percent: int, words: str) -> None:
    assert share_in_words(percent) == words
