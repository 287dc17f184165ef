"""The workbook in which a district hands in its lists: four sheets with fixed headings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from aggregates.proposal_events import Author, Channel, Complexity, Mark
from aggregates.unit import Branch

Handling = Literal["sole", "lead_and_co", "joint", "separate"]

BRANCHES: Mapping[str, Branch] = {
    "政府": "government",
    "监察委员会": "supervision",
    "法院": "court",
    "检察院": "procuratorate",
    "人大": "congress",
    "党委": "party",
    "下级政府": "lower_government",
    "其他": "other",
}
CHANNELS: Mapping[str, Channel] = {
    "会议期间": "in_session",
    "闭会期间": "out_of_session",
    "议案转建议": "motion_converted",
    "委员联系代表": "committee_contact",
    "现场提出": "on_site",
    "上级代表": "higher_level_deputy",
}
AUTHORS: Mapping[str, Author] = {"代表": "deputy", "代表团": "delegation"}
HANDLINGS: Mapping[str, Handling] = {
    "独办": "sole",
    "主办会办": "lead_and_co",
    "联合主办": "joint",
    "分别办理": "separate",
}
COMPLEXITIES: Mapping[str, Complexity] = {"一般": "ordinary", "复杂": "complex"}
MARKS: Mapping[str, Mark] = {
    "满意": "satisfied",
    "基本满意": "basically_satisfied",
    "不满意": "dissatisfied",
}
YES_NO: Mapping[str, bool] = {"是": True, "否": False}
LETTERS: Collection[str] = (
    *("A", "B", "C", "D", "甲", "乙", "丙", "丁"),
    *("解决采纳", "正在解决", "计划解决", "留作参考"),
)
"""Class letters and words met in the places compared, for schemes whose text is not adopted."""

IGNORED = "序号"
"""The one heading that is read over: a line number says nothing about the line."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, what to write there, and in which form."""

    heading: str
    note: str
    required: bool = False
    words: Collection[str] = ()
    day: bool = False
    personal: bool = False
    width: int = 14


@dataclass(frozen=True)
class Form:
    """A sheet: its name, what a row of it is, and its columns in order."""

    name: str
    note: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> Mapping[str, Column]:
        """The columns by heading."""
        return {column.heading: column for column in self.columns}

    @property
    def required(self) -> list[str]:
        """Headings without which the sheet cannot be read."""
        return [column.heading for column in self.columns if column.required]


_DAY = "真正的日期，或写作2025-03-01、2025年3月1日、2025.3.1"
_UNITS = "单位名称，多家用、或；隔开"
_OFFICE = "只在内部备查，原样保留"

UNITS = Form(
    "单位",
    "承办单位，一行一家。代码登记后不再改变。",
    (
        Column("代码", "单位代码，同一单位永远用同一代码", required=True),
        Column("名称", "单位全称，与交办清单里的写法一致", required=True, width=28),
        Column("系统", "单位所属系统", required=True, words=BRANCHES),
        Column("主要负责人", "现任主要负责人姓名；可不填"),
        Column("是否人大任命", "主要负责人是否由人大及其常委会任命；填了姓名就要填", words=YES_NO),
        Column("任职日期", f"主要负责人任职日期；填了姓名就要填。{_DAY}", day=True),
    ),
)
DEPUTIES = Form(
    "代表",
    "人大代表，一行一位。同一届里以姓名和代表团区分；仍有重名的，填代表证号。",
    (
        Column("姓名", "代表姓名", required=True),
        Column("届", "第几届，只写数字，如18", required=True, width=8),
        Column("代表团", "所在代表团", required=True, width=20),
        Column("代表证号", "代表证号码；加密保存。同团重名时必填", personal=True),
        Column("联系电话", "代表本人电话；加密保存，只有办理需要时可见", personal=True, width=18),
        Column("当选日期", f"不填则记导入当日。{_DAY}", day=True),
    ),
)
HANDOVERS = Form(
    "交办清单",
    "本年度交办的建议，一行一件；导入即登记、交办、分办，期限按现行办法算出。",
    (
        Column("编号", "建议编号，按印发的写法，如072、闭08", required=True, width=10),
        Column("案由", "建议标题，200字以内", required=True, width=44),
        Column("内容", "建议全文；可不填", width=44),
        Column("诉求", "逐项编号或分行；不填则以案由为唯一诉求", width=36),
        Column("类别", "如农业农村、交通运输"),
        Column("提出方式", "不填为会议期间", words=CHANNELS),
        Column("提出人", "不填则按有无领衔代表判断；代表团建议由团长领衔", words=AUTHORS),
        Column("领衔代表", "姓名；有重名时写作 姓名（代表证号）", personal=True),
        Column("联名代表", "姓名，多位用、隔开；有重名时同上", personal=True, width=24),
        Column("代表团", "领衔代表所在代表团，或提出建议的代表团"),
        Column("联名人数", "连同领衔代表共几人", width=10),
        Column(
            "主办单位",
            f"{_UNITS}，即联合主办；分别办理可在名称后写明答复第几项诉求，如 甲局（1、2）",
            required=True,
            width=28,
        ),
        Column("会办单位", _UNITS, width=28),
        Column("办理方式", "不填则按主办、会办单位的家数判断", words=HANDLINGS),
        Column("系统", "交办给哪个系统；不填则为主办单位所属系统", words=BRANCHES),
        Column("交办日期", f"法定期限由此起算；不填则为导入时指定的日期或当日。{_DAY}", day=True),
        Column("难易", "不填为一般；复杂的六个月内答复", words=COMPLEXITIES, width=10),
        Column("复杂理由", "涉及面广、处理难度大的理由；难易为复杂时必填", width=24),
        Column("地区", _OFFICE),
        Column("年份", _OFFICE, width=8),
        Column("答复日期", f"{_OFFICE}，不算作答复。{_DAY}", day=True),
        Column("结果类别", f"{_OFFICE}，不算作答复", width=10),
        Column("要点", _OFFICE, width=36),
        Column("来源", _OFFICE, width=36),
        Column("备注", _OFFICE, width=24),
    ),
)
PAST = Form(
    "历年办结",
    "往年已经办结的建议，一行一件，按真实日期记为一条历史；不补造沟通、答复和评价的过程。",
    (
        Column("年份", "办理年度，如2019", required=True, width=8),
        Column("编号", "按印发的写法，原样保留", width=10),
        Column("案由", "建议标题，200字以内", required=True, width=44),
        Column("主办单位", _UNITS, required=True, width=28),
        Column("会办单位", _UNITS, width=28),
        Column("交办日期", _DAY, day=True),
        Column("答复日期", _DAY, day=True),
        Column("结果类别", "当年答复标注的类别，如A", width=10),
        Column("分类办法", "类别属于哪一分类办法，如S1；填了结果类别就要填", width=10),
        Column("满意度", "代表当年的评价", words=MARKS),
        Column("类别", "如农业农村、交通运输"),
        Column("联名人数", "连同领衔代表共几人", width=10),
        Column("来源", "这些内容从哪里抄来", width=36),
        Column("地区", _OFFICE),
        Column("要点", _OFFICE, width=36),
        Column("备注", _OFFICE, width=24),
    ),
)
FORMS = (UNITS, DEPUTIES, HANDOVERS, PAST)


def named(sheet: str) -> Form | None:
    """The form of a sheet that bears its name."""
    return next((form for form in FORMS if form.name == sheet.strip()), None)
