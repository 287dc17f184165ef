"""What may be written, how long it may be, and who may read it.

Every text field of an event or command is one of these types, so that no string is stored
unclassed.  Rules on content bind the writer only: what was once stored can always be read.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

READING = {"reading": True}
"""The validation context under which stored rows are read: shapes hold, content rules do not."""


class Secrecy(StrEnum):
    """Who may read a field; personal and sealed ones are encrypted before they are hashed."""

    PUBLIC = "public"
    OFFICE = "office"
    PERSONAL = "personal"
    SEALED = "sealed"


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DIGEST = re.compile("[0-9a-f]{64}")
_GAP = r"[\s.\-\u00ad\u00b7\u2010-\u2015\u200b-\u200d\u2060\ufeff]{0,3}"
"""What people put between the groups of a number, seen or not."""
_ID_CARD = re.compile(
    rf"(?<![0-9A-Za-z])[1-9]\d{{5}}{_GAP}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])"
    rf"(?:0[1-9]|[12]\d|3[01]){_GAP}\d{{3}}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP}|0)?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")


@dataclass(frozen=True)
class Words:
    """A text of `least` to `most` characters, composed (NFC) and stripped, of one secrecy.

    Control characters are refused with their place; so are mobile and identity card numbers,
    except where `contact` says the field is there to hold them.
    """

    most: int
    least: int = 1
    secrecy: Secrecy = Secrecy.PUBLIC
    contact: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Check after the type itself, unless a stored row is being read."""
        return core_schema.with_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell clients the limits."""
        return {**handler(schema), "minLength": self.least, "maxLength": self.most}

    def _checked(self, text: str, info: core_schema.ValidationInfo) -> str:
        if info.context is READING:
            return text
        if bad := _UNPRINTABLE.search(text):
            raise PydanticCustomError(
                "control_character",
                "第{place}个字符是不可见的控制字符",
                {"place": bad.start() + 1},
            )
        text = unicodedata.normalize("NFC", text).strip()
        if not self.least <= len(text) <= self.most:
            raise PydanticCustomError(
                "text_length",
                "应为{least}至{most}个字，现为{now}个字",
                {"least": self.least, "most": self.most, "now": len(text)},
            )
        if not self.contact:
            _refuse_personal_data(text)
        return text


def _refuse_personal_data(text: str) -> None:
    wide = unicodedata.normalize("NFKC", text)
    for pattern, what in ((_ID_CARD, "身份证号"), (_MOBILE, "手机号")):
        if bad := pattern.search(wide):
            raise PydanticCustomError(
                "personal_data",
                "第{place}个字符起是{what}，这里不能写个人信息",
                {"place": bad.start() + 1, "what": what},
            )


def _of_a_file(digest: str, info: ValidationInfo) -> str:
    if info.context is READING or _DIGEST.fullmatch(digest):
        return digest
    raise PydanticCustomError("digest", "应为文件的SHA-256摘要：64个小写的十六进制字符")


Title = Annotated[str, Words(200)]
Ask = Annotated[str, Words(2_000)]
Text = Annotated[str, Words(20_000)]
Name = Annotated[str, Words(100)]
Code = Annotated[str, Words(64)]
Digest = Annotated[str, Words(64, least=64, contact=True), AfterValidator(_of_a_file)]
"""In one of some three hundred, eleven digits stand together as in a telephone number."""
Note = Annotated[str, Words(2_000, secrecy=Secrecy.OFFICE)]
Rules = Annotated[str, Words(200_000, contact=True)]
Contact = Annotated[str, Words(200, secrecy=Secrecy.PERSONAL, contact=True)]
Opinion = Annotated[str, Words(1_000, secrecy=Secrecy.SEALED)]
