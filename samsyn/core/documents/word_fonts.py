"""The typeface inside a Word file, so that it looks the same where it is not installed (ECMA-376 part 4, 17.8.1)."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading

from samsyn.core.documents.fonts import FAMILY, FILE_STEM, FONTS

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
# What Word calls a face, and the file it is in.
FACES = (("embedRegular", "Regular"), ("embedBold", "Bold"), ("embedItalic", "Italic"))
MASKED_BYTES = 32


def embed_typeface(made: WordDocument) -> None:
    table = made.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts: Any = parse_xml(table.blob)
    font = OxmlElement("w:font")
    font.set(qn("w:name"), FAMILY)
    for number, (tag, face) in enumerate(FACES, 1):
        font.append(_embedded(table, number, tag, face))
    fonts.append(font)
    table._blob = serialize_for_reading(fonts).encode()
    made.settings.element.insert(0, OxmlElement("w:embedTrueTypeFonts"))


def _embedded(table: Part, number: int, tag: str, face: str) -> Any:
    name = f"{FILE_STEM}-{face}.ttf"
    key = uuid5(NAMESPACE_URL, name)
    place = PackURI(f"/word/fonts/font{number}.odttf")
    part = Part(place, CONTENT_TYPE, masked((FONTS / name).read_bytes(), key), table.package)
    embedded = OxmlElement(f"w:{tag}")
    embedded.set(qn("r:id"), table.relate_to(part, RELATIONSHIP_TYPE.FONT))
    embedded.set(qn("w:fontKey"), f"{{{str(key).upper()}}}")
    return embedded


def masked(font: bytes, key: UUID) -> bytes:
    """The first bytes are mixed with the key, last byte first: Word's own form, for what may not be lifted out."""
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[place % 16] for place, byte in enumerate(font[:MASKED_BYTES]))
    return head + font[MASKED_BYTES:]
