"""The demo year as published: 128 items, their categories, 34 units, four classes, all satisfied.

The totals are those of a real city's year 2020; everything else is invented.  They hold by
construction: letters, categories and ends are dealt out like cards, never drawn by lot.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import TypeVar

from aggregates.proposal_events import Share
from aggregates.schemes import Outcome
from cli.demo.cases import Case, Follow, Trait
from cli.demo.cast import BUSY, CHANGED
from cli.demo.matters import CITY, HEALTH, INDUSTRY, LAW, LIVING, OFFICES, PLACES, Matter, Office

K = TypeVar("K", bound=str)

CATEGORIES = {INDUSTRY: 20, LAW: 7, HEALTH: 32, CITY: 44, LIVING: 25}
LETTERS = {"A": 64, "B": 38, "C": 21, "D": 5}
SHARES: dict[Share, int] = {"sole": 78, "lead": 38, "joint_lead": 5, "separate": 7}
OUT_OF_SESSION = 6
ITEMS = 128
NUMBERS = {str(n + 1) for n in range(ITEMS)}
SIGNERS = (
    (1,) * 46
    + (2,) * 22
    + (3,) * 18
    + (4,) * 12
    + (5,) * 10
    + (6,) * 6
    + (7, 8, 9, 10) * 3
    + (11,) * 2
)
GAPS, CARRIED_B, CARRIED_C = 6, 5, 9
D_OUTCOMES: tuple[Outcome, ...] = (
    "reference",
    "reference",
    "not_feasible",
    "not_feasible",
    "deferred",
)
FOLLOWS_OF_BUSY: tuple[Follow, ...] = ("waits", "begun", "answered", "done")
FOLLOWS: tuple[Follow, ...] = FOLLOWS_OF_BUSY + ("answered", "begun", "done", "done") * 4
KEPT_WORDS = 2
PARTNERS = ("CZ", "FG", "ZR")
VISITOR = 0
LAST_OF_NEW_YEAR = 29
"""Deputies after this one have nothing to do with what is new in the next year."""

TRAITS: tuple[tuple[Trait, int, Sequence[Share], str], ...] = (
    ("complex", 6, ("sole", "lead"), "ABC"),
    ("silent", 2, ("lead",), "ABC"),
    ("upheld", 2, ("sole",), "ABCD"),
    ("refused", 1, ("sole", "lead"), "ABCD"),
    ("again", 5, ("sole", "lead"), "ABC"),
    ("attempts", 3, ("sole",), "ABCD"),
    ("waiver", 1, ("sole",), "AB"),
    ("voided", 1, ("sole",), "ABC"),
    ("entered_late", 1, ("sole", "lead"), "ABC"),
    ("late_but_proved", 1, ("sole", "lead"), "ABC"),
    ("disputed", 1, ("sole",), "ABC"),
    ("dissent", 2, ("lead",), "ABC"),
    ("redo", 1, ("lead",), "ABC"),
    ("found_complex", 2, ("sole", "lead"), "BC"),
    ("extended", 2, ("sole", "lead"), "AB"),
    ("not_extended", 1, ("sole", "lead"), "AB"),
    ("withdrawn", 1, ("sole", "lead"), "AB"),
    ("returned", 2, ("sole", "lead"), "ABC"),
    ("reclassed", 1, ("sole", "lead"), "B"),
    ("number_slip", 1, ("sole", "lead"), "ABC"),
    ("title_slip", 1, ("sole", "lead"), "ABC"),
    ("late_reply", 4, ("sole", "lead"), "ABC"),
    ("late_sign", 6, ("sole", "lead", "joint_lead", "separate"), "ABCD"),
    ("paper_form", 4, ("sole", "lead"), "ABC"),
    ("delegation", 2, ("sole", "lead"), "ABC"),
    ("twice", 1, ("sole",), "A"),
    ("refused_late", 1, ("sole",), "ABC"),
    ("told_late", 1, ("sole",), "ABC"),
    ("argued", 1, ("lead",), "ABC"),
    ("on_paper", 3, ("sole", "lead"), "ABC"),
    ("signer_slip", 1, ("sole", "lead"), "ABC"),
    ("category_slip", 1, ("sole", "lead"), "ABC"),
)
"""How often each special thing happens, and to what it may; each case has one at most."""


def demo_year(rng: Random, members: int) -> list[Case]:
    """The 128 cases of the year."""
    cases = list(_dealt(rng, members))
    _ends(cases)
    _kept_words(cases)
    _meeting(cases)
    _special(cases, rng)
    _visitor(cases)
    return cases


def _dealt(rng: Random, members: int) -> Iterator[Case]:
    letters = _cards(LETTERS, rng)
    shares = _cards(SHARES, rng)
    signers = rng.sample(SIGNERS, ITEMS)
    outcomes = iter(D_OUTCOMES)
    offices = list(_offices(rng))
    matters = _matters(rng)
    for n, (office, letter, share, signed) in enumerate(
        zip(offices, letters, shares, signers, strict=True)
    ):
        out = n >= ITEMS - OUT_OF_SESSION
        matter, place = next(matters[office.code])
        yield Case(
            n=n + 1,
            number=f"闭{n + 1 - ITEMS + OUT_OF_SESSION:02}" if out else str(n + 1),
            begins=85 + 6 * (n - ITEMS + OUT_OF_SESSION) if out else 5 + 9 * n / ITEMS,
            matter=matter,
            place=place,
            unit=office.code,
            signers=tuple(rng.sample(range(members), signed)),
            letter=letter,
            outcome=next(outcomes) if letter == "D" else _outcome(letter, rng),
            share=share,
            others=_others(office, share, rng),
            channel="out_of_session" if out else "in_session",
        )


def _cards(counts: Mapping[K, int], rng: Random) -> list[K]:
    cards = [card for card, count in counts.items() for _ in range(count)]
    rng.shuffle(cards)
    return cards


def _offices(rng: Random) -> list[Office]:
    """Each leads once, the rest by chance, as many as its category has items."""
    dealt: list[Office] = []
    for category, items in CATEGORIES.items():
        own = [plan for plan in OFFICES if plan.category == category]
        busy = [plan for plan in own for _ in range(len(plan.matters))]
        dealt += own + rng.choices(busy, k=items - len(own))
    rng.shuffle(dealt)
    return dealt


def _matters(rng: Random) -> dict[str, Iterator[tuple[Matter, str]]]:
    """For each unit what it may be asked, nothing twice."""
    found = {}
    for plan in OFFICES:
        pairs = list(product(plan.matters, PLACES))
        rng.shuffle(pairs)
        found[plan.code] = iter(pairs)
    return found


def _outcome(letter: str, rng: Random) -> Outcome:
    if letter == "B":
        return rng.choice(("in_progress", "in_progress", "partly"))
    return "solved" if letter == "A" else "planned"


def _others(office: Office, share: Share, rng: Random) -> tuple[str, ...]:
    """Units of its own field, or those that money, land and plans come from."""
    if share == "sole":
        return ()
    near = [
        plan.code
        for plan in OFFICES
        if plan.branch == "government"
        and plan is not office
        and (plan.category == office.category or plan.code in PARTNERS)
    ]
    return tuple(rng.sample(near, rng.choice((1, 1, 2)) if share == "lead" else 1))


def _ends(cases: Sequence[Case]) -> None:
    """What is done is accepted; of what is not, some is carried over and some decided."""
    left = {"A": GAPS, "B": CARRIED_B, "C": CARRIED_C, "D": 0}
    follows = iter(FOLLOWS)
    for case in _busy_first(cases):
        if left[case.letter] and case.share in ("sole", "lead") and case.channel == "in_session":
            left[case.letter] -= 1
            case.end, case.follow = "carried", next(follows)
            if case.letter == "A":
                case.traits = frozenset({"gap"})
        elif case.letter in "BC":
            case.end = "decision"
        elif case.outcome == "deferred":
            case.end = "lawful_reason"


def _busy_first(cases: Sequence[Case]) -> list[Case]:
    """So that a visitor finds something open in the unit whose people they can be."""
    able = [c for c in cases if c.unit == BUSY and c.letter != "D" and c.share in ("sole", "lead")]
    first = able[: len(FOLLOWS_OF_BUSY)]
    return first + [case for case in cases if case not in first]


def _special(cases: Sequence[Case], rng: Random) -> None:
    plain = [
        case
        for case in cases
        if not case.traits and case.channel == "in_session" and f"{case.n}0" not in NUMBERS
    ]
    rng.shuffle(plain)
    plain.sort(key=lambda case: case.unit != CHANGED)
    for trait, count, shares, letters in TRAITS:
        for _ in range(count):
            case = next(c for c in plain if c.share in shares and c.letter in letters)
            plain.remove(case)
            case.traits = frozenset({trait})
            if trait in ("upheld", "refused", "refused_late"):
                case.wrong_unit = _another(case, rng)
            if trait == "silent":
                case.others = case.others[:1]
            if trait == "disputed":
                case.confirms = 1.0


def _another(case: Case, rng: Random) -> str:
    near = [plan.code for plan in OFFICES if plan.branch == "government"]
    return rng.choice([code for code in near if code not in case.shares])


def _kept_words(cases: Sequence[Case]) -> None:
    """Of those carried over, two are answered once more when what was promised is done."""
    able = [c for c in cases if c.end == "carried" and c.follow == "done" and not c.traits]
    for case in able[:KEPT_WORDS]:
        case.traits = frozenset({"kept_word"})


def _meeting(cases: Sequence[Case]) -> None:
    """One meeting, in the unit with most that is plain, covers three proposals."""
    plain = [
        c
        for c in cases
        if not c.traits and c.share == "sole" and c.channel == "in_session" and c.unit != CHANGED
    ]
    units = [case.unit for case in plain]
    host, *guests = [c for c in plain if c.unit == max(units, key=units.count)][:3]
    host.traits, host.guests = frozenset({"hosts"}), tuple(guests)
    for guest in guests:
        guest.traits = frozenset({"joins"})


def _visitor(cases: Sequence[Case]) -> None:
    """The deputy a visitor can be leads several, some of them still open in the next year."""
    carried = [case for case in cases if case.end == "carried"]
    done = [case for case in cases if case.end == "accepted" and not case.traits]
    of = {follow: [case for case in carried if case.follow == follow] for follow in FOLLOWS}
    for case in (of["answered"][0], of["begun"][0], of["done"][0], done[0], done[1]):
        others = [n for n in case.signers if n != VISITOR]
        case.signers = (VISITOR, *others[: len(case.signers) - 1])


def leaver(cases: Sequence[Case]) -> int:
    """A deputy whose mandate ends before all is rated: who leads nothing and has signed most."""
    leads = {case.signers[0] for case in cases}
    later = {n for case in cases if case.channel != "in_session" for n in case.signers}
    joined = Counter(n for case in cases for n in case.signers if n > LAST_OF_NEW_YEAR)
    return max(joined.keys() - leads - later, key=lambda n: (joined[n], n))


def many(rng: Random, items: int, members: int) -> Iterator[Case]:
    """As many cases as wanted for load: livelier than the demo year, without its exact totals.

    Nothing that makes the writer wait: no papers, and no contact confirmed by its position.
    """
    shares: tuple[Share, ...] = ("sole", "lead", "lead", "lead", "joint_lead", "separate")
    for n in range(items):
        office, share = rng.choice(OFFICES), rng.choice(shares)
        letter = rng.choice("AAAAABBBCCD")
        case = Case(
            n=n + 1,
            number=str(n + 1),
            begins=5 + 9 * n / items,
            matter=rng.choice(office.matters),
            place=rng.choice(PLACES),
            unit=office.code,
            signers=tuple(rng.sample(range(members), rng.randint(3, 11))),
            letter=letter,
            outcome="reference" if letter == "D" else _outcome(letter, rng),
            share=share,
            others=_others(office, share, rng),
            visits=rng.choice((2, 3, 3)),
            papers=False,
            confirms=0.0,
        )
        _fate(case, rng)
        yield case


def _fate(case: Case, rng: Random) -> None:
    able = case.share in ("sole", "lead")
    traits: tuple[Trait, ...] = (
        "late_sign", "late_reply", "complex", "attempts", "gap", "again",
        "found_complex", "extended", "withdrawn", "returned",
    )  # fmt: skip
    if able and case.letter in "ABC" and rng.random() < 0.2:
        case.traits = frozenset({rng.choice(traits)})
    if "gap" in case.traits or (able and case.letter in "BC" and rng.random() < 0.3):
        case.end = "carried"
    elif case.letter in "BC":
        case.end = "decision"
