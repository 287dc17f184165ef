"""The one door: who is asking, in which role, and whether the permission table lets them.

Identity comes from the session or token only, never from a parameter; the role is read from the
log at every request, so what was revoked or closed ends at once.
"""

from dataclasses import dataclass
from typing import Literal, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request

from aggregates.account import ROLES, Account
from aggregates.base import Aggregate
from aggregates.draft import Draft
from aggregates.proposal import Proposal
from api.house import House
from api.permissions import PERMISSIONS, PUBLIC, Reach
from api.problems import SAFE, Problem, unauthorised
from api.sign_in import Kind, holder
from commands.desk import Actor
from eventstore.store import NotFound

A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True)
class Asker:
    """Somebody signed in, on which way, and how far this route reaches for them."""

    actor: Actor
    channel: Literal["api", "page"]
    secret: str
    reach: Reach

    @property
    def label(self) -> str:
        """The role in Chinese."""
        assert self.actor.role, "nobody without a role gets in"
        return ROLES[self.actor.role]


def address_of(request: Request) -> str:
    """The address a request comes from; empty when it has none."""
    return request.client.host if request.client else ""


def house_of(request: Request) -> House:
    """The house the application serves."""
    house = request.app.state.house
    assert isinstance(house, House)
    return house


def cookie_name(house: House) -> str:
    """Live and demo on one host keep their sessions apart: browsers share cookies among ports."""
    return f"{house.schemas.log}_session"


def admitted(request: Request, route: str) -> Asker | None:
    """Whoever asks, if the table lets them; None on public routes.

    Raises a Problem: 401 not signed in, 403 not in this role or not theirs, 404 no such proposal,
    or no draft that they may know of.
    """
    if route in PUBLIC:
        return None
    kind, secret = _shown(request)
    actor = _actor(house_of(request), kind, secret)
    reach = PERMISSIONS.get(route, {}).get(actor.role) if actor.role else None
    if actor.role:  # so that the page of a refusal, too, says who is signed in
        request.state.asker = Asker(actor, _channel(kind), secret, reach or "own")
    if reach is None:
        raise Problem(403, "role", _no_role(actor, looking=request.method in SAFE))
    if reach == "own" and "proposal_id" in request.path_params:
        _must_concern(request, actor)
    if "draft_id" in request.path_params:
        _must_be_shown(request, actor)
    return Asker(actor, _channel(kind), secret, reach)


def _channel(kind: Kind) -> Literal["api", "page"]:
    return "api" if kind == "token" else "page"


def must_be_same_origin(request: Request) -> None:
    """Refuse a form sent from another site in the name of somebody signed in here."""
    origin = request.headers.get("origin", "")
    if urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem(403, "origin", "请求不是从本系统的页面发出的，请在本系统内操作")


def _shown(request: Request) -> tuple[Kind, str]:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secret:
            raise unauthorised("sign_in.scheme", "请用 Authorization: Bearer 令牌")
        return "token", secret.strip()
    secret = request.cookies.get(cookie_name(house_of(request)), "")
    if not secret:
        raise unauthorised("sign_in.needed", "请先登录")
    if request.method not in SAFE:
        must_be_same_origin(request)
    return "session", secret


def _actor(house: House, kind: Kind, secret: str) -> Actor:
    id = holder(house, kind, secret)
    account = house.store.load(Account, id) if id else None
    if account is None or account.closed or account.person is None:
        raise unauthorised("sign_in.expired", "登录已失效，请重新登录")
    return Actor(
        account=account.id,
        person=account.person,
        role=account.role,
        unit=account.unit,
        deputy=account.deputy,
    )


def _no_role(actor: Actor, *, looking: bool) -> str:
    if actor.role is None:
        return "这个账号目前没有角色，请联系系统管理员"
    return f"“{ROLES[actor.role]}”不能{'查看' if looking else '办理'}这一项"


def _must_concern(request: Request, actor: Actor) -> None:
    proposal = _asked_for(request, Proposal, "proposal_id")
    if actor.unit and not proposal.concerns_unit(actor.unit):
        raise Problem(403, "proposal.other_unit", "这件建议不由您单位承办")
    if actor.deputy and not proposal.concerns_deputy(actor.deputy):
        raise Problem(403, "proposal.other_deputy", "这件建议不是您署名的")
    if not (actor.unit or actor.deputy):
        raise Problem(403, "role", _no_role(actor, looking=request.method in SAFE))


def _must_be_shown(request: Request, actor: Actor) -> None:
    """Whoever may not see a draft is not told that there is one."""
    draft = _asked_for(request, Draft, "draft_id")
    if not draft.shown_to(actor.deputy):
        raise NotFound(str(draft.id))


def _asked_for(request: Request, kind: type[A], name: str) -> A:
    """The thing as it stands in the log, never as a table has it that may be late."""
    try:
        id = UUID(request.path_params[name])
    except ValueError:
        raise NotFound(request.path_params[name]) from None
    found = house_of(request).store.load(kind, id)
    if not found.version:
        raise NotFound(str(id))
    return found
