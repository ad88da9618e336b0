"""LimeSurvey's texts are HTML with expressions in braces; ours are plain, with the code of a question in braces."""

import html
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
_UNSAID = frozenset({"script", "style", "head", "title", "template"})
# What stands for something that plain text cannot say.
_MEANT = frozenset(
    {"img", "a", "audio", "video", "iframe", "object", "embed", "script", "table", "input"}
)
_BRACES = re.compile(r"\{([^{}\s][^{}]*)\}")
# {Q1}, {Q1.shown}, {Q1.NAOK}; {INSERTANS:123X4X5} is how older versions write it.
_ANSWER = re.compile(r"(?:INSERTANS:)?(\w+?)(?:\.(?:shown|NAOK|value|code))*")


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.has_more = False
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.has_more |= tag in _MEANT
        self._unsaid += tag in _UNSAID
        if tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid = max(0, self._unsaid - (tag in _UNSAID))
        if tag in _BREAKS and tag != "br":
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            # A line break in HTML is a space; those that are meant are tags.
            self.said.append(re.sub(r"\s+", " ", data))


def plain(marked: str) -> tuple[str, bool]:
    """Without its marks, and whether it had pictures, links or the like, which are lost with them."""
    if "<" not in marked and "&" not in marked:
        return _tidy(marked), False
    parser = _Plain()
    try:
        parser.feed(marked)
        parser.close()
    except (AssertionError, ValueError):
        return _tidy(re.sub(r"<[^>]*>", " ", marked)), True
    return _tidy("".join(parser.said)), parser.has_more


def _tidy(text: str) -> str:
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def marked(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br />\n")


def with_our_braces(text: str, codes: Mapping[str, str]) -> tuple[str, list[str]]:
    """Earlier answers as we write them; `codes` are ours by theirs. And what is left as it stands."""
    unknown: list[str] = []

    def exchange(found: "re.Match[str]") -> str:
        answer = _ANSWER.fullmatch(found[1].strip())
        if answer and answer[1] in codes:
            return "{" + codes[answer[1]] + "}"
        unknown.append(found[0])
        return found[0]

    return _BRACES.sub(exchange, text), unknown


def with_their_braces(text: str, name: Callable[[str], str | None]) -> str:
    """`name` gives the question's code there. Other braces would be expressions there: they are written as signs."""

    def exchange(found: "re.Match[str]") -> str:
        code = name(found[1])
        return f"{{{code}.shown}}" if code else f"&#123;{found[1]}&#125;"

    return _BRACES.sub(exchange, text)
