"""What was handed in is kept whole, once, under its digest; nothing else is ever served."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from openpyxl import Workbook
from psycopg import errors
from psycopg.sql import SQL, Identifier

from aggregates.base import Refused
from aggregates.proposal_events import File
from eventstore.file_types import DOC, DOCX, JPEG, PDF, PNG, TEXT, XLSX, type_of
from eventstore.files import MOST_BYTES, Damaged, Files, NotKept, fitting
from eventstore.store import Store

ACCOUNT, OTHER = UUID(int=1), UUID(int=2)
NOTE = "座谈记录：代表当面确认。".encode()
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")

CUT_OFF = """
import os, signal, sys
from io import BytesIO
from pathlib import Path
from uuid import UUID
from eventstore.datastore import Datastore
from eventstore.files import Files

class Killed(Files):
    def _place(self, draft, digest):
        if sys.argv[4] == "after":
            super()._place(draft, digest)
        os.kill(os.getpid(), signal.SIGKILL)

url, schema, folder = sys.argv[1:4]
files = Killed(Path(folder), Datastore(url, schema), f"{schema}_desk")
files.put(BytesIO(sys.argv[5].encode()), "text/plain", "a.txt", UUID(int=1))
"""


@pytest.fixture
def files(empty: Store) -> Files:
    return empty.files


def put(files: Files, content: bytes = NOTE, type: str = TEXT, name: str = "座谈记录.txt") -> File:
    return files.put(BytesIO(content), type, name, ACCOUNT)


def package(*parts: str, stored: str = "x") -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for part in parts:
            zipped.writestr(part, stored)
    return stream.getvalue()


def workbook() -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def on_disk(files: Files) -> list[Path]:
    return sorted(path for path in files.folder.rglob("*") if path.is_file())


KINDS: Mapping[str, bytes] = {
    PDF: b"%PDF-1.7\n...",
    JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF",
    PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    DOCX: package("[Content_Types].xml", "word/document.xml", "word/embeddings/xl.xlsx"),
    XLSX: workbook(),
    DOC: COMPOUND + bytes(600) + "WordDocument".encode("utf-16-le"),
    TEXT: b"\xef\xbb\xbf" + NOTE + b"\r\n\t.",
}
STRANGE: Mapping[str, bytes] = {
    "a program": b"MZ\x90\x00\x03",
    "a text in another encoding": "座谈记录".encode("gbk"),
    "a text with a zero byte": b"abc\x00def",
    "a picture of another kind": b"GIF89a\x01\x00",
    "a zip of anything": package("a.txt"),
    "a package of neither kind": package("[Content_Types].xml", "ppt/presentation.xml"),
    "a document with macros": package("[Content_Types].xml", "word/vbaProject.bin"),
    "a zip cut off": workbook()[:-40],
    "a zip whose directory lies about itself": b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18,
    "a compound file that is no document": COMPOUND + bytes(600),
}


@pytest.mark.parametrize("type", KINDS)
def test_a_file_is_known_by_its_bytes(files: Files, type: str) -> None:
    kept = put(files, KINDS[type], f"{type.upper()}; charset=utf-8", "证明")

    assert kept.type == type_of(KINDS[type]) == type
    assert files.open(kept.sha256) == KINDS[type]


@pytest.mark.parametrize("what", STRANGE)
def test_what_is_not_among_the_types_kept_is_refused(files: Files, what: str) -> None:
    with pytest.raises(Refused, match="只收 PDF、JPEG、PNG") as wrong:
        put(files, STRANGE[what])

    assert wrong.value.code == "upload.type"
    assert on_disk(files) == []


@pytest.mark.parametrize("said", [PDF, "application/octet-stream", "", "图片"])
def test_what_a_file_is_said_to_be_must_be_what_it_is(files: Files, said: str) -> None:
    with pytest.raises(Refused, match=f"文件的内容是 {TEXT}，与所说的类型") as wrong:
        put(files, NOTE, said)

    assert wrong.value.code == "upload.type"
    assert on_disk(files) == []


def test_an_empty_file_is_refused(files: Files) -> None:
    with pytest.raises(Refused, match="文件是空的") as wrong:
        put(files, b"")

    assert wrong.value.code == "upload.empty"
    assert on_disk(files) == []


def test_a_file_may_have_twenty_mebibytes_and_not_one_byte_more(files: Files) -> None:
    most = b"a" * MOST_BYTES

    assert put(files, most).size == 20 * 1024 * 1024
    with pytest.raises(Refused, match="超过20 MiB") as wrong:
        put(files, most + b"a")
    assert wrong.value.code == "upload.too_large"
    assert len(on_disk(files)) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("记录.txt", "记录.txt"),
        ("C:\\材料\\记录.TXT", "记录.TXT"),
        ("../../etc/passwd", "passwd.txt"),
        ("记录.hta", "记录.hta.txt"),
        ("e\u0301.txt", "é.txt"),
        ("长" * 200, "长" * 196 + ".txt"),
    ],
)
def test_a_name_is_kept_without_folders_and_with_the_ending_of_its_type(
    files: Files, given: str, kept: str
) -> None:
    assert put(files, name=given).name == kept == fitting(kept, TEXT)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "应为1至200个字"),
        ("材料/", "应为1至200个字"),
        ("长" * 201, "现为201个字"),
        ("a\nb.txt\x07", "控制字符"),
        ("电话13800000000.txt", "手机号"),
    ],
)
def test_a_name_keeps_the_rules_of_a_title(files: Files, name: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as wrong:
        put(files, name=name)

    assert (wrong.value.code, wrong.value.field) == ("upload.name", "name")
    assert on_disk(files) == []


def test_the_same_bytes_handed_in_twice_are_one_file(files: Files) -> None:
    first = put(files)

    again = files.put(BytesIO(NOTE), TEXT, "另一个名字.txt", OTHER)

    assert again == first.model_copy(update={"name": "另一个名字.txt"})
    assert len(on_disk(files)) == 1
    assert files.known([first.sha256])[first.sha256].name == "座谈记录.txt"


def test_a_file_lies_under_its_digest_for_nobody_else_to_read(files: Files) -> None:
    digest = put(files).sha256

    [path] = on_disk(files)
    assert digest == sha256(NOTE).hexdigest()
    assert path == files.folder / digest[:2] / digest
    assert (path.stat().st_mode & 0o777, files.folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_only_what_was_handed_in_is_known(files: Files) -> None:
    digest = put(files).sha256

    assert set(files.known([digest, "0" * 64, "x"])) == {digest}
    assert set(files.known([])) == set()
    with pytest.raises(NotKept):
        files.open("0" * 64)


@pytest.mark.parametrize("damage", [b"", NOTE[:-1], NOTE + b"x", b"x" * len(NOTE), None])
def test_damaged_bytes_are_never_served_and_whole_again_when_handed_in_again(
    files: Files, damage: bytes | None
) -> None:
    digest = put(files).sha256
    [path] = on_disk(files)
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)

    with pytest.raises(Damaged, match=r"文件“座谈记录\.txt”在磁盘上已损坏或丢失"):
        files.open(digest)

    put(files)
    assert files.open(digest) == NOTE


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_upload_killed_before_it_is_in_the_index_leaves_nothing_visible(
    server: str, schema: str, files: Files, when: str
) -> None:
    text = "中断的上传"
    digest = sha256(text.encode()).hexdigest()
    arguments = [sys.executable, "-c", CUT_OFF, server, schema, str(files.folder), when, text]

    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL

    assert files.known([digest]) == {}
    with pytest.raises(NotKept):
        files.open(digest)
    put(files, text.encode())
    assert files.open(digest) == text.encode()


def test_drafts_of_uploads_cut_off_a_day_ago_are_cleared_away(files: Files) -> None:
    files.sweep()
    digest = put(files).sha256
    fresh, old = files.folder / "a.draft", files.folder / "b.draft"
    for draft, age in ((fresh, 0), (old, 25 * 3600)):
        draft.write_bytes(b"x")
        os.utime(draft, (time.time() - age,) * 2)

    files.sweep()

    assert on_disk(files) == sorted([fresh, files.folder / digest[:2] / digest])


def test_the_index_is_added_to_and_never_changed(server: str, schema: str, files: Files) -> None:
    put(files)

    table = Identifier(f"{schema}_desk", "files")
    for sql in ("update {} set size = 1", "delete from {}"):
        with (
            files.datastore.get_connection() as connection,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            connection.execute(SQL(sql).format(table))
    with psycopg.connect(server) as owner:
        [row] = owner.execute(SQL("select put_by, put_at from {}").format(table)).fetchall()
    assert row[0] == ACCOUNT
    assert row[1] is not None
