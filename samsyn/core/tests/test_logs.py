"""What is written to the logs, and what is not."""

import logging
import time

import pytest
from django.core import signing

from samsyn.core.logs import WithoutTokens

TOKEN = signing.dumps("0199f0f2-1111-7222-8333-444455556666", salt="links")
SIGNED = signing.Signer(salt="links").sign("0199f0f2-1111-7222-8333-444455556666")


def said(message: str, *values: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, values, None)
    assert WithoutTokens().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("token", [TOKEN, SIGNED], ids=["with a time", "without"])
def test_a_link_from_a_mail_is_not_written_out(token: str) -> None:
    assert said("Forbidden (%s): %s", "no cookie", f"/adress/{token}/") == (
        "Forbidden (no cookie): /adress/…/"
    )


def test_the_link_of_who_answers_is_not_written_out() -> None:
    token = "DR9aDjwfSlOfUntqPw89EYFGs0q0X4yCkl4"

    assert (
        said("Bad Request: %s", f"/svara/{token}/tacka-nej/") == "Bad Request: /svara/…/tacka-nej/"
    )


def test_a_long_address_is_gone_through_once() -> None:
    before = time.process_time()

    said("Not Found: %s", "/" + "x" * 200_000)

    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "said_else", ["/personer/0199f0f2-1111-7222-8333-444455556666/", "18:02:11 100 %"]
)
def test_all_else_is_written_as_it_is(said_else: str) -> None:
    assert said("Not Found: %s", said_else) == f"Not Found: {said_else}"
