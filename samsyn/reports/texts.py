"""What every part of a report has: its heading and its own words. And the part that has nothing else."""

from samsyn.core.documents import parts
from samsyn.reports.blocks import Content, Sources
from samsyn.reports.models import ReportBlock


def texts_of(block: ReportBlock) -> Content:
    return {"heading": block.heading, "text": block.text, "new_page": block.new_page}


def text_content(block: ReportBlock, sources: Sources) -> Content:
    return texts_of(block)


def text_parts(content: Content) -> list[parts.Part]:
    return [*heading_of(content), parts.Text(content["text"])]


def heading_of(content: Content, anchor: str = "") -> list[parts.Part]:
    if not content["heading"]:
        return []
    return [parts.Heading(content["heading"], 1, anchor, content["new_page"])]
