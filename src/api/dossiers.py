"""The route of the dossier: one proposal with everything that was said and done about it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from aggregates.proposal import Proposal
from api.dossier_forms import Dossier
from api.guard import Guarded
from api.problems import Problem
from api.reading import Looking, Reading
from eventstore.store import NotFound
from projections.dossier import dossier

router = APIRouter(tags=["查询"], route_class=Guarded)


def dossier_of(looking: Reading, id: UUID) -> dict[str, Any]:
    """The dossier, of the version the log has: a decision on it would else be turned away.

    Raises NotFound, or a Problem (503) when it is recorded but not shown yet.
    """
    last = looking.house.store.log_recorder.last_of(id)
    if looking.position < last:
        looking.reader.wait_for(last)
    found = dossier(looking.reader, id, **looking.scope)
    if found:
        return found | {"position": found["position_shown"], "stale": looking.late}
    if not looking.house.store.load(Proposal, id).version:
        raise NotFound(str(id))
    raise Problem(
        503,
        "tables.late",
        "这件建议已经登记，还没有显示到数据表里，请稍后再看",
        headers={"Retry-After": "1"},
    )


@router.get("/proposals/{proposal_id}", name="proposal", summary="一件建议的全部情况")
def get_proposal(proposal_id: UUID, looking: Looking, response: Response) -> Dossier:
    """诉求、各单位的分工和期限（写明依据条款）、沟通、答复、评价和逐条历史。评价揭晓以前看不到评价内容。
    回答的 ETag 是版本，作决定时写入 If-Match。"""
    found = Dossier.model_validate(dossier_of(looking, proposal_id))
    response.headers["ETag"] = f'"{found.version}"'
    return found
