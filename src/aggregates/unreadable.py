"""What is wrong with a text that is no TOML, in the words of one who types it in an office."""

import re

_WHERE = re.compile(r"\s*\(at line (?P<line>\d+), column (?P<column>\d+)\)")
_QUOTES = "文字的引号没有成对；引号要用英文的"
_MANY = "同一节写了两次；可以有多节的（如类别、抄送），每节都写双方括号[[ ]]"
_WHY = {
    "Invalid date or datetime": "没有这一天",
    "Cannot overwrite a value": "同一项写了两次",
    "Cannot declare": "同一节写了两次",
    "Duplicate inline table key": "同一项写了两次",
    "Expected '='": "项和值之间要有等号“=”",
    "Unclosed array": "列表里的值用英文逗号“,”隔开，末尾要有“]”",
    "Illegal character '\\n'": _QUOTES,
    "Unterminated string": _QUOTES,
    'Expected "\'"': _QUOTES,
    "Invalid value": "不是可以写的值：文字写在引号里，数目只写数字，是、否写 true、false",
    "Expected newline": "一行只写一项；文字要写在引号里，值的后面不能再写别的",
    "Expected ']'": "节的名字要写在方括号里，如[limits.reply]",
    "Invalid statement": "这一行不是“项 = 值”，也不是“[节的名字]”",
}
_WIDE = {
    **{chr(ord(plain) + 0xFEE0): plain for plain in "=#[].,:;\"'0123456789"},
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    "【": "[",
    "】": "]",
    "。": ".",
    "、": ",",
}
_SPACES = "\u3000\u00a0"


def unreadable(message: str, text: str) -> str:
    """The line, the column and what to do, from what the reader of TOML said of the text."""
    at = _WHERE.search(message)
    if not at:
        return f"文本读不出：{_why(message, '', '')}"
    number, column = int(at["line"]), int(at["column"])
    line = [*text.split("\n"), ""][number - 1]
    return f"第{number}行第{column}列：{_why(message, line, line[column - 1 : column])}"


def _why(message: str, line: str, stands: str) -> str:
    if stands and stands in _SPACES:
        return "这里的空格是全角的，要用英文的空格"
    if stands in _WIDE:
        return f"“{stands}”是中文（全角）的写法，要用英文的“{_WIDE[stands]}”"
    if message.startswith("Cannot") and line.lstrip().startswith("["):
        return _MANY
    return next((zh for en, zh in _WHY.items() if message.startswith(en)), "写法不合TOML格式")
