"""Two towns alike but for the marks: until they are opened, nobody can tell them apart on any way.

Every way of looking is asked in both, in every role, with every filter; the answers are the same
word for word, apart from what no two logs share (times, digests, names of streams).
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from town import Town, town_at

from api.app import wired
from api.openapi import routes_of
from api.permissions import PERMISSIONS

APP = wired()
LOOKING = {
    route.name: route
    for route in routes_of(APP)
    if "GET" in route.methods and route.name in PERMISSIONS
}
FILTERED = ("roads", "office", "congress", "second")
"""Who tries every filter: one for each reach."""
ELSEWHERE = {"metrics", "verification", "page_verification", "import_template"}
"""They tell of the whole log: how long it is, how busy, whether it is sound; or of none."""
NEVER_ALIKE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*(?:Z|\+00:00)?"  # when it was recorded
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\b[0-9a-f]{12,64}\b|\bt_[0-9a-f]{8}\b"
)
MARKS = (
    {"attitude": "satisfied", "reply": "satisfied", "result": "satisfied"},
    {
        "attitude": "basically_satisfied",
        "reply": "dissatisfied",
        "result": "dissatisfied",
        "gap": "河东路还没有通车",
        "reason": "答非所问",
    },
)


def rated(town: Town, marks: dict[str, str]) -> str:
    """A proposal answered and rated, of a unit whose head is reviewed."""
    office = {"person": town.persons["roads_head"], "appointed_by_congress": True}
    path = f"/units/{town.units['道路局']}/appoint"
    town["administrator"].done(path, {**office, "on": "2026-01-06"})
    id = town.proposal("replied")
    verdict = {"unit": town.units["道路局"], "on": "2026-06-01", **marks}
    town["first"].done(f"/proposals/{id}/rate", verdict)
    town.shown()
    return id


@pytest.fixture(scope="module")
def twins(
    server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[tuple[Town, str]]]:
    with ExitStack() as stack:
        found = []
        for marks in MARKS:
            folder: Path = tmp_path_factory.mktemp("twin")
            name = f"t_{secrets.token_hex(4)}"
            town = stack.enter_context(town_at(server, name, folder))
            found.append((town, rated(town, marks)))
        yield found


def ways(route: APIRoute, who: str, town: Town, id: str) -> Iterator[str]:
    """The address of a way of looking, as it is and with each value of each filter."""
    values = {
        "proposal_id": id,
        "draft_id": id,
        "year": "2026",
        "person_id": town.persons["roads_head"],
        "n": "1",
        "sha256": "0" * 64,
    }
    path = route.path_format.format(**values)
    yield path
    for name, filled in filters(route) if who in FILTERED else ():
        yield f"{path}?{name}={filled}&unit={town.units['道路局']}"


def filters(route: APIRoute) -> Iterator[tuple[str, str]]:
    """Every value a filter may take, where there is a list of them."""
    described: dict[str, Any] = APP.openapi()["paths"].get(route.path_format, {})
    for one in described.get("get", {}).get("parameters", []):
        if one["in"] != "query":
            continue
        kinds = one["schema"].get("anyOf", [one["schema"]])
        for kind in [each.get("items", each) for each in kinds]:
            words = kind.get("enum", ["true", "false"] if kind.get("type") == "boolean" else [])
            yield from ((one["name"], word) for word in words)


def seen(town: Town, who: str, way: str) -> str:
    answer = town.page(who, way)
    assert answer.status_code in (200, 303, 403, 404), (who, way, answer.text)
    return NEVER_ALIKE.sub("·", answer.text)


@pytest.mark.parametrize("name", sorted(LOOKING.keys() - ELSEWHERE))
def test_before_the_reveal_nobody_can_tell_a_mark_on_any_way(
    twins: list[tuple[Town, str]], name: str
) -> None:
    (content, unhappy), route = twins, LOOKING[name]
    for who in content[0].people:
        pairs = zip(ways(route, who, *content), ways(route, who, *unhappy), strict=True)
        for way, same in pairs:
            assert seen(content[0], who, way) == seen(unhappy[0], who, same), (who, way)


def test_the_two_towns_differ_once_the_marks_are_opened(twins: list[tuple[Town, str]]) -> None:
    told = []
    for town, id in twins:
        town["congress"].done(f"/proposals/{id}/reveal-ratings", {"on": "2026-06-30"})
        town.shown()
        told.append(seen(town, "roads", f"/api/v1/proposals/{id}"))

    assert told[0] != told[1]
    assert "答非所问" in told[1]
