"""Who signed a proposal that is kept secret from units: what they read instead, in the log too."""

from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.person import Person
from aggregates.proposal import Proposal
from api.house import House
from commands.desk import Actor
from projections.identities import Words, instead


def secret(house: House, actor: Actor, proposal_id: UUID) -> Words:
    """What somebody reads in place of ids and names that are hidden from units; else nothing."""
    if actor.unit is None:
        return {}
    store = house.store
    proposal = store.load(Proposal, proposal_id)
    if proposal.identity != "hidden":
        return {}
    signers = []
    for signer in proposal.signers:
        person = store.load(Deputy, signer).person
        name = store.load(Person, person).name if person else ""
        signers.append({"deputy": signer, "person": person, "name": name})
    return instead(proposal_id, signers)
