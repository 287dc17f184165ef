"""What follows a reply: contact, reading, the signers' ratings, reminders, and the marks opened."""

from collections.abc import Iterable
from operator import attrgetter

from aggregates.proposal_events import Mark
from cli.demo import words
from cli.demo.hours import Diary
from cli.demo.stage import Act, Life
from cli.demo.work import Work

Marks = tuple[Mark, Mark, Mark]
SATISFIED: Marks = ("satisfied", "satisfied", "satisfied")
BASICALLY: Marks = ("satisfied", "satisfied", "basically_satisfied")
SILENT = 0.18
"""How many of the other signers let the window pass."""
AFTER_ALL = 0.3
"""How often one of them answers when reminded."""
WINDOW = 15
"""Working days in which the deputies rate a reply."""
NOT: Marks = ("satisfied", "basically_satisfied", "dissatisfied")


def in_order(acts: Iterable[Act]) -> Life:
    """One act after the other, whoever does them."""
    yield from (act for act in sorted(acts, key=attrgetter("at")))


def confirmed(work: Work, at: Diary) -> list[Act]:
    """The first signer confirms the contact; some never look."""
    if work.rng.random() >= work.case.confirms:
        return []
    at.later(0.5, 2)
    return [work.answer_contact(at)]


def verdict(work: Work, lead: Marks) -> Life:
    """Contact after the reply, the signers' ratings, the silent reminded, and the marks opened."""
    acts: list[Act] = []
    replied = work.diary.place
    at = work.diary.aside()
    for _ in range(work.case.visits):
        at.later(0.3, 2)
        acts.append(work.contact(work.case.unit, at, "after"))
        acts += confirmed(work, at)
    last = at.place
    silent: dict[str, list[int]] = {}
    for code in work.case.repliers:
        for n in range(len(work.members)):
            if n and work.rng.random() < SILENT:
                silent.setdefault(code, []).append(n)
                continue
            at = Diary(work.stage.hours, work.rng, replied, work.diary.scale)
            at.later(1, 10)
            if at.place + 1 > work.leaves(n):
                last = max(last, work.leaves(n))
                continue
            if not _on_paper(work, n, lead):
                acts.append(work.read(work.members[n], code, at))
                at.later(0.02, 1)
            acts += _rating(work, n, code, at, lead)
            last = max(last, at.place)
    yield from in_order(acts)
    work.diary.wait(last)
    for code, members in silent.items():
        yield from _reminded(work, code, members, int(replied) + WINDOW + 1)
    work.diary.later(1, 4)
    yield work.reveal(work.diary)


def _reminded(work: Work, code: str, silent: list[int], over: float) -> Life:
    """Those who let the window pass are reminded; now and then one answers after all."""
    diary = work.diary
    diary.wait(over)
    diary.later(0.1, 0.5)
    left = [n for n in silent if diary.place + 1 <= work.leaves(n)]
    if not left:
        return
    yield work.urge_rating(code, diary)
    if work.rng.random() < AFTER_ALL:
        diary.later(0.2, 0.5)
        yield from in_order(_rating(work, left[0], code, diary, SATISFIED))


def _rating(work: Work, n: int, code: str, at: Diary, lead: Marks) -> list[Act]:
    """What a deputy says of a reply; one who sees a gap afterwards says it once more."""
    member, rng = work.members[n], work.rng
    if _on_paper(work, n, lead):
        return [work.rate_on_paper(member, code, at)]
    if lead == NOT and n == 0:
        why = rng.choice(words.DISSATISFIED)
        return [work.rate(member, code, at, NOT, reason=why, note=words.CONFIDED)]
    if "gap" in work.case.traits and n == 0:
        first = work.rate(member, code, at, SATISFIED)
        at.later(0.5, 2)
        return [first, work.rate(member, code, at, SATISFIED, gap=rng.choice(words.GAPS))]
    return [work.rate(member, code, at, SATISFIED if rng.random() < 0.85 else BASICALLY)]


def _on_paper(work: Work, n: int, lead: Marks) -> bool:
    """The last signer of some fills in a form by hand; so does whoever is sealed."""
    if work.sealed:
        return True
    return "paper_form" in work.case.traits and n == len(work.members) - 1 and lead != NOT
