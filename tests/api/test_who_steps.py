"""Who takes a step by the table of steps may ask for it by the table of permissions, and nobody else."""

from typing import get_args, get_type_hints

import pytest

from aggregates import proposal_events as e
from aggregates.flow import STEPS
from aggregates.proposal import Proposal
from api.permissions import PERMISSIONS

ROUTES: dict[type, str] = {
    e.Imported: "import_file",
    e.IdentitySealed: "register",
    e.Joined: "merge",
    e.Withdrawn: "ask_withdrawal",
    e.Confided: "rate",
}
"""Elsewhere a route is called like the rule it asks."""
RULES = {
    kind: ROUTES.get(kind, name)
    for name in dir(Proposal)
    if not name.startswith("_") and name != "after" and callable(getattr(Proposal, name))
    for given in [get_type_hints(getattr(Proposal, name)).get("return")]
    for kind in get_args(given) or (given,)
}


@pytest.mark.parametrize(
    "event", dict.fromkeys(step.event for step in STEPS), ids=lambda e: e.TOPIC
)
def test_who_takes_a_step_is_who_may_ask_for_it(event: type) -> None:
    takes = {role for step in STEPS if step.event is event for role in step.who}

    assert takes == set(PERMISSIONS[RULES[event]])
