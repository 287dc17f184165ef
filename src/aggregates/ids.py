"""The names of streams: opaque, the same on every machine, never made from a person's name."""

import re
import unicodedata
from uuid import NAMESPACE_URL, UUID, uuid5

NS = uuid5(NAMESPACE_URL, "urn:huiyin")
_NUMBER = re.compile(r"(?P<series>\D*)0*(?P<number>.*)")


def stream_id(district: str, kind: str, key: str) -> UUID:
    """The stream of a thing in a district (founding administrative code, GB/T 2260)."""
    return uuid5(NS, f"{district}/{kind}/{key}")


def made_by(account: UUID, key: str, n: int = 0) -> str:
    """The key of the n-th person, account or proposal that one command of an account makes."""
    return f"({account}, {key})/{n}"


def alias(proposal: UUID, place: int) -> UUID:
    """What the signer in this place (from 1) is called by whoever is not told the name."""
    return uuid5(proposal, str(place))


def plain_number(printed: str) -> str:
    """A printed number as it is compared, series/number: width folded, blanks and leading zeros off.

    >>> plain_number("０７２"), plain_number("闭08")
    ('/72', '闭/8')
    """
    folded = "".join(unicodedata.normalize("NFKC", printed).split())
    match = _NUMBER.fullmatch(folded)
    assert match, "every text is a series followed by a number"
    return f"{match['series']}/{match['number'] or '0'}"
