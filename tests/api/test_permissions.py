"""The permission table is what the service does, route by route, role by role, own and other."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from town import Citizen, Town

from aggregates.account import ROLES, Role
from api.app import wired
from api.guard import Guarded
from api.openapi import routes_of
from api.permissions import PERMISSIONS, PUBLIC
from api.printed import pages

DOCS = Path(__file__).parents[2] / "docs"
ROUTES = {route.name: route for route in routes_of(wired())}
ENDS_A_SIGN_IN = {"revoke_token", "log_out"}


def test_every_route_is_guarded_and_has_its_line_in_the_table() -> None:
    assert all(isinstance(route.original_route, Guarded) for route in ROUTES.values())
    assert set(ROUTES) == set(PERMISSIONS) | PUBLIC
    assert not set(PERMISSIONS) & PUBLIC


def test_no_two_routes_share_a_name() -> None:
    names = [route.name for route in routes_of(wired())]

    assert len(names) == len(set(names))


def test_the_printed_table_is_current() -> None:
    assert (DOCS / "permissions.md").read_text("utf-8") == pages()["permissions.md"]


def test_the_auditor_writes_nothing_and_the_administrator_touches_no_proposal() -> None:
    for name, line in PERMISSIONS.items():
        route = ROUTES[name]
        if route.original_route.asks_key:
            assert "auditor" not in line, name
        if "{proposal_id}" in route.path_format:
            assert "administrator" not in line, name


def test_units_and_deputies_never_reach_everything() -> None:
    bound: tuple[Role, ...] = ("unit_handler", "unit_head", "deputy")

    for name, line in PERMISSIONS.items():
        assert not [role for role in bound if line.get(role) == "all"], name


@pytest.fixture(scope="module")
def proposals(settled: Town) -> dict[str, str]:
    """One proposal of the roads unit and the first deputy, one nobody of them has to do with."""
    other = settled.registration() | {"signers": [settled.deputies["stranger"]]}
    told = settled["congress"].done("/proposals", other)
    found = {"own": settled.proposal("rated"), "other": told["id"]}
    settled.shown()
    return found


def asked(town: Town, who: Citizen, name: str, proposal: str) -> int:
    """The status of asking for a route, with every header and an empty form."""
    route = ROUTES[name]
    values = {"proposal_id": proposal, "year": "2026"}
    path = re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], str(uuid4())), route.path_format)
    headers = {**who.bearer, "Idempotency-Key": uuid4().hex, "If-Match": '"1"'}
    body: Any = None if min(route.methods) in ("GET", "DELETE") else {}
    return town.client.request(
        min(route.methods), path, headers=headers, json=body, follow_redirects=False
    ).status_code


@pytest.mark.parametrize("name", ROLES)
def test_the_table_holds_for_every_route_own_and_other(
    town: Town, proposals: dict[str, str], name: Role
) -> None:
    names = {"unit_handler": "roads", "unit_head": "roads_head", "deputy": "first"}
    who = town[names.get(name, name)]
    head, wrong = town.head(), []

    for route, line in PERMISSIONS.items():
        if route in ENDS_A_SIGN_IN:
            continue
        for whose, id in proposals.items():
            status = asked(town, who, route, id)
            reach = line.get(name)
            bound = "{proposal_id}" in ROUTES[route].path_format
            allowed = reach == "all" or (reach == "own" and (whose == "own" or not bound))
            if (status in (401, 403)) == allowed or status >= 500:
                wrong.append((route, whose, status))

    assert not wrong
    assert town.head() == head


@pytest.mark.parametrize("route", sorted(ENDS_A_SIGN_IN))
def test_everybody_may_end_their_own_sign_in(town: Town, route: str) -> None:
    for role in ROLES:
        names = {"unit_handler": "roads", "unit_head": "roads_head", "deputy": "first"}
        who = town[names.get(role, role)]
        again = {"login": who.login, "password": who.password}
        token = town.client.post("/api/v1/tokens", json=again).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        method, path = min(ROUTES[route].methods), ROUTES[route].path_format

        ended = town.client.request(method, path, headers=headers, follow_redirects=False)

        assert ended.status_code in (204, 303)
        assert town.client.get("/api/v1/me", headers=headers).status_code == 401
        assert who.get("/me").status_code == 200


def test_nobody_gets_in_without_signing_in(town: Town) -> None:
    for name in PERMISSIONS:
        route = ROUTES[name]
        path = re.sub(r"\{\w+\}", str(uuid4()), route.path_format)

        answer = town.client.request(min(route.methods), path)

        assert answer.status_code == 401, name
        assert answer.json()["code"] == "sign_in.needed"


def test_what_needs_no_sign_in_is_health_login_and_docs() -> None:
    assert {
        "healthz",
        "docs",
        "openapi_json",
        "style",
        "login_form",
        "log_in",
        "make_token",
    } == PUBLIC


@pytest.mark.parametrize("who", ["parks", "second", "stranger"])
def test_a_stranger_to_a_proposal_is_told_so(
    town: Town, proposals: dict[str, str], who: str
) -> None:
    refused = town[who].get(f"/proposals/{proposals['own']}/events")

    assert refused.status_code == 403
    assert refused.json()["code"].startswith("proposal.other_")
    assert "这件建议不" in refused.json()["detail"]
