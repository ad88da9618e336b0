"""Bytes of each page as they travel, compressed: the HTML alone, and with all its scripts, styles, fonts and pictures.

Bars: 40 kB HTML, 150 kB with assets. As by a browser that has never been here, whose agent takes brotli and gzip.
"""

import re
import tempfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from measure import line

from tools import demo as demos
from tools.demo import Page, Visitor

HTML_BAR, PAGE_BAR = 40_000, 150_000
ASSET = re.compile(r'(?:src|href)="(/static/[^"#]+)')
INSIDE_STYLE = re.compile(r"url\([\"']?([^\"')]+)")
TAKES = {"Accept-Encoding": "br, gzip"}


def asset_bytes(visitor: Visitor, page: str, sizes: dict[str, int]) -> int:
    """All that the HTML names, and the fonts that the styles name: the most a browser may ask for."""
    paths = set(ASSET.findall(page))
    for path in [path for path in paths if path.endswith(".css")]:
        style = visitor.get(path).body.decode()
        found = [url for url in INSIDE_STYLE.findall(style) if not url.startswith("data:")]
        paths |= {urljoin(path, url) for url in found}
    for path in paths - sizes.keys():
        sizes[path] = len(visitor.get(path, **TAKES).body)
    return sum(sizes[path] for path in paths)


def measured(visitor: Visitor, page: Page, sizes: dict[str, int]) -> tuple[int, int]:
    html = len(visitor.get(page.path, **TAKES).body)
    plain = visitor.get(page.path).body.decode()
    return html, html + asset_bytes(visitor, plain, sizes)


def main() -> None:
    sizes: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name, demos.running(Path(name)) as demo:
        visitors = {who: Visitor(demo, who) for who in ("", *demo.ways_in)}
        pages = demos.crawl(demo).pages
        figures = {page.kind: measured(visitors[page.who], page, sizes) for page in pages}
    for kind, (html, total) in sorted(figures.items(), key=lambda item: -item[1][0]):
        over = "  above the bar" if html > HTML_BAR or total > PAGE_BAR else ""
        line(urlsplit(kind).path, f"{html / 1000:6.1f} kB HTML {total / 1000:7.1f} kB in all{over}")


if __name__ == "__main__":
    main()
