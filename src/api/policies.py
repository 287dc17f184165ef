"""Routes of the policy: adopted in full text, and read by everybody who works under it."""

from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from aggregates.explained import in_words
from aggregates.ids import stream_id
from aggregates.limits import LIMIT_LABELS
from aggregates.policy import Policy, PolicyAdopted, PolicyBook
from aggregates.schemes import NEED_LABELS, OUTCOME_LABELS
from api.asking import RACES, Asked, use_case
from api.guard import Guarded
from api.problems import Problem
from commands.adopt_policy import AdoptPolicy, adopt_policy

router = APIRouter(tags=["年度与办法"], route_class=Guarded)


class LimitShown(BaseModel):
    """一项期限"""

    duty: str = Field(description="代码，同办理办法 limits 各节")
    label: str = Field(description="要做什么")
    rule: str = Field(description="规则")
    article: str = Field(description="依据条款")


class ClassShown(BaseModel):
    """一类办理结果"""

    letter: str = Field(description="类别")
    name: str = Field(description="全称")
    outcomes: list[str] = Field(description="包含的办理结果")
    needs: list[str] = Field(description="答复必须写明的")


class SectionShown(BaseModel):
    """办法的一节；可以有多节的（编号的系列、抄送、报告），每节一项"""

    section: str = Field(description="代码，同办理办法各节")
    article: str = Field(description="依据条款")
    values: dict[str, Any] = Field(description="各项取值，同办理办法原文")


class PolicyShown(BaseModel):
    """一天所施行的办理办法"""

    id: str = Field(description="编号")
    name: str = Field(description="名称")
    valid_from: date = Field(description="施行日期")
    position: int = Field(description="采用它的日志位置")
    text: str = Field(description="全文（TOML）")
    limits: list[LimitShown] = Field(description="期限")
    scheme: str = Field(description="分类办法的编号")
    scheme_article: str = Field(description="分类办法的依据条款")
    classes: list[ClassShown] = Field(description="类别")
    sections: list[SectionShown] = Field(description="其余各节")


@use_case(router, "/policies", "采用办理办法", status=201)
def post_adopt_policy(command: AdoptPolicy, asked: Asked) -> JSONResponse:
    """以全文采用一部办理办法，自施行之日起生效，不溯及以前。"""
    return asked.act(lambda desk: adopt_policy(desk, command), tries=RACES, status=201)


@router.get("/policy", name="policy", summary="施行的办理办法")
def get_policy(
    asked: Asked,
    on: Annotated[date | None, Query(description="哪一天的；不写就是今天")] = None,
) -> PolicyShown:
    """今天或某一天施行的办理办法：全文，和逐项的期限、类别、签发、评价等规定，都写明依据条款。"""
    house = asked.house
    day = on or asked.today
    adopted = house.store.history(stream_id(house.district, PolicyBook.KIND, PolicyBook.KIND))
    events = [(one.position, cast(PolicyAdopted, one.event)) for one in adopted]
    in_force = [(position, event) for position, event in events if event.valid_from <= day]
    if not in_force:
        raise Problem(404, "policy.none_then", "那一天还没有采用办理办法")
    return _shown(*in_force[-1])


def _shown(position: int, event: PolicyAdopted) -> PolicyShown:
    policy = Policy.kept(event.text)
    limits = ((name, getattr(policy.limits, name)) for name in LIMIT_LABELS)
    return PolicyShown(
        id=event.id,
        name=event.name,
        valid_from=event.valid_from,
        position=position,
        text=event.text,
        limits=[
            LimitShown(
                duty=name, label=LIMIT_LABELS[name], rule=in_words(limit), article=limit.article
            )
            for name, limit in limits
            if limit
        ],
        scheme=policy.scheme.id,
        scheme_article=policy.scheme.article,
        classes=[
            ClassShown(
                letter=one.letter,
                name=one.name,
                outcomes=[OUTCOME_LABELS[outcome] for outcome in one.outcomes],
                needs=[NEED_LABELS[need] for need in one.needs],
            )
            for one in policy.scheme.classes
        ],
        sections=[
            SectionShown(
                section=name,
                article=section.article,
                values=section.model_dump(mode="json", exclude={"article"}),
            )
            for name, value in policy
            for section in (value if isinstance(value, tuple) else (value,))
            if hasattr(section, "article") and name != "scheme"
        ],
    )
