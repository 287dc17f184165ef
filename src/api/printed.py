"""The pages under docs/ that are made from the code: `python -m api.printed` writes them anew."""

import json
from collections.abc import Mapping
from pathlib import Path

from api.app import wired
from api.openapi import routes_of
from api.permissions import as_markdown
from commands.flow_page import page as flow_page
from commands.policy_page import page as policy_page


def pages() -> Mapping[str, str]:
    """Each page's name and text."""
    app = wired()
    titles = {
        route.name: (
            f"{min(route.original_route.methods)} {route.path_format}",
            route.original_route.summary,
        )
        for route in routes_of(app)
    }
    openapi = json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True)
    return {
        "flow.md": flow_page(),
        "openapi.json": f"{openapi}\n",
        "permissions.md": as_markdown(titles),
        "policy.md": policy_page(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (Path(__file__).parents[2] / "docs" / name).write_text(text, encoding="utf-8")
