"""What the doctor looks at inside a database that answers."""

import os
from collections.abc import Iterable

from cli.doctor import Finding
from cli.place import DEMO, LIVE, Place
from eventstore.migrations import Behind, pending, steps
from eventstore.postgres import Address, data_folder
from eventstore.vault import WrongKeyFile


def behind(address: Address) -> Iterable[Finding]:
    """Whether each log's tables are what this version expects."""
    for schemas, words in ((LIVE, "正式日志"), (DEMO, "演示日志")):
        try:
            missing = pending(address.url, schemas)
        except Behind as wrong:
            yield Finding("fail", "migrations", str(wrong))
            continue
        if not missing:
            yield Finding("ok", "migrations", f"{words}的数据库已是最新。")
        elif len(missing) < len(steps()):
            sentence = f"{words}的数据库落后{len(missing)}步，请运行 huiyin migrate。"
            yield Finding("fail", "behind", sentence)


def keys(address: Address) -> Iterable[Finding]:
    """Whether the key files are those of the logs."""
    for schemas, words in ((LIVE, "正式日志"), (DEMO, "演示日志")):
        here = Place(address, schemas, data_folder(os.environ))
        if not here.opened():
            continue
        try:
            with here.store(pool=1):
                yield Finding("ok", "keys", f"密钥文件与{words}相符。")
        except WrongKeyFile as wrong:
            yield Finding("fail", "keys", f"{words}：{wrong}。")
