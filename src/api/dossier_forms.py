"""What a dossier holds: the forms of its answer, field by field."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.reading import Shown
from projections.states import State


class DueShown(BaseModel):
    """一个期限和它的由来"""

    on: date = Field(description="最后一天")
    amount: int = Field(description="数量")
    unit: str = Field(description="month 月、workday 工作日、day 日")
    anchor: str = Field(description="从什么起算")
    anchored_on: date = Field(description="起算日，当日不计")
    article: str = Field(description="依据条款")
    provisional: bool = Field(False, description="下一年放假通知未出，暂按周末推算")
    capped: bool = Field(False, description="受法定最长期限限制")


class YearShown(BaseModel):
    """一个年度里的办理情况"""

    year: int | None = Field(description="年度")
    state: State = Field(description="办理状态")
    state_label: str = Field(description="办理状态的中文名称")
    first_round: int = Field(description="从第几轮开始")
    round: int = Field(description="到第几轮")
    handed_over_on: date | None = Field(description="交办日期")
    handed_over_position: int | None = Field(description="交办的日志位置")
    reply_by: date | None = Field(description="答复期限")
    reply_due: DueShown | None = Field(description="答复期限的由来")
    due_position: int | None = Field(description="定出期限的日志位置")
    assigned_on: date | None = Field(description="分办日期")
    assigned_position: int | None = Field(description="分办的日志位置")
    first_replied_on: date | None = Field(description="首次答复日期")
    first_replied_position: int | None = Field(description="首次答复的日志位置")
    replied_on: date | None = Field(description="最近答复日期")
    replied_position: int | None = Field(description="最近答复的日志位置")
    answered_on: date | None = Field(description="全部答复的日期")
    answered_position: int | None = Field(description="全部答复的日志位置")
    in_time: bool | None = Field(description="是否按期全部答复")
    scheme: str | None = Field(description="分类办法")
    letter: str | None = Field(description="答复类别")
    outcome: str | None = Field(description="办理结果")
    ratings_given: int = Field(description="本轮已评价几次")
    revealed_on: date | None = Field(description="评价揭晓日期")
    revealed_position: int | None = Field(description="评价揭晓的日志位置")
    satisfaction: str | None = Field(description="对办理结果的最低评价；揭晓以前为空")
    gap: bool | None = Field(description="仍有差距；揭晓以前为空")
    rehandlings: int = Field(description="重新办理几次")
    carried_on: date | None = Field(description="转入续办的日期")
    carried_ground: str | None = Field(description="续办缘由")
    carried_position: int | None = Field(description="续办的日志位置")
    closed_on: date | None = Field(description="办结日期")
    closed_ground: str | None = Field(description="办结依据")
    closed_position: int | None = Field(description="办结的日志位置")


class AskShown(BaseModel):
    """一项诉求"""

    n: int = Field(description="序号")
    text: str = Field(description="诉求")


class FileShown(BaseModel):
    """一个附件，只记摘要"""

    sha256: str = Field(description="文件摘要（SHA-256）")
    size: int = Field(description="字节数")
    type: str = Field(description="文件类型")
    name: str = Field(description="文件名")


class SaidShown(BaseModel):
    """建议原文"""

    text: str | None = Field(description="正文")
    asks: list[AskShown] = Field(description="各项诉求")
    wish: str | None = Field(description="希望承办的单位")
    note: str | None = Field(description="备注")
    files: list[FileShown] = Field(description="附件")
    source: str | None = Field(description="历史件的来源")


class SignerShown(BaseModel):
    """一位署名代表"""

    place: int = Field(description="署名次序")
    deputy: UUID = Field(description="代表")
    name: str | None = Field(description="姓名")
    delegation: str | None = Field(description="代表团")


class PartShown(BaseModel):
    """一个单位在一轮办理中的一份"""

    round: int = Field(description="第几轮办理")
    unit: UUID = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    role: str = Field(description="分工")
    asks: list[int] = Field(description="承办哪几项诉求；空为全部")
    assigned_on: date | None = Field(description="分办日期")
    assigned_position: int | None = Field(description="分办的日志位置")
    sign_by: date | None = Field(description="签收期限")
    sign_due: DueShown | None = Field(description="签收期限的由来")
    received_on: date | None = Field(description="签收日期")
    received_position: int | None = Field(description="签收的日志位置")
    opinion_by: date | None = Field(description="会办意见期限")
    opinion_due: DueShown | None = Field(description="会办意见期限的由来")
    stance: str | None = Field(description="会办态度")
    opinion_on: date | None = Field(description="提出会办意见的日期")
    opinion_position: int | None = Field(description="会办意见的日志位置")
    urged_on: date | None = Field(description="被催促的日期")
    urged_position: int | None = Field(description="催促的日志位置")
    passed_over: bool = Field(description="主办单位不再等它的意见")
    passed_over_position: int | None = Field(description="不再等待的日志位置")
    reply_by: date | None = Field(description="答复期限")
    reply_due: DueShown | None = Field(description="答复期限的由来")
    due_position: int | None = Field(description="定出期限的日志位置")
    replied_on: date | None = Field(description="答复日期")
    replied_position: int | None = Field(description="答复的日志位置")
    letter: str | None = Field(description="答复类别")
    outcome: str | None = Field(description="办理结果")
    chief_name: str | None = Field(description="主要领导")
    deputy_chief_name: str | None = Field(description="分管领导")
    handler_name: str | None = Field(description="经办人")
    named_position: int | None = Field(description="明确责任人的日志位置")
    objecting: bool = Field(description="异议处理中")
    objected_on: date | None = Field(description="提出异议的日期")
    objected_position: int | None = Field(description="异议的日志位置")
    withdrawn_on: date | None = Field(description="异议成立、不再承办的日期")
    withdrawn_position: int | None = Field(description="异议处理的日志位置")


class ContactShown(BaseModel):
    """一次沟通、联系未果或免予沟通"""

    position: int = Field(description="日志位置")
    kind: str = Field(description="contact 沟通、attempt 联系未果、waiver 免予沟通")
    round: int = Field(description="第几轮办理")
    unit: UUID | None = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    phase: str | None = Field(description="办前、办中或办后")
    mode: str | None = Field(description="沟通方式")
    place: str | None = Field(description="地点")
    meeting: UUID | None = Field(description="同一次会议")
    deputy_names: list[str | None] = Field(description="在场代表")
    present: list[dict[str, Any]] = Field(description="单位参加人员的职级")
    summary: str | None = Field(description="沟通情况")
    on_day: date | None = Field(description="发生日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")
    voided: bool = Field(description="已作废")
    voided_position: int | None = Field(description="作废的日志位置")
    void_reason: str | None = Field(description="作废的理由")


class AnswerShown(BaseModel):
    """对一项诉求的答复"""

    ask: int = Field(description="诉求序号")
    text: str = Field(description="答复")
    outcome: str = Field(description="办理结果")


class StepShown(BaseModel):
    """列入计划的一步"""

    n: int = Field(description="序号")
    text: str = Field(description="措施")
    by: date = Field(description="完成期限")
    owner: UUID | None = Field(None, description="责任人")


class ReplyShown(BaseModel):
    """一次书面答复"""

    position: int = Field(description="日志位置")
    round: int = Field(description="第几轮办理")
    unit: UUID = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    document_number: str = Field(description="文号")
    signatory_name: str | None = Field(description="签发人")
    signatory_post: str = Field(description="签发人职务")
    scheme: str = Field(description="分类办法")
    letter: str = Field(description="答复类别")
    outcome: str = Field(description="办理结果")
    text: str | None = Field(description="正文")
    answers: list[AnswerShown] = Field(description="对各项诉求的答复")
    steps: list[StepShown] = Field(description="分步措施和时限")
    reason: str | None = Field(description="理由")
    in_person: bool = Field(description="是否当面答复")
    disclosure: str = Field(description="公开方式")
    disclosure_reason: str | None = Field(description="不公开的理由")
    without: list[UUID] = Field(description="没有等到意见的会办单位")
    on_day: date | None = Field(description="答复日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")


class RatingShown(BaseModel):
    """一位代表对一次答复的评价；揭晓以前只知道已经评价"""

    position: int = Field(description="日志位置")
    round: int = Field(description="第几轮办理")
    unit: UUID = Field(description="被评价的单位")
    unit_name: str | None = Field(description="单位名称")
    deputy: UUID = Field(description="代表")
    deputy_name: str | None = Field(description="代表姓名")
    on_day: date | None = Field(description="评价日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")
    revealed: bool = Field(description="已揭晓")
    attitude: str | None = Field(description="对办理态度的评价")
    reply: str | None = Field(description="对答复的评价")
    result: str | None = Field(description="对办理结果的评价")
    gap: str | None = Field(description="仍有差距之处")
    reason: str | None = Field(description="不满意的理由")


class RemarkShown(BaseModel):
    """会办意见、异议、决定和它们的理由"""

    position: int = Field(description="日志位置")
    kind: str = Field(description="opinion 会办意见、objection 异议、closed 办结等")
    round: int | None = Field(description="第几轮办理")
    unit: UUID | None = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    code: str | None = Field(description="态度、是否成立、缘由或项目")
    text: str | None = Field(description="意见或理由")
    on_day: date | None = Field(description="发生日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")


class HistoryLine(BaseModel):
    """谁、何时、做了什么"""

    position: int = Field(description="日志位置")
    version: int = Field(description="在本件中的版本")
    topic: str = Field(description="主题")
    label: str = Field(description="中文名称")
    on_day: date | None = Field(description="发生日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")
    by_kind: str = Field(description="由人、系统、导入还是链接登记")
    person_name: str | None = Field(description="登记的人")
    role: str = Field(description="以什么角色")
    unit_name: str | None = Field(description="代表哪个单位")
    about_name: str | None = Field(description="关于哪个单位")
    channel: str = Field(description="途径")


class Dossier(Shown, YearShown):
    """一件建议的全部情况；顶层是最近一个年度的"""

    id: UUID = Field(description="建议")
    version: int = Field(description="版本，决定时写入 If-Match；也在 ETag 里")
    number: str | None = Field(description="编号")
    number_term: int | None = Field(description="编号所属的届")
    number_session: int | None = Field(description="编号所属的次会议")
    number_year: int | None = Field(description="闭会期间编号所属的年度")
    title: str | None = Field(description="标题；涉密的为空")
    classified: bool = Field(description="是否涉密")
    category: str | None = Field(description="类别")
    channel: str | None = Field(description="提出途径")
    author: str | None = Field(description="代表或代表团提出")
    delegation: str | None = Field(description="代表团")
    signers_stated: int | None = Field(description="清单上写明的署名人数")
    branch: str | None = Field(description="承办系统")
    complexity: str | None = Field(description="难易程度")
    registered_on: date | None = Field(description="登记日期")
    registered_position: int = Field(description="登记的日志位置")
    said: SaidShown | None = Field(description="建议原文")
    signers: list[SignerShown] = Field(description="署名代表")
    years: list[YearShown] = Field(description="各年度的办理情况，先旧后新")
    parts: list[PartShown] = Field(description="各单位各轮的一份")
    contacts: list[ContactShown] = Field(description="沟通联系")
    replies: list[ReplyShown] = Field(description="书面答复")
    ratings: list[RatingShown] = Field(description="代表评价")
    remarks: list[RemarkShown] = Field(description="意见、决定及理由")
    history: list[HistoryLine] = Field(description="历史，一条一条")
    parked: bool = Field(description="有读不懂的记录，暂停显示，待修复")
