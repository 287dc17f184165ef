"""Who is let in, for how long, and that it is really them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from starlette.testclient import TestClient
from town import TODAY, Citizen, Town

from aggregates.base import Refused
from api.access import cookie_name
from api.app import create_app
from api.sign_in import random_password, set_password
from eventstore.mapper import Recorded

HERE = {"Origin": "http://testserver"}


def take_token(town: Town, login: str, password: str, **more: Any) -> Any:
    body = {"login": login, "password": password, **more}
    return town.client.post("/api/v1/tokens", json=body)


def at_browser(town: Town, who: Citizen, next: str = "/") -> Any:
    form = {"login": who.login, "password": who.password, "next": next}
    return town.client.post("/login", data=form, follow_redirects=False)


@pytest.fixture
def newcomer(town: Town, request: pytest.FixtureRequest) -> Citizen:
    """Somebody of the roads unit whose account no other test uses."""
    return town.join(request.node.name[:60], "unit_handler", unit="道路局")


def test_an_unknown_login_and_a_wrong_password_are_told_alike(
    town: Town, newcomer: Citizen
) -> None:
    wrong = take_token(town, newcomer.login, "not the password")
    unknown = take_token(town, "nobody", "not the password")

    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert (wrong.status_code, wrong.json()["code"]) == (401, "sign_in.wrong")


def test_five_wrong_attempts_rest_a_login_for_a_quarter_of_an_hour(
    town: Town, newcomer: Citizen
) -> None:
    for _ in range(5):
        assert take_token(town, newcomer.login, "wrong password").status_code == 401

    resting = take_token(town, newcomer.login.upper(), newcomer.password)
    town.now = TODAY + timedelta(minutes=15, seconds=1)
    later = take_token(town, newcomer.login, newcomer.password)

    assert (resting.status_code, resting.json()["code"]) == (429, "sign_in.resting")
    assert resting.headers["retry-after"] == "901"
    assert "分钟后再试" in resting.json()["detail"]
    assert later.status_code == 201


def test_a_strangers_guesses_do_not_lock_anybody_out(town: Town, newcomer: Citizen) -> None:
    stranger = TestClient(town.client.app, client=("192.0.2.7", 50_000))
    guess = {"login": newcomer.login, "password": "wrong password"}
    statuses = [stranger.post("/api/v1/tokens", json=guess).status_code for _ in range(7)]

    assert statuses == [401] * 5 + [429] * 2
    assert take_token(town, newcomer.login, newcomer.password).status_code == 201


def test_guesses_from_many_addresses_rest_a_login_for_all(town: Town, newcomer: Citizen) -> None:
    guess = {"login": newcomer.login, "password": "wrong password"}
    for n in range(10):
        stranger = TestClient(town.client.app, client=(f"192.0.2.{n}", 50_000))
        assert [stranger.post("/api/v1/tokens", json=guess).status_code for _ in range(5)] == (
            [401] * 5
        )

    assert take_token(town, newcomer.login, newcomer.password).status_code == 429


def test_a_right_password_forgives_the_wrong_ones_before(town: Town, newcomer: Citizen) -> None:
    for _ in range(3):
        for _ in range(4):
            take_token(town, newcomer.login, "wrong password")
        assert take_token(town, newcomer.login, newcomer.password).status_code == 201


def test_an_unknown_login_rests_too(town: Town) -> None:
    for _ in range(5):
        take_token(town, "stranger to all", "wrong password")

    assert take_token(town, "stranger to all", "wrong password").status_code == 429


def test_a_token_ends_at_its_hour(town: Town, newcomer: Citizen) -> None:
    token = take_token(town, newcomer.login, newcomer.password, hours=2).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}

    town.now = TODAY + timedelta(hours=1, minutes=59)
    assert town.client.get("/api/v1/me", headers=headers).status_code == 200
    town.now = TODAY + timedelta(hours=2)
    assert town.client.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize("hours", [0, 2161, "2", None])
def test_a_token_lasts_between_an_hour_and_ninety_days(town: Town, hours: object) -> None:
    assert take_token(town, "x", "y", hours=hours).status_code == 422


def test_a_revoked_token_opens_nothing(town: Town, newcomer: Citizen) -> None:
    gone = town.client.delete("/api/v1/tokens/current", headers=newcomer.bearer)

    assert gone.status_code == 204
    assert newcomer.get("/me").json()["code"] == "sign_in.expired"


def test_a_closed_account_is_out_at_once_and_for_good(town: Town, newcomer: Citizen) -> None:
    town["administrator"].done(f"/accounts/{newcomer.account}/close", {"reason": "调离"})

    assert newcomer.get("/me").status_code == 401
    assert take_token(town, newcomer.login, newcomer.password).status_code == 401


def test_a_role_taken_back_is_gone_at_once(town: Town, newcomer: Citizen) -> None:
    id = town.proposal("assigned")
    town["administrator"].done(f"/accounts/{newcomer.account}/revoke-role", {"reason": "轮岗"})

    refused = newcomer.post(f"/proposals/{id}/receive", {"on": "2026-03-06"})

    assert (refused.status_code, refused.json()["code"]) == (403, "role")
    assert "没有角色" in refused.json()["detail"]


def test_another_role_holds_at_once(town: Town, newcomer: Citizen) -> None:
    admin = town["administrator"]
    admin.done(f"/accounts/{newcomer.account}/grant-role", {"role": "auditor"})

    assert newcomer.get("/me").json()["label"] == "审计人员"
    assert newcomer.get("/audit/head").status_code == 200


def test_a_new_password_ends_every_sign_in(town: Town, newcomer: Citizen) -> None:
    wrong = {"old": "not the password", "new": random_password()}
    right = {"old": newcomer.password, "new": random_password()}

    assert newcomer.post("/me/password", wrong, key=None).status_code == 403
    assert newcomer.post("/me/password", right, key=None).status_code == 204
    assert newcomer.get("/me").status_code == 401
    assert take_token(town, newcomer.login, right["new"]).status_code == 201


def test_the_old_password_is_not_guessed_without_end(town: Town, newcomer: Citizen) -> None:
    wrong = {"old": "not the password", "new": random_password()}
    right = {"old": newcomer.password, "new": random_password()}

    tried = [newcomer.post("/me/password", wrong, key=None).status_code for _ in range(6)]

    assert tried == [403] * 5 + [429]
    assert newcomer.post("/me/password", right, key=None).status_code == 429
    assert take_token(town, newcomer.login, newcomer.password).status_code == 201


def test_a_password_has_ten_characters_at_least(town: Town, newcomer: Citizen) -> None:
    house, account = town.house, newcomer.account

    short = town["administrator"].post(f"/accounts/{account}/password", {"password": "123456789"})

    assert short.status_code == 422
    assert short.json()["errors"][0]["sentence"] == "密码（password）：至少10个字"
    with pytest.raises(Refused, match="10至200个字符"):
        set_password(house.datastore, house.schemas, account, "123456789")


def test_no_secret_is_kept_as_it_is(town: Town, newcomer: Citizen) -> None:
    with psycopg.connect(town.house.url) as connection:
        for table in ("passwords", "passes", "attempts"):
            name = Identifier(town.house.schemas.desk, table)
            rows = connection.execute(SQL("select t::text from {} t").format(name)).fetchall()
            text = "\n".join(row[0] for row in rows)
            assert newcomer.password not in text
            assert newcomer.token not in text
            assert newcomer.token.encode().hex() not in text
    passwords = [row for row in (newcomer.password, newcomer.token)]
    whole = b"".join(link.state for link in town.house.store.log_recorder.links())
    assert not [secret for secret in passwords if secret.encode() in whole]
    assert newcomer.login.encode() not in whole


def test_the_reader_of_the_database_sees_no_way_in(town: Town) -> None:
    with psycopg.connect(town.house.url) as connection:
        connection.execute("set role huiyin_reader")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                SQL("select * from {}").format(Identifier(town.house.schemas.desk, "passes"))
            )


# ---- people at a browser


def test_a_person_signs_in_with_a_form_and_stays_signed_in(town: Town) -> None:
    page = town.client.get("/login?next=/api/v1/me")
    assert page.status_code == 200
    assert '<form method="post" action="/login"' in page.text
    assert "<script" not in page.text

    answer = at_browser(town, town["congress"], next="/api/v1/me")

    assert (answer.status_code, answer.headers["location"]) == (303, "/api/v1/me")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert town.client.get("/api/v1/me").json()["role"] == "congress"


def test_over_https_the_cookie_stays_there(town: Town) -> None:
    with TestClient(create_app(town.house), base_url="https://testserver") as client:
        form = {"login": town["congress"].login, "password": town["congress"].password}

        answer = client.post("/login", data=form, follow_redirects=False)

    assert "Secure" in answer.headers["set-cookie"].split("; ")


def test_a_wrong_password_shows_the_form_again(town: Town, newcomer: Citizen) -> None:
    form = {"login": newcomer.login, "password": "wrong password", "next": "/x"}

    answer = town.client.post("/login", data=form)

    assert answer.status_code == 401
    assert "登录名或密码不对" in answer.text
    assert f'value="{newcomer.login}"' in answer.text
    assert "wrong password" not in answer.text
    for _ in range(4):
        town.client.post("/login", data=form)
    resting = town.client.post("/login", data=form)
    assert (resting.status_code, resting.headers["retry-after"]) == (429, "901")


@pytest.mark.parametrize(
    "next",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x", "", "/\n/x"],
)
def test_login_leads_nowhere_else(town: Town, next: str) -> None:
    assert at_browser(town, town["office"], next=next).headers["location"] == "/"


def test_what_is_typed_into_the_form_is_shown_as_text(town: Town) -> None:
    script = '"><script>alert(1)</script>'

    answer = town.client.post("/login", data={"login": script, "password": "x", "next": script})

    assert "<script>" not in answer.text


def test_signing_out_ends_the_session(town: Town) -> None:
    at_browser(town, town["office"])
    session = town.client.cookies[cookie_name(town.house)]

    answer = town.client.post("/logout", headers=HERE, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    town.client.cookies.set(cookie_name(town.house), session)
    assert town.client.get("/api/v1/me").status_code == 401


def test_a_session_ends_after_half_a_day(town: Town) -> None:
    at_browser(town, town["office"])

    town.now = TODAY + timedelta(hours=12)

    assert town.client.get("/api/v1/me").status_code == 401


def test_a_browser_is_led_to_the_login_page(town: Town) -> None:
    html = {"Accept": "text/html"}

    answer = town.client.post("/logout", headers=html, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")


def test_a_browser_is_shown_a_page_of_what_went_wrong(town: Town) -> None:
    answer = town.client.get("/nowhere", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "没有这个地址" in answer.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://elsewhere.example"}, {"Origin": "null"}, {"Origin": ""}],
)
def test_a_form_from_another_site_is_refused(town: Town, headers: dict[str, str]) -> None:
    at_browser(town, town["congress"])
    head, body = town.head(), town.registration()

    answer = town.client.post(
        "/api/v1/proposals", json=body, headers={"Idempotency-Key": "forged", **headers}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "origin")
    assert town.head() == head


def test_a_login_from_another_site_is_refused(town: Town) -> None:
    form = {"login": town["office"].login, "password": town["office"].password}

    answer = town.client.post("/login", data=form, headers={"Origin": "http://elsewhere.example"})

    assert answer.status_code == 403


# ---- bug 41: identity comes from the session, never from a parameter


def last(town: Town, stream: str) -> Recorded:
    return town.house.store.history(UUID(stream))[-1]


def test_nothing_said_in_a_request_changes_who_asks(town: Town) -> None:
    id, roads, water = town.proposal("assigned"), town["roads"], town["water"]
    claims = {
        "X-User": str(water.account),
        "X-Forwarded-User": "administrator",
        "From": "administrator@example",
        "Cookie": f"account={water.account}; unit={water.unit}",
    }
    path = f"/proposals/{id}/receive?account={water.account}&unit={water.unit}&role=administrator"

    answer = roads.post(path, {"on": "2026-03-06"}, headers=claims)

    assert answer.status_code == 200
    by = last(town, id).signature.by
    assert (by.account, by.unit, by.role) == (roads.account, roads.unit, "unit_handler")


def test_a_deputy_rates_for_nobody_else(town: Town) -> None:
    id = town.proposal("replied")
    other = town.rating(deputy=town.deputies["second"])

    answer = town["first"].post(f"/proposals/{id}/rate", other)

    assert (answer.status_code, answer.json()["code"]) == (409, "rating.not_for_others")


def test_a_token_in_the_address_lets_nobody_in(town: Town) -> None:
    token = town["auditor"].token

    assert town.client.get(f"/api/v1/me?token={token}&access_token={token}").status_code == 401


@pytest.mark.parametrize("shown", ["Basic eDp5", "Bearer", "Bearer ", "Bearer x", "x", "Bearer é"])
def test_a_wrong_authorization_is_refused_even_with_a_session(town: Town, shown: str) -> None:
    at_browser(town, town["office"])

    answer = town.client.get("/api/v1/me", headers=[(b"Authorization", shown.encode())])

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_envelope_says_on_which_way_it_came_and_no_address(town: Town) -> None:
    id = town.proposal("assigned")
    at_browser(town, town["roads"])
    headers = {**HERE, "Idempotency-Key": "by the page"}

    town.client.post(f"/api/v1/proposals/{id}/receive", json={"on": "2026-03-06"}, headers=headers)
    town["roads"].done(f"/proposals/{id}/contact", town.contact("before", "2026-03-20"))

    page, program = town.house.store.history(UUID(id))[-2:]
    assert [one.signature.via.channel for one in (page, program)] == ["page", "api"]
    digests = [page.signature.via.session, program.signature.via.session, page.signature.via.net]
    assert all(re.fullmatch("[0-9a-f]{64}", digest or "") for digest in digests)
    assert len(set(digests)) == 3
    assert page.signature.via.net == program.signature.via.net
    assert page.signature.key == "by the page"
