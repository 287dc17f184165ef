"""From a clerk's POST to the same thing seen by everybody, over HTTP."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import httpx
import uvicorn

from aggregates.days import day_of
from api.app import create_app
from api.house import House
from api.sign_in import set_password
from bench.logs import opened_log
from bench.rounds import Table
from commands.desk import Desk
from commands.elect_deputy import ElectDeputy, elect_deputy
from commands.open_account import OpenAccount, open_account
from commands.open_cycle import OpenCycle, open_cycle
from commands.open_log import system
from commands.register_person import RegisterPerson, register_person
from eventstore.appends import Outcome
from eventstore.mapper import Via
from eventstore.store import Store
from projections.projector import Projector
from projections.versions import prepare

TIMES = 300
PASSWORD = uuid4().hex


def table(url: str) -> Table:
    """Median and 95th percentile in milliseconds, of the POST alone and until it is seen."""
    with TemporaryDirectory(prefix="huiyin-bench-") as folder, _service(url, Path(folder)) as ask:
        alone, seen = zip(*(_once(ask) for _ in range(TIMES)), strict=True)
    rows = [
        (what, *(f"{quantiles(found, n=100)[cut] * 1000:.1f}" for cut in (49, 94)))
        for what, found in (("POST answered", alone), ("… and visible in a GET", seen))
    ]
    return Table(
        f"Register over HTTP, {TIMES} times, one after another", ("ms", "p50", "p95"), rows
    )


def _once(ask: tuple[httpx.Client, str]) -> tuple[float, float]:
    client, deputy = ask
    body = {
        "year": day_of(datetime.now(UTC)).year,
        "title": "关于测量的建议",
        "asks": ["测量"],
        "signers": [deputy],
        "on": day_of(datetime.now(UTC)).isoformat(),
    }
    began = time.perf_counter()
    told = client.post("/proposals", json=body, headers={"Idempotency-Key": uuid4().hex})
    answered = time.perf_counter()
    id, position = told.raise_for_status().json()["id"], told.json()["position"]
    shown = client.get(f"/proposals/{id}", params={"after": position}).raise_for_status().json()
    assert not shown["stale"], "the projector did not keep up"
    return answered - began, time.perf_counter() - began


@contextmanager
def _service(url: str, folder: Path) -> Iterator[tuple[httpx.Client, str]]:
    with ExitStack() as stack:
        store = stack.enter_context(opened_log(url, folder))
        prepare(url, store.schemas)
        deputy = _clerk_and_deputy(store)
        house = House(
            store=store,
            url=url,
            schemas=store.schemas,
            district=store.opened().district,
            kind="test",
            folder=folder,
        )
        config = uvicorn.Config(create_app(house), port=0, log_level="warning", access_log=False)
        server, stop = uvicorn.Server(config), threading.Event()
        threads = [
            threading.Thread(target=Projector(store).run, args=(stop,)),
            threading.Thread(target=server.run),
        ]
        for thread in threads:
            thread.start()
            stack.callback(thread.join)
        stack.callback(stop.set)
        stack.callback(setattr, server, "should_exit", True)
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        client = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1"))
        told = client.post("/tokens", json={"login": "bench", "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {told.raise_for_status().json()['token']}"
        yield client, deputy


def _clerk_and_deputy(store: Store) -> str:
    """An open year, a clerk of the congress with a password, and a deputy: the deputy's id."""
    district, now = store.opened().district, datetime.now(UTC)

    def desk() -> Desk:
        return Desk(store, district, system(district), Via(channel="cli"), now, kind="system")

    person = _made(register_person(desk(), RegisterPerson(name="测量员")))
    today = desk().today
    open_cycle(desk(), OpenCycle(year=today.year, term=1, session=1, on=today))
    clerk = OpenAccount(login="bench", person=person, role="congress")
    account = _made(open_account(desk(), clerk, store.vault))
    set_password(store.datastore, store.schemas, account, PASSWORD)
    elected = ElectDeputy(person=person, term=1, delegation="第一代表团", on=today)
    return str(_made(elect_deputy(desk(), elected)))


def _made(outcome: Outcome) -> UUID:
    assert outcome.answer
    return UUID(outcome.answer["id"])
