"""The keys of persons and cycles, wrapped by a key file outside the database.

Losing a key is erasure: what it closed reads as None for ever, and the chain still verifies.
"""

import hmac
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed, Identifier

from eventstore.datastore import Datastore

SEALED = "$sealed"


class WrongKeyFile(Exception):
    """The key file does not open this log's keys."""


def key_file(folder: Path, schema: str) -> bytes:
    """The 32 bytes that wrap a log's keys, made on first use (mode 0600).

    Two processes that make it at once agree on one: the file appears whole or not at all.
    """
    path = folder / "keys" / f"{schema}.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{uuid4().hex}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(32).hex())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        _keep(path.parent)
    return _read(path)


def _keep(folder: Path) -> None:
    """Have the folder on the disk before any key is wrapped by a file in it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> bytes:
    try:
        wrapping = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        wrapping = b""
    if len(wrapping) != 32:
        raise WrongKeyFile(f"密钥文件 {path} 已损坏，请放回建立日志时的密钥文件")
    return wrapping


def wrapping_key(datastore: Datastore, vault: str, folder: Path, log: str) -> bytes:
    """The key file's bytes, made for a log that has no keys yet.

    Raises WrongKeyFile when keys are there and the file is missing, damaged or another log's.
    """
    query = SQL("select wrapped from {} where wrapped is not null limit 1")
    with datastore.get_connection() as connection:
        kept = connection.execute(query.format(Identifier(vault, "keys"))).fetchone()
    path = folder / "keys" / f"{log}.key"
    if kept and not path.exists():
        raise WrongKeyFile(f"找不到密钥文件 {path}：请放回建立日志时的密钥文件")
    wrapping = key_file(folder, log)
    if kept:
        _unwrapped(wrapping, kept["wrapped"])
    return wrapping


def _unwrapped(wrapping: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        raise WrongKeyFile("密钥文件与这份日志不符，请放回建立日志时的密钥文件") from None


class Vault:
    """Finds, makes and uses keys; a subject is `person/<id>`, `rating/<cycle>`, `login` and so on."""

    def __init__(self, datastore: Datastore, schema: str, wrapping: bytes) -> None:
        """`schema` is the vault's schema, `wrapping` the 32 bytes of the key file."""
        self.datastore, self._wrapping = datastore, wrapping
        self._ids: dict[str, UUID] = {}
        self._keys: dict[UUID, bytes | None] = {}
        names = {"keys": Identifier(schema, "keys")}
        self._insert: Composed = SQL(
            "insert into {keys} (id, subject, wrapped) values (%s, %s, %s)"
            " on conflict (subject) where destroyed_at is null do nothing"
        ).format(**names)
        self._by_subject: Composed = SQL(
            "select id, wrapped from {keys} where subject = %s and destroyed_at is null"
        ).format(**names)
        self._any: Composed = SQL(
            "select wrapped from {keys} where wrapped is not null limit 1"
        ).format(**names)
        self._by_id: Composed = SQL("select wrapped from {keys} where id = %s").format(**names)

    def seal(self, subject: str, value: Any, place: str, room: int = 64) -> dict[str, Any]:
        """The value closed under the subject's key.

        `place` (stream/version/path) is bound to it, so that no cipher can be moved.  Its length
        is rounded up to a multiple of `room` bytes: what fits can't be told by its size.
        """
        id, key = self._current(subject)
        nonce = os.urandom(12)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        padded = plain + b" " * (-len(plain) % room)
        cipher = AESGCM(key).encrypt(nonce, padded, place.encode())
        closed = {"n": b64encode(nonce).decode(), "c": b64encode(cipher).decode()}
        return {SEALED: {"k": str(id), **closed}}

    def unseal(self, sealed: Mapping[str, str], place: str) -> Any:
        """The value again, or None when its key was destroyed.

        Raises InvalidTag (cryptography) when the cipher was changed or stood elsewhere.
        """
        key = self._key(UUID(sealed["k"]))
        if key is None:
            return None
        nonce, cipher = b64decode(sealed["n"]), b64decode(sealed["c"])
        return json.loads(AESGCM(key).decrypt(nonce, cipher, place.encode()))

    def digest(self, subject: str, text: str) -> str:
        """A keyed digest (HMAC-SHA-256, hex) that nobody without the key can guess back."""
        return hmac.digest(self._current(subject)[1], text.encode(), "sha256").hex()

    def _current(self, subject: str) -> tuple[UUID, bytes]:
        if subject in self._ids and (key := self._keys[self._ids[subject]]):
            return self._ids[subject], key
        with self.datastore.get_connection() as connection:
            found = connection.execute(self._by_subject, (subject,)).fetchone()
            if found is None:
                self._make(connection, subject)
                found = connection.execute(self._by_subject, (subject,)).fetchone()
        assert found, "made or found"
        key = _unwrapped(self._wrapping, found["wrapped"])
        self._ids[subject], self._keys[found["id"]] = found["id"], key
        return found["id"], key

    def _make(self, connection: Connection[DictRow], subject: str) -> None:
        # With a key file that is not this log's, new keys would be closed to the right one.
        if another := connection.execute(self._any).fetchone():
            _unwrapped(self._wrapping, another["wrapped"])
        wrapped = aes_key_wrap(self._wrapping, os.urandom(32))
        connection.execute(self._insert, (uuid4(), subject, wrapped))

    def _key(self, id: UUID) -> bytes | None:
        if id not in self._keys:
            with self.datastore.get_connection() as connection:
                found = connection.execute(self._by_id, (id,)).fetchone()
            wrapped = found and found["wrapped"]
            self._keys[id] = _unwrapped(self._wrapping, wrapped) if wrapped else None
        return self._keys[id]
