"""The first administrator of an installation, made by command."""

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from samsyn.organisations.models import Duty, Organisation
from samsyn.organisations.roles import Role

WORDS = {"given_name": "Gun", "family_name": "Edlund", "email": "gun.edlund@alvsunda.example"}


@pytest.mark.django_db
def test_found_makes_the_organisation_and_invites_its_administrator(
    capsys: pytest.CaptureFixture[str], mailoutbox: list[EmailMessage]
) -> None:
    call_command("found", "Älvsunda kommun", kind="organiser", **WORDS)

    duty = Duty.objects.get()
    assert (duty.role, duty.organisation.name) == (Role.ADMINISTRATOR, "Älvsunda kommun")
    assert duty.person.user is not None
    assert [mail.to for mail in mailoutbox] == [[WORDS["email"]]]
    assert WORDS["email"] in capsys.readouterr().out


@pytest.mark.django_db
def test_found_twice_with_one_address_makes_nothing_more() -> None:
    call_command("found", "Älvsunda kommun", kind="organiser", **WORDS)

    with pytest.raises(CommandError):
        call_command("found", "Granlunda kommun", kind="organiser", **WORDS)

    assert Organisation.objects.count() == 1
