"""Names that look like a slip of the pen of a known one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from commands.importing.cells import folded

_LEVELS = "市县区省"


def one_apart(one: str, other: str) -> bool:
    """Whether one character is written otherwise, missing or too many."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if at < 0:
        return True
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :]
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer[at + 1 :] == shorter[at:]


def _parts(name: str) -> tuple[str, str]:
    """The level a name begins with (市、县、区、省), if any, and the rest."""
    plain = folded(name)
    return (plain[0], plain[1:]) if plain[:1] in _LEVELS and len(plain) > 1 else ("", plain)


def _shortened(rest: str) -> Iterator[str]:
    yield rest
    for at in range(len(rest)):
        yield rest[:at] + rest[at + 1 :]


@dataclass
class NearNames:
    """Known names, found again by what is left when a character is dropped."""

    _names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, name: str) -> None:
        """One more known name."""
        for left in _shortened(_parts(name)[1]):
            self._names[left].add(name)

    def likely(self, name: str) -> str | None:
        """The known name probably meant: one character apart, or without the leading 市、县、区、省.

        The water bureaus of a city and of a county are two units; that of a city and one without
        any level are probably the same.
        """
        level, rest = _parts(name)
        found = {known for left in _shortened(rest) for known in self._names.get(left, ())}
        for known in sorted(found):
            known_level, known_rest = _parts(known)
            same_level = level == known_level
            if (same_level or not level or not known_level) and (
                one_apart(rest, known_rest) or (rest == known_rest and not same_level)
            ):
                return known
        return None
