"""Proof files: their bytes in a folder beside the database, an index of them in a table.

Events name a file by its digest only.  A file exists once its row does; the row is written when
the bytes are safe, so whoever is killed in between leaves nothing that anybody can see.
"""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from psycopg.sql import SQL, Identifier
from pydantic import TypeAdapter, ValidationError

from aggregates.base import Refused
from aggregates.proposal_events import File
from aggregates.texts import Title
from eventstore.datastore import Datastore
from eventstore.file_types import ENDINGS, type_of

MOST_BYTES = 20 * 1024 * 1024
_PIECE = 1024 * 1024
_LEFT_BEHIND = 24 * 3600
"""Seconds after which a draft is nobody's any more."""
_NAME: TypeAdapter[str] = TypeAdapter(Title)


class NotKept(Exception):
    """No file of this digest was ever handed in here."""


class Damaged(Exception):
    """The bytes on the disk are gone or no longer those that were handed in."""


@dataclass(frozen=True)
class Kept:
    """A file in the index; its name is the one it was first handed in under."""

    sha256: str
    size: int
    type: str
    name: str


class Files:
    """The files of one log."""

    def __init__(self, folder: Path, datastore: Datastore, schema: str) -> None:
        """`folder` is theirs alone, made when the first comes; `schema` holds the index."""
        self.folder, self.datastore = folder, datastore
        table = {"files": Identifier(schema, "files")}
        self._insert = SQL(
            "insert into {files} (sha256, size, type, name, put_by) values (%s, %s, %s, %s, %s)"
            " on conflict (sha256) do nothing"
        ).format(**table)
        self._select = SQL(
            "select sha256, size, type, name from {files} where sha256 = any(%s)"
        ).format(**table)

    def put(self, content: IO[bytes], type: str, name: str, account: UUID) -> File:
        """Keep a file handed in by an account; the same bytes twice are one file.

        `type` is what it is said to be.  Handed in again, a damaged file is whole again.  Raises
        Refused: upload.too_large (over 20 MiB), upload.empty, upload.type, upload.name.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / f"{uuid4().hex}.draft"
        try:
            digest, size = _written(content, draft)
            found = _agreed(type_of(draft.read_bytes()), type)
            file = File(sha256=digest, size=size, type=found, name=fitting(_cleaned(name), found))
            self._place(draft, digest)
        finally:
            draft.unlink(missing_ok=True)
        with self.datastore.get_connection() as connection:
            connection.execute(self._insert, (digest, size, found, file.name, account))
        return file

    def known(self, digests: Iterable[str]) -> Mapping[str, Kept]:
        """Those of the digests under which a file is kept, each with what it is."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(self._select, (list(digests),)).fetchall()
        return {row["sha256"]: Kept(**row) for row in rows}

    def open(self, digest: str) -> bytes:
        """A file's bytes, checked to be those that were handed in.  Raises NotKept or Damaged."""
        kept = self.known([digest]).get(digest)
        if kept is None:
            raise NotKept(digest)
        try:
            with self._path(digest).open("rb") as stream:
                content = stream.read(kept.size + 1)
        except OSError:
            content = b""
        if len(content) != kept.size or sha256(content).hexdigest() != digest:
            raise Damaged(f"文件“{kept.name}”在磁盘上已损坏或丢失，请管理员从备份恢复，或重新交存")
        return content

    def sweep(self) -> None:
        """Clear away drafts of uploads that were cut off more than a day ago."""
        for draft in self.folder.glob("*.draft"):
            if draft.stat().st_mtime < time.time() - _LEFT_BEHIND:
                draft.unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _place(self, draft: Path, digest: str) -> None:
        """Put the draft where it belongs, whole or not at all, and see it on the disk."""
        path = self._path(digest)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft.replace(path)
        for folder in path.parents[:4]:
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def fitting(name: str, type: str) -> str:
    """The name with an ending that fits the type: no browser takes a text for a program."""
    endings = ENDINGS.get(type, ("bin",))
    _, dot, ending = name.rpartition(".")
    if dot and ending.lower() in endings:
        return name
    return f"{name[: 200 - len(endings[0]) - 1]}.{endings[0]}"


def _written(content: IO[bytes], draft: Path) -> tuple[str, int]:
    """Digest and size of what was written to the draft and is on the disk."""
    digest, size = sha256(), 0
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                raise Refused(
                    "upload.too_large", f"文件超过{MOST_BYTES >> 20} MiB，请压缩或分成几份"
                )
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    if not size:
        raise Refused("upload.empty", "文件是空的，没有内容可以保存")
    return digest.hexdigest(), size


def _agreed(found: str | None, said: str) -> str:
    said = said.partition(";")[0].strip().lower()
    if found is None:
        raise Refused(
            "upload.type",
            "只收 PDF、JPEG、PNG、Word（doc、docx）、Excel（xlsx，不含宏）和 UTF-8 文本，按内容辨认",
        )
    if found != said:
        raise Refused(
            "upload.type", f"文件的内容是 {found}，与所说的类型（{said or '没有写'}）不符"
        )
    return found


def _cleaned(name: str) -> str:
    """The name alone, without the folders it lay in."""
    try:
        return _NAME.validate_python(name.replace("\\", "/").rpartition("/")[2])
    except ValidationError as error:
        raise Refused("upload.name", f"文件名{error.errors()[0]['msg']}", "name") from None
