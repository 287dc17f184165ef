"""The `huiyin` command: every sentence it prints is for a clerk, every failure ends with code 1."""

import logging
import os
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID

import psycopg
import structlog
import typer
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from aggregates.account import ROLES
from aggregates.days import day_of
from api.sign_in import set_password
from cli import adopting, checks, rules, serve
from cli.accounts import house_desk, must_be_login, open_for, reset_password
from cli.announcer import Announcer
from cli.demo import bulk
from cli.doctor import findings
from cli.terminal import at_log, bar, fail, out, said_plainly, understood
from commands.calendar_text import official_calendar
from commands.import_file import ImportFile, Report, import_file
from commands.importing.template import template as write_template
from commands.open_log import must_be_district, open_log
from commands.policy_files import policy_text
from eventstore.datastore import READER
from eventstore.vault import key_file
from eventstore.verification import verify
from projections.parking import unpark as unpark_stream
from projections.rebuild import rebuild as rebuild_tables

app = typer.Typer(
    name="huiyin",
    help="回音：代表建议办理。件件有回音，事事有着落。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit = typer.Typer(help="审计：核对日志。", no_args_is_help=True)
app.add_typer(audit, name="audit")
account = typer.Typer(help="账号：开立一个，或换一个密码。", no_args_is_help=True)
app.add_typer(account, name="account")
rules.policy.command("adopt")(adopting.policy_adopt)
rules.calendar.command("adopt")(adopting.calendar_adopt)
rules.calendar.command("move")(adopting.calendar_move)
app.add_typer(rules.policy, name="policy")
app.add_typer(rules.calendar, name="calendar")


class Opened(StrEnum):
    """Roles whose accounts are opened on the machine itself."""

    congress = "congress"
    office = "office"
    unit_handler = "unit_handler"
    unit_head = "unit_head"
    auditor = "auditor"
    administrator = "administrator"


@app.callback()
def _set_up() -> None:
    """Logs tell what went wrong, never what was in the variables: people's data may be there."""
    dev = structlog.dev
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso"),
            dev.ConsoleRenderer(exception_formatter=dev.plain_traceback),
        ],
    )


@app.command()
def run() -> None:
    """启动服务。没有正式日志时，自带一个演示年度。"""
    with at_log() as here, suppress(KeyboardInterrupt):
        serve.must_be_free(*serve.address(os.environ))
        announcer = Announcer(here, out)
        serve.serve(here, os.environ, announcer.ready, announcer.progress)


@app.command()
def migrate() -> None:
    """把数据库改到本版本需要的样子；可以多处同时运行，只做一次。"""
    with at_log() as here:
        done = here.migrate()
        out.print(f"已执行：{'、'.join(done)}" if done else "数据库已是最新。")


@app.command()
def init(
    district: Annotated[str, typer.Option(help="行政区划代码（GB/T 2260），6、9或12位。")],
    name: Annotated[str, typer.Option(help="地方名称，如“某某区”。")] = "",
    policy: Annotated[
        str, typer.Option(help="办理办法：自带的编号，或TOML文件。")
    ] = "national-2025",
    login: Annotated[str, typer.Option(help="第一个管理员的登录名。")] = "admin",
    person: Annotated[str, typer.Option(help="第一个管理员的姓名。")] = "系统管理员",
) -> None:
    """建立一份空的正式日志，并开立第一个管理员账号。"""
    with said_plainly():
        must_be_district(district)
        must_be_login(login)
        rules_text = policy_text(policy)
    with at_log(live=True) as here:
        here.migrate()
        with here.store(pool=2) as store:
            open_log(
                store,
                district=district,
                name=name or district,
                kind="live",
                policy=rules_text,
                calendar=official_calendar(),
                at=datetime.now(UTC),
            )
            password = open_for(store, login, person, "administrator")
        out.print(f"正式日志已建立。管理员账号：{login}　密码：{password}　（只显示这一次）")


@app.command()
def doctor() -> None:
    """逐项检查本机安装，每项一句话；有一项不对时退出码为1。"""
    found = findings(os.environ, checks=[checks.behind, checks.keys])
    for one in found:
        out.print(f"{'✓' if one.level == 'ok' else '✗'} {one.sentence}")
    if any(one.level == "fail" for one in found):
        raise typer.Exit(1)


@app.command("database-url")
def database_url() -> None:
    """显示一个只读角色的连接地址，可直接交给 psql。"""
    with at_log(quiet=True, begun=True) as here:
        password = key_file(here.folder, "reader").hex()
        with psycopg.connect(here.address.url, autocommit=True) as connection:
            connection.execute(
                SQL("alter role {} password {}").format(Identifier(READER), Literal(password))
            )
        known = conninfo_to_dict(here.address.url)
        path = f"-csearch_path={here.schemas.read},{here.schemas.log}"
        known |= {"user": READER, "password": password, "options": path}
        if here.address.embedded:
            known.pop("password")
        print(make_conninfo("", **known))


@audit.command("verify")
def audit_verify() -> None:
    """从头走一遍散列链，指出第一处不符。"""
    with at_log(begun=True) as here, here.store(pool=2) as store, bar("核对") as step:
        last = store.log_recorder.head()["position"]
        walked = verify(store, lambda done: step(done, last))
    if walked.finding:
        fail(f"✗ {walked.finding.sentence}")
    out.print(f"✓ {walked.position}个事件，链完整。末尾散列 {walked.hash}")


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="写到哪个文件。")] = Path("回音导入模板.xlsx"),
) -> None:
    """写出导入用的表格模板。"""
    with said_plainly(), file.open("xb") as stream:
        write_template(stream)
        out.print(f"已写出：{file}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="填好的表格（.xlsx）。")],
    year: Annotated[int | None, typer.Option(help="年度；尚未开启的会一并开启。")] = None,
    term: Annotated[int | None, typer.Option(help="届。")] = None,
    session: Annotated[int | None, typer.Option(help="次会议。")] = None,
    on: Annotated[str | None, typer.Option(help="交办日期，如2026-03-02；默认今天。")] = None,
    assign_numbers: Annotated[
        bool, typer.Option("--assign-numbers", help="给没有编号的建议依次编号。")
    ] = False,
) -> None:
    """导入单位、代表、交办清单和历年办结件：全部成功，或什么都不记。"""
    with at_log(begun=True) as here, here.store(pool=2) as store, bar("导入") as step:
        day = understood(date.fromisoformat, on, "日期，如2026-03-02") if on else None
        command = ImportFile(
            year=year, term=term, session=session, on=day, assign_numbers=assign_numbers
        )
        report = import_file(store, house_desk(store), command, file, step)
    _tell(report)


def _tell(report: Report) -> None:
    for sentence in [one.sentence for one in report.bad_cells] + [
        one.sentence for one in report.changed
    ]:
        out.print(f"✗ {sentence}", style="red")
    if report.refused:
        fail(
            f"什么都没有记录：{len(report.bad_cells)}处不对，{len(report.changed)}行与已有登记不同。"
        )
    for unit in report.new_units:
        out.print(f"新登记单位：{unit.name}（{unit.code}）")
    for number in report.assigned_numbers:
        out.print(f"自动编号：第{number.row}行 → {number.number}")
    for sheet in report.ignored_sheets:
        out.print(f"没有读工作表“{sheet}”：不是导入用的表。")
    out.print(f"新登记{report.new}项，已有{report.present}项。")


@app.command()
def unpark(stream: Annotated[str, typer.Argument(help="被搁置的序列编号。")]) -> None:
    """修好以后，把被搁置的一件从头重新投影。"""
    with at_log(begun=True) as here, here.store(pool=2) as store:
        id = understood(UUID, stream, "序列编号")
        if not store.history(id):
            fail(f"日志里没有序列{id}")
        out.print(f"已重新投影，共{unpark_stream(store, id)}个事件。")


@account.command("password")
def account_password(login: Annotated[str, typer.Argument(help="登录名。")]) -> None:
    """给一个登录名换一个随机密码。"""
    with at_log(begun=True) as here, here.store(pool=2) as store:
        out.print(f"新密码：{reset_password(store, login)}　（只显示这一次）")


@account.command("open")
def account_open(
    login: Annotated[str, typer.Argument(help="登录名。")],
    person: Annotated[str, typer.Option(help="姓名。")],
    role: Annotated[Opened, typer.Option(help="角色；代表的账号经接口开立。")],
    unit: Annotated[str | None, typer.Option(help="承办单位人员的单位代码。")] = None,
) -> None:
    """开立一个账号，显示随机密码。"""
    with at_log(begun=True) as here, here.store(pool=2) as store:
        password = open_for(store, login, person, role.value, unit)
        out.print(f"{ROLES[role.value]}账号：{login}　密码：{password}　（只显示这一次）")


@app.command()
def rebuild() -> None:
    """从日志重建全部查询表，建好后一次切换；服务可以照常运行。"""
    with at_log(begun=True) as here, here.store(pool=4) as store, bar("重建") as step:
        rebuild_tables(here.address.url, here.schemas, store, step)
        out.print("查询表已重建并切换。")


@app.command()
def demo(
    proposals: Annotated[int, typer.Option(help="每年件数。")] = 1000,
    years: Annotated[int, typer.Option(help="年数。")] = 1,
    seed: Annotated[int, typer.Option(help="随机种子。")] = 1,
) -> None:
    """重做演示日志：按给定件数和年数成批生成，用于压力试验。正式日志不受影响。"""
    if os.environ.get("HUIYIN_DATABASE_URL") and os.environ.get("HUIYIN_DEMO") != "1":
        fail("设了 HUIYIN_DATABASE_URL，要在那里做演示请同时设 HUIYIN_DEMO=1")
    os.environ["HUIYIN_DEMO"] = "1"
    with at_log() as here, bar("生成") as step:
        serve.drop(here)
        here.migrate()
        with here.store(pool=4) as store:
            serve.open_demo_log(store, years)
            done = bulk(
                store,
                proposals=proposals,
                years=years,
                seed=seed,
                today=day_of(datetime.now(UTC)),
                progress=step,
                set_password=partial(set_password, store.datastore, here.schemas),
                folder=here.folder,
            )
        out.print(str(done))


if __name__ == "__main__":
    app()
