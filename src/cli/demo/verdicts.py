"""What follows a reply: contact, reading, the signers' ratings, and the marks opened."""

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
    """Contact after the reply, the signers' ratings, and the marks opened."""
    acts: list[Act] = []
    replied = work.diary.place
    at = work.diary.aside()
    for _ in range(work.case.visits):
        at.later(0.3, 2)
        acts.append(work.contact(work.case.unit, at, "after"))
        acts += confirmed(work, at)
    last = at.place
    for code in work.case.repliers:
        for n in range(len(work.members)):
            if n and work.rng.random() < 0.18:
                continue
            at = Diary(work.stage.hours, work.rng, replied, work.diary.scale)
            at.later(1, 10)
            if not _on_paper(work, n, lead):
                acts.append(work.read(work.members[n], code, at))
                at.later(0.02, 1)
            acts.append(_rating(work, n, code, at, lead))
            last = max(last, at.place)
    yield from in_order(acts)
    work.diary.wait(last)
    work.diary.later(1, 4)
    yield work.reveal(work.diary)


def _rating(work: Work, n: int, code: str, at: Diary, lead: Marks) -> Act:
    member, rng = work.members[n], work.rng
    if _on_paper(work, n, lead):
        return work.rate_on_paper(member, code, at)
    if lead == NOT and n == 0:
        return work.rate(member, code, at, NOT, reason=rng.choice(words.DISSATISFIED))
    if "gap" in work.case.traits and n == 0:
        return work.rate(member, code, at, SATISFIED, gap=rng.choice(words.GAPS))
    return work.rate(member, code, at, SATISFIED if rng.random() < 0.85 else BASICALLY)


def _on_paper(work: Work, n: int, lead: Marks) -> bool:
    """The last signer of some fills in a form by hand."""
    return "paper_form" in work.case.traits and n == len(work.members) - 1 and lead != NOT
