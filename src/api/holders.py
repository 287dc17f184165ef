"""The route that tells in whose hands a proposal lay, day by day, and how long in each."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from aggregates.ball import Holder
from aggregates.holders import HOLDERS, Held, UnitDays, held, held_days
from aggregates.proposal import Proposal
from aggregates.proposal_events import Share
from api.guard import Guarded
from api.reading import Looking
from api.words import VALUES
from eventstore.store import NotFound
from projections.reader import Reader

router = APIRouter(tags=["查询"], route_class=Guarded)


class HeldShown(BaseModel):
    """一段时间，建议在谁手里"""

    holder: Holder = Field(
        description="congress 人大代表工作机构、office 政府办公室、unit 承办单位、deputy 代表"
    )
    holder_label: str = Field(description="在谁手里的中文名称")
    unit: UUID | None = Field(description="单位；不在单位手里的为空")
    unit_name: str | None = Field(description="单位名称")
    role: Share | None = Field(description="单位的分工")
    why: str = Field(description="为什么在这一方手里")
    since: date = Field(description="从哪一天起，当日计入")
    until: date = Field(description="到哪一天为止，当日不计入，已算给下一方")
    days: int = Field(description="天数")
    position: int | None = Field(
        description="因哪一条记录转到这一方（日志位置）；因期限已过而转到的为空"
    )


class UnitDaysShown(BaseModel):
    """一个单位以一种分工，手里合计多少天"""

    unit: UUID = Field(description="单位")
    unit_name: str | None = Field(description="单位名称")
    role: Share = Field(description="分工")
    role_label: str = Field(description="分工的中文名称")
    days: int = Field(description="天数")


class HeldDaysShown(BaseModel):
    """各方手里的天数，相加等于总天数"""

    congress: int = Field(description="人大代表工作机构手里的天数")
    office: int = Field(description="政府办公室手里的天数")
    units: list[UnitDaysShown] = Field(description="各承办单位手里的天数")
    deputies: int = Field(description="代表手里的天数")
    total: int = Field(description="总天数：从登记到办结，尚未办结的到 as_of 的前一天")


class HoldersShown(BaseModel):
    """建议自登记以来每一天在谁手里"""

    id: UUID = Field(description="建议")
    as_of: date = Field(description="算到哪一天（北京时间），当日不计入")
    position: int = Field(description="这件建议的最后一条记录在日志里的位置")
    segments: list[HeldShown] = Field(description="一段一段，首尾相接，先旧后新")
    totals: HeldDaysShown = Field(description="合计")


@router.get("/proposals/{proposal_id}/holders", name="holders", summary="在谁手里多少天")
def get_holders(proposal_id: UUID, looking: Looking) -> HoldersShown:
    """从登记起，每一天只算在一方手里，各方天数相加等于这件建议的总天数；直接读日志，不会落后。
    转手的当日算给接手的一方。

    - 登记以后、交办以前：人大代表工作机构。
    - 交办以后、分办以前：交给政府系统的，政府办公室；其余的，人大代表工作机构。以下称“决定的一方”。
    - 独办、主办、联合主办或者分别办理的单位提出异议、申请延期，还没有处理的，或者异议成立、还没有改办的：
      决定的一方。会办单位的异议不停办，仍在主办单位手里；联合主办的一家异议成立后，其余各家继续办理。
    - 其余时间：应当答复的单位。联合主办的，排在最先的一家；分别办理的，还没有答复的单位中期限最早的一家。
    - 会办单位（或者其他联合主办单位）过了自己的期限还没有提出意见的，自期限次日起算在它手里，不算主办单位的，
      到它提出意见或者主办单位不再等待为止；会办意见被退回的，从退回到重新提出。几家都没有提出的，算期限最早的一家。
    - 答复被退回修改的：答复的单位。
    - 应当答复的单位都已答复：代表，到应当评价的代表都已评价、反馈期限已过或者评价揭晓为止；此后到办结、重新办理
      或者跨年续办，人大代表工作机构。
    - 涉密件线下办理，交办以后到办结：决定的一方。

    沟通、联系未果、办理方案、调研和催促不转手。超过补录宽限登记的，从登记之日转手，经凭证确认的除外。
    历史件没有在本系统登记过程，不作推算，总天数为0。"""
    past = looking.house.store.history(proposal_id)
    if not past or not past[0].event.TOPIC.startswith(f"{Proposal.KIND}."):
        raise NotFound(str(proposal_id))
    segments = held(((one.position, one.event) for one in past), looking.today)
    totals = held_days(segments)
    names = unit_names(looking.reader, {one.unit for one in totals.units})
    return HoldersShown(
        id=proposal_id,
        as_of=looking.today,
        position=past[-1].position,
        segments=[_segment(one, names) for one in segments],
        totals=HeldDaysShown.model_validate(
            totals._asdict() | {"units": [_unit(one, names) for one in totals.units]}
        ),
    )


def unit_names(reader: Reader, units: set[UUID]) -> dict[UUID, str]:
    """What the units are called now; a unit registered a moment ago may not be shown yet."""
    sql = "select id, name from units where id = any(%(units)s)"
    return {row["id"]: row["name"] for row in reader.rows(sql, {"units": list(units)})}


def _segment(one: Held, names: dict[UUID, str]) -> HeldShown:
    name = names.get(one.unit) if one.unit else None
    label = HOLDERS[one.holder]
    return HeldShown(**one._asdict(), holder_label=label, unit_name=name, days=one.days)


def _unit(one: UnitDays, names: dict[UUID, str]) -> dict[str, Any]:
    return one._asdict() | {"unit_name": names.get(one.unit), "role_label": VALUES[one.role]}
