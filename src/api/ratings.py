"""Routes of the deputies' verdict: 评价、催促、揭晓、私下说明，以及不满意以后的研究."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.proposal_events import Confided
from api.asking import RACES, Asked, Recorded, use_case
from api.guard import Guarded
from commands.desk import Desk
from commands.rate import Rate, rate
from commands.reveal_due import RevealDue, reveal_due
from commands.reveal_ratings import RevealRatings, reveal_ratings
from commands.study_dissatisfaction import StudyDissatisfaction, study_dissatisfaction
from commands.urge_rating import UrgeRating, urge_rating
from commands.urge_ratings import UrgeRatings, urge_ratings

router = APIRouter(tags=["评价与办结"], route_class=Guarded)


class DoneForTheYear(Recorded):
    """一个年度里办了多少件，其余为什么没有办"""

    done: int = Field(description="办了多少件")
    others: dict[str, int] = Field(description="其余的按原因（错误代码）各多少件")


class NoteShown(BaseModel):
    """代表只对人大代表工作机构说的话"""

    position: int = Field(description="日志位置")
    deputy: UUID = Field(description="代表；身份保密的为代号")
    unit: UUID = Field(description="所评价的单位")
    round: int = Field(description="第几轮办理")
    note: str | None = Field(description="内容；密钥已销毁的为空")
    on: date = Field(description="日期（北京时间）")
    at: datetime | None = Field(description="登记时间（UTC）")


class Notes(BaseModel):
    """一件建议的私下说明"""

    notes: list[NoteShown] = Field(description="按登记的先后")


@use_case(router, "/proposals/{proposal_id}/rate", "评价")
def post_rate(proposal_id: UUID, command: Rate, asked: Asked) -> JSONResponse:
    """署名代表评价一家单位的答复：态度、答复、结果，可写明仍有的差距；评价期限内可以修改，各次都保留，以最后一次为准。
    揭晓以前密封。note 只给人大代表工作机构看，另行密封。
    人大代表工作机构代录纸质征询意见表的，写明代表并附表。依本地办法不满意即重新办理的，一并登记。"""
    return asked.act(lambda desk: rate(desk, proposal_id, command), tries=RACES)


@use_case(router, "/proposals/{proposal_id}/urge-rating", "催促评价")
def post_urge_rating(proposal_id: UUID, command: UrgeRating, asked: Asked) -> JSONResponse:
    """评价期限过后，由人大代表工作机构催促还没有评价的代表；不写代表的，催促所有可以催促的。
    次数和间隔依办理办法。承办单位不能催促。"""
    return asked.act(lambda desk: urge_rating(desk, proposal_id, command), tries=RACES)


@use_case(router, "/proposals/{proposal_id}/reveal-ratings", "评价揭晓")
def post_reveal_ratings(proposal_id: UUID, command: RevealRatings, asked: Asked) -> JSONResponse:
    """揭晓本轮评价：应当评价的代表都已评价，或者期限已过、没有评价的已按规定催促。没有评价的记为没有评价，不算满意。"""
    return asked.act(lambda desk: reveal_ratings(desk, proposal_id, command), tries=RACES)


@use_case(
    router, "/proposals/{proposal_id}/study-dissatisfaction", "再次不满意的研究", if_match=True
)
def post_study_dissatisfaction(
    proposal_id: UUID, command: StudyDissatisfaction, asked: Asked
) -> JSONResponse:
    """重新办理以后代表仍然不满意的，依本地办法召集代表和承办单位研究，或者请专家评估，提出处理意见。"""
    return asked.act(lambda desk: study_dissatisfaction(desk, proposal_id, command))


@router.get("/proposals/{proposal_id}/notes", name="notes", summary="代表的私下说明")
def get_notes(proposal_id: UUID, asked: Asked) -> Notes:
    """代表评价时只对人大代表工作机构说的话，直接从日志解密，不进任何数据表。"""
    past = asked.house.store.history(proposal_id)
    return Notes(
        notes=[
            NoteShown(
                position=one.position,
                deputy=one.event.deputy,
                unit=one.event.unit,
                round=one.event.round,
                note=one.event.note,
                on=one.event.on,
                at=one.at,
            )
            for one in past
            if isinstance(one.event, Confided)
        ]
    )


@use_case(router, "/cycles/{year}/reveal-ratings", "集中揭晓", answer=DoneForTheYear)
def post_reveal_due(year: int, command: RevealDue, asked: Asked) -> JSONResponse:
    """一个年度里可以揭晓的评价一并揭晓，逐件判断；回答写明揭晓多少件，其余为什么没有。"""
    return asked.act(
        lambda desk: reveal_due(desk, year, command, _of_the_year(asked, desk, year)), tries=RACES
    )


@use_case(router, "/cycles/{year}/urge-ratings", "集中催促评价", answer=DoneForTheYear)
def post_urge_ratings(year: int, command: UrgeRatings, asked: Asked) -> JSONResponse:
    """一个年度里超过评价期限、还没有评价、可以催促的代表一并催促。"""
    return asked.act(
        lambda desk: urge_ratings(desk, year, command, _of_the_year(asked, desk, year)),
        tries=RACES,
    )


def _of_the_year(asked: Asked, desk: Desk, year: int) -> Iterator[Proposal]:
    found = asked.house.trail.proposals_of(desk.name(Cycle, str(year)))
    return asked.house.store.loaded(Proposal, found)
