"""Whatever goes wrong is said in Chinese; what nobody foresaw is never shown."""

import re
from collections.abc import Iterator
from typing import get_args
from uuid import UUID

import psycopg
import pytest
import structlog
from pydantic_core.core_schema import ErrorType
from starlette.testclient import TestClient
from town import Town

from api import sentences
from api.app import create_app
from eventstore.store import Conflict


@pytest.fixture
def client(town: Town) -> Iterator[TestClient]:
    """A service with three addresses at which something breaks."""
    app = create_app(town.house)
    id = town.proposal("received")

    @app.get("/unforeseen")
    def unforeseen() -> None:
        raise ZeroDivisionError("secret detail")

    @app.get("/down")
    def down() -> None:
        raise psycopg.OperationalError("host secret.example refused")

    @app.get("/race")
    def race() -> None:
        raise Conflict(UUID(id), 4)

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_what_nobody_foresaw_is_told_by_a_number_and_logged(client: TestClient) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = client.get("/unforeseen")

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (500, "unforeseen")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    (entry,) = logged
    assert entry["id"] in problem["detail"]
    assert isinstance(entry["exc_info"], ZeroDivisionError)


def test_without_the_database_it_says_to_come_back(client: TestClient) -> None:
    answer = client.get("/down")

    assert (answer.status_code, answer.json()["code"]) == (503, "database.down")
    assert answer.headers["retry-after"] == "5"
    assert "secret" not in answer.text


def test_a_race_names_what_the_other_did(client: TestClient) -> None:
    answer = client.get("/race")

    assert (answer.status_code, answer.json()["code"]) == (409, "race")
    assert "其间登记了：签收" in answer.json()["detail"]


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_every_kind_of_wrong_input_has_a_chinese_sentence(kind: str) -> None:
    numbers = dict.fromkeys(
        ("gt", "ge", "lt", "le", "min_length", "max_length", "actual_length"), 3
    )
    error = {"type": kind, "loc": ("body", "on"), "msg": "English", "ctx": numbers}

    (shown,) = sentences.shown([error])

    assert re.search("[一-鿿]", shown["sentence"].partition("：")[2] or shown["sentence"])
    assert "English" not in shown["sentence"]
    assert "{" not in shown["sentence"]
