"""The README's tour of the API runs as printed."""

import re
import subprocess
from pathlib import Path

import pytest
from test_service import Installation

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
TOUR = README.split("## 接口一圈")[1].split("\n## ")[0]


def test_the_tour_runs_as_printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = Installation(tmp_path_factory.mktemp("tour"))
    script = "set -euo pipefail\n" + "\n".join(re.findall(r"```bash\n(.*?)```", TOUR, re.DOTALL))

    with place.running():
        place.loaded()
        told = subprocess.run(
            ["bash", "-c", script],
            env={**place.environ, "HUIYIN_URL": f"http://127.0.0.1:{place.port}"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert told.returncode == 0, told.stderr[-2000:]
    assert "答复前缺少办前、办中沟通" in told.stdout
    assert "青岛条例第二十五条" in told.stdout
    assert told.stdout.count('"topic":"proposal.contact_answered"') == 2
    assert '"state":"revealed"' in told.stdout
    assert told.stdout.count('"topic":"proposal.rated"') == 2  # given, and revised
