"""Who may do what: one table, read by the guard, printed in docs/permissions.md.

A route's name is its line here.  `all` means every proposal; `own` means the proposals one's
unit handles or one signed, or what belongs to one's own account.  What is not written is refused.
"""

from collections.abc import Mapping
from typing import Literal

from aggregates.account import ROLES, Role

Reach = Literal["all", "own"]
Line = Mapping[Role, Reach]

PUBLIC = frozenset(
    {"healthz", "docs", "openapi_json", "style", "login_form", "log_in", "make_token"},
)
"""Routes that ask nobody who they are."""

_CONGRESS: Line = {"congress": "all"}
_OFFICE: Line = {"office": "all"}
_UNIT: Line = {"unit_handler": "own", "unit_head": "own"}
_DECIDERS: Line = {**_CONGRESS, **_OFFICE}
_DEPUTY: Line = {"deputy": "own"}
_DRAFTS: Line = {**_CONGRESS, **_DEPUTY}
_DIRECTORY: Line = {"administrator": "all"}
_PEOPLE: Line = {"administrator": "all", "congress": "all"}
_AUDIT: Line = {"auditor": "all", "congress": "all"}
_OVERVIEW: Line = {"congress": "all", "office": "all", "auditor": "all"}
_REVIEW: Line = {**_OVERVIEW, "unit_head": "own"}
_PICKERS: Line = {**_OVERVIEW, "administrator": "all"}
_MACHINE: Line = {"auditor": "all", "administrator": "all"}
_EVERYBODY: Line = {role: "own" for role in ROLES}
_READERS: Line = {
    "congress": "all",
    "office": "all",
    "auditor": "all",
    "unit_handler": "own",
    "unit_head": "own",
    "deputy": "own",
}

PERMISSIONS: Mapping[str, Line] = {
    # the account itself
    "me": _EVERYBODY,
    "revoke_token": _EVERYBODY,
    "log_out": _EVERYBODY,
    "change_password": _EVERYBODY,
    # drafts, before they enter the books
    "begin_draft": _DEPUTY,
    "revise_draft": _DEPUTY,
    "invite_cosigners": _DEPUTY,
    "cosign": _DEPUTY,
    "withdraw_cosignature": _DEPUTY,
    "submit_draft": _DEPUTY,
    "drop_draft": _DEPUTY,
    "return_draft": _CONGRESS,
    "refuse_draft": _CONGRESS,
    "admit": _CONGRESS,
    "drafts": _DRAFTS,
    "draft": _DRAFTS,
    "draft_file": _DRAFTS,
    # a proposal's life
    "register": _CONGRESS,
    "check_entry": _CONGRESS,
    "split": _CONGRESS,
    "merge": _CONGRESS,
    "ask_withdrawal": {**_DEPUTY, **_CONGRESS},
    "hide_identity": {**_DEPUTY, **_CONGRESS},
    "tell_deputies": _DECIDERS,
    "identity": _CONGRESS,
    "hand_over": _CONGRESS,
    "find_complex": _DECIDERS,
    "assign": _DECIDERS,
    "receive": _UNIT,
    "raise_objection": _UNIT,
    "decide_objection": _DECIDERS,
    "raise_dispute": _UNIT,
    "pass_on_dispute": {**_DECIDERS, **_UNIT},
    "settle_dispute": {**_DECIDERS, **_UNIT},
    "name_persons": _UNIT,
    "plan": _UNIT,
    "survey": _UNIT,
    "contact": _UNIT,
    "answer_contact": {**_DEPUTY, **_CONGRESS},
    "attempt_contact": _UNIT,
    "waive_contact": {**_DEPUTY, **_CONGRESS},
    "give_opinion": _UNIT,
    "return_opinion": _UNIT,
    "urge_opinion": _UNIT,
    "proceed_without": _UNIT,
    "ask_extension": _UNIT,
    "decide_extension": _DECIDERS,
    "withdraw_extension": _DECIDERS,
    "confirm_entry": _DECIDERS,
    "review_reply": {"unit_head": "own"},
    "reply": _UNIT,
    "return_reply": _DECIDERS,
    "read_reply": _DEPUTY,
    "correct_class": _DECIDERS,
    "reply_again": _UNIT,
    "rate": {"deputy": "own", "congress": "all"},
    "urge_rating": _CONGRESS,
    "urge_ratings": _CONGRESS,
    "reveal_ratings": _CONGRESS,
    "reveal_due": _CONGRESS,
    "study_dissatisfaction": _CONGRESS,
    "notes": _CONGRESS,
    "order_rehandling": _DECIDERS,
    "carry_over": _CONGRESS,
    "close": _CONGRESS,
    "correct": _CONGRESS,
    "void_entry": _CONGRESS,
    # proof files
    "keep_file": {**_DECIDERS, **_UNIT, **_DEPUTY},
    "proposal_file": _READERS,
    # years and rules
    "open_cycle": _CONGRESS,
    "close_session": _CONGRESS,
    "hold_handover": _CONGRESS,
    "hand_over_list": _CONGRESS,
    "close_cycle": _CONGRESS,
    "adopt_policy": _CONGRESS,
    "adopt_calendar": _CONGRESS,
    "preview_calendar": _CONGRESS,
    "move_dates": _CONGRESS,
    # the directory
    "register_unit": _DIRECTORY,
    "rename_unit": _DIRECTORY,
    "merge_unit": _DIRECTORY,
    "appoint": _PEOPLE,
    "dismiss": _PEOPLE,
    "register_person": _PEOPLE,
    "change_contact": _PEOPLE,
    "elect_deputy": _PEOPLE,
    "change_standing": _PEOPLE,
    # lists
    "import_file": _CONGRESS,
    "import_template": {**_PEOPLE, "office": "all"},
    # accounts
    "open_account": _DIRECTORY,
    "grant_role": _DIRECTORY,
    "revoke_role": _DIRECTORY,
    "close_account": _DIRECTORY,
    "reset_password": _DIRECTORY,
    # what is read
    "proposals": _READERS,
    "proposal": _READERS,
    "deadlines": _READERS,
    "holders": _READERS,
    "years": _EVERYBODY,
    "policy": _EVERYBODY,
    "board": _OVERVIEW,
    "handover_lists": _OVERVIEW,
    "handover_list": _OVERVIEW,
    "review": _REVIEW,
    "head_review": _REVIEW,
    "units": {**_PICKERS, **_UNIT},
    "deputies": {**_PICKERS, **_DEPUTY},
    "persons": _PICKERS,
    "accounts": {"administrator": "all", "auditor": "all"},
    # pages
    "home": _EVERYBODY,
    "page_boards": _OVERVIEW,
    "page_board": _OVERVIEW,
    "page_handover_list": _OVERVIEW,
    "page_drafts": _DRAFTS,
    "page_draft": _DRAFTS,
    "page_begin_draft": _DEPUTY,
    "page_write_draft": _DEPUTY,
    "page_judge_draft": _CONGRESS,
    "page_proposals": _READERS,
    "page_proposal": _READERS,
    "page_receive": _UNIT,
    "page_answer_contact": _DEPUTY,
    "page_read_reply": _DEPUTY,
    "page_rate": _DEPUTY,
    "page_ask_withdrawal": _DEPUTY,
    "page_hide_identity": _DEPUTY,
    "page_raise_objection": _UNIT,
    "page_decide_objection": _DECIDERS,
    "page_decide_extension": _DECIDERS,
    "page_reviews": _REVIEW,
    "page_review": _REVIEW,
    "page_head": _REVIEW,
    "page_policy": _EVERYBODY,
    "page_audit": _AUDIT,
    "page_verification": _AUDIT,
    # the machine
    "metrics": _MACHINE,
    # the audit
    "proposal_events": _READERS,
    "events": _AUDIT,
    "head": {**_AUDIT, "administrator": "all"},
    "verification": _AUDIT,
}

_WORDS: Mapping[Reach | None, str] = {"all": "全部", "own": "本人、本单位", None: "—"}


_HEADING = """# 权限表 Who may do what

本页由 `python -m api.printed` 依 `src/api/permissions.py` 生成，测试保证两者一致。
服务只按这张表放行，没有写的一律拒绝。

- 全部：所有建议或全部数据。
- 本人、本单位：承办单位限本单位承办的建议，代表限本人署名的建议，其余限自己的账号。
  建议归谁，看日志里的建议本身，不看可能滞后的数据表。年度和单位名录只有名称，看得到的人看到的都是全部。
"""


def as_markdown(titles: Mapping[str, tuple[str, str]]) -> str:
    """The table for people.  `titles` gives each route's address and its Chinese name."""
    lines = [
        *_HEADING.splitlines(),
        "",
        f"| 操作 | 地址 | {' | '.join(ROLES.values())} |",
        f"|---|---|{'---|' * len(ROLES)}",
    ]
    for name, line in PERMISSIONS.items():
        address, title = titles[name]
        cells = " | ".join(_WORDS[line.get(role)] for role in ROLES)
        lines.append(f"| {title} | `{address}` | {cells} |")
    opened = "、".join(f"`{titles[name][0]}`" for name in sorted(PUBLIC))
    return "\n".join([*lines, "", f"不登录即可访问的只有：{opened}。", ""])
