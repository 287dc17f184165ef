"""The description of the API: in Chinese, complete, current, and readable without the internet."""

import json
import re
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest
from town import Town

from api.app import wired
from api.openapi import routes_of
from api.printed import pages

DOCS = Path(__file__).parents[2] / "docs"
CHINESE = re.compile(r"[一-鿿]")
OUTSIDE = re.compile(r"""(?:src|href|url|action)\s*[=(]\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)


def operations() -> list[tuple[str, dict[str, Any]]]:
    described = json.loads(pages()["openapi.json"])
    return [
        (f"{method} {path}", one)
        for path, methods in described["paths"].items()
        for method, one in methods.items()
    ]


def test_the_committed_description_is_current() -> None:
    assert (DOCS / "openapi.json").read_text("utf-8") == pages()["openapi.json"]


@pytest.mark.parametrize(("name", "one"), operations(), ids=lambda value: str(value)[:60])
def test_every_operation_is_described_in_chinese(name: str, one: dict[str, Any]) -> None:
    assert CHINESE.search(one["summary"])
    assert CHINESE.search(one["description"])
    assert one["tags"]
    for parameter in one.get("parameters", []):
        assert CHINESE.search(parameter["description"]), parameter["name"]
    for status, answer in one["responses"].items():
        assert CHINESE.search(answer["description"]), status
        if not status.startswith("2"):
            assert set(answer["content"]) == {"application/problem+json"}


def test_every_field_has_a_chinese_name() -> None:
    schemas = json.loads(pages()["openapi.json"])["components"]["schemas"]

    unnamed = {
        f"{schema}.{field}"
        for schema, shape in schemas.items()
        for field, one in shape.get("properties", {}).items()
        if not CHINESE.search(one.get("description", ""))
    }

    assert not unnamed


def test_no_summary_is_told_twice() -> None:
    summaries = [one["summary"] for _, one in operations()]

    assert len(summaries) == len(set(summaries))


def test_routes_are_ordinary_functions_so_that_none_blocks_the_others() -> None:
    assert not [route.name for route in routes_of(wired()) if iscoroutinefunction(route.endpoint)]


def test_the_service_says_it_is_well_to_anybody(town: Town) -> None:
    said = town.client.get("/healthz")

    assert said.status_code == 200
    assert said.json()["service"] == "huiyin"
    assert said.json()["position"] == town.head()


def test_the_description_is_served_to_anybody(town: Town) -> None:
    assert town.client.get("/openapi.json").json() == json.loads(pages()["openapi.json"])


@pytest.mark.parametrize("path", ["/docs", "/login", "/nowhere"])
def test_a_page_loads_nothing_from_outside(town: Town, path: str) -> None:
    page = town.client.get(path, headers={"Accept": "text/html"})

    assert page.headers["content-type"].startswith("text/html")
    assert not OUTSIDE.search(page.text)
    assert "<script" not in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


def test_the_documentation_lists_every_operation(town: Town) -> None:
    page = town.client.get("/docs").text

    for name, one in operations():
        method, path = name.split(" ", 1)
        assert f"<code>{method.upper()} {path}</code>" in page
        assert one["summary"] in page
