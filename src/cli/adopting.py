"""`huiyin policy adopt`, `huiyin calendar adopt` and `move`: what it changes is shown before it is done."""

from contextlib import suppress
from datetime import date
from typing import Annotated

import typer

from aggregates.calendar import Calendar
from aggregates.days import spoken
from aggregates.differences import differences
from aggregates.policy import Policy
from cli.accounts import house_desk
from cli.rule_texts import (
    calendar_text_of,
    policy_text_of,
    read_as,
    tell_changes,
    tell_differences,
)
from cli.rules import Days, Rules
from cli.terminal import at_log, bar, fail, understood
from commands.adopt_calendar import AdoptCalendar, adopt_calendar, calendar_news, moving_reason
from commands.adopt_policy import AdoptPolicy, adopt_policy
from commands.desk import Desk
from commands.move_dates import MoveDates, move_dates, would_move
from eventstore.store import Store
from eventstore.trail import Trail

From = Annotated[
    str | None, typer.Option("--from", help="施行日期，如2026-07-01；默认今天，不能更早。")
]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问。")]


def policy_adopt(file: Rules, valid_from: From = None, yes: Yes = False) -> None:
    """采用一份办理办法：先列出与现行办法的不同，同意以后以全文记入日志；不溯及以前的决定。"""
    with at_log(begun=True) as here, here.store(pool=2) as store:
        desk, text = house_desk(store), policy_text_of(file)
        new = read_as(Policy.read, text, file)
        command = AdoptPolicy(text=text, valid_from=_day(valid_from, desk))
        tell_differences(differences(desk.rules.policy.model_dump(), new.model_dump()))
        _must_agree(f"自{spoken(command.valid_from)}起采用“{new.name}”？", yes)
        adopt_policy(desk, command)
        typer.echo(f"已采用“{new.name}”，自{spoken(command.valid_from)}起施行。")


def calendar_adopt(file: Days, valid_from: From = None, yes: Yes = False) -> None:
    """采用一份日历：先列出哪些日子变了、几件建议的期限要移动，同意以后记入日志，并移动期限。"""
    with at_log(begun=True) as here, here.store() as store:
        desk, text = house_desk(store), calendar_text_of(file)
        read_as(Calendar.read, text, file)
        command = AdoptCalendar(text=text, valid_from=_day(valid_from, desk))
        news = calendar_news(desk, command)
        candidates = Trail(store.datastore, store.schemas).open_proposals()
        moving = would_move(store, desk, candidates, news.calendar, news.reason)
        tell_changes(news.changes)
        typer.echo(f"未办结的建议中，有{sum(1 for _ in moving)}件的期限要移动。")
        since = spoken(command.valid_from)
        _must_agree(f"自{since}起采用“{news.calendar.name}”？", yes)
        adopt_calendar(desk, command)
        typer.echo(f"已采用“{news.calendar.name}”，自{since}起施行。")
        if command.valid_from > desk.today:
            typer.echo(
                f"到{since}，运行中的服务自行移动未办结建议的期限；也可以运行 huiyin calendar move。"
            )
        else:
            _move(store, desk, news.reason)


def calendar_move(
    reason: Annotated[str | None, typer.Option(help="移动的理由；默认写明现行日历。")] = None,
) -> None:
    """按现行日历移动未办结建议的期限：采用以后中断过，或到了施行之日，再办一次；移动过的不再移动。"""
    with at_log(begun=True) as here, here.store() as store:
        desk = house_desk(store)
        _move(store, desk, reason or moving_reason(desk.rules.calendar))


def _move(store: Store, desk: Desk, reason: str) -> None:
    candidates = Trail(store.datastore, store.schemas).open_proposals()
    with bar("移动期限") as step:
        moved = move_dates(store, desk, MoveDates(reason=reason), candidates, step)
    typer.echo(f"移动了{moved}件建议的期限。")


def _day(text: str | None, desk: Desk) -> date:
    return understood(date.fromisoformat, text, "日期，如2026-07-01") if text else desk.today


def _must_agree(question: str, yes: bool) -> None:
    """Go on when told to.  Nobody there to answer is no consent."""
    with suppress(typer.Abort):
        if yes or typer.confirm(question):
            return
    fail("没有采用，什么都没有记录。")
