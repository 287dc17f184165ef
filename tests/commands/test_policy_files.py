"""The texts that come with the house are texts a district can adopt."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from aggregates.base import Refused
from aggregates.policy import PolicyBook
from commands.policy_files import policy_text, shipped_policies

ROOT = Path(__file__).parents[2]
TODAY = date(2025, 3, 3)


def test_the_house_ships_seven_policies_and_the_demo_year() -> None:
    assert set(shipped_policies()) == {
        "beijing-2014",
        "chongqing-2018",
        "demo-2025",
        "national-2025",
        "qingdao-2021",
        "shandong-2017",
        "shanghai-2015",
        "zhejiang-2016",
    }


@pytest.mark.parametrize("name", shipped_policies())
def test_every_shipped_policy_can_be_adopted_under_its_file_name(name: str) -> None:
    adopted = PolicyBook(id=UUID(int=1)).adopt(shipped_policies()[name], TODAY, TODAY)
    assert adopted.id == name


def test_an_installed_wheel_finds_the_texts_inside_the_package(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "commands", tmp_path / "commands")
    shutil.copytree(ROOT / "policies", tmp_path / "commands" / "policies")
    ask = "from commands.policy_files import shipped_policies; print(*shipped_policies())"
    found = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {ask}"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert found.stdout.split() == sorted(shipped_policies())


# ---- the text meant by a word on the command line


def test_a_shipped_policy_is_meant_by_its_name() -> None:
    assert policy_text("zhejiang-2016") == shipped_policies()["zhejiang-2016"]


def test_an_eighth_place_is_meant_by_the_path_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "mycounty-2026.toml"
    text = shipped_policies()["beijing-2014"].replace('"beijing-2014"', '"mycounty-2026"')
    file.write_text(text, encoding="utf-8")
    assert policy_text(str(file)) == text


def test_a_word_that_is_neither_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    for word in ("guangzhou", str(tmp_path)):
        with pytest.raises(Refused, match="现有：beijing-2014、chongqing-2018") as refused:
            policy_text(word)
        assert (refused.value.code, refused.value.field) == ("policy.unknown", "policy")


def test_a_file_in_another_encoding_or_with_a_mistake_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mycounty-2026.toml"
    file.write_bytes(shipped_policies()["beijing-2014"].encode("gb18030"))
    with pytest.raises(Refused, match="不是UTF-8编码的文本") as refused:
        policy_text(str(file))
    assert refused.value.code == "policy.unreadable"

    file.write_text("id = 3\n" + shipped_policies()["beijing-2014"], encoding="utf-8")
    with pytest.raises(Refused, match=r"mycounty-2026\.toml：第11行第20列：同一项写了两次"):
        policy_text(str(file))
