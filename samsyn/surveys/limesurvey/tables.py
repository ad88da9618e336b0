"""A structure file as it is written: tables of rows in XML, one key for each thing in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# The first version whose texts stand in tables of their own; LimeSurvey brings older ones up to date itself.
DB_VERSION = "415"


@dataclass
class Tables:
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    # The last key given to a question, a subquestion or an answer.
    last: int = 0

    def add(self, table: str, **fields: object) -> None:
        row = {name: str(value) for name, value in fields.items()}
        self.rows.setdefault(table, []).append(row)

    def key(self) -> int:
        self.last += 1
        return self.last

    def document(self, languages: Iterable[str]) -> bytes:
        said = "".join(f"  <language>{one}</language>\n" for one in languages)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n',
            f" <LimeSurveyDocType>Survey</LimeSurveyDocType>\n <DBVersion>{DB_VERSION}</DBVersion>\n",
            f" <languages>\n{said} </languages>\n",
            *(_table(name, self.rows[name]) for name in sorted(self.rows)),
            "</document>\n",
        ]
        return "".join(lines).encode()


def _table(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    fields = "".join(f"   <fieldname>{field}</fieldname>\n" for field in rows[0])
    written = "".join(f"   <row>\n{_fields(row)}   </row>\n" for row in rows)
    return f" <{name}>\n  <fields>\n{fields}  </fields>\n  <rows>\n{written}  </rows>\n </{name}>\n"


def _fields(row: Mapping[str, str]) -> str:
    return "".join(f"    <{name}><![CDATA[{_kept(row[name])}]]></{name}>\n" for name in row)


def _kept(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")
