"""Who signed a proposal, where it is secret (身份保密): other names for those who must not know.

A sealed one has aliases in the books themselves.  One that was hidden later has the names, and
units are shown the same aliases instead, in everything that is told of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from aggregates.ids import alias

T = TypeVar("T")
Words = Mapping[str, str]


def called(place: int) -> str:
    """What the signer in this place is called instead of the name."""
    return f"保密代表{place}"


def aliases(proposal: UUID, signers: int) -> dict[str, str]:
    """The aliases of so many signers, and what each is called."""
    return {str(alias(proposal, place)): called(place) for place in range(1, signers + 1)}


def instead(proposal: UUID, signers: Iterable[Mapping[str, Any]]) -> Words:
    """What is read in place of each signer's ids (`deputy`, `person`) and name, longest first."""
    words: dict[str, str] = {}
    for place, one in enumerate(signers, 1):
        other = str(alias(proposal, place))
        words |= {str(one[id]): other for id in ("deputy", "person") if one.get(id)}
        words |= {one["name"]: called(place)} if one.get("name") else {}
    return dict(sorted(words.items(), key=lambda word: -len(word[0])))


def masked(value: T, words: Words) -> T:
    """The value as somebody reads it who must not know: no id and no name, in free text neither."""
    return _masked(value, words) if words else value


def _masked(value: Any, words: Words) -> Any:
    match value:
        case str():
            for word, other in words.items():
                value = value.replace(word, other)
            return value
        case UUID():
            return UUID(words.get(str(value), str(value)))
        case dict():
            return {key: _masked(one, words) for key, one in value.items()}
        case list():
            return [_masked(one, words) for one in value]
    return value


def labelled(value: Any, names: Words) -> Any:
    """The value with each alias in it called by what stands for its name."""
    if isinstance(value, list):
        return [labelled(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    value = {key: labelled(one, names) for key, one in value.items()}
    if value.get("deputy") in names and "deputy_name" in value:
        value["deputy_name"] = names[value["deputy"]]
    if "deputy_names" in value and set(value["deputies"]) & names.keys():
        value["deputy_names"] = [names.get(one, "代表") for one in value["deputies"]]
    return value
