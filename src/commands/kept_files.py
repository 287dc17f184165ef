"""Files a command names must have been handed in before: the log keeps no digest of nothing."""

from collections.abc import Iterable

from aggregates.base import Refused
from aggregates.proposal_events import File
from commands.desk import Desk


def must_be_kept(desk: Desk, files: Iterable[File], field: str = "files") -> None:
    """Raises Refused for the first file that is not here (file.unknown) or that is described
    otherwise than it was handed in (file.differs)."""
    asked = tuple(files)
    known = desk.files.known(file.sha256 for file in asked) if asked else {}
    for file in asked:
        kept = known.get(file.sha256)
        if kept is None:
            raise Refused("file.unknown", f"附件“{file.name}”还没有交存，请先交存文件", field)
        if (kept.size, kept.type) != (file.size, file.type):
            raise Refused("file.differs", f"附件“{file.name}”的大小或类型与交存的文件不符", field)
