"""Structure files of LimeSurvey for tests, written by hand from its published format: tables of rows, in XML."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

Rows = Iterable[Mapping[str, Any]]


def lss(**tables: Rows) -> bytes:
    """As version 4 and later write it."""
    written = "".join(
        f"<{name}><rows>{''.join(_row(row) for row in rows)}</rows></{name}>"
        for name, rows in tables.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>'
        "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>415</DBVersion>"
        f"<languages><language>sv</language></languages>{written}</document>"
    ).encode()


def _row(row: Mapping[str, Any]) -> str:
    return "<row>" + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in row.items()) + "</row>"


def survey(*questions: Mapping[str, Any], **over: Any) -> bytes:
    """One group with these questions; see `question`."""
    tables: dict[str, list[Mapping[str, Any]]] = {
        "surveys": [{"sid": 77, "language": "sv", "additional_languages": "en"}],
        "surveys_languagesettings": [
            {
                "surveyls_survey_id": 77,
                "surveyls_language": "sv",
                "surveyls_title": "Lunchen",
                "surveyls_description": "",
                "surveyls_welcometext": "<p>Välkommen</p><p>Det tar <b>två</b> minuter</p>",
                "surveyls_endtext": "Tack",
            }
        ],
        "groups": [{"gid": 1, "sid": 77, "group_order": 1, "grelevance": ""}],
        "group_l10ns": [{"gid": 1, "group_name": "Om dig", "description": "", "language": "sv"}],
    }
    for number, one in enumerate(questions, 1):
        for table, rows in one["tables"](number * 100, number).items():
            tables.setdefault(table, []).extend(rows)
    return lss(**(tables | over))


def question(
    code: str,
    type: str,
    text: str = "Fråga?",
    *,
    parts: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    second: Mapping[str, str] | None = None,
    attributes: Mapping[str, Any] | None = None,
    english: str = "",
    **row: Any,
) -> Mapping[str, Any]:
    def tables(qid: int, order: int) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {
            "questions": [
                {
                    "qid": qid,
                    "parent_qid": 0,
                    "gid": 1,
                    "type": type,
                    "title": code,
                    "other": "N",
                    "mandatory": "N",
                    "question_order": order,
                    "relevance": "1",
                    **row,
                }
            ],
            "question_l10ns": [
                {"qid": qid, "question": text, "help": row.get("help", ""), "language": "sv"}
            ],
            "subquestions": [],
            "answers": [],
            "answer_l10ns": [],
            "question_attributes": [
                {"qid": qid, "attribute": name, "value": value, "language": ""}
                for name, value in (attributes or {}).items()
            ],
        }
        if english:
            found["question_l10ns"].append({"qid": qid, "question": english, "language": "en"})
        for scale, said in ((0, parts or {}), (1, columns or {})):
            for number, (name, label) in enumerate(said.items(), 1):
                key = qid + number + 20 * scale
                sub = {"qid": key, "parent_qid": qid, "gid": 1, "type": "T", "title": name}
                found["subquestions"].append(sub | {"question_order": number, "scale_id": scale})
                found["question_l10ns"].append({"qid": key, "question": label, "language": "sv"})
        for scale, said in ((0, answers or {}), (1, second or {})):
            for number, (name, label) in enumerate(said.items(), 1):
                aid = qid * 100 + number + 50 * scale
                answer = {"aid": aid, "qid": qid, "code": name, "sortorder": number}
                found["answers"].append(answer | {"scale_id": scale})
                found["answer_l10ns"].append({"aid": aid, "answer": label, "language": "sv"})
        return found

    return {"tables": tables}
