"""The machine's own figures for Prometheus: how far the tables are behind the log."""

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from api.guard import Guarded
from api.reading import Looking

router = APIRouter(tags=["关于"], route_class=Guarded)

_GAUGES = {
    "head": "last position of the log",
    "position": "last position shown by the tables",
    "behind": "events the tables are behind",
    "silent": "seconds since the projector gave a sign of life",
    "parked": "streams set aside because an event could not be read",
}


@router.get("/metrics", name="metrics", summary="运行指标（Prometheus）")
def get_metrics(looking: Looking) -> Response:
    """日志和数据表的位置、落后多少、暂停显示的件数，供监控系统用令牌抓取。"""
    registry, lag = CollectorRegistry(), looking.reader.lag()
    for name, meaning in _GAUGES.items():
        Gauge(f"huiyin_{name}", meaning, registry=registry).set(float(lag[name]))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
