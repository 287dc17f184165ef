"""The policy texts that come with the house."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped_policies() -> dict[str, str]:
    """Each shipped policy's name and full text, from the wheel or from a checkout."""
    return {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in sorted(_folder().iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }


def _folder() -> Traversable:
    installed = files("commands") / "policies"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "policies"
