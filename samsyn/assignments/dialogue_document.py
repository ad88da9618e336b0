"""A dialogue as a Word file, for the two who take it out."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.assignments.models import Point
from samsyn.assignments.queries.dialogue_page import DialoguePage
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.core.documents.parts import Column, Document, Heading, Part, Table, Text
from samsyn.core.documents.word import word

FILENAME = "dialog.docx"


def dialogue_word(page: DialoguePage) -> bytes:
    return word(document_of(page))


def document_of(page: DialoguePage) -> Document:
    names = [prepared.person.name for prepared in page.prepared]
    day = date_format(page.dialogue.starts_at.astimezone(ZONE), "j F Y")
    return Document(
        title=_("Dialogue about the assignment"),
        lead=f"{day}. {', '.join(names)}.",
        publisher=_("Notes for the memory of the two"),
        edition=day,
        parts=tuple(_parts(page)),
        language=get_language() or "sv",
        paging=_("Page {page} of {pages}"),
    )


def _parts(page: DialoguePage) -> Iterator[Part]:
    for prepared in page.prepared:
        if prepared.written:
            yield Heading(_("What %(name)s prepared") % {"name": prepared.person.given_name})
        for row in prepared.written:
            yield Heading(str(Point(row.point).label), level=2)
            yield Text(row.text)
    written = [view.note for view in page.notes if view.note.text.strip()]
    if written:
        yield Heading(_("The talk"))
    for note in written:
        yield Heading(str(Point(note.point).label), level=2)
        yield Text(note.text)
    if page.steps:
        yield Heading(_("Next steps"))
        yield _steps(page)


def _steps(page: DialoguePage) -> Table:
    columns = tuple(Column(text) for text in (_("What"), _("Who"), _("When")))
    rows = tuple(
        (
            step.text,
            step.person.given_name,
            date_format(step.due_on, "j F Y") if step.due_on else "–",
        )
        for step in page.steps
    )
    return Table(_("Next steps"), columns, rows)
