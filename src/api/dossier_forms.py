"""What a dossier holds: the forms of its answer, field by field."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.reading import Shown
from projections.states import State


class DueShown(BaseModel):
    """一个期限和它的由来"""

    on: date = Field(description="最后一天")
    amount: int = Field(0, description="数量；固定日期为0")
    unit: str = Field(description="month 月、workday 工作日、day 日、date 固定日期")
    fixed: str | None = Field(None, description="固定日期，如8月5日")
    anchor: str = Field(description="从什么起算")
    anchored_on: date = Field(description="起算日")
    first_day: bool = Field(False, description="起算日当日是否计入")
    rest_day: str = Field("stays", description="遇休息日：stays 不变、moves 顺延")
    article: str = Field(description="依据条款")
    provisional: bool = Field(False, description="下一年放假通知未出，暂按周末推算")
    capped: bool = Field(False, description="受法定最长期限限制")
    ceiling: date | None = Field(None, description="法定最长期限")


class DateGiven(BaseModel):
    """给过的一个期限：谁的、哪一步、由来；移动过的连同原来的期限和理由"""

    position: int = Field(description="定出这个期限的日志位置")
    clock: str = Field(
        description="hand_over 交办、sign_for 签收、objection 异议、first_contact 首次沟通、"
        "co_opinion 会办意见、reply 答复、feedback 反馈、reassign 改办、tell 告知代表"
    )
    unit: UUID | None = Field(description="谁的；空为本件的")
    unit_name: str | None = Field(description="单位名称")
    role: str | None = Field(description="该单位的分工")
    round: int | None = Field(description="第几轮办理")
    due_on: date = Field(description="最后一天")
    due: DueShown = Field(description="由来")
    old: DueShown | None = Field(description="移动以前的期限")
    topic: str = Field(description="定出它的事件")
    label: str = Field(description="事件的中文名称")
    reason: str | None = Field(description="移动的理由")
    on_day: date | None = Field(description="何时定出（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")
    in_force: bool = Field(description="现在有效；以前的和不再承办的为否")
    done_on: date | None = Field(description="做到的日期")
    counts_on: date | None = Field(description="按哪一天计是否按期；逾期补录的为登记之日")
    done_position: int | None = Field(description="做到的日志位置")


class YearShown(BaseModel):
    """一个年度里的办理情况"""

    year: int | None = Field(description="年度")
    state: State = Field(description="办理状态")
    state_label: str = Field(description="办理状态的中文名称")
    first_round: int = Field(description="从第几轮开始")
    round: int = Field(description="到第几轮")
    handed_over_on: date | None = Field(description="交办日期")
    handed_over_position: int | None = Field(description="交办的日志位置")
    hand_over_by: date | None = Field(description="交办期限；闭会期间提出的才有")
    reply_by: date | None = Field(description="本件的答复期限；改办不移动它")
    reply_due: DueShown | None = Field(description="答复期限的由来")
    due_position: int | None = Field(description="定出期限的日志位置")
    first_reply_by: date | None = Field(description="首轮答复期限，按期与否以它为准")
    reassign_by: date | None = Field(description="异议成立后改办的期限")
    extending: list[UUID] = Field(description="申请延期待审批的单位")
    objecting: list[UUID] = Field(description="异议待处理的单位")
    objections: int = Field(description="本年度提出异议几次")
    reassignments: int = Field(description="本年度改办几次")
    by_import: bool = Field(description="由表格导入登记或交办")
    assigned_on: date | None = Field(description="分办日期")
    assigned_position: int | None = Field(description="分办的日志位置")
    first_replied_on: date | None = Field(description="首次答复日期")
    first_replied_position: int | None = Field(description="首次答复的日志位置")
    replied_on: date | None = Field(description="最近答复日期")
    replied_position: int | None = Field(description="最近答复的日志位置")
    answered_on: date | None = Field(description="全部答复的日期")
    answered_position: int | None = Field(description="全部答复的日志位置")
    in_time: bool | None = Field(description="是否按期全部答复；未答复的和导入的答复为空")
    scheme: str | None = Field(description="分类办法")
    letter: str | None = Field(description="答复类别")
    outcome: str | None = Field(description="办理结果")
    ratings_given: int = Field(description="本轮已评价几次")
    revealed_on: date | None = Field(description="评价揭晓日期")
    revealed_position: int | None = Field(description="评价揭晓的日志位置")
    satisfaction: str | None = Field(description="对办理结果的最低评价；揭晓以前为空")
    unrated: Literal["silent", "nobody_left"] | None = Field(
        description="揭晓时没有评价的原因：silent 代表没有评价，nobody_left 没有代表可以评价"
    )
    gap: bool | None = Field(description="仍有差距；揭晓以前为空")
    rehandlings: int = Field(description="重新办理几次")
    carried_on: date | None = Field(description="转入续办的日期")
    carried_ground: str | None = Field(description="续办缘由")
    carried_position: int | None = Field(description="续办的日志位置")
    closed_on: date | None = Field(description="办结日期")
    closed_ground: str | None = Field(description="办结依据")
    closed_position: int | None = Field(description="办结的日志位置")
    ended: Literal["split", "merged", "withdrawn"] | None = Field(
        description="不是办结，而是拆分、并案或撤回；日期见 closed_on"
    )
    tell_by: date | None = Field(description="告知代表交办情况的期限")
    told_on: date | None = Field(description="全部署名代表都已告知的日期")


class AskShown(BaseModel):
    """一项诉求"""

    n: int = Field(description="序号")
    text: str = Field(description="诉求")


class FileShown(BaseModel):
    """一个附件；凭摘要下载"""

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
    identity: Literal["open", "hidden", "sealed"] = Field(
        description="署名代表的身份：open 公开；sealed 自登记起密封；hidden 自某日起不再向承办单位显示"
        "（此前的记录可能已出现过姓名）"
    )
    identity_on: date | None = Field(description="从哪一天起保密")


class SignerShown(BaseModel):
    """一位署名代表"""

    place: int = Field(description="署名次序")
    deputy: UUID = Field(description="代表")
    name: str | None = Field(description="姓名")
    delegation: str | None = Field(description="代表团")
    by: UUID | None = Field(description="因并案加入的：原来署名的那一件")


class RelatedShown(BaseModel):
    """拆分、并案的另一件"""

    id: UUID = Field(description="建议")
    kind: Literal["origin", "piece", "main", "joined"] = Field(
        description="origin 从它拆出、piece 由它拆出、main 并入它、joined 并入这一件"
    )
    number: str | None = Field(description="编号")
    title: str | None = Field(description="标题；涉密的为空")
    state: State = Field(description="办理状态")


class PartShown(BaseModel):
    """一个单位在一轮办理中的一份"""

    round: int = Field(description="第几轮办理")
    unit: UUID = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    role: str = Field(description="分工")
    asks: list[int] = Field(description="承办哪几项诉求；空为全部")
    by_import: bool = Field(description="由表格导入分办")
    assigned_on: date | None = Field(description="分办日期")
    assigned_position: int | None = Field(description="分办的日志位置")
    sign_by: date | None = Field(description="签收期限")
    sign_due: DueShown | None = Field(description="签收期限的由来")
    received_on: date | None = Field(description="签收日期")
    received_counts_on: date | None = Field(description="签收按哪一天计")
    received_position: int | None = Field(description="签收的日志位置")
    object_by: date | None = Field(description="异议期限")
    object_due: DueShown | None = Field(description="异议期限的由来")
    planned_on: date | None = Field(description="办理方案的日期")
    planned_position: int | None = Field(description="办理方案的日志位置")
    surveyed_on: date | None = Field(description="最近调研的日期")
    surveyed_position: int | None = Field(description="最近调研的日志位置")
    contact_by: date | None = Field(description="首次沟通期限")
    contact_due: DueShown | None = Field(description="首次沟通期限的由来")
    contacted_on: date | None = Field(description="首次沟通日期；作废和代表有异议的不算")
    contacted_counts_on: date | None = Field(description="首次沟通按哪一天计")
    contacted_position: int | None = Field(description="首次沟通的日志位置")
    opinion_by: date | None = Field(description="会办意见期限")
    opinion_due: DueShown | None = Field(description="会办意见期限的由来")
    stance: str | None = Field(description="会办态度")
    opinion_on: date | None = Field(description="提出会办意见的日期")
    opinion_counts_on: date | None = Field(description="会办意见按哪一天计")
    opinion_position: int | None = Field(description="会办意见的日志位置")
    opinion_returned_on: date | None = Field(description="会办意见被退回的日期")
    opinion_returned_position: int | None = Field(description="退回会办意见的日志位置")
    urged_on: date | None = Field(description="被催促的日期")
    urged_position: int | None = Field(description="催促的日志位置")
    passed_over: bool = Field(description="主办单位不再等它的意见")
    passed_over_position: int | None = Field(description="不再等待的日志位置")
    reply_by: date | None = Field(description="答复期限")
    reply_due: DueShown | None = Field(description="答复期限的由来")
    due_position: int | None = Field(description="定出期限的日志位置")
    extension: str | None = Field(
        description="最近一次延期：asked 待审批、granted 准予、refused 不准、withdrawn 撤销"
    )
    extension_on: date | None = Field(description="申请或处理延期的日期")
    extension_position: int | None = Field(description="申请或处理延期的日志位置")
    extensions: int = Field(description="现在有效的延期次数")
    review_passed: bool | None = Field(description="答复稿审核是否通过；没有审核的为空")
    review_collective: bool | None = Field(description="是否集体研究")
    reviewed_on: date | None = Field(description="审核日期")
    reviewed_position: int | None = Field(description="审核的日志位置")
    replied_on: date | None = Field(description="答复日期")
    replied_counts_on: date | None = Field(description="答复按哪一天计")
    replied_position: int | None = Field(description="答复的日志位置")
    replied_by_import: bool = Field(description="答复由导入登记")
    issued: bool = Field(description="答复由它发出，由代表评价")
    raters: list[UUID] = Field(description="请哪些代表评价；空为全部署名代表")
    feedback_by: date | None = Field(description="代表反馈期限")
    feedback_due: DueShown | None = Field(description="代表反馈期限的由来")
    returned_on: date | None = Field(description="答复被退回的日期")
    returned_position: int | None = Field(description="退回答复的日志位置")
    scheme: str | None = Field(description="分类办法")
    letter: str | None = Field(description="答复类别")
    outcome: str | None = Field(description="办理结果")
    old_scheme: str | None = Field(description="更正以前的分类办法")
    old_letter: str | None = Field(description="更正以前的类别")
    old_outcome: str | None = Field(description="更正以前的办理结果")
    corrected_position: int | None = Field(description="更正类别的日志位置")
    again_on: date | None = Field(description="再次答复的日期")
    again_counts_on: date | None = Field(description="再次答复按哪一天计")
    again_position: int | None = Field(description="再次答复的日志位置")
    chief_name: str | None = Field(description="主要领导")
    deputy_chief_name: str | None = Field(description="分管领导")
    handler_name: str | None = Field(description="经办人")
    named_position: int | None = Field(description="明确责任人的日志位置")
    objecting: bool = Field(description="异议处理中")
    objected_on: date | None = Field(description="提出异议的日期")
    objected_counts_on: date | None = Field(description="异议按哪一天计")
    objected_position: int | None = Field(description="异议的日志位置")
    withdrawn_on: date | None = Field(description="异议成立、不再承办的日期")
    withdrawn_position: int | None = Field(description="异议处理的日志位置")


class ContactSaidShown(BaseModel):
    """一位代表说这次沟通是否属实"""

    deputy: UUID = Field(description="代表")
    deputy_name: str | None = Field(description="代表姓名")
    confirmed: bool = Field(description="确认；否为有异议")
    reason: str | None = Field(description="异议的情况")
    on: date = Field(description="日期（北京时间）")
    position: int = Field(description="日志位置")


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
    deputies: list[UUID] = Field(description="在场代表")
    deputy_names: list[str | None] = Field(description="在场代表的姓名")
    present: list[dict[str, Any]] = Field(description="单位参加人员的职级")
    summary: str | None = Field(description="沟通情况")
    files: list[FileShown] = Field(description="证明材料")
    on_day: date | None = Field(description="发生日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")
    counts_on: date | None = Field(description="按哪一天计；逾期补录的为登记之日")
    by_import: bool = Field(description="由导入登记，不计入办理过程指标")
    said: list[ContactSaidShown] = Field(description="代表确认或者有异议")
    confirmed: bool = Field(description="有代表确认")
    disputed: bool = Field(description="有代表提出异议，不计入沟通")
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


class PlanShown(BaseModel):
    """一个办理方案；后一个取代前一个"""

    position: int = Field(description="日志位置")
    round: int | None = Field(description="第几轮办理")
    unit: UUID | None = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    text: str | None = Field(description="方案")
    steps: list[StepShown] = Field(description="步骤、时限和责任人")
    on_day: date | None = Field(description="日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")


class SurveyShown(BaseModel):
    """一次调研"""

    position: int = Field(description="日志位置")
    round: int = Field(description="第几轮办理")
    unit: UUID | None = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    place: str | None = Field(description="地点")
    deputies: list[UUID] = Field(description="参加的代表")
    deputy_names: list[str | None] = Field(description="参加的代表的姓名")
    present: list[dict[str, Any]] = Field(description="单位参加人员的职级")
    summary: str | None = Field(description="调研情况")
    files: list[FileShown] = Field(description="材料")
    on_day: date | None = Field(description="日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")


class ReadingShown(BaseModel):
    """一位代表第一次阅读答复"""

    deputy: UUID = Field(description="代表")
    deputy_name: str | None = Field(description="代表姓名")
    on: date | None = Field(description="首次阅读日期（北京时间）")
    position: int = Field(description="日志位置")


class MeetingShown(BaseModel):
    """面复的情况"""

    post: str = Field(description="谁当面答复：职务")
    person: UUID | None = Field(None, description="谁当面答复")
    place: str | None = Field(None, description="地点")
    deputies: list[UUID] = Field(description="在场代表")
    files: list[FileShown] = Field([], description="代表签字的记录")
    on: date = Field(description="日期")


class ReplyShown(BaseModel):
    """一次书面答复"""

    position: int = Field(description="日志位置")
    kind: str = Field(description="reply 答复、again 再次答复")
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
    progress: str | None = Field(description="进展")
    passed_up: str | None = Field(description="向上反映的情况")
    opinions: str | None = Field(description="会办意见的说明")
    in_person: bool = Field(description="是否当面答复")
    meeting: MeetingShown | None = Field(description="面复的情况")
    consented: UUID | None = Field(description="同意书面答复的代表")
    relay: bool = Field(description="领衔代表愿意转告其他代表")
    disclosure: str | None = Field(description="公开方式；再次答复的为空")
    disclosure_reason: str | None = Field(description="不公开的理由")
    without: list[UUID] = Field(description="没有等到意见的会办单位")
    dissent: list[UUID] = Field(description="有不同意见的会办单位")
    addressees: list[UUID] = Field(description="送达哪些代表")
    raters: list[UUID] = Field(description="请哪些代表评价；空为全部署名代表")
    copies: list[str] = Field(description="抄送")
    files: list[FileShown] = Field(description="附件")
    counts_on: date | None = Field(description="按哪一天计；逾期补录的为登记之日")
    by_import: bool = Field(description="由导入登记，不计入办理过程指标")
    read_by: list[ReadingShown] = Field(description="谁在何时首次阅读")
    corrected_scheme: str | None = Field(description="更正后的分类办法")
    corrected_letter: str | None = Field(description="更正后的类别")
    corrected_outcome: str | None = Field(description="更正后的办理结果")
    corrected_on: date | None = Field(description="更正日期")
    corrected_position: int | None = Field(description="更正的日志位置")
    correction_reason: str | None = Field(description="更正的理由")
    returned_on: date | None = Field(description="退回日期；退回的答复不再有效")
    returned_position: int | None = Field(description="退回的日志位置")
    return_reason: str | None = Field(description="退回的理由")
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
    form: FileShown | None = Field(description="代表签名的征询意见表")
    consulted: list[UUID] = Field(description="评价前征求过意见的联名代表")
    revision: int = Field(description="这位代表对这次答复的第几次评价；以最后一次为准")
    late: bool = Field(description="评价期限过后才评价的")
    superseded_by: int | None = Field(
        description="被哪个日志位置的评价取代；被取代的不计入任何统计，一直密封"
    )


class RemarkShown(BaseModel):
    """会办意见、异议、决定和它们的理由"""

    position: int = Field(description="日志位置")
    kind: str = Field(
        description="wish 代表意向是否采纳、opinion 会办意见、objection 异议、extension 延期、review 审核、closed 办结等"
    )
    round: int | None = Field(description="第几轮办理")
    unit: UUID | None = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    code: str | None = Field(description="态度、是否成立、缘由、项目或争议到了哪一步")
    text: str | None = Field(description="意见、理由、争议事项或怎样解决")
    suggested: UUID | None = Field(description="异议：建议改由哪个单位承办")
    suggested_name: str | None = Field(description="建议改由的单位名称")
    late: bool = Field(description="异议：超过期限才提出")
    signed_by_name: str | None = Field(description="异议：签字的主要负责人")
    old: str | None = Field(description="更正前；署名只写人数")
    new: str | None = Field(description="更正后；署名只写人数")
    document_number: str | None = Field(description="会办意见的文号")
    files: list[FileShown] = Field(description="附件、答复稿或证明材料")
    on_day: date | None = Field(description="发生日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")


class DisputeShown(BaseModel):
    """单位之间没有解决的一项争议；办理和期限照常"""

    unit: UUID = Field(description="提出的单位")
    others: list[UUID] = Field(description="对方")
    matter: str = Field(description="争议的事项")
    step: str = Field(
        description="units 单位协商、office 政府办公室、congress 人大代表工作机构、leader 领导"
    )
    on: date = Field(description="何时到了这一步")
    position: int = Field(description="日志位置")


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
    voided: bool = Field(description="已作废，不再计入")


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
    related: list[RelatedShown] = Field(description="拆分、并案的另一件")
    unchecked: bool = Field(description="按纸质件录入，等待另一人核对")
    years: list[YearShown] = Field(description="各年度的办理情况，先旧后新")
    parts: list[PartShown] = Field(description="各单位各轮的一份")
    deadlines: list[DateGiven] = Field(description="给过的每个期限，先旧后新")
    plans: list[PlanShown] = Field(description="办理方案")
    surveys: list[SurveyShown] = Field(description="调研")
    contacts: list[ContactShown] = Field(description="沟通联系")
    replies: list[ReplyShown] = Field(description="书面答复")
    ratings: list[RatingShown] = Field(description="代表评价")
    remarks: list[RemarkShown] = Field(description="意见、决定及理由")
    dispute: DisputeShown | None = Field(description="没有解决的争议")
    corrected: list[str] = Field(description="更正过哪些项目；前后各是什么见 remarks")
    history: list[HistoryLine] = Field(description="历史，一条一条")
    parked: bool = Field(description="有读不懂的记录，暂停显示，待修复")
