"""The policy texts that come with the house, and those a district wrote for itself."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from aggregates.base import Refused
from aggregates.policy import Policy


def shipped_policies() -> dict[str, str]:
    """Each shipped policy's name and full text, from the wheel or from a checkout."""
    return {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in sorted(_folder().iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }


def policy_text(named: str) -> str:
    """The full text of a shipped policy, by its name, or of a TOML file, by its path.

    Raises Refused: policy.unknown where there is neither, with the names there are;
    policy.unreadable where the file is no UTF-8; and whatever is wrong with its rules.
    """
    text = shipped_policies().get(named)
    if text is None:
        text = _written(Path(named))
    try:
        Policy.read(text)
    except Refused as wrong:
        raise Refused(wrong.code, f"{named}：{wrong.sentence}", wrong.field) from None
    return text


def _written(file: Path) -> str:
    if not file.is_file():
        known = "、".join(shipped_policies())
        raise Refused(
            "policy.unknown", f"没有办理办法“{file}”，也没有这个文件；现有：{known}", "policy"
        )
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(
            "policy.unreadable", f"{file}：不是UTF-8编码的文本，请另存为UTF-8", "policy"
        ) from None


def _folder() -> Traversable:
    installed = files("commands") / "policies"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "policies"
