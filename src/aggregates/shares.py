"""How the handling of a proposal may be shared out: one sole, a lead with co-units, and so on."""

from aggregates.base import Refused
from aggregates.proposal_events import Assignment


def shares_fit(assignments: tuple[Assignment, ...], asks: tuple[int, ...]) -> None:
    """Refuse a distribution of shares that is none of: one sole; one lead and co-units; two or
    more joint leads and co-units; two or more separate units that together have every ask.
    """
    units = [assignment.unit for assignment in assignments]
    shares = [assignment.role for assignment in assignments]
    if len(set(units)) != len(units):
        raise Refused("assign.unit_twice", "同一单位不能分办两次", "assignments")
    unknown = {ask for assignment in assignments for ask in assignment.asks} - set(asks)
    if unknown:
        raise Refused("assign.unknown_ask", f"没有第{min(unknown)}项诉求", "assignments")
    co, all_of_them = shares.count("co"), len(shares)
    if shares == ["sole"] or (shares.count("lead") == 1 and co == all_of_them - 1 > 0):
        return
    if (joint := shares.count("joint_lead")) >= 2 and joint + co == all_of_them:
        return
    if all_of_them >= 2 and set(shares) == {"separate"}:
        return _every_ask_has_a_unit(assignments, asks)
    raise Refused(
        "assign.shares",
        "分办方式应为：一家独办；一家主办加会办；两家以上联合主办（可加会办）；两家以上分别办理",
        "assignments",
    )


def unassigned(assignments: tuple[Assignment, ...], asks: tuple[int, ...]) -> set[int]:
    """The asks no unit answers: a lead answers all of them, a separate unit its own."""
    if any(assignment.role not in ("co", "separate") for assignment in assignments):
        return set()
    own = (ask for one in assignments if one.role == "separate" for ask in one.asks)
    return set(asks).difference(own)


def _every_ask_has_a_unit(assignments: tuple[Assignment, ...], asks: tuple[int, ...]) -> None:
    if any(not assignment.asks for assignment in assignments):
        raise Refused("assign.asks_needed", "分别办理须写明各单位答复哪几项诉求", "assignments")
    if left := unassigned(assignments, asks):
        raise Refused("assign.ask_unassigned", f"第{min(left)}项诉求没有单位答复", "assignments")
