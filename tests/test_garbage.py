"""Every address, given what no form of ours would send: never a fault of the program, whoever sends it.

Complete by construction: the addresses are those of tests/access_table, and the fields those of every form there is.
"""

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms.models import ModelChoiceIterator
from django.test import Client
from django.urls import NoReverseMatch, reverse

from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.imports import check_import, upload_import
from samsyn.organisations.imports import kinds
from samsyn.organisations.models import Person
from samsyn.surveys.models import Response, Round, Survey
from tests.access_table import TABLE, Row
from tests.test_access_table import BACKEND, NOBODY
from tests.world import World, make_world

HUGE = "9" * 60
GARBAGE = (
    "",
    "\0",
    "-1",
    HUGE,
    "x" * 5_000,
    "<script>alert(1)</script>' OR 1=1 --{{ 7 * 7 }}%s%(x)s{}",
    "\u202e\ufffe\U0001f600",
    "00000000-0000-0000-0000-000000000000",
    "//elsewhere.example/",
)
# What the views read of an address beside its path.
QUERY = (
    *("page", "drafts", "by", "a", "b", "order", "role", "school", "name", "state", "place"),
    *("round", "after", "saved", "moved", "removed", "sida", "next"),
)
PATHS: dict[str, tuple[Any, ...]] = {
    "number": (0, int(HUGE)),
    "pk": ("00000000-0000-0000-0000-000000000000", int(HUGE), 0),
    "code": ("x" * 2000, "-"),
    "kind": ("x" * 2000, "roster", "responses"),
    "format": ("exe", "x" * 2000),
    "token": ("x" * 2000, "a:b:c", "åäö\0"),
}
# Names in posts that belong to no field.
ACTIONS = ("action", "answer", "language", "next", "csrfmiddlewaretoken")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django")


def askers(row: Row) -> tuple[str, ...]:
    """One of those who are let in: what happens behind the door is the same for all of them, and before it nothing."""
    return (*row.ok.split()[:1], *([NOBODY] if row.nobody == 200 else []))


def visits(world: World) -> Iterator[tuple[str, str, Client]]:
    """Every address with those who ask for it."""
    for name, row in TABLE.items():
        address = reverse(name, kwargs=dict(row.place(world)))
        for who in askers(row):
            yield f"{name} for {who}", address, signed_in(world, who)


def signed_in(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != NOBODY:
        client.force_login(world.user(who), backend=BACKEND)
    return client


def fault(visit: Any, *arguments: Any, **more: Any) -> str:
    """What broke, with everything the visit changed undone; nothing where nothing did."""
    with transaction.atomic():
        answer = visit(*arguments, **more)
        transaction.set_rollback(True)
    return _reason(answer) if answer.status_code >= 500 else ""


def _reason(answer: Any) -> str:
    found = getattr(answer, "exc_info", None)
    if not found:
        return str(answer.status_code)
    frames = traceback.extract_tb(found[2])
    ours = [frame for frame in frames if "/samsyn/" in frame.filename] or frames
    return f"{str(found[1])[:200]!r} in {ours[-1].filename}:{ours[-1].lineno}"


def told(faults: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(faults))


def test_queries(world: World) -> None:
    broken = (
        f"{said}, ?…={garbage[:40]!r}: {found}"
        for said, address, client in visits(world)
        for garbage in GARBAGE
        if (found := fault(client.get, address, dict.fromkeys(QUERY, garbage)))
    )

    assert told(broken) == ""


def test_paths(world: World) -> None:
    broken = (
        f"{address[:80]} for {who}: {found}"
        for name, row in TABLE.items()
        for who in askers(row)
        for address in odd_addresses(name, row.place(world))
        for method in ("get", "post")
        if (found := fault(getattr(signed_in(world, who), method), address))
    )

    assert told(broken) == ""


def odd_addresses(name: str, place: Mapping[str, Any]) -> Iterator[str]:
    """The address with one of its parts at a time made strange, as far as it then still is an address."""
    for part in place:
        for odd in PATHS.get(part, PATHS["pk"]):
            try:
                yield reverse(name, kwargs={**place, part: odd})
            except NoReverseMatch:
                continue


def test_methods_and_heads(world: World) -> None:
    odd = {
        "HTTP_ACCEPT_LANGUAGE": "x" * 5000 + ";q=å",
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_CURRENT_URL": "http://[",
        "HTTP_X_FORWARDED_FOR": "<x>, , ::",
        "HTTP_USER_AGENT": "\0" + "x" * 9000,
        "HTTP_REFERER": "javascript:alert(1)",
        "HTTP_COOKIE": "sessionid=%00; csrftoken=\x01; messages=x; django_language=../../x",
    }
    broken = (
        f"{said}, {method}: {found}"
        for said, address, client in visits(world)
        for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE")
        for heads in ({}, odd)
        if (found := fault(client.generic, method, address, **heads))
    )

    assert told(broken) == ""


def test_bodies(world: World) -> None:
    bodies = (
        ("application/json", b"[" * 1000),
        ("text/plain", b"\0"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\0"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=%ff%00&answer=%ed%a0%80"),
    )
    broken = (
        f"{said}, {kind}: {found}"
        for said, address, client in visits(world)
        for kind, body in bodies
        if (found := fault(client.generic, "POST", address, body, kind))
    )

    assert told(broken) == ""


def test_posts(world: World) -> None:
    names = sorted({*field_names(), *ACTIONS})
    broken = (
        f"{said}, all {garbage[:40]!r}: {found}"
        for said, address, client in visits(world)
        for garbage in GARBAGE
        if (found := fault(client.post, address, dict.fromkeys(names, garbage)))
    )

    assert told(broken) == ""


def field_names() -> Iterator[str]:
    """Of every form of the product; those made for one object at a time are met in test_forms."""
    found = list(forms.BaseForm.__subclasses__())
    while found:
        form = found.pop()
        found += form.__subclasses__()
        yield from getattr(form, "declared_fields", ())


def test_forms(world: World) -> None:
    """Each form as it is shown, filled in rightly but for one field."""
    broken = (
        f"{said}, {name}={str(odd)[:40]!r}: {found}"
        for said, address, client in visits(world)
        for form in forms_of(client.get(address))
        for name in form.fields
        for odd in odd_values(form.fields[name])
        if (found := fault(client.post, address, {**filled(form), form.add_prefix(name): odd}))
    )

    assert told(broken) == ""


def forms_of(answer: Any) -> list[forms.BaseForm]:
    contexts = getattr(answer, "context", None) or []
    layers = (layer for context in contexts for layer in getattr(context, "dicts", [context]))
    found = (value for layer in layers for value in layer.values())
    return list({id(form): form for form in found if isinstance(form, forms.BaseForm)}.values())


def odd_values(field: forms.Field) -> Iterator[Any]:
    if isinstance(field, forms.FileField):
        for ending in field.widget.attrs.get("accept", ".csv").split(","):
            for content in (b"\0", b"PK\x03\x04\xff", b'[{"a": "\\ud800"}]', b"&a [*a]"):
                yield SimpleUploadedFile(f"../../a\u202e{ending}", content)
    yield from GARBAGE
    yield ["-1", HUGE]


def filled(form: forms.BaseForm) -> dict[str, Any]:
    return {form.add_prefix(name): right_value(form, name) for name in form.fields}


def right_value(form: forms.BaseForm, name: str) -> Any:
    """What stands in the field, or else something that it takes."""
    field, value = form.fields[name], form[name].value()
    if value not in (None, "", []):
        return value
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("a.csv", b"a;b\n1;2\n")
    if isinstance(field, forms.ChoiceField):
        return first_choice(field)
    if isinstance(field, forms.DateField):
        return "2026-11-22"
    return "1" if isinstance(field, forms.IntegerField | forms.BooleanField) else "a@samsyn.example"


def first_choice(field: forms.ChoiceField) -> str:
    choices: Any = field.choices
    values = (str(value) for value, _label in choices)
    if isinstance(choices, ModelChoiceIterator):
        values = (str(row.pk) for row in choices.queryset)
    return next((value for value in values if value), "")


FILES = (
    b"\0",
    b"\xff\xfe\0",
    b"\xef\xbb\xbf",
    b"PK\x03\x04" + b"\xff" * 200,
    b"%PDF-1.7",
    b"[" * 5000,
    b'{"answers": [{"text": "\\ud800", "heading": 1, "order": 1e999, "respondent": []}]}',
    b'{"answers": [[], null, 7, {}], "summaries": [[], {"heading": "a", "order": []}]}',
    b'{"survey": {"code": "a", "title": [1]}, "sections": [{"title": 1, "questions": [[]]}]}',
    b"survey: {? [a] : b}\n<<: !!set {a}",
    b"personid;e-post\n\x01;=1+1\n",
    b"respondent_id,role,q1,q1\n1,=cmd|' /C calc'!A0,;;;\n",
    b'respondent_id,role\n"1,2\n',
    "respondent_id;role\n1;Förstelärare\n".encode("utf-16"),
    HUGE.encode(),
    b"a,b\n" * 3000,
)


@pytest.mark.parametrize("content", FILES, ids=range(len(FILES)))
def test_files(world: World, content: bytes) -> None:
    """Whatever is read in as whatever: a plan or a refusal with a sentence, and nothing stored."""
    before = (Person.objects.count(), Survey.objects.count(), Response.objects.count())
    targets: dict[Any, Any] = {Round: world.round, Survey: world.round.survey}
    for kind in kinds():
        target = targets.get(kind.target, world.cast.organiser)
        for ending in kind.extensions:
            file = SimpleUploadedFile(f"fil{ending}", content)
            imported = upload_import(actor=SYSTEM, kind=kind, target=target, file=file, choice="q3")

            checked = check_import(imported_id=imported.pk)

            assert (checked.state, bool(checked.sentence)) in {("ready", False), ("refused", True)}
    assert (Person.objects.count(), Survey.objects.count(), Response.objects.count()) == before
