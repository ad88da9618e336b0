"""Lists of addresses from anybody’s file: what is taken can be sent to, and one odd address stops no other’s mail."""

from email import message_from_bytes, policy

import pytest

from samsyn.core.models import OutgoingMail
from samsyn.organisations.models import Person
from samsyn.surveys.actions.mailings import post_batch
from samsyn.surveys.addresses import read_pasted
from samsyn.surveys.models import Invitation, Mailing, MailingKind
from samsyn.surveys.tests.asking import make_open
from tests.cast import Cast

ODD = [
    '"\x01"@skola.example',
    '"a\x0bb"@skola.example',
    '"eva lind"@skola.example',
    '"a\\"b"@skola.example',
    "eva@åäö.example",
    "eva@xn--4cab6c.example",
    "eva+enkät@skola.example",
    "eva@[127.0.0.1]",
    "eva@skola.example\x0bBcc: alla@skola.example",
    "eva@localhost",
    "a" * 200 + "@skola.example",
    "<eva@skola.example>",
    "Eva <eva@skola.example> <bo@skola.example>",
    "Eva\u202e <eva@skola.example>",
]


def nothing(_mailing: object) -> None:
    pass


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_what_is_taken_for_an_address_can_be_posted_to(cast: Cast, odd: str) -> None:
    round = make_open(cast, addresses=1)
    rows, faults = read_pasted(odd)
    Invitation.objects.bulk_create(
        Invitation(round=round, email=row["email"], name=row["name"]) for row in rows
    )
    mailing = Mailing.objects.get(round=round, kind=MailingKind.INVITATION)

    assert rows or faults
    assert post_batch(mailing.pk, next_batch=nothing) == len(rows) + 1
    mails = OutgoingMail.objects.all()
    assert len(mails) == len(rows) + 1
    for mail in mails:
        read = message_from_bytes(bytes(mail.message), policy=policy.default)
        assert read["Bcc"] is None
        assert len(read["To"].addresses) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd",
    [
        "Hej\x01",
        "Hej\x85Bcc: alla@skola.example",
        "Hej\u2028Bcc: alla@skola.example",
        "Hej\x1cBcc: alla@skola.example",
        "Hej\r\nBcc: alla@skola.example",
        "Hej =?utf-8?q?=0ABcc=3A_alla@skola.example?=",
        "\u202eHej",
        '"',
        "<alla@skola.example>,",
    ],
)
def test_names_and_subjects_put_nothing_into_the_lines_above_a_mail(cast: Cast, odd: str) -> None:
    """One that could not be written would keep the whole batch, and all after it, from leaving."""
    round = make_open(cast, addresses=1)
    Invitation.objects.filter(round=round).update(name=f"{odd} Lind")
    Person.objects.filter(pk=cast.anna.pk).update(given_name=odd)
    Mailing.objects.filter(round=round).update(subject=f"{odd} {{förnamn}}", text=f"Hej {odd}")
    mailing = Mailing.objects.get(round=round, kind=MailingKind.INVITATION)

    assert post_batch(mailing.pk, next_batch=nothing) == 1

    read = message_from_bytes(bytes(OutgoingMail.objects.get().message), policy=policy.default)
    assert read["Bcc"] is None
    assert str(read["To"]) == "p0@skola.example"
    assert [one.addr_spec for one in read["Reply-To"].addresses] == [cast.anna.email]
    assert len(str(read["Subject"]).splitlines()) == 1
