"""Promises about the shape of the source that no linter makes."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = {
    path.name for path in (ROOT / "src").iterdir() if path.is_dir() and path.name[0].islower()
}
INDEX_HOSTS = (
    ("pypi", "org"),
    ("python" + "hosted", "org"),
    ("npm" + "js", "org"),
    ("deb", "debian", "org"),
    ("mirrors", "aliyun", "com"),
    ("tuna", "tsinghua", "edu", "cn"),
)
INDEX_ADDRESS = re.compile(
    "|".join(
        [*(re.escape(".".join(host)) for host in INDEX_HOSTS), "--(extra-)?index-" + "url[ =]"]
    )
)
LOCK_LINE = re.compile(r"[a-z0-9-]+==\S+(?: ; .+?)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?")
COLLECTIVE_NAMES = re.compile(r"(Manager|Service|Handler|Helper|Utils?|Dto|Impl)\b")


def files() -> list[Path]:
    """What a clone of the project would hold; every visible file where there is no git."""
    asked = ("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        visible = (path for path in ROOT.iterdir() if not path.name.startswith("."))
        return [file for path in visible for file in [path, *path.rglob("*")] if file.is_file()]
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def sources() -> list[Path]:
    return sorted((ROOT / "src").rglob("*.py"))


def test_every_package_is_in_the_layer_contract() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(config["tool"]["importlinter"]["root_packages"]) == PACKAGES


def test_every_package_is_in_the_wheel() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = config["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["packages"]) == {f"src/{name}" for name in PACKAGES}


def test_no_package_hides_the_standard_library() -> None:
    assert not PACKAGES & sys.stdlib_module_names


def test_no_package_is_also_somebody_elses() -> None:
    owners = packages_distributions()
    assert {name: owners[name] for name in PACKAGES if name in owners} == {
        name: ["huiyin"] for name in PACKAGES if name in owners
    }


def test_no_test_folder_is_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_no_name_says_only_that_it_does_something() -> None:
    named = re.compile(r"^\s*(?:class|def) (\w+)", re.MULTILINE)
    found = {
        name
        for path in sources()
        for name in named.findall(path.read_text(encoding="utf-8"))
        if COLLECTIVE_NAMES.search(name)
    }
    assert not found


def test_no_file_names_a_package_index() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in files()
        if INDEX_ADDRESS.search(path.read_text(encoding="utf-8", errors="ignore"))
    }
    assert not found


def test_the_lock_holds_versions_and_hashes_and_nothing_else() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in lines if not LOCK_LINE.fullmatch(line)] == []
