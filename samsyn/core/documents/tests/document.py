"""A document with every kind of part, and texts that would do harm if they were markup."""

from samsyn.core.documents.parts import (
    Bar,
    Bars,
    Column,
    Document,
    Heading,
    Part,
    Quotes,
    Step,
    Table,
    Text,
    Thread,
)

WILD = r'#let x = 1 $a$ *b* _c_ \ @ref <lab> `raw` // not a comment </w:t> &amp; =1+1 "q"'
ROWS = tuple((f"Rad {number}", str(number), f"{number} %") for number in range(60))
NUMBERS = (Column("Svar"), Column("Antal", True), Column("Andel", True))


def every_part() -> tuple[Part, ...]:
    bars = (
        Bar("Undervisar", 79, "79 %", "129 svar"),
        Bar("Handleder <b>andra</b> & lärare", 60, "60 %", "99 svar", strong=True),
    )
    beside = (Heading("Vilka svarade"), Text("Av omkring 250.", "small"))
    return (
        Thread((Step("Resultat.", WILD, "done"), Step("Insats.", "Seminarier.", "here", "pågår"))),
        Bars("Uppdrag", "De två vanligaste.", bars, "Undervisar 79 %", "all", "Se sidan {page}."),
        Table("Vilka svarade", NUMBERS, ROWS[:5], beside=beside),
        Heading("Fråga ett", 1, "all", new_page=True),
        Text(f"Ett stycke.\n\n- en punkt\n- {WILD}"),
        Table("Alla svar", NUMBERS, ROWS, strong=frozenset({1})),
        Heading("Målbild", 2),
        Heading("Otydlig", 3),
        Quotes((WILD, "Två\nrader")),
    )


def make_document(*parts: Part, title: str = "Karriärtjänster") -> Document:
    return Document(
        title=title,
        lead="Det viktigaste först.",
        publisher="Nätverket",
        edition="Utgåva 2, 25 november 2026",
        parts=parts or every_part(),
        paging="Sida {page} av {pages}",
    )
