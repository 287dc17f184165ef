"""Adopt rules by an event with their full text, from a day on (采用办法)."""

from datetime import date

from aggregates.policy import PolicyBook
from aggregates.texts import Rules
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class AdoptPolicy(Command):
    """The text, and the day it holds from."""

    text: Rules
    valid_from: date


def adopt_policy(desk: Desk, command: AdoptPolicy) -> Outcome:
    """Adopt it; never backwards, and editing the file later changes nothing decided before."""
    book = desk.load(PolicyBook, desk.name(PolicyBook, "policy"))
    event = book.adopt(command.text, command.valid_from, desk.today)
    return desk.record((book, event), answer={"id": event.id})
