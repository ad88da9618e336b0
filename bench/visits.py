"""Visits pages as people with an account, in this process: server time, queries and bytes of each, as JSON.

`python bench/visits.py measure` says the figures; `python bench/visits.py readers <page>` signs eight readers in.
"""

import io
import json
import sys
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pages import PAGES, person_of

from samsyn.accounts.actions import SEEN_AT
from samsyn.accounts.models import User
from samsyn.config.wsgi import application

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VISITS, WARM, READERS = 40, 5, 8


def cookie_of(user: User | None) -> str:
    assert user is not None
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[SEEN_AT] = int(time.time())
    session.save()
    client.get(reverse("home:about"))
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def visit(address: str, cookie: str) -> tuple[int, int]:
    """Status, and bytes as they travel."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookie,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_ACCEPT_LANGUAGE": "sv",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    said: list[str] = []

    def start(status: str, headers: Any, info: Any = None, /) -> Any:
        said.append(status)

    answer = application(environ, start)
    size = sum(map(len, answer))
    answer.close()
    return int(said[0].split()[0]), size


def measured(address: str, cookie: str) -> dict[str, float]:
    for _ in range(WARM):
        status, size = visit(address, cookie)
        assert status == 200, f"{address} answers {status}"
    taken = []
    for _ in range(VISITS):
        before = time.perf_counter()
        visit(address, cookie)
        taken.append((time.perf_counter() - before) * 1000)
    with CaptureQueriesContext(connection) as queries:
        visit(address, cookie)
    taken.sort()
    return {
        "p50": taken[VISITS // 2],
        "p95": taken[int(VISITS * 0.95)],
        "queries": len(queries),
        "bytes": size,
    }


def measure(part: str) -> dict[str, dict[str, float]]:
    figures = {}
    for name, role, address in PAGES:
        if part in name:
            who = person_of(role)
            figures[name] = measured(address(who), cookie_of(who.user))
    return figures


def readers(part: str) -> dict[str, object]:
    """An address and the cookies of eight sessions of one person."""
    _name, role, address = next(row for row in PAGES if row[0] == part)
    who = person_of(role)
    return {"path": address(who), "cookies": [cookie_of(who.user) for _ in range(READERS)]}


if __name__ == "__main__":
    act = {"measure": measure, "readers": readers}[sys.argv[1]]
    sys.stdout.write(json.dumps(act(sys.argv[2] if len(sys.argv) > 2 else "")))
