"""What is personal or sealed is nowhere in clear, opens only where it belongs, and can be erased."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import UUID

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from psycopg.sql import SQL, Identifier
from pydantic import BaseModel

from aggregates.base import Aggregate, Event
from aggregates.person import ContactChanged, Person, PersonRegistered
from aggregates.proposal import Proposal
from aggregates.proposal_events import Answer, ContactPerson, Rated, Replied
from aggregates.texts import Secrecy, Words
from eventstore.chain import walk
from eventstore.datastore import Datastore
from eventstore.mapper import By, EventMapper, NoKey, Recorded, Signature, Under, Via
from eventstore.registry import FORMS, classes, secret_paths
from eventstore.store import Change, Decision, Store
from eventstore.vault import SEALED, Vault, WrongKeyFile, key_file

ACCOUNT, PERSON, PROPOSAL, CYCLE, UNIT = (UUID(int=n) for n in range(1, 6))
ON = date(2026, 5, 6)
PLACE = f"{PERSON}/1/phone"


def signature(key: str = "k") -> Signature:
    by = By(kind="system", account=ACCOUNT, person=ACCOUNT, role="system")
    return Signature(by, Via(channel="cli"), Under(policy=2, calendar=3), key)


def record(store: Store, aggregate: Aggregate, *events: Event, key: str = "k") -> list[bytes]:
    """Append and return the stored states of the stream."""
    store.append(Decision(signature(key), b"", [Change(aggregate, events)], {}))
    return [row.state for row in store.log_recorder.select_events(aggregate.id)]


def person(**fields: Any) -> PersonRegistered:
    return PersonRegistered(name="样例甲", **fields)


def rating(**fields: Any) -> Rated:
    marks: dict[str, Any] = {"attitude": "satisfied", "reply": "satisfied", "result": "satisfied"}
    return Rated(**marks | fields, unit=UNIT, on=ON, deputy=PERSON, round=1, cycle=CYCLE)


def reply() -> Replied:
    return Replied(
        document_number="示建函〔2026〕8号",
        signatory=PERSON,
        signatory_post="head",
        letter="A",
        outcome="solved",
        answers=(Answer(ask=1, text="已办结", outcome="solved"),),
        contact=ContactPerson(person=PERSON, name="样例乙", phone="010-00000000"),
        on=ON,
        unit=UNIT,
        round=1,
        scheme="abc",
    )


def opened_again(server: str, store: Store, folder: Path) -> Store:
    """A store with no key in memory."""
    return Store(server, store.schemas, folder)


def keys(server: str, store: Store, statement: str = "select subject from {} order by 1") -> Any:
    with psycopg.connect(server) as connection:
        found = connection.execute(SQL(statement).format(Identifier(store.schemas.vault, "keys")))
        return [row[0] for row in found.fetchall()] if found.description else None


# ---- in the row


def test_a_persons_telephone_is_not_in_the_row_and_reads_back(store: Store) -> None:
    (state,) = record(store, Person(id=PERSON), person(phone="010-00000000", address="示例路1号"))
    assert b"010-00000000" not in state
    assert "示例路".encode() not in state
    assert store.history(PERSON)[0].event == person(phone="010-00000000", address="示例路1号")
    stored = json.loads(state)["event"]
    assert stored["name"] == "样例甲"
    assert list(stored["phone"]) == [SEALED]
    assert list(stored["phone"][SEALED]) == ["k", "n", "c"]
    assert stored["card"] is None


def test_marks_gap_and_reason_are_not_in_the_row_and_read_back(store: Store) -> None:
    event = rating(result="dissatisfied", gap="台账尚未公开", reason="没有回答第二项")
    (state,) = record(store, Proposal(id=PROPOSAL), event)
    for word in ("satisfied", "台账", "第二项"):
        assert word.encode() not in state
    assert store.history(PROPOSAL)[0].event == event


def test_the_person_to_ring_about_a_reply_is_not_in_the_row(store: Store) -> None:
    (state,) = record(store, Proposal(id=PROPOSAL), reply())
    assert "样例乙".encode() not in state
    assert store.history(PROPOSAL)[0].event == reply()


def test_keys_belong_to_a_person_or_to_a_cycles_ratings(server: str, store: Store) -> None:
    record(store, Person(id=PERSON), person(phone="010-00000000"), key="a")
    record(store, Proposal(id=PROPOSAL), rating(), reply(), key="b")
    record(store, Person(id=UNIT), person(phone="010-00000001"), key="c")
    assert keys(server, store) == [f"person/{PERSON}", f"person/{UNIT}", f"rating/{CYCLE}"]


def test_without_a_vault_nothing_secret_is_written() -> None:
    mapper = EventMapper(None)
    with pytest.raises(NoKey, match=r"person\.registered phone"):
        mapper.to_stored_event(Recorded(PERSON, 1, person(phone="010-00000000"), signature()))
    with pytest.raises(NoKey, match=r"proposal\.rated attitude"):
        mapper.to_stored_event(Recorded(PROPOSAL, 1, rating(), signature()))
    assert mapper.to_stored_event(Recorded(PERSON, 1, person(), signature()))


# ---- lengths


def lengths(state: bytes) -> dict[str, int]:
    fields = json.loads(state)["event"]
    return {
        name: len(value[SEALED]["c"])
        for name, value in fields.items()
        if isinstance(value, dict) and SEALED in value
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"result": "basically_satisfied"},
        {"result": "dissatisfied", "reason": "理由"},
        {"attitude": None, "reply": None, "result": None},
        {"gap": "差" * 1_000, "reason": "因" * 1_000},
        {"gap": "𠮷" * 1_000, "reason": '"\n' * 499 + "因。"},
    ],
    ids=["another mark", "a reason", "no mark", "the longest texts", "the widest characters"],
)
def test_no_ratings_size_tells_what_it_says(store: Store, fields: dict[str, Any]) -> None:
    plain, other = record(store, Proposal(id=PROPOSAL), rating(), rating(**fields))
    assert lengths(plain).keys() == {"attitude", "reply", "result", "gap", "reason"}
    assert lengths(plain) == lengths(other)
    assert len(plain) == len(other)
    assert store.history(PROPOSAL)[1].event == rating(**fields)


def test_the_same_text_never_has_the_same_cipher(store: Store) -> None:
    first, second = record(store, Proposal(id=PROPOSAL), rating(), rating())
    assert first != second


# ---- the right place, the right key


def test_a_cipher_opens_in_its_place_and_nowhere_else(store: Store) -> None:
    sealed = store.vault.seal("person/1", "010-00000000", PLACE)[SEALED]
    assert store.vault.unseal(sealed, PLACE) == "010-00000000"
    for place in (f"{PERSON}/2/phone", f"{PERSON}/1/address", f"{UNIT}/1/phone"):
        with pytest.raises(InvalidTag):
            store.vault.unseal(sealed, place)


def test_a_mark_moved_to_another_field_of_the_row_is_noticed(store: Store) -> None:
    record(store, Proposal(id=PROPOSAL), rating(result="dissatisfied"))
    (row,) = store.log_recorder.rows_after(3, 1)
    state = json.loads(row.state)
    fields = state["event"]
    fields["result"], fields["reply"] = fields["reply"], fields["result"]
    moved = type(row)(PROPOSAL, 1, row.topic, json.dumps(state).encode())
    with pytest.raises(InvalidTag):
        store.mapper.to_domain_event(moved)


def test_a_changed_cipher_is_noticed(store: Store) -> None:
    sealed = store.vault.seal("person/1", "010-00000000", PLACE)[SEALED]
    first = "B" if sealed["c"][0] == "A" else "A"
    with pytest.raises(InvalidTag):
        store.vault.unseal(sealed | {"c": first + sealed["c"][1:]}, PLACE)


# ---- erasure


def test_with_its_key_destroyed_a_person_reads_as_none_and_the_chain_still_holds(
    server: str, store: Store, tmp_path: Path
) -> None:
    record(store, Person(id=PERSON), person(phone="010-00000000"), key="a")
    record(store, Proposal(id=PROPOSAL), reply(), rating(reason="理由"), key="b")
    keys(
        server,
        store,
        "update {} set wrapped = null, destroyed_at = clock_timestamp() where subject <> 'login'",
    )
    with closing(opened_again(server, store, tmp_path)) as later:
        assert later.history(PERSON)[0].event == person()
        replied, rated = (one.event for one in later.history(PROPOSAL))
        assert isinstance(replied, Replied)
        assert replied.contact == ContactPerson.model_construct(person=PERSON, name="", phone="")
        assert rated == rating(attitude=None, reply=None, result=None)
        head = later.log_recorder.head()
        assert walk(head["log"], later.log_recorder.links()) == (6, head["hash"], None)


def test_after_erasure_a_person_gets_a_new_key(server: str, store: Store, tmp_path: Path) -> None:
    record(store, Person(id=PERSON), person(phone="010-00000000"), key="a")
    keys(server, store, "update {} set wrapped = null, destroyed_at = clock_timestamp()")
    with closing(opened_again(server, store, tmp_path)) as later:
        changed = ContactChanged(phone="010-00000002")
        record(later, later.load(Person, PERSON), changed, key="b")
        assert [one.event for one in later.history(PERSON)] == [person(), changed]
    assert keys(server, store) == [f"person/{PERSON}"] * 2


def test_a_key_is_destroyed_and_dated_or_neither(server: str, store: Store) -> None:
    store.vault.seal("person/1", "x", PLACE)
    for change in ("wrapped = null", "destroyed_at = clock_timestamp()"):
        with pytest.raises(psycopg.errors.CheckViolation):
            keys(server, store, "update {} set " + change)


# ---- the key file


@pytest.fixture
def elsewhere(server: str, store: Store) -> Iterator[Vault]:
    """The same vault as another installation would open it: with a key file of its own."""
    store.vault.seal("person/1", "x", PLACE)
    with closing(Datastore(server, store.schemas.log)) as datastore:
        yield Vault(datastore, store.schemas.vault, bytes(32))


def test_another_key_file_opens_nothing_and_says_so(store: Store, elsewhere: Vault) -> None:
    sealed = store.vault.seal("person/1", "x", PLACE)[SEALED]
    with pytest.raises(WrongKeyFile, match="密钥文件与这份日志不符"):
        elsewhere.unseal(sealed, PLACE)
    with pytest.raises(WrongKeyFile):
        elsewhere.seal("person/1", "x", PLACE)


def test_another_key_file_makes_no_new_keys_beside_the_old(
    server: str, store: Store, elsewhere: Vault
) -> None:
    with pytest.raises(WrongKeyFile):
        elsewhere.seal("person/2", "x", PLACE)
    assert keys(server, store) == ["person/1"]


@pytest.mark.parametrize("content", [b"", b"00", b"not hexadecimal", b"\xff\xfe" * 40])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: bytes) -> None:
    key_file(tmp_path, "log")
    file = tmp_path / "keys" / "log.key"
    file.write_bytes(content)
    with pytest.raises(WrongKeyFile, match=r"log\.key 已损坏"):
        key_file(tmp_path, "log")


def test_a_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    wrapping = key_file(tmp_path, "log")
    assert len(wrapping) == 32
    assert key_file(tmp_path, "log") == wrapping != key_file(tmp_path, "demo")
    file = tmp_path / "keys" / "log.key"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert sorted(path.name for path in file.parent.iterdir()) == ["demo.key", "log.key"]


def test_processes_that_need_one_key_at_once_agree_on_it(
    server: str, store: Store, tmp_path: Path
) -> None:
    script = """
import sys
from pathlib import Path
from eventstore.datastore import Schemas
from eventstore.store import Store
url, log, folder = sys.argv[1:]
store = Store(url, Schemas(log), Path(folder))
sys.stdin.read(1)
print(store.vault.digest("login", "someone"), flush=True)
"""
    fresh = tmp_path / "fresh"
    arguments = [sys.executable, "-c", script, server, store.schemas.log, str(fresh)]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    answers = {process.communicate("go")[0] for process in started}
    assert len(answers) == 1
    assert keys(server, store) == ["login"]
    with closing(opened_again(server, store, fresh)) as later:
        assert answers == {later.vault.digest("login", "someone") + "\n"}
        assert answers != {later.vault.digest("login", "someone else") + "\n"}


# ---- every string is classed


def strings(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, bool]]:
    """Paths of all strings of a form, nested values and lists included, and whether classed."""
    for name, field in model.model_fields.items():
        path = f"{above}.{name}".lstrip(".")
        classed = any(classes(field.metadata, None))
        yield from _strings(field.annotation, path, classed)


def _strings(annotation: Any, path: str, classed: bool) -> Iterator[tuple[str, bool]]:
    if get_origin(annotation) is Annotated:
        classed = classed or any(
            isinstance(one, Words | Secrecy) for one in annotation.__metadata__
        )
        yield from _strings(annotation.__origin__, path, classed)
    elif annotation is str:
        yield path, classed
    elif annotation in (bytes, float, Any, object):
        yield f"{path} is not of the format", False
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from strings(annotation, path)
    elif get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _strings(part, path, classed)


def in_lists(annotation: Any, inside: bool = False) -> Iterator[Any]:
    """What stands inside lists, sets and mappings, at any depth."""
    inside = inside or get_origin(annotation) in (tuple, list, set, frozenset, dict)
    for part in get_args(annotation):
        if inside:
            yield part
        yield from in_lists(part, inside)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from in_lists(field.annotation, inside)


def topic(event: type[Event]) -> str:
    return event.TOPIC


every_form = pytest.mark.parametrize("event", [one.event for one in FORMS.values()], ids=topic)


@every_form
def test_every_string_field_is_classed(event: type[Event]) -> None:
    assert [path for path, classed in strings(event) if not classed] == []


@every_form
def test_no_secret_stands_in_a_list(event: type[Event]) -> None:
    """A cipher is bound to a path of names; a place in a list is none."""
    for part in in_lists(event):
        secrets = [secrecy for secrecy, _ in classes(getattr(part, "__metadata__", ()), part)]
        assert not {Secrecy.PERSONAL, Secrecy.SEALED}.intersection(secrets)


def test_personal_data_occur_in_person_events_and_a_replys_contact_only() -> None:
    found = {
        (one.event.TOPIC, ".".join(secret.path), secret.secrecy.value)
        for one in FORMS.values()
        for secret in secret_paths(one.event)
    }
    assert found == {
        ("person.registered", "phone", "personal"),
        ("person.registered", "address", "personal"),
        ("person.registered", "card", "personal"),
        ("person.contact_changed", "phone", "personal"),
        ("person.contact_changed", "address", "personal"),
        ("proposal.replied", "contact.name", "personal"),
        ("proposal.replied", "contact.phone", "personal"),
        ("proposal.rated", "attitude", "sealed"),
        ("proposal.rated", "reply", "sealed"),
        ("proposal.rated", "result", "sealed"),
        ("proposal.rated", "gap", "sealed"),
        ("proposal.rated", "reason", "sealed"),
        ("proposal.confided", "note", "sealed"),
        ("proposal.identity_sealed", "deputies", "sealed"),
    }


def test_every_form_with_secrets_says_whose_key_closes_them() -> None:
    for form in FORMS.values():
        says = form.event.sealed_under is not Event.sealed_under
        assert says == bool(secret_paths(form.event))
