"""An edition's frozen content as a document for print."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.core.documents.parts import Document, Part, Thread
from samsyn.core.documents.pdf import pdf
from samsyn.core.documents.word import word
from samsyn.reports.blocks import Content, block_kind


def edition_files(content: Content) -> tuple[bytes, bytes]:
    """PDF and Word. Takes seconds: for jobs."""
    document = document_of(content)
    return pdf(document), word(document)


def document_of(content: Content) -> Document:
    with override(content["language"]):
        paging = _("Page {page} of {pages}")
    found = (part for block in content["blocks"] for part in _parts(block))
    return Document(
        title=content["title"],
        lead=content["lead"],
        publisher=content["publisher"],
        edition=content["edition"],
        parts=tuple(_one_thread(found)),
        language=content["language"],
        paging=paging,
    )


def _parts(block: Content) -> Iterable[Part]:
    return block_kind(block["kind"]).parts(block)


def _one_thread(parts: Iterable[Part]) -> Iterator[Part]:
    """Steps that follow each other hang on one thread."""
    steps = Thread(())
    for part in parts:
        if isinstance(part, Thread):
            steps = Thread((*steps.steps, *part.steps))
            continue
        if steps.steps:
            yield steps
            steps = Thread(())
        yield part
    if steps.steps:
        yield steps
