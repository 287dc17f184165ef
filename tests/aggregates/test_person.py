"""A person: known or not, reached under a key of their own."""

from uuid import UUID

from given import refused

from aggregates.base import folded
from aggregates.person import ContactChanged, Person, PersonRegistered

KNOWN = PersonRegistered(name="甲", phone="13800000000")
MOVED = ContactChanged(phone="13900000000", address="新址")


def test_a_person_is_known_once_registered() -> None:
    person = folded(Person(id=UUID(int=1)), [(1, KNOWN), (2, MOVED)])
    person.must_be_known()
    assert person.name == "甲"
    with refused("person.unknown", "没有登记过", field="person"):
        Person(id=UUID(int=1)).must_be_known()


def test_how_to_reach_a_person_is_closed_under_the_persons_own_key() -> None:
    assert KNOWN.sealed_under == MOVED.sealed_under == "person"
