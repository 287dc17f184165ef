"""What people look at in a browser: written on the server, in Chinese, without scripts."""

from fastapi import APIRouter

from api.pages import (
    acts,
    audit,
    board,
    dossier,
    drafts,
    handover_list,
    home,
    policy,
    proposals,
    review,
)

router = APIRouter(include_in_schema=False)
for _page in (home, board, handover_list, proposals, drafts, dossier, acts, policy, review, audit):
    router.include_router(_page.router)
