"""Free-text answers in a report, under their headings."""

from django.utils.translation import gettext as _

from samsyn.coding.models import Code, Codebook, Heading
from samsyn.coding.queries import note_of
from samsyn.core.documents import parts
from samsyn.reports import wording
from samsyn.reports.blocks import Content, Sources
from samsyn.reports.models import ReportBlock
from samsyn.reports.texts import heading_of, texts_of


def quotes_content(block: ReportBlock, sources: Sources) -> Content:
    question = sources.question(block)
    codebook = sources.codebooks.get(question.code)
    headings = codebook.headings.all() if codebook else ()
    return {
        **texts_of(block),
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
    found = [*heading_of(content), parts.Text("\n\n".join(filter(None, texts)))]
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
