"""Browsers in words, and how fresh a proof has to be."""

import pytest
from django.utils import translation

from samsyn.accounts import rules

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome på Android"),
        (EDGE, "Edge på Windows"),
        (IPHONE, "Safari på iPhone"),
        ("Mozilla/5.0 (Macintosh; rv:130.0) Gecko Firefox/130.0", "Firefox på Mac"),
        ("curl/8", "En okänd webbläsare"),
    ],
)
def test_device_is_said_in_words(user_agent: str, words: str) -> None:
    with translation.override("sv"):
        assert rules.device_words(user_agent) == words


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (599, True), (600, False), (9000, False)])
def test_proof_is_fresh_for_ten_minutes(age: int, fresh: bool) -> None:
    assert rules.is_fresh([{"at": 10_000 - age}], 10_000) is fresh


def test_no_proof_is_not_fresh() -> None:
    assert rules.is_fresh([], 10_000) is False
