"""Refusals that no counter reaches, and a promise that no refusal is without a test."""

import re
import socket
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from aggregates.base import Refused
from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from cli.accounts import reset_password
from cli.serve import address, must_be_free
from commands.assign import must_be_the_governments
from commands.desk import rules_in_force
from commands.hand_over import reply_due
from commands.import_file import ImportFile, import_file
from commands.open_cycle import OpenCycle, open_cycle
from commands.open_log import open_log
from commands.policy_files import shipped_policies
from eventstore.store import Store

ROOT = Path(__file__).parents[2]
DAY = date(2026, 5, 6)
HANDOVERS = [["编号", "案由", "主办单位"], ["1", "关于路灯", "市政局"]]


@pytest.fixture
def store(office: Any) -> Store:
    """The log of an office."""
    found: Store = office.store
    return found


def open_year(office: Any, year: int) -> None:
    opening = OpenCycle(year=year, term=9, session=year - 2021, on=DAY)
    open_cycle(replace(office.desk, key=uuid4().hex), opening)


def list_of(rows: list[list[str]]) -> BytesIO:
    book, stream = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(stream)
    stream.seek(0)
    return stream


def test_the_house_itself_is_neither_a_unit_nor_a_deputy(office: Any) -> None:
    with pytest.raises(Refused) as no_unit:
        assert office.desk.unit
    with pytest.raises(Refused) as no_deputy:
        assert office.desk.deputy

    with pytest.raises(Refused) as no_decider:
        assert office.desk.decider

    assert (no_unit.value.code, no_deputy.value.code) == ("actor.no_unit", "actor.no_deputy")
    assert no_decider.value.code == "actor.no_decider"


def test_what_counts_from_the_sessions_close_waits_until_that_day_is_known(office: Any) -> None:
    rules = office.desk.rules
    reply = rules.policy.limits.reply.model_copy(update={"anchor": "session_closed"})
    limits = rules.policy.limits.model_copy(update={"reply": reply})
    policy = rules.policy.model_copy(update={"limits": limits})
    desk = replace(office.desk, given=replace(rules, policy=policy))

    with pytest.raises(Refused) as wrong:
        reply_due(desk, Proposal(id=uuid4()), Cycle(id=uuid4()), DAY, "ordinary")

    assert wrong.value.code == "cycle.session_close_unknown"
    assert reply.article in wrong.value.sentence


def test_the_office_decides_about_no_case_of_the_courts(office: Any) -> None:
    desk = replace(office.desk, actor=replace(office.desk.actor, role="office"))
    with pytest.raises(Refused) as wrong:
        must_be_the_governments(desk, Proposal(id=uuid4(), branch="court"))

    assert wrong.value.code == "decision.not_yours"
    must_be_the_governments(desk, Proposal(id=uuid4(), branch="government"))
    must_be_the_governments(office.desk, Proposal(id=uuid4(), branch="court"))


@pytest.mark.parametrize(
    ("district", "code"), [("110101", "log.already_open"), ("1101", "district.code")]
)
def test_a_log_is_opened_once_and_for_a_district(store: Store, district: str, code: str) -> None:
    before = store.log_recorder.head()

    with pytest.raises(Refused) as wrong:
        open_log(
            store,
            district=district,
            name="测试区",
            kind="test",
            policy=shipped_policies()["demo-2025"],
            calendar="",
            at=datetime(2026, 5, 6, tzinfo=UTC),
        )

    assert wrong.value.code == code
    assert store.log_recorder.head() == before


def test_before_the_first_rules_nothing_is_decided(store: Store) -> None:
    with pytest.raises(Refused) as wrong:
        rules_in_force(store, "110101", date(1950, 1, 1))

    assert wrong.value.code == "rules.none"


def test_nobody_gets_a_password_for_a_login_that_is_none(store: Store) -> None:
    with pytest.raises(Refused) as wrong:
        reset_password(store, "没有这个人")

    assert wrong.value.code == "login.unknown"


def test_a_port_in_use_is_refused_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refused) as wrong:
            must_be_free("127.0.0.1", taken.getsockname()[1])

    assert wrong.value.code == "port.taken"


@pytest.mark.parametrize("port", ["abc", "0", "99999", "-1", "８０"])
def test_what_is_no_port_is_refused_before_anything_starts(port: str) -> None:
    with pytest.raises(Refused) as wrong:
        address({"HUIYIN_PORT": port})

    assert wrong.value.code == "port.unknown"
    assert address({"HUIYIN_PORT": ""}) == ("127.0.0.1", 8000)


def test_an_import_says_which_year_and_session_it_means(office: Any) -> None:
    open_year(office, 2026)
    with pytest.raises(Refused) as other_session:
        import_file(office.store, office.desk, ImportFile(year=2026, session=1), list_of(HANDOVERS))
    open_year(office, 2027)
    with pytest.raises(Refused) as unclear:
        import_file(office.store, office.desk, ImportFile(), list_of(HANDOVERS))

    assert other_session.value.code == "import.other_session"
    assert unclear.value.code == "import.year_unclear"


def test_a_file_that_is_not_there_is_not_imported(office: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused) as wrong:
        import_file(office.store, office.desk, ImportFile(), tmp_path / "没有.xlsx")

    assert wrong.value.code == "import.no_file"


def test_every_refusal_in_the_source_has_its_code_in_a_test() -> None:
    refused = r'(?:Refused|Problem)\(\s*(?:\d+,\s*)?"([a-z_]+\.[a-z_]+)"'
    sources = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")]
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    codes = {code for text in sources for code in re.findall(refused, text)}

    assert len(codes) > 100
    assert {code for code in codes if f'"{code}"' not in tests} == set()
