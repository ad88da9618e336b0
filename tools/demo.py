"""A demo of one's own for tests, screenshots and benchmarks: started, read, and stopped again."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from samsyn.home.demo import server

# "Johan Bergdahl, koordinator: …" and the address on the line after it.
WAY_IN = re.compile(r"^(?P<name>[^,\n]+), [^\n]*\n +(?P<url>http\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Demo:
    url: str
    folder: Path
    # name of a person → the address that signs in as that person
    ways_in: dict[str, str]
    process: subprocess.Popen[str]
    said: str


def free_port() -> int:
    """Below those that the machine lends to connections: nobody comes by it before the demo, which fills itself first."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        if server.is_port_free(port):
            return port
    raise RuntimeError("All ports are taken.")


def clean_environment(folder: Path) -> dict[str, str]:
    """Without what the caller may have said of another installation, the tests' own above all."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SAMSYN_", "DJANGO_")) and name != "DATABASE_URL"
    }
    return {**kept, "SAMSYN_DATA": str(folder)}


def start(
    folder: Path, *words: str, command: tuple[str, ...] = (sys.executable, "-m", "samsyn")
) -> Demo:
    """Returns when the demo says how to stop it, which is the last thing that it says."""
    port = free_port()
    process = subprocess.Popen(
        [*command, "demo", "--port", str(port), *words],
        stdout=subprocess.PIPE,
        text=True,
        env=clean_environment(folder),
        start_new_session=True,
    )
    said = ""
    for line in process.stdout or ():
        said += line
        if "Ctrl-C" in line:
            ways_in = {found["name"]: found["url"] for found in WAY_IN.finditer(said)}
            return Demo(f"http://localhost:{port}", folder, ways_in, process, said)
    raise RuntimeError(f"The demo did not start (status {process.wait()}):\n{said}")


@contextmanager
def running(folder: Path, **how: Any) -> Iterator[Demo]:
    demo = start(folder, **how)
    try:
        yield demo
    finally:
        stop(demo)


def stop(demo: Demo) -> int:
    demo.process.terminate()
    return demo.process.wait(60)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.status == 200 and "text/html" in self.headers.get("content-type", "")


class Visitor:
    """A signed-in reader without a browser: keeps cookies, follows no redirects by itself."""

    def __init__(self, demo: Demo, name: str = "") -> None:
        self.demo, self.name = demo, name
        self.cookies: dict[str, str] = {}
        if name:
            self.get(urlsplit(demo.ways_in[name]).path)

    def get(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.demo.url).netloc, timeout=60)
        cookie = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        connection.request("GET", path, headers={"Cookie": cookie, **headers})
        response = connection.getresponse()
        for key, value in response.getheaders():
            if key.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        answer = Answer(
            response.status,
            {key.lower(): value for key, value in response.getheaders()},
            response.read(),
        )
        connection.close()
        return answer


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def links(page: Answer, at: str) -> list[str]:
    """The paths on the same host that a page links to, queries and fragments left out."""
    reader = Links()
    reader.feed(page.body.decode())
    joined = [urlsplit(urldefrag(urljoin(f"//here{at}", href)).url) for href in reader.found]
    return [part.path for part in joined if part.netloc == "here" and part.scheme in {"", "http"}]


# Two pages of the same kind look the same: keys, numbers and codes in an address are left out.
VARYING = re.compile(r"(?<=/)([0-9a-f-]{32,36}|\d+)(?=/|$)")


def kind_of(path: str) -> str:
    return VARYING.sub("…", path)


@dataclass(frozen=True)
class Page:
    """A page of the product: where it is and who is looking; nobody if without account."""

    path: str
    who: str

    @property
    def kind(self) -> str:
        return kind_of(self.path)


# The demo's own pages, which the product has no links to.
UNLINKED = ("/demo/components", "/demo/brevlada/")


@dataclass(frozen=True)
class Crawl:
    """`pages`: one of each kind, by whoever comes there first. `broken`: links that lead a person to an error."""

    pages: list[Page]
    broken: list[str]


def crawl(demo: Demo) -> Crawl:
    found, broken = dict[str, Page](), list[str]()
    for who in ("", *demo.ways_in):
        for page in reached(Visitor(demo, who), broken):
            found.setdefault(page.kind, page)
    return Crawl(list(found.values()), broken)


def reached(visitor: Visitor, broken: list[str]) -> Iterator[Page]:
    """The pages that one person comes to, one of each kind."""
    starts = ("/",) if visitor.name else ("/konto/logga-in/", *UNLINKED)
    waiting, kinds = [(start, "the start") for start in starts], set(starts)
    while waiting:
        path, source = waiting.pop(0)
        answer = visitor.get(path)
        if answer.is_page:
            yield Page(path, visitor.name)
        elif answer.status >= 400:
            broken.append(f"{visitor.name}: {path} on {source} answers {answer.status}")
        for link in ways_on(answer, path):
            if kind_of(link) not in kinds:
                kinds.add(kind_of(link))
                waiting.append((link, path))


def ways_on(answer: Answer, path: str) -> list[str]:
    if answer.status in {301, 302}:
        return [urlsplit(answer.headers["location"]).path]
    return links(answer, path) if answer.is_page else []
