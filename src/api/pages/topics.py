"""The topics of the log, as an auditor chooses among them."""

from eventstore.registry import FORMS

KINDS = {
    "proposal": "建议",
    "draft": "草稿",
    "cycle": "年度",
    "unit": "单位",
    "person": "人员",
    "deputy": "代表",
    "account": "账号",
    "policy": "办理办法",
    "calendar": "工作日历",
    "log": "日志",
    "number": "建议编号",
    "login": "登录名",
}


def choices(chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each kind with everything of it and its topics; what was typed by hand stands alone."""
    found = []
    for kind, label in KINDS.items():
        topics = [topic for topic in FORMS if topic.startswith(f"{kind}.")]
        each = [(topic, FORMS[topic].event.LABEL) for topic in topics]
        found.append((label, [(f"{kind}.", f"{label}：全部"), *each]))
    if chosen and chosen not in {value for _, options in found for value, _ in options}:
        found.insert(0, ("其他", [(chosen, f"以{chosen}开头的")]))
    return found
