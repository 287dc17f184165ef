"""Stub."""

from fastapi import APIRouter

from api.guard import Guarded

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)
