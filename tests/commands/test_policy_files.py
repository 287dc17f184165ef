"""The texts that come with the house are texts a district can adopt."""

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from chinese_calendar import is_workday

from aggregates.calendar import Calendar, CalendarBook
from aggregates.policy import PolicyBook
from commands.calendar_text import official_calendar
from commands.policy_files import shipped_policies

ROOT = Path(__file__).parents[2]
TODAY = date(2025, 3, 3)


def test_the_house_ships_the_national_default_and_the_demo_year() -> None:
    assert {"national-2025", "demo-2025"} <= shipped_policies().keys()


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


def test_the_official_calendar_can_be_adopted() -> None:
    adopted = CalendarBook(id=UUID(int=2)).adopt(official_calendar(), TODAY, TODAY)
    assert adopted.name.startswith("国务院办公厅节假日安排")


def test_the_official_calendar_agrees_with_its_source_on_every_day() -> None:
    calendar = Calendar.read(official_calendar())
    first, last = date(min(calendar.known), 1, 1), date(max(calendar.known), 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for day in days if calendar.is_workday(day) != is_workday(day)] == []
    assert {2024, 2025} <= calendar.known
