"""Routes for signing in from a program, and for one's own account: 令牌、密码、我是谁."""

from datetime import datetime, timedelta
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from aggregates.account import Role
from api import sign_in
from api.access import address_of, house_of
from api.accounts import Password
from api.asking import Asked
from api.guard import Guarded
from api.problems import Problem

router = APIRouter(tags=["登录"], route_class=Guarded)


class MakeToken(BaseModel):
    """登录名和密码"""

    model_config = ConfigDict(extra="forbid")
    login: str = Field(max_length=100, description="登录名")
    password: str = Field(max_length=sign_in.MOST, description="密码")
    hours: int = Field(
        12, ge=1, le=int(sign_in.TOKEN_MOST / timedelta(hours=1)), description="有效小时数"
    )


class Token(BaseModel):
    """令牌，只显示这一次"""

    token: str = Field(description="写入 Authorization: Bearer 请求头")
    expires_at: datetime = Field(description="失效时间（UTC）")


class ChangePassword(BaseModel):
    """原密码和新密码"""

    model_config = ConfigDict(extra="forbid")
    old: str = Field(max_length=sign_in.MOST, description="原密码")
    new: Password = Field(description="新密码，10至200个字符")


class Me(BaseModel):
    """登录的账号"""

    account: UUID = Field(description="账号")
    person: UUID = Field(description="人员")
    role: Role | None = Field(description="角色")
    label: str = Field(description="角色的中文名称")
    unit: UUID | None = Field(description="承办单位")
    deputy: UUID | None = Field(description="代表")


@router.post("/tokens", name="make_token", status_code=201, summary="用密码换取令牌")
def post_make_token(request: Request, command: MakeToken) -> Token:
    """程序用登录名和密码换取限时令牌。15分钟内从同一地址连续输错5次的登录名暂停尝试。"""
    life = timedelta(hours=command.hours)
    issued = sign_in.sign_in(
        house_of(request), command.login, command.password, "token", life, address_of(request)
    )
    return Token(token=issued.secret, expires_at=issued.expires_at)


@router.delete(
    "/tokens/current", name="revoke_token", status_code=204, summary="注销正在使用的令牌"
)
def delete_revoke_token(asked: Asked) -> Response:
    """请求所用的令牌立即失效。"""
    sign_in.sign_out(asked.house, asked.asker.secret)
    return Response(status_code=204)


@router.post("/me/password", name="change_password", status_code=204, summary="更改自己的密码")
def post_change_password(command: ChangePassword, asked: Asked) -> Response:
    """更改自己的密码，所有登录（包括本次）随即失效。"""
    house, account = asked.house, asked.asker.actor.account
    if not sign_in.check_password(house, account, command.old):
        raise Problem(403, "password.wrong", "原密码不对")
    sign_in.set_password(house.datastore, house.schemas, account, command.new)
    return Response(status_code=204)


@router.get("/me", name="me", summary="我是谁")
def get_me(asked: Asked) -> Me:
    """登录的账号、角色和所代表的单位或代表。"""
    actor = asked.asker.actor
    return Me(
        account=actor.account,
        person=actor.person,
        role=actor.role,
        label=asked.asker.label,
        unit=actor.unit,
        deputy=actor.deputy,
    )
