"""The kinds of part that reports have themselves: the thread, texts, who answered, questions, quotes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.coding.models import Code, Codebook, Heading
from samsyn.coding.queries import note_of
from samsyn.core.documents import parts
from samsyn.reports import wording
from samsyn.reports.blocks import BlockKind, Content, Sources
from samsyn.reports.models import ReportBlock, StepState
from samsyn.surveys.models import IN_ONE_TABLE, IN_PARTS, WRITTEN
from samsyn.surveys.queries import OptionResult


def _texts(block: ReportBlock) -> Content:
    return {"heading": block.heading, "text": block.text, "new_page": block.new_page}


# --- The thread: finding, conclusion, measure, outcome ---


def thread_content(block: ReportBlock, sources: Sources) -> Content:
    word = "" if block.state == StepState.DONE else str(StepState(block.state).label)
    return {**_texts(block), "state": block.state, "word": word}


def thread_step(content: Content) -> parts.Step:
    """Consecutive steps become one thread; see documents.py."""
    title = content["heading"]
    mark = "" if title.endswith(("?", "!", ".")) or not title else "."
    return parts.Step(title + mark, content["text"], content["state"], content["word"])


def thread_parts(content: Content) -> list[parts.Part]:
    return [parts.Thread((thread_step(content),))]


# --- Texts ---


def text_content(block: ReportBlock, sources: Sources) -> Content:
    return _texts(block)


def text_parts(content: Content) -> list[parts.Part]:
    return [*_heading(content), parts.Text(content["text"])]


def _heading(content: Content, anchor: str = "") -> list[parts.Part]:
    if not content["heading"]:
        return []
    return [parts.Heading(content["heading"], 1, anchor, content["new_page"])]


# --- Who answered ---


def respondents_content(block: ReportBlock, sources: Sources) -> Content:
    question = sources.result.background
    return {
        **_texts(block),
        "rate": wording.respondents_text(sources.result),
        "columns": [question.text if question else "", _("Count"), _("Share")],
        "question": question.text if question else "",
        "rows": [_row(option) for option in question.options] if question else [],
    }


def _row(option: OptionResult, *, strong: bool = False) -> Content:
    return {
        "label": option.label,
        "count": option.count,
        "percent": option.percent,
        "count_text": wording.count_text(option.count),
        "percent_text": wording.percent_text(option.percent),
        "answers_text": wording.answers_text(option.count),
        "strong": strong,
    }


def respondents_parts(content: Content) -> list[parts.Part]:
    about = (
        parts.Heading(content["heading"], 1),
        parts.Text(f"{content['rate']}\n\n{content['text']}", "small"),
    )
    if not content["rows"]:
        return list(about)
    return [_table(content, content["heading"], beside=about)]


def _table(content: Content, caption: str, **more: Any) -> parts.Table:
    first, *numbers = content["columns"]
    return parts.Table(
        caption=caption,
        columns=(parts.Column(first), *(parts.Column(text, True) for text in numbers)),
        rows=tuple((r["label"], r["count_text"], r["percent_text"]) for r in content["rows"]),
        strong=frozenset(place for place, row in enumerate(content["rows"]) if row["strong"]),
        **more,
    )


# --- A question with its chart and table ---


def question_content(block: ReportBlock, sources: Sources) -> Content:
    question = sources.question(block)
    options = question.listed_options
    emphasis = block.emphasis.position if block.emphasis else None
    charted = options[: block.chart_rows]
    return {
        **_texts(block),
        "heading": block.heading or question.text,
        "code": question.code,
        "question": question.text if block.heading and block.with_table else "",
        "columns": [_("Answer"), _("Count"), _("Share")],
        "rows": [_row(option, strong=option.positions == (emphasis,)) for option in options],
        "chart_rows": len(charted),
        "chart_shown": wording.shown_text(len(charted), len(options)),
        "base": wording.base_text(question),
        "alt": wording.chart_alt(charted),
        "with_table": block.with_table,
        "see": not block.with_table and question.code in sources.tables,
        "see_text": _("The whole table: page {page}."),
        "see_text_page": _("The whole table"),
    }


def question_parts(content: Content) -> list[parts.Part]:
    anchor = f"table-{content['code']}"
    caption = " ".join(filter(None, [content["chart_shown"], content["base"]]))
    texts = [content["question"], content["text"]]
    about = parts.Text("\n\n".join(filter(None, texts)))
    if not content["with_table"]:
        bars = _bars(content, content["heading"], caption)
        return [bars, *([about] if about.text else [])]
    found: list[parts.Part] = _heading(content, anchor)
    if about.text:
        found.append(about)
    if content["chart_rows"]:
        found.append(_bars(content, "", caption))
    return [*found, _table(content, content["heading"])]


def _bars(content: Content, title: str, caption: str) -> parts.Bars:
    bars = tuple(
        parts.Bar(
            row["label"],
            row["percent"] or 0,
            row["percent_text"],
            row["answers_text"],
            row["strong"],
        )
        for row in content["rows"][: content["chart_rows"]]
    )
    see = f"table-{content['code']}" if content["see"] else ""
    return parts.Bars(title, caption, bars, content["alt"], see, content["see_text"])


# --- Free-text answers under their headings ---


def quotes_content(block: ReportBlock, sources: Sources) -> Content:
    question = sources.question(block)
    codebook = sources.codebooks.get(question.code)
    headings = codebook.headings.all() if codebook else ()
    return {
        **_texts(block),
        "heading": block.heading or question.text,
        "question": question.text if block.heading else "",
        "introduction": codebook.introduction if codebook else "",
        "note": _note(codebook) if codebook else "",
        "summary_word": _("Summary"),
        "headings": [_heading_content(heading, block.quotes_each) for heading in headings],
    }


def _note(codebook: Codebook) -> str:
    """That quotes were published without their respondents is said in print too."""
    answers = (
        answer
        for heading in codebook.headings.all()
        for code in heading.codes.all()
        for answer in code.answers.all()
    )
    return note_of(codebook, has_responses=any(answer.response_id for answer in answers))


def _heading_content(heading: Heading, most: int) -> Content:
    codes = [_code_content(code, most) for code in heading.codes.all()]
    count = sum(code["count"] for code in codes)
    return {
        "label": heading.label,
        "count": count,
        "count_text": wording.answers_text(count),
        "introduction": heading.introduction,
        "summary": heading.summary,
        "codes": codes,
    }


def _code_content(code: Code, most: int) -> Content:
    answers = [answer.text for answer in code.answers.all()]
    shown = answers[:most] if most else answers
    count_text = wording.answers_text(len(answers))
    if len(shown) < len(answers):
        count_text = _("%(shown)s of %(answers)s") % {"shown": len(shown), "answers": count_text}
    return {
        "label": code.label,
        "count": len(answers),
        "count_text": count_text,
        "answers": shown,
    }


def quotes_parts(content: Content) -> list[parts.Part]:
    texts = [content["question"], content["text"], content["introduction"]]
    found = [*_heading(content), parts.Text("\n\n".join(filter(None, texts)))]
    if content["note"]:
        found.append(parts.Text(content["note"], "small"))
    for heading in content["headings"]:
        found += [
            parts.Heading(f"{heading['label']} ({heading['count_text']})", 2),
            parts.Text(heading["introduction"]),
        ]
        for code in heading["codes"]:
            title = f"{code['label']} ({code['count_text']})"
            found += [parts.Heading(title, 3), parts.Quotes(tuple(code["answers"]))]
        if heading["summary"]:
            found += [parts.Heading(content["summary_word"], 3), parts.Text(heading["summary"])]
    return found


KINDS = (
    BlockKind(
        code="text",
        title=gettext_lazy("Text"),
        fields=("heading", "text", "new_page"),
        content=text_content,
        parts=text_parts,
        template="reports/blocks/_text.html",
    ),
    BlockKind(
        code="question",
        title=gettext_lazy("Chart and table"),
        fields=(
            "heading",
            "text",
            "question",
            "chart_rows",
            "emphasis",
            "with_table",
            "new_page",
        ),
        content=question_content,
        parts=question_parts,
        template="reports/blocks/_question.html",
        questions=tuple(sorted(IN_ONE_TABLE | IN_PARTS)),
    ),
    BlockKind(
        code="quotes",
        title=gettext_lazy("Headings with answers"),
        fields=("heading", "text", "question", "quotes_each", "new_page"),
        content=quotes_content,
        parts=quotes_parts,
        template="reports/blocks/_quotes.html",
        questions=tuple(sorted(WRITTEN)),
    ),
    BlockKind(
        code="respondents",
        title=gettext_lazy("Those who answered"),
        fields=("heading", "text"),
        content=respondents_content,
        parts=respondents_parts,
        template="reports/blocks/_respondents.html",
    ),
    BlockKind(
        code="thread",
        title=gettext_lazy("A step of the thread"),
        fields=("heading", "text", "state"),
        content=thread_content,
        parts=thread_parts,
        template="reports/blocks/_thread.html",
    ),
)
