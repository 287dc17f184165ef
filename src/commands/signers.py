"""The deputies behind the signers of a proposal, also where the books or the screens name aliases."""

from collections.abc import Collection
from uuid import UUID

from aggregates.base import Refused
from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from aggregates.proposal_intake import aliases
from commands.desk import Desk


def behind(proposal: Proposal, signer: UUID) -> UUID:
    """The deputy behind a signer: of a sealed proposal the real one, behind the alias."""
    real = dict(zip(proposal.signers, proposal.identities, strict=False))
    return real.get(signer, signer)


def who_signed(desk: Desk, proposal: Proposal, signer: UUID) -> Deputy:
    """The deputy behind a signer as they stand today."""
    return desk.load(Deputy, behind(proposal, signer))


def speaking(desk: Desk, proposal: Proposal, named: UUID | None) -> UUID:
    """The signer an act is for: the deputy asking, or the alias the congress enters it for.

    Raises Refused: a deputy speaks for nobody else; the congress only for those who are closed.
    """
    if desk.actor.role != "congress":
        if named not in (None, desk.deputy):
            raise Refused("deputy.not_for_others", "只能以本人名义办理", "deputy")
        return desk.deputy
    if proposal.identity != "sealed":
        sentence = "只有身份密封的建议，才由人大代表工作机构代为录入"
        raise Refused("identity.not_sealed", sentence, "deputy")
    if named is None:
        raise Refused("deputy.needed", "代录要写明代表（密封后的编号）", "deputy")
    return named


def meant(
    proposal: Proposal, deputies: Collection[UUID], field: str = "deputies", *, own: bool = False
) -> tuple[UUID, ...]:
    """The deputies a unit names; once the names are secret, it calls the signers by aliases.

    `own` keeps those who signed it only.  Raises Refused (identity.alias_needed) for anybody else
    then, signer or not: who guesses right learns nothing.
    """
    if proposal.identity == "open":
        return tuple(one for one in deputies if not own or proposal.concerns_deputy(one))
    called = dict(zip(aliases(proposal.id, len(proposal.signers)), proposal.signers, strict=True))
    if not own and set(deputies) - called.keys():
        sentence = "这件建议的代表身份保密，只能写页面上“保密代表”的编号"
        raise Refused("identity.alias_needed", sentence, field)
    return tuple(called[one] for one in deputies if one in called)
