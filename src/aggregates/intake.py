"""What a proposal must say to enter the books, and what a classified one must not say."""

from collections.abc import Iterable
from uuid import UUID

from aggregates.base import Refused
from aggregates.conduct import SeriesRule
from aggregates.ids import plain_number
from aggregates.proposal_events import Channel, Number, Registered

OFFLINE = "涉密建议请线下办理，这里只登记编号和系统"
WORDS = ("title", "text", "asks", "category", "wish", "note", "files")


def must_be_complete(event: Registered) -> None:
    """Refuse an entry without content or author; a classified one with any word of its content.

    A delegation's proposal is signed by its head (重庆条例第八条), who then speaks for it.
    """
    if event.classified:
        if told := [name for name in WORDS if getattr(event, name)]:
            raise Refused("proposal.classified", OFFLINE, told[0])
    elif not (event.title and event.asks):
        raise Refused("proposal.empty", "建议要有标题和至少一项诉求", "asks")
    if [ask.n for ask in event.asks] != list(range(1, len(event.asks) + 1)):
        raise Refused("proposal.asks_unordered", "诉求应从1起依次编号", "asks")
    if event.motion and event.channel != "motion_converted":
        sentence = "只有议案转为建议的才写原议案编号，提出途径要写“议案转建议”"
        raise Refused("motion.not_converted", sentence, "motion")
    _must_have_an_author(event)


def must_be_in_series(
    number: Number | None, channel: Channel, series: Iterable[SeriesRule]
) -> None:
    """Refuse a number that does not begin as the place has it for what came in on this way (闭08)."""
    for rule in series:
        if number is None or rule.channel != channel:
            continue
        written, _, _ = plain_number(number.printed).partition("/")
        prefix, _, _ = plain_number(rule.prefix).partition("/")
        if not written.startswith(prefix):
            sentence = f"这一途径的建议编号以“{rule.prefix}”开头（{rule.article}）"
            raise Refused("number.wrong_series", sentence, "number")


def _must_have_an_author(event: Registered) -> None:
    must_sign_once(event.signers)
    by_delegation = event.author == "delegation"
    if by_delegation and not event.delegation:
        raise Refused("proposal.delegation_needed", "代表团建议要写明代表团", "delegation")
    if not event.signers and not event.signers_stated:
        who = "代表团建议由团长签字，要写明团长" if by_delegation else "要写明提出建议的代表"
        raise Refused("proposal.signer_needed", who, "signers")


def must_sign_once(signers: tuple[UUID, ...]) -> None:
    """Refuse a deputy who is written down twice."""
    if len(set(signers)) != len(signers):
        raise Refused("proposal.signer_twice", "同一代表不能重复署名", "signers")
