"""How to write the policy of a new place, told from the forms themselves: it cannot go stale."""

from collections.abc import Iterator
from importlib.resources import files
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from aggregates.limits import ANCHOR_LABELS, LIMIT_LABELS, Extension, Limit, Limits, ReplyLimit
from aggregates.policy import Policy
from commands.policy_words import KEYS, LEFT_OUT, SECTIONS, VALUES

_STEPS = """\
## 一、怎样给一个新地方写办法

不用会编程。办法是一个文本文件，用记事本之类就能写，存成UTF-8编码，文件名以 `.toml` 结尾。

1. **复制**一个最接近的：`policies/` 里有各地的文件，或者用下面的样本。文件名就是办法的编号，
   如 `mycounty-2026.toml`，文件里写 `id = "mycounty-2026"`。
2. **逐节修改**。方括号里是一节的名字，如 `[limits.reply]`；下面一行一项，写成 `项 = 值`。
   文字写在引号里，数目不写引号，列表写在方括号里，`#` 后面是给人看的说明。引号、等号、逗号、方括号都用英文的
   （半角），引号里面的文字照常用中文标点。`[[copies]]` 这样双方括号的，可以写几节，每节都写双方括号。
   期限和谁来办是两回事，分在两节：如异议的期限写在 `[limits.objection]`，由谁决定写在 `[objection]`。
   每一节都有 `article`，写依据的条款；法律没有规定、由本地自己定的，照实写明。
3. **检查**：`huiyin policy check mycounty-2026.toml`。有不对的，说明在哪一行、哪一项、为什么。
   超过法定期限、不存在的日子（如9月31日）、没有用处的期限、缺少的期限、没有下一步的情形、不认识的项，
   都不能采用。
4. **比较**：`huiyin policy diff national-2025 mycounty-2026.toml`，逐项列出与另一份办法的不同和两边的条款。
5. **采用**。建立正式日志时：`huiyin init --district 行政区划代码 --policy mycounty-2026.toml`。
   已有日志的，由人大账号经 `POST /api/v1/policies` 采用，或者运行 `huiyin policy adopt`，写明从哪一天起施行；不能早于今天，
   不溯及以前，以前的决定仍按当时的办法。
"""
_COUNTING = """\
- `day` 是自然日；`workday` 是工作日，调休上班的周末算，放假的不算；`month` 按月，遇到没有的日子取该月最后一日
  （8月31日起六个月，到2月28日或29日）。
- 起算的当日不计入，除非写 `first_day = true`。届满之日遇休息日不顺延，除非写 `rest_day = "moves"`。
- 固定日期（`fixed`）是起算以后的第一个这样的日子；仍受下面的法律限制：写8月5日，6月1日交办的到8月5日，
  3月1日交办的只到6月1日。
- 从 `reply_due` 起算是倒数：答复期限届满以前多少日。
- 答复期限另受法律限制：普通的不超过自交办之日起三个月，涉及面广、处理难度大的和延期的不超过六个月
  （代表法第五十一条第二款）；办法算出的日子更晚的，取法律的日子。
"""


def guide() -> str:
    """Part one of the page: the steps, a whole example, every section and key."""
    example = files("commands").joinpath("example-county.toml").read_text(encoding="utf-8")
    return "\n".join(
        [
            _STEPS,
            f"### 样本\n\n一个完整的办法，没有写的节按默认。\n\n```toml\n{example}```\n",
            "### 开头\n",
            _keys("", ("id", "name"), Policy.model_fields),
            *_limits(),
            *_sections("", Policy),
        ]
    )


def form_of(annotation: Any) -> Any:
    """What a field may hold, its tuple, option and annotations unwrapped."""
    if get_origin(annotation) in (Annotated, tuple, Union, UnionType):
        return form_of(get_args(annotation)[0])
    return annotation


def sections(place: str, form: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel], FieldInfo]]:
    """Every section below a form but the limits, by its name in a file, in the order of the form."""
    for name, field in form.model_fields.items():
        inner = form_of(field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not Limits:
            yield f"{place}{name}", inner, field
            yield from sections(f"{place}{name}.", inner)


def _sections(place: str, form: type[BaseModel]) -> Iterator[str]:
    for name, inner, field in sections(place, form):
        title, meaning = SECTIONS[name]
        many = get_origin(field.annotation) is tuple
        head = f"[[{name}]]" if many else f"[{name}]"
        must = "必须写。" if field.is_required() else "可以不写，不写按默认。"
        keys = tuple(key for key in inner.model_fields if f"{name}.{key}" in KEYS)
        yield f"### `{head}` {title}\n\n{meaning}{must}\n"
        if keys:
            yield _keys(f"{name}.", keys, inner.model_fields)


def _limits() -> Iterator[str]:
    title, meaning = SECTIONS["limits"]
    yield f"### `[limits.…]` {title}\n\n{meaning}\n"
    yield _keys("limits.", tuple(Limit.model_fields), Limit.model_fields)
    yield "`reply`、`reply_complex` 还可以写：\n"
    yield _keys("limits.", _own(ReplyLimit), ReplyLimit.model_fields)
    yield "`extension` 还可以写：\n"
    yield _keys("limits.", _own(Extension), Extension.model_fields)
    yield f"怎样数：\n\n{_COUNTING}"
    yield "有哪些期限，各从哪一天起算，不写会怎样：\n"
    rows = [
        f"| `{name}` | {LIMIT_LABELS[name]} | {_said('limits.anchor', starts(field))} "
        f"| {'必须写' if field.is_required() else LEFT_OUT[name]} |"
        for name, field in Limits.model_fields.items()
    ]
    yield "\n".join(["| 节 | 期限 | 从哪一天起算 | 不写时 |", "|---|---|---|---|", *rows, ""])


def _own(form: type[Limit]) -> tuple[str, ...]:
    return tuple(key for key in form.model_fields if key not in Limit.model_fields)


def starts(field: FieldInfo) -> tuple[str, ...]:
    """The anchors a limit may be counted from, found by trying each."""
    whole: Any = Annotated[field.annotation, "limit", *field.metadata]
    asked = TypeAdapter[Any](whole)
    return tuple(anchor for anchor in ANCHOR_LABELS if _accepts(asked, anchor))


def _accepts(asked: TypeAdapter[Any], anchor: str) -> bool:
    try:
        asked.validate_python({"amount": 1, "unit": "day", "anchor": anchor, "article": "例"})
    except ValidationError:
        return False
    return True


def _keys(place: str, names: tuple[str, ...], fields: dict[str, FieldInfo]) -> str:
    rows = [
        f"| `{name}` | {KEYS[place + name]} | {_allowed(place + name, fields[name])} "
        f"| {_unwritten(fields[name])} |"
        for name in names
    ]
    return "\n".join(["| 项 | 意思 | 可以写 | 不写时 |", "|---|---|---|---|", *rows, ""])


def _allowed(key: str, field: FieldInfo) -> str:
    kind = form_of(field.annotation)
    if get_origin(kind) is Literal:
        several = "列表：" if get_origin(field.annotation) is tuple else ""
        return several + _said(key, get_args(kind))
    return {int: "整数", bool: "`true`、`false`"}.get(kind, "文字")


def _said(key: str, values: tuple[str, ...]) -> str:
    return "；".join(f"`{value}` {VALUES[key][value]}" for value in values)


def _unwritten(field: FieldInfo) -> str:
    if field.is_required():
        return "必须写"
    match field.default:
        case bool(value):
            return f"`{str(value).lower()}`"
        case tuple(values) if values:
            return "、".join(f"`{value}`" for value in values)
        case int(value) if value:
            return f"`{value}`"
        case str(value):
            return f"`{value}`"
    return "没有"
