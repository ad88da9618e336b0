"""Texts of documents on pages: the same paragraphs and lists as in print."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samsyn.core.documents.parts import Points, flow

register = template.Library()


@register.filter
def flowed(text: str) -> SafeString:
    """Paragraphs, and lists of lines that begin with a hyphen. Nothing in the text is markup."""
    return format_html_join(
        "\n",
        "{}",
        (
            (
                format_html(
                    "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((t,) for t in piece.texts))
                )
                if isinstance(piece, Points)
                else format_html("<p>{}</p>", piece.text),
            )
            for piece in flow(text)
        ),
    )
