"""When a unit replies, and what comes right before: more time, a second pair of eyes."""

from cli.demo.hours import Diary
from cli.demo.stage import Act
from cli.demo.work import Work


def until_replied(work: Work, code: str, at: Diary) -> list[Act]:
    """Late ones reply after their date, the others before it; some ask for more time."""
    due, traits = at.hours.first(work.reply_by), work.case.traits
    ready = at.place
    if "late_reply" in traits:
        at.wait(due + 3)
        at.later(1, 6)
    elif traits & {"complex", "found_complex"}:
        at.wait(due - 12)
        at.later(1, 8)
    elif traits & {"extended", "not_extended", "withdrawn"}:
        return _more_time(work, code, at, due)
    else:
        early = 14 if "returned" in traits else 4
        at.later(3, 14)
        at.place = max(ready + 0.02, min(at.place, due - early + work.rng.random()))
    return _reviewed(work, code, at, ready)


def _reviewed(work: Work, code: str, at: Diary, ready: float) -> list[Act]:
    """In some units somebody else reads the draft before it is signed."""
    if work.rng.random() >= 0.3:
        return []
    before = Diary(at.hours, work.rng, max(ready, at.place - 0.5))
    return [work.review(code, before)]


def _more_time(work: Work, code: str, at: Diary, due: int) -> list[Act]:
    """More time is asked for: granted and used, granted and taken back, or refused."""
    traits = work.case.traits
    at.wait(due - 16)
    at.later(0.5, 3)
    asked = work.ask_extension(code, at)
    at.later(1, 3)
    decided = work.decide_extension(at, granted="not_extended" not in traits)
    if "extended" in traits:
        at.wait(due + 1)
        at.later(1, 12)
        return [asked, decided]
    acts = [asked, decided]
    if "withdrawn" in traits:
        at.later(1, 3)
        acts.append(work.withdraw_extension(at))
    at.later(1, 5)
    return acts
