"""What a proof file is, told by its bytes; what somebody calls it is only compared with that."""

from collections.abc import Mapping
from typing import Final

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
PDF, JPEG, PNG, TEXT = "application/pdf", "image/jpeg", "image/png", "text/plain"
DOC: Final = "application/msword"
DOCX: Final = f"{_OFFICE}.wordprocessingml.document"
XLSX: Final = f"{_OFFICE}.spreadsheetml.sheet"

ENDINGS: Mapping[str, tuple[str, ...]] = {
    PDF: ("pdf",),
    JPEG: ("jpg", "jpeg"),
    PNG: ("png",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    DOC: ("doc",),
    TEXT: ("txt", "md", "csv"),
}
"""The types that are kept, and how their names may end; the first is put on where none fits."""

_BEGINNINGS: Mapping[bytes, str] = {
    b"%PDF-": PDF,
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
}
_ZIP, _COMPOUND = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_PARTS = 10_000
_NOT_TEXT = {*range(32), 127} - set(b"\t\n\r\f")


def type_of(content: bytes) -> str | None:
    """The media type of a file; None when it is none of those that are kept."""
    for beginning, type in _BEGINNINGS.items():
        if content.startswith(beginning):
            return type
    if content.startswith(_ZIP):
        return _office_type(_parts(content))
    if content.startswith(_COMPOUND):
        return DOC if "WordDocument".encode("utf-16-le") in content else None
    return TEXT if _is_text(content) else None


def _office_type(parts: set[bytes]) -> str | None:
    """Word or Excel, by what lies in the package; none with macros in it."""
    if b"[Content_Types].xml" not in parts or any(p.endswith(b"vbaProject.bin") for p in parts):
        return None
    for folder, type in ((b"word/", DOCX), (b"xl/", XLSX)):
        if any(part.startswith(folder) for part in parts):
            return type
    return None


def _parts(content: bytes) -> set[bytes]:
    """The names in a zip's directory; nothing is unpacked, nothing trusted."""

    def number(at: int, size: int) -> int:
        return int.from_bytes(content[at : at + size], "little")

    found, at = set(), number(content.rfind(b"PK\x05\x06") + 16, 4)
    for _ in range(_MOST_PARTS):
        if content[at : at + 4] != b"PK\x01\x02":
            break
        name = number(at + 28, 2)
        found.add(content[at + 46 : at + 46 + name])
        at += 46 + name + number(at + 30, 2) + number(at + 32, 2)
    return found


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _NOT_TEXT.intersection(content)
