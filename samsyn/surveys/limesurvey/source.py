"""The tables of a structure file put together: groups with their questions, and each with its texts in every language.

Until version 3 a row was written once for each language; since 4 the texts stand in tables of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from samsyn.surveys.limesurvey.document import Document, Row

# By language, as the file names them.
Said = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """A subquestion or an answer."""

    code: str
    said: Said


@dataclass(frozen=True)
class Asked:
    qid: str
    code: str
    type: str
    row: Row
    text: Said
    help: Said
    # Subquestions and answers; the second of each is the other scale, of columns.
    parts: tuple[Sequence[Part], Sequence[Part]] = ((), ())
    answers: tuple[Sequence[Part], Sequence[Part]] = ((), ())
    attributes: Mapping[str, Said] = field(default_factory=dict)

    def attribute(self, name: str) -> str:
        said = self.attributes.get(name, {})
        return next((value.strip() for value in said.values() if value.strip()), "")

    @property
    def has_other(self) -> bool:
        return self.row.get("other", "N") == "Y"


@dataclass(frozen=True)
class Group:
    gid: str
    row: Row
    title: Said
    introduction: Said
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class Source:
    sid: str
    languages: tuple[str, ...]
    # title, description, welcometext, endtext, policy_notice
    said: Mapping[str, Said]
    groups: tuple[Group, ...]
    tables: frozenset[str]


def source_of(document: Document) -> Source:
    survey = next(iter(document.rows("surveys")), {})
    settings = document.rows("surveys_languagesettings")
    languages = _languages(survey, settings)
    asked = _questions(document)
    names = ("title", "description", "welcometext", "endtext", "policy_notice")
    return Source(
        sid=survey.get("sid", ""),
        languages=languages,
        said={
            name: {
                row.get("surveyls_language", ""): row.get(f"surveyls_{name}", "")
                for row in settings
            }
            for name in names
        },
        groups=tuple(_groups(document, asked)),
        tables=frozenset(document.tables),
    )


def _languages(survey: Row, settings: Iterable[Row]) -> tuple[str, ...]:
    first = survey.get("language", "").strip()
    rest = [row.get("surveyls_language", "").strip() for row in settings]
    found = dict.fromkeys(one for one in (first, *rest) if one)
    return tuple(found) or ("sv",)


def _number(row: Row, name: str) -> int:
    """In the order of the file where it says none."""
    written = row.get(name, "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def _once(rows: Iterable[Row], *keys: str) -> list[Row]:
    """Rows that are written for each language count once."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row.get(key, "") for key in keys), row)
    return list(found.values())


def _said(rows: Iterable[Row], key: str, name: str) -> dict[str, dict[str, str]]:
    """A text by what it belongs to and by language."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if name in row:
            found.setdefault(row.get(key, ""), {})[row.get("language", "")] = row[name]
    return found


def _groups(document: Document, asked: Mapping[str, list[Asked]]) -> Iterable[Group]:
    rows = document.rows("groups")
    texts = document.rows("group_l10ns") or rows
    titles, said = _said(texts, "gid", "group_name"), _said(texts, "gid", "description")
    for row in sorted(_once(rows, "gid"), key=lambda row: _number(row, "group_order")):
        gid = row.get("gid", "")
        yield Group(gid, row, titles.get(gid, {}), said.get(gid, {}), tuple(asked.get(gid, ())))


def _questions(document: Document) -> dict[str, list[Asked]]:
    """By group. Files of version 1 hold the subquestions among the questions."""
    rows = [*document.rows("questions"), *document.rows("subquestions")]
    texts = document.rows("question_l10ns") or rows
    said, helped = _said(texts, "qid", "question"), _said(texts, "qid", "help")
    main = [row for row in _once(rows, "qid") if row.get("parent_qid", "0") in {"", "0"}]
    parts = [row for row in _once(rows, "qid") if row.get("parent_qid", "0") not in {"", "0"}]
    subquestions = _parts(parts, "parent_qid", "title", "question_order", "qid", said)
    answers = _answers(document)
    attributes = _attributes(document)
    found: dict[str, list[Asked]] = {}
    for row in sorted(main, key=lambda row: _number(row, "question_order")):
        qid = row.get("qid", "")
        asked = Asked(
            qid=qid,
            code=row.get("title", "").strip(),
            type=row.get("type", "").strip(),
            row=row,
            text=said.get(qid, {}),
            help=helped.get(qid, {}),
            parts=subquestions.get(qid, ((), ())),
            answers=answers.get(qid, ((), ())),
            attributes=attributes.get(qid, {}),
        )
        found.setdefault(row.get("gid", ""), []).append(asked)
    return found


Scales = tuple[Sequence[Part], Sequence[Part]]


def _parts(
    rows: Iterable[Row],
    parent: str,
    code: str,
    order: str,
    key: str,
    said: Mapping[str, Said],
) -> dict[str, Scales]:
    found: dict[str, tuple[list[Part], list[Part]]] = {}
    for row in sorted(rows, key=lambda row: _number(row, order)):
        scales = found.setdefault(row.get(parent, ""), ([], []))
        scale = 1 if row.get("scale_id", "0").strip() == "1" else 0
        scales[scale].append(Part(row.get(code, "").strip(), said.get(row.get(key, ""), {})))
    return dict(found)


def _answers(document: Document) -> dict[str, Scales]:
    rows: list[Row] = [
        {**row, "at": "/".join(row.get(name, "") for name in ("qid", "code", "scale_id"))}
        for row in document.rows("answers")
    ]
    texts = document.rows("answer_l10ns")
    key = "aid" if texts else "at"
    said = _said(texts or rows, key, "answer")
    return _parts(_once(rows, "at"), "qid", "code", "sortorder", key, said)


def _attributes(document: Document) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in document.rows("question_attributes"):
        of_question = found.setdefault(row.get("qid", ""), {})
        by_language = of_question.setdefault(row.get("attribute", ""), {})
        by_language[row.get("language", "")] = row.get("value", "")
    return found
