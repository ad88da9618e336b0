"""A structure file as tables: XML of five levels, and nothing that XML can do beside that.

The file may come from anybody: declarations of types and entities are refused before anything is expanded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from samsyn.surveys.faults import Fault, Faulty, is_text

MAX_BYTES = 10_000_000
MAX_DEPTH = 20
MAX_ELEMENTS = 500_000
# document / table / rows / row / field
TABLE, ROW, FIELD = 2, 4, 5
DOC_TYPE, VERSION = "LimeSurveyDocType", "DBVersion"

Row = Mapping[str, str]


@dataclass
class Document:
    facts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())


def read_document(content: bytes) -> Document:
    """Raises Faulty for whatever is no structure file of a survey."""
    if len(content) > MAX_BYTES:
        raise Faulty([Fault(_("The file is larger than a survey can be (10 MB)."))])
    parser = expat.ParserCreate("utf-8")
    builder = _Builder(parser)
    try:
        parser.Parse(content.removeprefix(b"\xef\xbb\xbf"), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        row = getattr(error, "lineno", None)
        raise Faulty([Fault(_("The file cannot be read as XML."), row)]) from error
    found = builder.document
    if found.facts.get(DOC_TYPE) != "Survey":
        raise Faulty(
            [Fault(_("This is no survey from LimeSurvey. Export the survey’s structure (.lss)."))]
        )
    return found


class _Builder:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser, self.document = parser, Document()
        self.path: list[str] = []
        self.count = 0
        self.said: list[str] = []
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.UnparsedEntityDeclHandler = self._refuse

    def _fault(self, sentence: str) -> Faulty:
        return Faulty([Fault(sentence, self.parser.CurrentLineNumber)])

    def _refuse(self, *_declared: object) -> NoReturn:
        raise self._fault(_("The file declares types or entities (<!DOCTYPE). It is not read."))

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self.path.append(name)
        self.count += 1
        self.said = []
        if len(self.path) > MAX_DEPTH or self.count > MAX_ELEMENTS:
            raise self._fault(_("The file is nested deeper or longer than it can be."))
        if len(self.path) == ROW and name == "row":
            self.document.tables.setdefault(self.path[TABLE - 1], []).append({})

    def _text(self, text: str) -> None:
        self.said.append(text)

    def _end(self, name: str) -> None:
        depth, text = len(self.path), "".join(self.said)
        if not is_text(text):
            raise self._fault(_("The file holds signs that are no text."))
        if depth == TABLE:
            self.document.facts.setdefault(name, text.strip())
        elif depth == FIELD and self.path[ROW - 1] == "row":
            self.document.tables[self.path[TABLE - 1]][-1][name] = text
        self.path.pop()
        self.said = []
