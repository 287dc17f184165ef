"""The accounts a visitor may use, with passwords of this installation only."""

import json
import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import UUID, uuid4

from cli.demo.cast import Visitor

ACCOUNTS = "demo-accounts.json"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_SHOWN = ("role", "unit", "account", "password")
Row = dict[str, str | None]


def opened(visitors: Iterable[Visitor], set_password: Callable[[UUID, str], None]) -> list[Row]:
    """Give each a random password; `who` is the person's (invented) name."""
    rows: list[Row] = []
    for visitor in visitors:
        password = "".join(secrets.choice(_LETTERS) for _ in range(12))
        set_password(visitor.account, password)
        rows.append(
            {
                "role": visitor.role,
                "unit": visitor.unit,
                "account": visitor.login,
                "password": password,
                "who": visitor.who,
            }
        )
    return rows


def written(rows: Iterable[Row], folder: Path) -> Path:
    """The file of accounts, readable by its owner only, whole or not there at all."""
    path, draft = folder / ACCOUNTS, folder / f".{ACCOUNTS}.{uuid4().hex}"
    shown = [{name: row[name] for name in _SHOWN} for row in rows]
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(shown, file, ensure_ascii=False, indent=2)
    draft.replace(path)
    return path
