"""A person, and the only place where a telephone or an address is ever stored: under the person's key."""

from dataclasses import dataclass
from typing import ClassVar, Self, assert_never

from aggregates.base import Aggregate, Event, Refused, replace
from aggregates.texts import Contact, Name


class PersonRegistered(Event):
    """A person is known by name; how to reach them is closed under their own key."""

    TOPIC, LABEL = "person.registered", "登记人员"
    name: Name
    phone: Contact | None = None
    address: Contact | None = None
    card: Contact | None = None

    @property
    def sealed_under(self) -> str | None:
        """The person's own key: the stream's."""
        return "person"


class ContactChanged(Event):
    """The person is reached in another way."""

    TOPIC, LABEL = "person.contact_changed", "更改联系方式"
    phone: Contact | None = None
    address: Contact | None = None

    @property
    def sealed_under(self) -> str | None:
        """The person's own key: the stream's."""
        return "person"


@dataclass(frozen=True, kw_only=True)
class Person(Aggregate):
    """A person, as far as any rule cares: known or not."""

    KIND: ClassVar[str] = "person"
    name: str = ""

    def after(self, event: PersonRegistered | ContactChanged) -> Self:
        """The person one event later."""
        match event:
            case PersonRegistered(name=name):
                return replace(self, name=name)
            case ContactChanged():
                return self
        assert_never(event)

    def must_be_known(self, field: str = "person") -> None:
        """Refuse a person nobody registered, named in a field."""
        if not self.version:
            raise Refused("person.unknown", "没有登记过这个人", field)
