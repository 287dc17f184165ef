"""Routes for the year: 开启、交办会、办结."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from aggregates.cycle import Cycle
from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from commands.close_cycle import CloseCycle, close_cycle
from commands.close_session import CloseSession, close_session
from commands.desk import Desk
from commands.hold_handover import HoldHandover, hold_handover
from commands.open_cycle import OpenCycle, open_cycle
from eventstore.appends import Outcome

SCANS = 20
"""How often a year is looked through anew when something was recorded meanwhile."""

router = APIRouter(tags=["年度与办法"], route_class=Guarded)


@use_case(router, "/cycles", "开启年度", status=201)
def post_open_cycle(command: OpenCycle, asked: Asked) -> JSONResponse:
    """开启一个办理年度，写明第几届、第几次会议；大会已经闭会的写明闭会日期，从闭会起算的期限由此计算。"""
    return asked.act(lambda desk: open_cycle(desk, command), tries=RACES, status=201)


@use_case(router, "/cycles/{year}/close-session", "大会闭会")
def post_close_session(year: int, command: CloseSession, asked: Asked) -> JSONResponse:
    """登记大会闭会的日期（开启年度时没有写的）；有的地方期限从这一天起算。"""
    return asked.act(lambda desk: close_session(desk, year, command), tries=RACES)


@use_case(router, "/cycles/{year}/hold-handover", "召开交办会")
def post_hold_handover(year: int, command: HoldHandover, asked: Asked) -> JSONResponse:
    """登记一次交办会，返回会议编号，交办时引用。"""
    return asked.act(lambda desk: hold_handover(desk, year, command), tries=RACES)


@use_case(router, "/cycles/{year}/close", "年度办结")
def post_close_cycle(year: int, command: CloseCycle, asked: Asked) -> JSONResponse:
    """年度内每件建议都已办结或转入下年续办后，年度办结。"""
    house = asked.house

    def close(desk: Desk) -> Outcome:
        position = house.store.log_recorder.head()["position"]
        candidates = house.trail.proposals_of(desk.name(Cycle, str(year)))
        return close_cycle(desk, year, command, candidates, position)

    return asked.act(close, tries=SCANS)
