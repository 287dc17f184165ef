"""Why an input was not taken, told in Chinese, field by field."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

from api.words import FIELDS, VALUES

_KNOWN = frozenset(get_args(ErrorType))
_QUOTED = re.compile(r"'([^']*)'")
_SOURCES = ("body", "path", "query", "header", "form")

_SENTENCES: Mapping[str, str] = {
    "missing": "必须填写",
    "extra_forbidden": "没有这个栏目",
    "invalid_key": "没有这个栏目",
    "json_invalid": "不是合法的 UTF-8 编码 JSON",
    "json_type": "应为 JSON 文本",
    "recursion_loop": "层次太深",
    "recursion_depth_exceeded": "层次太深",
    "model_type": "应为由栏目组成的对象",
    "model_attributes_type": "应为由栏目组成的对象",
    "dict_type": "应为由栏目组成的对象",
    "none_required": "应为空",
    "greater_than": "应大于{gt}",
    "greater_than_equal": "不能小于{ge}",
    "less_than": "应小于{lt}",
    "less_than_equal": "不能大于{le}",
    "too_short": "至少要有{min_length}项，现有{actual_length}项",
    "too_long": "最多{max_length}项",
    "string_type": "应为文字",
    "string_unicode": "含有不成对的编码，不是合法文字",
    "string_too_short": "至少{min_length}个字",
    "string_too_long": "最多{max_length}个字",
    "string_pattern_mismatch": "格式不对",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "set_type": "应为列表",
    "frozen_set_type": "应为列表",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "数字太大",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bytes_type": "应为 JSON（请求头 Content-Type: application/json）",
    "date_type": "应为日期，写作2026-03-05",
    "date_parsing": "不是存在的日期，应写作2026-03-05",
    "date_from_datetime_parsing": "不是存在的日期，应写作2026-03-05",
    "date_from_datetime_inexact": "应为日期，不带时刻",
    "datetime_type": "应为时刻，写作2026-03-05T09:00:00+08:00",
    "datetime_parsing": "不是存在的时刻",
    "uuid_type": "应为编号（UUID）",
    "uuid_parsing": "不是合法的编号（UUID）",
    "uuid_version": "不是合法的编号（UUID）",
}
_OTHERWISE = "内容不符合要求"


def shown(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Each error as field, stable code and a Chinese sentence that names the field."""
    return [_one(error) for error in errors]


def _one(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part)[:64] for part in error["loc"]]
    if place and place[0] in _SOURCES:
        place = place[1:]
    kind = error["type"]
    if kind == "json_invalid":
        place = []
    said = _said(error)
    named = _named(place)
    return {
        "field": ".".join(place),
        "code": f"input.{kind}",
        "sentence": f"{named}：{said}" if named else f"请求正文{said}",
    }


def _said(error: Mapping[str, Any]) -> str:
    kind, given = error["type"], error.get("ctx", {})
    if kind not in _KNOWN:
        return str(error["msg"])
    if kind in ("literal_error", "enum"):
        return f"应为{_choices(str(given.get('expected', '')))}之一"
    return _SENTENCES.get(kind, _OTHERWISE).format_map(given)


def _choices(expected: str) -> str:
    values = _QUOTED.findall(expected)
    return "、".join(f"{one}（{VALUES[one]}）" if one in VALUES else one for one in values)


def _named(place: list[str]) -> str:
    """The Chinese name of the field, then where it stands: 承办单位及分工（assignments.0.unit）."""
    path = ".".join(place)
    words = [
        f"第{int(part) + 1}项" if part.isdecimal() else FIELDS[part]
        for part in place
        if part.isdecimal() or part in FIELDS
    ]
    return f"{'的'.join(words)}（{path}）" if words else path
