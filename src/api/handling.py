"""Routes of the unit at work: 方案、调研、沟通、会办、延期、审核、答复."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.answer_contact import AnswerContact, answer_contact
from commands.ask_extension import AskExtension, ask_extension
from commands.attempt_contact import AttemptContact, attempt_contact
from commands.contact import Contact, contact
from commands.give_opinion import GiveOpinion, give_opinion
from commands.plan import Plan, plan
from commands.proceed_without import ProceedWithout, proceed_without
from commands.read_reply import ReadReply, read_reply
from commands.reply import Reply, reply
from commands.reply_again import ReplyAgain, reply_again
from commands.return_opinion import ReturnOpinion, return_opinion
from commands.review_reply import ReviewReply, review_reply
from commands.survey import Survey, survey
from commands.urge_opinion import UrgeOpinion, urge_opinion
from commands.waive_contact import WaiveContact, waive_contact

router = APIRouter(prefix="/proposals", tags=["沟通与答复"], route_class=Guarded)


@use_case(router, "/{proposal_id}/plan", "办理方案")
def post_plan(proposal_id: UUID, command: Plan, asked: Asked) -> JSONResponse:
    """承办单位写明怎样办理：步骤、时限和责任人；以后可以再报，以最后一次为准。"""
    return asked.act(lambda desk: plan(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/survey", "调研")
def post_survey(proposal_id: UUID, command: Survey, asked: Asked) -> JSONResponse:
    """登记一次实地调研，可以请代表参加。调研不代替沟通。"""
    return asked.act(lambda desk: survey(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/contact", "沟通联系")
def post_contact(proposal_id: UUID, command: Contact, asked: Asked) -> JSONResponse:
    """登记一次办前、办中或办后沟通；一次会议涉及几件建议的，在 also 里写明其他各件，一并登记。"""
    return asked.act(lambda desk: contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/answer-contact", "代表确认沟通")
def post_answer_contact(proposal_id: UUID, command: AnswerContact, asked: Asked) -> JSONResponse:
    """参加沟通的代表确认单位登记的一次沟通，或写明与事实不符之处；有异议的不再算作沟通，没有表示的不算确认。"""
    return asked.act(lambda desk: answer_contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/attempt-contact", "联系未果")
def post_attempt_contact(proposal_id: UUID, command: AttemptContact, asked: Asked) -> JSONResponse:
    """登记一次没有联系上代表。不同日期的几次可以代替沟通，次数依办理办法。"""
    return asked.act(lambda desk: attempt_contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/waive-contact", "免予沟通")
def post_waive_contact(proposal_id: UUID, command: WaiveContact, asked: Asked) -> JSONResponse:
    """代表表示本轮答复前不必沟通；只能由署名代表本人表示。"""
    return asked.act(lambda desk: waive_contact(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/give-opinion", "会办意见")
def post_give_opinion(proposal_id: UUID, command: GiveOpinion, asked: Asked) -> JSONResponse:
    """会办单位（或联合主办单位）向主办单位提出意见：同意、补充或不同意见。"""
    return asked.act(lambda desk: give_opinion(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/return-opinion", "退回会办意见", if_match=True)
def post_return_opinion(proposal_id: UUID, command: ReturnOpinion, asked: Asked) -> JSONResponse:
    """主办单位退回没有实质内容的会办意见，会办单位在办理办法规定的期限内重新提出。"""
    return asked.act(lambda desk: return_opinion(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/urge-opinion", "催促会办")
def post_urge_opinion(proposal_id: UUID, command: UrgeOpinion, asked: Asked) -> JSONResponse:
    """主办单位催促逾期没有提出意见的会办单位。"""
    return asked.act(lambda desk: urge_opinion(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/proceed-without", "会办逾期续办")
def post_proceed_without(proposal_id: UUID, command: ProceedWithout, asked: Asked) -> JSONResponse:
    """会办单位逾期、催促后仍不提出意见的，主办单位继续办理，答复中将写明。"""
    return asked.act(lambda desk: proceed_without(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/ask-extension", "申请延期", if_match=True)
def post_ask_extension(proposal_id: UUID, command: AskExtension, asked: Asked) -> JSONResponse:
    """答复期限届满以前，主办单位申请延期，写明多久和理由；最长多久、由谁审批，依办理办法。逾期以后不能再申请。"""
    return asked.act(lambda desk: ask_extension(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/review-reply", "审核答复")
def post_review_reply(proposal_id: UUID, command: ReviewReply, asked: Asked) -> JSONResponse:
    """签发以前，由单位负责人的账号记录审核答复稿或者集体研究，经办人不能审核自己写的稿；要不要这道手续，依办理办法。答复稿只有本单位和机关看得到。"""
    return asked.act(lambda desk: review_reply(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/reply", "答复", if_match=True)
def post_reply(proposal_id: UUID, command: Reply, asked: Asked) -> JSONResponse:
    """主办（独办、分别办理）单位书面答复代表：文号、签发人、分类办法和类别，逐项答复诉求；
    列入计划的写明步骤和时限；当面答复的附面复记录。"""
    return asked.act(lambda desk: reply(desk, proposal_id, command))


@use_case(router, "/{proposal_id}/read-reply", "代表阅读答复")
def post_read_reply(proposal_id: UUID, command: ReadReply, asked: Asked) -> JSONResponse:
    """记下署名代表首次阅读一家单位的答复；以后再读不再记录。"""
    return asked.act(lambda desk: read_reply(desk, proposal_id, command), tries=RACES)


@use_case(router, "/{proposal_id}/reply-again", "再次答复", if_match=True)
def post_reply_again(proposal_id: UUID, command: ReplyAgain, asked: Asked) -> JSONResponse:
    """列入计划的事项办成以后（或确实办不成），承办单位再次答复代表；第一次答复保留。"""
    return asked.act(lambda desk: reply_again(desk, proposal_id, command))
