"""The page of stages is current and tells what it is made from."""

import re
from pathlib import Path

from aggregates.flow import BEGINNINGS, STEPS
from aggregates.limits import LIMIT_LABELS
from aggregates.stages import STAGE_LABELS
from commands.flow_page import page

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "flow.md").read_text("utf-8")


def diagrams() -> list[str]:
    return re.findall(r"```mermaid\nstateDiagram-v2\n(.*?)```", PAGE, re.DOTALL)


def test_the_committed_page_is_current_and_can_be_found() -> None:
    assert page() == PAGE
    assert "docs/flow.md" in (ROOT / "README.md").read_text("utf-8")


def test_the_two_diagrams_show_every_stage_and_every_step_that_leads_on() -> None:
    drawn = "".join(diagrams())
    assert len(diagrams()) == 2
    assert set(re.findall(r'state "(.+?)" as (\w+)', drawn)) == {
        (label, stage) for stage, label in STAGE_LABELS.items() if stage not in BEGINNINGS
    }
    shown = re.findall(r"^    (\S+) --> (\S+) : (.+)$", drawn, re.MULTILINE)
    assert {(came, goes, act) for came, goes, acts in shown for act in acts.split("、")} == {
        (
            "[*]" if step.came in BEGINNINGS else step.came,
            "[*]" if step.goes in BEGINNINGS else step.goes,
            step.event.LABEL,
        )
        for step in STEPS
        if not step.stays
    }


def test_every_line_of_a_diagram_is_a_state_or_an_arrow() -> None:
    line = re.compile(r'    (state "[^":\n]+" as \w+|(\w+|\[\*\]) --> (\w+|\[\*\])( : [^:;\n]+)?)')
    assert [
        one for text in diagrams() for one in text.splitlines() if not line.fullmatch(one)
    ] == []


def test_every_act_and_every_limit_stands_on_the_page() -> None:
    rows = re.findall(r"^\| (.+?) \|", PAGE, re.MULTILINE)
    assert {step.event.LABEL for step in STEPS} | set(LIMIT_LABELS.values()) <= set(rows)
