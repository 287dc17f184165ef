"""One row of every form ever written, byte for byte: they must be readable for ever.

`stored_forms.tsv` holds topic and state; lines are only ever added.  A form that was widened gets
a line more, and its older lines are still read.
"""

import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from psycopg.sql import SQL, Identifier

from aggregates.base import Event
from aggregates.person import PersonRegistered
from aggregates.proposal_events import Rated, Received, Replied
from eventstore.mapper import EventMapper, Recorded, Row
from eventstore.registry import FORMS, Form, UnknownTopic, secret_paths
from eventstore.store import Store
from eventstore.vault import SEALED, key_file

LINES = Path(__file__).with_name("stored_forms.tsv").read_bytes().splitlines(keepends=True)
WRITTEN, DIGEST = 112, "d0d33c1fdd72ad2d12f9b345be8868b9e3e194dcbf96e449fe85ed8c672a69fe"
"""How many lines are frozen; to freeze new ones, raise the number and take their digest."""

STREAM, VERSION = UUID("99045a6d-d330-5c32-a381-1e2e267a7f3d"), 2
KEYS = {
    "0b0f3ac1-5d1e-4d6e-9a55-3c1b7f0e2a11": bytes(range(32)),
    "7d0c9c55-2f6b-4b53-8c1e-9f3a1d2b4c22": bytes(range(32, 64)),
}
ENVELOPE = ["at", "v", "event", "by", "via", "under", "key", "cause"]
INNER = {
    "by": ["kind", "account", "person", "role", "unit", "for"],
    "via": ["channel", "session", "net", "app"],
    "under": ["policy", "calendar"],
}
AT_FIRST = b'{"at":"2026-05-06T01:02:03.000004Z",'
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def rows() -> list[Row]:
    pairs = [line.rstrip(b"\n").split(b"\t") for line in LINES]
    return [Row(STREAM, VERSION, topic.decode(), state) for topic, state in pairs]


ROWS = rows()
LATEST = {row.topic: row for row in ROWS}
OPEN = [row for row in LATEST.values() if not secret_paths(FORMS[row.topic].event)]
CLOSED = [row for row in LATEST.values() if row not in OPEN]
CIPHER = re.compile(rb'"\$sealed":\{"k":"[^"]{36}","n":"[^"]{16}","c":"([^"]*)"\}')


def topic(row: Row) -> str:
    return row.topic


@pytest.fixture
def mapper(server: str, store: Store, tmp_path: Path) -> EventMapper:
    """Knows the keys under which the sealed lines were written."""
    table = Identifier(store.schemas.vault, "keys")
    insert = SQL("insert into {} (id, subject, wrapped) values (%s, %s, %s)").format(table)
    wrapping = key_file(tmp_path, store.schemas.log)
    with psycopg.connect(server) as connection:
        for id, key in KEYS.items():
            connection.execute(insert, (id, f"golden/{id}", aes_key_wrap(wrapping, key)))
    return EventMapper(store.vault)


def read(row: Row, mapper: EventMapper | None = None) -> Recorded:
    return (mapper or EventMapper(None)).to_domain_event(row)


def sealed(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if SEALED in value:
            yield path, value[SEALED]
        for name, inner in value.items():
            yield from sealed(inner, f"{path}.{name}".lstrip("."))


def leaves(value: Any) -> Iterator[Any]:
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for one in inner:
            yield from leaves(one)
    else:
        yield value


def known_events(above: type[Event] = Event) -> set[type[Event]]:
    below = set(above.__subclasses__())
    return below.union(*map(known_events, below))


def test_lines_are_only_ever_added() -> None:
    assert hashlib.sha256(b"".join(LINES[:WRITTEN])).hexdigest() == DIGEST
    assert len(LINES) >= WRITTEN


def test_every_form_has_its_line_and_every_line_its_form() -> None:
    assert LATEST.keys() == FORMS.keys()
    written = {(row.topic, json.loads(row.state)["v"]) for row in ROWS}
    assert written == {
        (topic, version)
        for topic, form in FORMS.items()
        for version in range(1, form.event.VERSION + 1)
    }


def test_every_event_of_the_house_is_registered_under_its_own_topic() -> None:
    house = [event for event in known_events() if event.__module__.startswith("aggregates.")]
    topics = [event.TOPIC for event in house if "TOPIC" in vars(event)]
    assert sorted(topics) == sorted(FORMS)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", topic) for topic in topics)
    assert all(form.event.LABEL for form in FORMS.values())


def test_every_older_version_has_a_way_to_the_present_one() -> None:
    for form in FORMS.values():
        assert set(form.upcasters) == set(range(1, form.event.VERSION))


@pytest.mark.parametrize("row", ROWS, ids=topic)
def test_every_line_is_still_read(row: Row) -> None:
    recorded = read(row)
    assert row.topic == recorded.event.TOPIC
    assert recorded.signature.key == json.loads(row.state)["key"]


@pytest.mark.parametrize("row", LATEST.values(), ids=topic)
def test_the_envelope_has_its_members_in_their_order(row: Row) -> None:
    state = json.loads(row.state)
    assert list(state) == ENVELOPE
    assert {name: list(state[name]) for name in INNER} == INNER
    assert AT.fullmatch(state["at"])
    assert not [leaf for leaf in leaves(state) if isinstance(leaf, float)]


@pytest.mark.parametrize("row", OPEN, ids=topic)
def test_what_is_read_is_written_again_to_the_same_bytes(row: Row) -> None:
    assert row.state == AT_FIRST + EventMapper(None).to_stored_event(read(row)).state


def test_a_sealed_line_is_written_again_to_the_same_bytes_but_for_its_ciphers(
    mapper: EventMapper,
) -> None:
    for row in CLOSED:
        written = AT_FIRST + mapper.to_stored_event(read(row, mapper)).state
        assert CIPHER.sub(_length, written) == CIPHER.sub(_length, row.state)
        assert read(replace(row, state=written), mapper) == read(row, mapper)


def _length(sealed: re.Match[bytes]) -> bytes:
    return b"%d" % len(sealed[1])


def test_sealed_lines_open_by_the_format_alone() -> None:
    """AES-256-GCM; key and place are all it takes, whatever becomes of this program."""
    opened = {
        f"{row.topic} {path}": json.loads(
            AESGCM(KEYS[one["k"]]).decrypt(
                b64decode(one["n"]), b64decode(one["c"]), f"{STREAM}/{VERSION}/{path}".encode()
            )
        )
        for row in LATEST.values()
        for path, one in sealed(json.loads(row.state)["event"])
    }
    assert opened == {
        "person.registered phone": "010-00000000",
        "person.registered address": "示例路1号",
        "person.registered card": "样例证号",
        "person.contact_changed phone": "010-00000000",
        "person.contact_changed address": "示例路1号",
        "proposal.replied contact.name": "样例乙",
        "proposal.replied contact.phone": "010-00000000",
        "proposal.rated attitude": "satisfied",
        "proposal.rated reply": "satisfied",
        "proposal.rated result": "satisfied",
        "proposal.rated gap": "台账尚未公开",
        "proposal.rated reason": "已按计划完成前期工作",
        "proposal.confided note": "不便公开的说明",
        "proposal.identity_sealed deputies": [
            "33a896eb-4259-55e6-bf58-da3f88432907",
            "f0724abd-6490-5c22-a780-b82297cd10a0",
        ],
    }


def test_with_its_keys_a_sealed_line_reads_in_full(mapper: EventMapper) -> None:
    person = read(LATEST["person.registered"], mapper).event
    assert isinstance(person, PersonRegistered)
    assert (person.phone, person.address) == ("010-00000000", "示例路1号")
    rating = read(LATEST["proposal.rated"], mapper).event
    assert isinstance(rating, Rated)
    assert (rating.attitude, rating.gap) == ("satisfied", "台账尚未公开")


def test_without_its_keys_a_sealed_line_reads_as_erased() -> None:
    rating = read(LATEST["proposal.rated"]).event
    assert isinstance(rating, Rated)
    assert (rating.attitude, rating.gap, rating.reason) == (None, None, None)
    reply = read(LATEST["proposal.replied"]).event
    assert isinstance(reply, Replied)
    assert reply.contact
    assert (reply.contact.name, reply.contact.phone) == ("", "")


def test_what_a_newer_house_wrote_is_read_without_what_is_not_known_here() -> None:
    state = json.loads(LATEST["proposal.replied"].state)
    state["event"]["weather"] = "晴"
    state["event"]["answers"][0]["weather"] = "晴"
    state["by"]["weather"] = state["weather"] = "晴"
    newer = replace(LATEST["proposal.replied"], state=json.dumps(state).encode())
    assert read(newer).event == read(LATEST["proposal.replied"]).event


def test_an_older_version_is_led_up_to_the_present_one() -> None:
    class Present(Received):
        VERSION = 3

    form = Form(
        Present,
        {1: lambda old: old | {"unit": old["by_unit"]}, 2: lambda old: old | {"round": 1}},
    )
    assert form.read({"by_unit": "甲"}, 1) == {"by_unit": "甲", "unit": "甲", "round": 1}
    assert form.read({"unit": "甲"}, 2) == {"unit": "甲", "round": 1}
    assert form.read({"unit": "甲", "round": 2}, 3) == {"unit": "甲", "round": 2}


def test_an_unknown_topic_is_named_and_never_imported() -> None:
    with pytest.raises(UnknownTopic, match=r"os\.system"):
        read(replace(LATEST[Received.TOPIC], topic="os.system"))
