"""Personal links lead to one invitation, are made by nobody else, and outlive a change of keys."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from samsyn.surveys.rules.links import LENGTH, invitation_of, link_token

KEY = UUID("0d1f5a0e-3c1f-4a53-9f52-7b6a3f0f3d11")


def test_a_link_leads_to_its_invitation() -> None:
    token = link_token(KEY)

    assert invitation_of(token) == KEY
    assert len(f"https://samsyn.example/svara/{token}/") <= 72
    assert len(token) == LENGTH


@pytest.mark.parametrize("place", range(LENGTH))
def test_a_link_with_one_letter_changed_leads_nowhere(place: int) -> None:
    token = link_token(KEY)
    other = "A" if token[place] != "A" else "B"

    assert invitation_of(token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize("token", ["", "x", "å" * LENGTH, "." * LENGTH, "A" * LENGTH, "A" * 4000])
def test_what_is_no_link_leads_nowhere(token: str) -> None:
    assert invitation_of(token) is None


def test_a_link_of_an_old_key_goes_on_working_while_it_is_known(settings: Any) -> None:
    old, key = link_token(KEY), settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 10

    assert invitation_of(old) is None
    settings.SECRET_KEY_FALLBACKS = [key]
    assert invitation_of(old) == KEY
    assert link_token(KEY) != old


def test_two_invitations_have_links_with_nothing_in_common() -> None:
    one, two = link_token(uuid4()), link_token(uuid4())

    assert invitation_of(one[:22] + two[22:]) is None
