"""The policy that the pages go by: what is offered, what is owed next, what a letter means."""

from aggregates.base import Refused
from aggregates.policy import Policy
from api.reading import Reading
from commands.desk import rules_in_force


def policy_of(looking: Reading) -> Policy | None:
    """The policy in force today; None before the first one holds."""
    try:
        return rules_in_force(looking.house.store, looking.house.district, looking.today).policy
    except Refused:
        return None
