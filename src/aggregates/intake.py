"""What a proposal must say to enter the books, and what a classified one must not say."""

from aggregates.base import Refused
from aggregates.proposal_events import Registered

OFFLINE = "涉密建议请线下办理，这里只登记编号和系统"
_WORDS = ("title", "text", "asks", "category", "wish", "note", "files")


def must_be_complete(event: Registered) -> None:
    """Refuse an entry without content or author; a classified one with any word of its content.

    A delegation's proposal is signed by its head (重庆条例第八条), who then speaks for it.
    """
    if event.classified:
        if told := [name for name in _WORDS if getattr(event, name)]:
            raise Refused("proposal.classified", OFFLINE, told[0])
    elif not (event.title and event.asks):
        raise Refused("proposal.empty", "建议要有标题和至少一项诉求", "asks")
    if [ask.n for ask in event.asks] != list(range(1, len(event.asks) + 1)):
        raise Refused("proposal.asks_unordered", "诉求应从1起依次编号", "asks")
    _must_have_an_author(event)


def _must_have_an_author(event: Registered) -> None:
    if len(set(event.signers)) != len(event.signers):
        raise Refused("proposal.signer_twice", "同一代表不能重复署名", "signers")
    by_delegation = event.author == "delegation"
    if by_delegation and not event.delegation:
        raise Refused("proposal.delegation_needed", "代表团建议要写明代表团", "delegation")
    if not event.signers and not event.signers_stated:
        who = "代表团建议由团长签字，要写明团长" if by_delegation else "要写明提出建议的代表"
        raise Refused("proposal.signer_needed", who, "signers")
