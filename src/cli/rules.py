"""`huiyin policy` and `huiyin calendar`: rules as texts, read and compared.  Nothing is recorded here."""

from typing import Annotated

import typer

from aggregates.calendar import Calendar, CalendarBook, changes
from aggregates.differences import differences
from aggregates.limits import ANCHOR_LABELS, LIMIT_LABELS
from cli.rule_texts import (
    ADOPTED,
    OFFICIAL,
    adopted,
    calendar_of,
    policy_of,
    tell_changes,
    tell_differences,
    years_of,
)
from cli.terminal import fail, said_plainly
from commands.calendar_text import disagreements, official_calendar
from commands.policy_files import shipped_policies

policy = typer.Typer(help="办理办法：查看、检查、比较、采用。", no_args_is_help=True)
calendar = typer.Typer(help="工作日历：查看、检查、比较、采用。", no_args_is_help=True)

Rules = Annotated[str, typer.Argument(help="文件；或自带办法的编号；或 adopted（现行的）。")]
Days = Annotated[str, typer.Argument(help="文件；或 official（官方的）、adopted（现行的）。")]


@policy.command("list")
def policy_list() -> None:
    """列出自带的办理办法。"""
    with said_plainly():
        for id in shipped_policies():
            typer.echo(f"{id}　{policy_of(id).name}")


@policy.command("check")
def policy_check(file: Rules) -> None:
    """检查一份办理办法：有不对的，说明在哪个文件、哪一行、为什么。"""
    with said_plainly():
        read = policy_of(file)
    typer.echo(f"✓ {file}：{read.name}（{read.id}）")
    for name, label in LIMIT_LABELS.items():
        if limit := getattr(read.limits, name):
            start = ANCHOR_LABELS[limit.anchor]
            typer.echo(f"  {label}　{limit}　起算：{start}　依据：{limit.article}")
    for ground in read.admission.grounds:
        typer.echo(f"  不予受理　{ground.code}　{ground.name}　依据：{ground.article}")
    letters = "、".join(one.letter for one in read.scheme.classes)
    typer.echo(f"  分类办法{read.scheme.id}　{letters}　依据：{read.scheme.article}")


@policy.command("diff")
def policy_diff(old: Rules, new: Rules) -> None:
    """逐项比较两份办理办法，写出两边的条款；相同的不列，注释不算。"""
    with said_plainly():
        found = differences(policy_of(old).model_dump(), policy_of(new).model_dump())
    typer.echo(f"原：{old}　新：{new}")
    tell_differences(found)


@calendar.command("show")
def calendar_show(
    which: Annotated[
        str, typer.Argument(help="official（官方的）或 adopted（现行的）。")
    ] = OFFICIAL,
) -> None:
    """显示官方日历或现行日历的全文，可以存成文件，加写新的一年，再采用。"""
    if which not in (OFFICIAL, ADOPTED):
        fail(f"只能是 {OFFICIAL} 或 {ADOPTED}，不能是“{which}”")
    with said_plainly():
        text = official_calendar() if which == OFFICIAL else adopted(CalendarBook)
    typer.echo(text.rstrip("\n"))


@calendar.command("check")
def calendar_check(file: Days) -> None:
    """检查一份日历：每年放假、调休几天，哪些年份暂定，与官方安排有什么不同。"""
    with said_plainly():
        read = calendar_of(file)
        official = Calendar.read(official_calendar())
    typer.echo(f"✓ {file}：{read.name}")
    for year in sorted(read.known):
        off = sum(day.year == year for day in read.off)
        shifts = sum(day.year == year for day in read.shifts)
        unchecked = "" if year in official.known else "　没有核对：官方日历没有这一年"
        typer.echo(f"  {year}年　放假{off}天（周一至周五）　调休上班{shifts}天{unchecked}")
    typer.echo(f"  暂定（没有放假安排，只按周末计算）：{_provisional(read)}")
    for change in changes(official, read).days:
        if change.day.year in official.known & read.known:
            typer.echo(f"  注意：与官方日历不同，{change}。")
    for one in disagreements():
        if one.day.year in read.known:
            typer.echo(f"  注意：{one}。")


@calendar.command("diff")
def calendar_diff(old: Days, new: Days) -> None:
    """比较两份日历：多了、少了哪些年份，哪些日子由上班改为休息，或由休息改为上班。"""
    with said_plainly():
        found = changes(calendar_of(old), calendar_of(new))
    typer.echo(f"原：{old}　新：{new}")
    tell_changes(found)


def _provisional(read: Calendar) -> str:
    first, last = min(read.known), max(read.known)
    between = tuple(year for year in range(first, last) if year not in read.known)
    return "、".join(
        [f"{first - 1}年及以前", *([years_of(between)] if between else []), f"{last + 1}年及以后"]
    )
