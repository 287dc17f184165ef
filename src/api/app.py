"""The service, wired: the only module that knows every route."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from api import (
    about,
    accounts,
    audit,
    boards,
    calendars,
    deadlines,
    deciding,
    directory,
    dossiers,
    drafts,
    files,
    handling,
    handover_lists,
    holders,
    imports,
    intake,
    login,
    metrics,
    objections,
    outcomes,
    pages,
    pickers,
    policies,
    ratings,
    registration,
    reviews,
    tokens,
    worklists,
    years,
)
from api.headers import Headers
from api.house import THREADS, House
from api.openapi import describe
from api.problems import explain_all
from projections.reader import Reader

READ = (worklists, dossiers, deadlines, holders, boards, reviews, pickers)
API = (
    tokens,
    drafts,
    intake,
    registration,
    objections,
    handling,
    deciding,
    ratings,
    outcomes,
    files,
    years,
    handover_lists,
    policies,
    calendars,
    directory,
    imports,
    accounts,
    *READ,
    audit,
)
"""Routes of the command, read and audit API, under /api/v1."""
PAGES = (about, metrics, login, pages)
"""Routes at the root."""


def create_app(house: House) -> FastAPI:
    """The service of one log.  Migrations were run before; the caller closes the house's store."""
    app = wired()
    app.state.house = house
    return app


def wired() -> FastAPI:
    """Every route and answer, with no log behind them yet."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        house: House = app.state.house
        with closing(Reader(house.url, house.schemas)) as reader:
            app.state.reader = reader
            yield

    app = FastAPI(
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[Middleware(Headers)],
    )
    explain_all(app)
    v1 = APIRouter(prefix="/api/v1")
    for module in API:
        v1.include_router(module.router)
    app.include_router(v1)
    for page in PAGES:
        app.include_router(page.router)
    described = describe(app)
    app.openapi = lambda: described  # type: ignore[method-assign]
    return app
