"""Open a log: its first words, then the rules it starts under, in full text."""

from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from aggregates.base import Refused
from aggregates.calendar import CalendarBook
from aggregates.days import day_of
from aggregates.ids import made_by, stream_id
from aggregates.log import Log, LogKind, LogOpened
from aggregates.policy import PolicyBook
from commands.desk import Actor, Desk
from eventstore.appends import Outcome
from eventstore.mapper import Under, Via
from eventstore.store import Store

_NOBODY = UUID(int=0)
_RULES_SINCE = date(1954, 9, 20)


def system(district: str) -> Actor:
    """The house itself, where no person acts."""
    account = stream_id(district, "account", made_by(_NOBODY, "system"))
    return Actor(account=account, person=account, role=None)


def must_be_district(code: str) -> None:
    """Refuse what is no administrative code (GB/T 2260) of 6, 9 or 12 digits."""
    if not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        sentence = "行政区划代码应为6、9或12位数字（GB/T 2260），如110101"
        raise Refused("district.code", sentence, "district")


def open_log(
    store: Store,
    *,
    district: str,
    name: str,
    kind: LogKind,
    policy: str,
    calendar: str,
    at: datetime,
) -> Outcome:
    """Write the genesis of an empty log.  `policy` and `calendar` are full texts.

    The first rules hold from the first congress on, so that imported years have some.
    Raises Refused on a district code that is none, a text that is none, or a log not empty.
    """
    must_be_district(district)
    if store.log_recorder.head()["position"]:
        raise Refused("log.already_open", "这份日志已经建立，不能再建")
    told = kind != "live"
    log = Log(id=stream_id(district, "log", "log"))
    book = PolicyBook(id=stream_id(district, "policy", "policy"))
    days = CalendarBook(id=stream_id(district, "calendar", "calendar"))
    desk = Desk(
        ledger=store,
        district=district,
        actor=system(district),
        via=Via(channel="demo" if told else "cli"),
        now=at,
        key="genesis",
        clock=told,
        kind="system",
        under=Under(policy=0, calendar=0),
    )
    today = day_of(at)
    return desk.record(
        (
            log,
            LogOpened(
                log=uuid5(NAMESPACE_URL, f"urn:huiyin:{district}:{kind}:{at.isoformat()}"),
                district=district,
                name=name,
                kind=kind,
            ),
        ),
        (book, book.adopt(policy, _RULES_SINCE, today)),
        (days, days.adopt(calendar, _RULES_SINCE, today)),
        answer={"district": district},
    )
