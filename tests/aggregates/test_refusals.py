"""A promise about the source: no refusal without a test that asserts its code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import aggregates

SOURCE = Path(aggregates.__file__).parent
TEXTS = ("policy", "calendar")
"""What `rulebook` reads: its codes begin with one of these."""


def codes(node: ast.expr) -> Iterator[str]:
    """The codes a first argument of Refused stands for; none where the reader names them."""
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(rest))]):
            yield from (f"{what}{rest}" for what in TEXTS)


def refusals() -> dict[str, str]:
    return {
        code: f"{path.name}:{call.lineno}"
        for path in sorted(SOURCE.glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Refused"
        for code in codes(call.args[0])
    }


def test_the_source_refuses_many_things() -> None:
    assert {"proposal.closed", "unit.unknown", "calendar.backwards"} < refusals().keys()
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", code) for code in refusals())


def test_every_refusal_is_asserted_by_a_test() -> None:
    asserted = {
        code
        for path in Path(__file__).parent.glob("test_*.py")
        if path.name != Path(__file__).name
        for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert {code: at for code, at in refusals().items() if code not in asserted} == {}
