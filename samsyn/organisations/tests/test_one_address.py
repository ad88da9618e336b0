"""Two people never have one e-mail address, whoever enters them and wherever."""

import pytest
from django.db import IntegrityError, transaction

from samsyn.core.rules import RuleBroken
from samsyn.organisations.actions.people import edit_person, make_person
from samsyn.organisations.models import AddressChange, Organisation, Person
from tests.cast import Cast, actor

TAKEN = "Bo.Bok@Samsyn.example"


@pytest.mark.parametrize("organiser", ["organiser", "other_organiser"])
def test_a_person_entered_by_hand_gets_no_address_in_use(cast: Cast, organiser: str) -> None:
    controller: Organisation = getattr(cast, organiser)

    with pytest.raises(RuleBroken) as broken:
        make_person(
            actor=actor(cast.adam),
            controller=controller,
            given_name="Bo",
            family_name="Bokstav",
            email=TAKEN,
        )

    assert broken.value.sentence == (
        "Någon annan använder redan den adressen. Två personer kan inte ha samma."
    )
    assert Person.objects.filter(email__iexact=TAKEN).count() == 1


def test_a_person_corrected_by_hand_gets_no_address_in_use(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        edit_person(
            actor=actor(cast.adam),
            person=cast.tora,
            given_name="Tora",
            family_name="Tall",
            email=TAKEN,
            protected_identity=False,
        )

    assert not AddressChange.objects.exists()


def test_the_database_takes_no_address_twice(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(
            controller=cast.other_organiser, given_name="B", family_name="B", email=TAKEN
        )
