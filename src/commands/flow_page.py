"""The page docs/flow.md: the life of a proposal and of one unit's part, drawn from the steps."""

from collections.abc import Iterable, Iterator, Sequence

from aggregates.account import ROLES, Role
from aggregates.armed import ARMED
from aggregates.base import Event
from aggregates.flow import BEGINNINGS, CASE_STEPS, ENDS, PART_STEPS, WAITING, Step
from aggregates.limits import LIMIT_LABELS
from aggregates.stages import CASE_STAGES, PART_STAGES, STAGE_LABELS, Stage

_HEAD = """\
# 一件建议的一生 The life of a proposal

> 本页由程序写成：`python -m api.printed`。改了程序，就重写一遍。

每一步是一条事件，由规则决定能不能走；规则允许的步子都在下面，没有画出来的一律拒绝，并说明理由。测试把每个
阶段和每种办理逐格对照过：有这一步的，规则放行；没有的，规则拒绝
（`tests/aggregates/flow_refusals.tsv` 写着每一格的拒绝代码）。

“办法”一栏是办理办法里的一项，或者这一项里的一个词：办法里没有它，当地就没有这一步。

In English: the two state diagrams below are drawn from `src/aggregates/flow.py`, and tests hold
that table and the rules together cell by cell. A policy that leaves a stage without a way out is
refused. This page is generated.
"""
_CASE = """\
## 整件建议

重新办理、跨年续办、退回答复都回到“办理中”。异议成立以后没有单位答复的，在“异议成立，待改办”；会办单位的
异议成立的，其余单位照常办理，可以另外补一家。由谁一栏写“自动”的，随另一步一起发生。
"""
_PART = """\
## 一个单位承办的一份

每个承办单位各走各的。主办、独办和分别办理的单位走到答复；会办单位走到提出意见为止。改办时另行分工的单位从
头开始。
"""
_STAYS = """\
## 不改变阶段的办理

这些办理记入日志，件和各单位仍在原来的阶段。
"""
_WAITS = """\
## 等人决定的阶段

有人提出了要求，就要有人决定；办结和续办不算决定。办法里没有写谁来决定的，
`huiyin policy check` 不通过（`policy.dead_end`）。
"""
_ARMED = """\
## 每个期限由哪一步起算

办法写了一个期限，就有一步把它的到期日记入日志；没有哪一步会引起的期限，
`huiyin policy check` 不通过（`policy.unused_limit`）。
"""
STRETCHES: dict[str, frozenset[Stage]] = {
    "登记以后、办结以前": frozenset(CASE_STAGES) - {"unregistered", *ENDS},
    "分办以后、办结以前": frozenset(CASE_STAGES)
    - {"unregistered", "registered", "handed_over", *ENDS},
    "任何阶段": frozenset(PART_STAGES),
    "签收以后": frozenset(PART_STAGES) - {"outside", "assigned", "objecting"},
}
"""The longer ones first."""
Asked = tuple[type[Event], tuple[Role, ...], str]
"""An act, who asks for it, and what the place must have for it."""


def page() -> str:
    """The whole page in Markdown."""
    parts = [_HEAD, _CASE, _diagram(CASE_STEPS), _moves(CASE_STEPS)]
    parts += [_PART, _diagram(PART_STEPS), _moves(PART_STEPS)]
    return "\n".join([*parts, _STAYS, _stays(), _WAITS, _waits(), _ARMED, _armed()])


def _diagram(steps: Sequence[Step]) -> str:
    """A state diagram; where a life begins and ends is drawn as a dot."""
    moving = [step for step in steps if not step.stays]
    named = dict.fromkeys(one for step in moving for one in (step.came, step.goes))
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{STAGE_LABELS[one]}" as {one}' for one in named if one not in BEGINNINGS]
    acts: dict[tuple[str, str], list[str]] = {}
    for step in moving:
        told = acts.setdefault((_dot(step.came), _dot(step.goes)), [])
        told += [step.event.LABEL] if step.event.LABEL not in told else []
    lines += [f"    {came} --> {goes} : {'、'.join(told)}" for (came, goes), told in acts.items()]
    lines += [f"    {one} --> [*]" for one in named if one in ENDS]
    return "\n".join([*lines, "```", ""])


def _dot(stage: Stage) -> str:
    return "[*]" if stage in BEGINNINGS else stage


def _moves(steps: Sequence[Step]) -> str:
    ways: dict[tuple[Asked, Stage], list[Stage]] = {}
    for step in steps:
        if not step.stays:
            ways.setdefault((_asked(step), step.came), []).append(step.goes)
    rows: dict[tuple[Asked, tuple[Stage, ...]], list[Stage]] = {}
    for (asked, came), goes in ways.items():
        rows.setdefault((asked, tuple(goes)), []).append(came)
    return _table(
        ("办理", "由谁", "从", "到", "办法"),
        (
            (event.LABEL, _who(who), _stages(came), _or(goes), _key(needs))
            for ((event, who, needs), goes), came in rows.items()
        ),
    )


def _asked(step: Step) -> Asked:
    return step.event, step.who, step.needs


def _stays() -> str:
    rows: dict[Asked, list[Step]] = {}
    for step in (*CASE_STEPS, *PART_STEPS):
        if step.stays:
            rows.setdefault(_asked(step), []).append(step)
    return _table(
        ("办理", "由谁", "整件在", "单位的一份在", "办法"),
        (
            (
                event.LABEL,
                _who(who),
                _stages(one.came for one in steps if one in CASE_STEPS),
                _stages(one.came for one in steps if one in PART_STEPS),
                _key(needs),
            )
            for (event, who, needs), steps in rows.items()
        ),
    )


def _waits() -> str:
    steps = (*CASE_STEPS, *PART_STEPS)
    return _table(
        ("从什么起", "阶段", "由哪一步决定", "办法里由谁决定"),
        (
            (waiting.since, STAGE_LABELS[stage], step.event.LABEL, _key(step.needs))
            for stage, waiting in WAITING.items()
            for step in _first(one for one in steps if one.came == stage and one.settles)
        ),
    )


def _first(steps: Iterable[Step]) -> Iterator[Step]:
    """The step that decides: the first that leaves and settles."""
    yield next(step for step in steps if not step.stays)


def _armed() -> str:
    return _table(
        ("期限", "办法", "由哪一步记下", "办法里有这一项才用"),
        (
            (
                LIMIT_LABELS[name],
                _key(f"limits.{name}"),
                "、".join(event.LABEL for event in armed.by) or "承诺台账（尚未建立）",
                _key(armed.needs),
            )
            for name, armed in ARMED.items()
        ),
    )


def _who(who: Iterable[Role]) -> str:
    return "、".join(ROLES[one] for one in who) or "自动"


def _stages(stages: Iterable[Stage]) -> str:
    """Stages by name; a whole stretch of them by the name of the stretch."""
    named = dict.fromkeys(stages)
    for word, stretch in STRETCHES.items():
        if stretch <= named.keys():
            named = {one: None for one in named if one not in stretch}
            return "；".join([word, *(STAGE_LABELS[one] for one in named)])
    return "；".join(STAGE_LABELS[one] for one in named) or "—"


def _or(stages: Iterable[Stage]) -> str:
    return "；或".join(STAGE_LABELS[one] for one in stages)


def _key(key: str) -> str:
    return f"`{key}`" if key else "—"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join([*(f"| {' | '.join(line)} |" for line in lines), ""])
