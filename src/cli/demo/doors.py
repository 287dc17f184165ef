"""The accounts a visitor may use, with passwords of this installation only."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import UUID, uuid4

from api.sign_in import random_password
from cli.demo.cast import Visitor

ACCOUNTS = "demo-accounts.json"
Row = dict[str, str | None]


def opened(visitors: Iterable[Visitor], set_password: Callable[[UUID, str], None]) -> list[Row]:
    """Give each a random password."""
    rows: list[Row] = []
    for visitor in visitors:
        password = random_password()
        set_password(visitor.account, password)
        rows.append(
            {
                "role": visitor.role,
                "unit": visitor.unit,
                "account": visitor.login,
                "password": password,
            }
        )
    return rows


def written(rows: Iterable[Row], folder: Path) -> Path:
    """The file of accounts, readable by its owner only, whole or not there at all."""
    path, draft = folder / ACCOUNTS, folder / f".{ACCOUNTS}.{uuid4().hex}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(list(rows), file, ensure_ascii=False, indent=2)
    draft.replace(path)
    return path
