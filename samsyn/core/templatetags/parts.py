"""The parts that pages are built of, as template tags. Each is shown in every state on /demo/components."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn.core import thread
from samsyn.core.words import uncapitalised

register = template.Library()

NOTICE_ICONS = {
    "success": "circle-check",
    "notice": "info",
    "change": "pen-line",
    "hidden": "eye-off",
    "warning": "triangle-alert",
    "error": "circle-alert",
}
STATE_ICONS = NOTICE_ICONS | {
    "check": "check",
    "waiting": "clock",
    "draft": "pen-line",
    "open": "circle",
}
# Django's own levels of messages, in the words of the notices.
MESSAGE_KINDS = {"debug": "notice", "info": "notice"}
BOX_KINDS = {"hidden": "notice", "change": "notice"}


@register.simple_tag
@functools.cache
def icon(name: str, size: int = 18, tone: str = "") -> SafeString:
    """A Lucide icon, always beside a word. Names are listed in frontend/icons.json."""
    classes = " ".join(filter(None, ["icon", f"s{size}" if size != 18 else "", tone]))
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, sprite(), name
    )


@functools.cache
def sprite() -> str:
    return static("built/icons.svg")


def rendered(content: str) -> SafeString:
    """What stood inside a block tag: the template engine has already escaped it."""
    return mark_safe(content.strip())  # noqa: S308 - see above


@register.simple_tag
def drawn(template: str) -> SafeString:
    """A part that is the same on every page of a language, and asks nothing of it: made once."""
    return _drawn(template, get_language())


@functools.cache
def _drawn(template: str, language: str) -> SafeString:
    return mark_safe(render_to_string(template))  # noqa: S308 - a template of the product's own


@register.simple_block_tag
def notice(content: str, kind: str, title: str = "") -> SafeString:
    """What has happened or must be minded: success, notice, change, hidden, warning or error."""
    context = {
        "kind": BOX_KINDS.get(kind, kind),
        "icon_name": NOTICE_ICONS[kind],
        "title": title,
        "body": rendered(content),
    }
    return render_to_string("core/parts/_notice.html", context)


@register.simple_block_tag
def state(content: str, kind: str) -> SafeString:
    """A state in words with its icon, inside text or a table."""
    return format_html(
        '<span class="state {}">{}<span>{}</span></span>',
        BOX_KINDS.get(kind, kind),
        icon(STATE_ICONS[kind], 20),
        rendered(content),
    )


register.filter("uncapitalised", uncapitalised)


@register.filter
def message_kind(level: str) -> str:
    return MESSAGE_KINDS.get(level, level)


@register.filter
def notice_icon(kind: str) -> str:
    return NOTICE_ICONS[kind]


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, name: str, title: str) -> SafeString:
    """A dialog opened by `<a href="#name" data-dialog="name">`; without script the fragment opens it."""
    context = {"name": name, "title": title, "body": rendered(content)}
    return render_to_string("core/parts/_dialog.html", context)


@register.simple_tag
def pick(field: BoundField) -> SafeString:
    """A choice inside a sentence; its label is heard, not seen."""
    return render_to_string("core/parts/_pick.html", {"field": field})


@register.filter
def input_type(field: BoundField) -> str:
    """The kind of control, so that a group of choices gets a legend instead of a label."""
    return str(getattr(field.field.widget, "input_type", "") or "")


@register.inclusion_tag("core/parts/_pages.html", takes_context=True)
def pages(context: Mapping[str, Any], page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Steps through a long list; the filter in the address is kept."""
    asked = context["request"].GET.copy() if "request" in context else None
    if asked is not None:
        asked.pop(param, None)
    return {"page": page, "param": param, "query": asked.urlencode() if asked else ""}


@register.inclusion_tag("core/parts/_bar.html")
def bar(percent: float, group: str = "") -> dict[str, Any]:
    """A bar from zero to a hundred percent; the number stands beside it as text."""
    # As text: a decimal comma would not be read by the browser.
    return {"percent": f"{max(0, min(100, percent)):g}", "group": group}


@register.inclusion_tag("core/parts/_dumbbell.html")
def dumbbell(chart: Any) -> dict[str, Any]:
    return {"chart": chart}


@register.simple_block_tag(end_name="endthread_step")
def thread_step(content: str, piece: thread.Piece) -> SafeString:
    """One part of a page on the thread: `<li>` with its mark, its way on, and its state as a word."""
    return format_html(
        '<li class="{}{}">{}<span class="hidden">{}</span>{}</li>',
        piece.state,
        " goes-on" if piece.goes_on else "",
        line_of(piece),
        word_of(piece.state, get_language()),
        rendered(content),
    )


@register.simple_tag(name="thread_line")
@functools.cache
def line_of(piece: thread.Piece) -> SafeString:
    """A page has many pieces, and there are few kinds of them: each is drawn once."""
    return render_to_string("core/parts/_thread_piece.html", {"piece": piece})


@functools.cache
def word_of(state: thread.State, language: str) -> SafeString:
    return rendered(render_to_string("core/parts/_thread_word.html", {"state": state}))


@register.simple_tag
def thread_word(state: thread.State) -> SafeString:
    return word_of(state, get_language())


@register.simple_tag
def thread_row(states: Iterable[str]) -> SafeString:
    return _row_of(tuple(states))


@functools.lru_cache(maxsize=1000)
def _row_of(states: tuple[str, ...]) -> SafeString:
    """A list has many rows, and there are few kinds of them: each is drawn once."""
    return rendered(render_to_string("core/parts/_thread_row.html", {"row": thread.row(states)}))


@register.inclusion_tag("core/parts/_thread_rope.html")
def thread_rope(rope: thread.Rope) -> dict[str, Any]:
    return {"rope": rope}


@register.inclusion_tag("core/parts/_thread_year.html")
def thread_year(year: thread.Year) -> dict[str, Any]:
    return {"year": year}


@register.simple_tag
def thread_pieces(*states: str, goes_on: bool = False) -> list[thread.Piece]:
    return thread.pieces(states, goes_on=goes_on)
