from samsyn.core.documents.parts import Paragraph, Points, flow


def test_flow_parts_paragraphs_by_blank_lines() -> None:
    found = list(flow("En rad\nsom går vidare.\n\nNästa stycke."))

    assert found == [Paragraph("En rad som går vidare."), Paragraph("Nästa stycke.")]


def test_flow_makes_lines_with_hyphens_a_list() -> None:
    found = list(flow("Så här:\n- ett\n  som går vidare\n- två\n\n- tre"))

    assert found == [
        Paragraph("Så här:"),
        Points(("ett som går vidare", "två")),
        Points(("tre",)),
    ]


def test_flow_of_nothing_is_nothing() -> None:
    assert list(flow("  \n\n ")) == []
