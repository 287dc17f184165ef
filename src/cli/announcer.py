"""What whoever starts the service is told in the terminal."""

import json
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from aggregates.account import ROLES
from cli.demo import ACCOUNTS
from cli.place import Place


class Announcer:
    """Tells whoever started the service where it is, whose accounts to try, how far a demo is."""

    def __init__(self, here: Place, out: Console) -> None:
        self.here, self.out, self.tenth, self.shown = here, out, -1, False

    def ready(self, url: str) -> None:
        """The service answers."""
        self.out.print(f"\n回音已启动：[bold]{url}[/bold]　（Ctrl-C 停止）")
        self.out.print(f"接口说明：{url}/docs　　健康状况：{url}/healthz")
        self._show_accounts()

    def progress(self, done: int, total: int) -> None:
        """The demo is loaded so far; said at each tenth, so that a log file stays short."""
        self._show_accounts()
        tenth = done * 10 // max(total, 1)
        if tenth > self.tenth:
            self.tenth = tenth
            self.out.print(f"演示年度：{done}/{total}件" + ("，已载入" if tenth >= 10 else ""))

    def _show_accounts(self) -> None:
        file = self.here.folder / ACCOUNTS
        if self.shown or not self.here.demo or not file.exists():
            return
        self.shown = True
        self.out.print(_accounts(json.loads(file.read_text("utf-8"))))
        self.out.print(f"密码为本机随机生成，也在 {file}（仅本人可读）。试试看：")
        self.out.print(
            "　人大账号——全年台账；经办人账号——待办和逾期；代表账号——评价答复；审计账号——逐条事件"
        )


def _accounts(rows: Iterable[dict[str, Any]]) -> Table:
    table = Table("角色", "单位", "账号", "密码", title="演示账号")
    for row in rows:
        table.add_row(ROLES[row["role"]], row["unit"] or "—", row["account"], row["password"])
    return table
