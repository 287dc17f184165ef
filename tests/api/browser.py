"""What a person does in a browser: signs in at the form, presses buttons."""

import re

from httpx2 import Response
from town import Town

ORIGIN = {"Origin": "http://testserver", "Accept": "text/html"}


def enter(town: Town, who: str) -> None:
    """Sign in at the form, as people do."""
    town.client.cookies.clear()
    form = {"login": town[who].login, "password": town[who].password}
    answer = town.client.post("/login", data=form, headers=ORIGIN, follow_redirects=False)
    assert answer.status_code == 303


def send(town: Town, path: str, form: dict[str, str], origin: str = "testserver") -> Response:
    """Press the button of a form."""
    headers = {"Origin": f"http://{origin}", "Accept": "text/html"}
    return town.client.post(path, data=form, headers=headers, follow_redirects=False)


def fields(text: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that posts to an address ending so."""
    form = re.search(rf'<form method="post" action="[^"]*/{action}".*?</form>', text, re.DOTALL)
    assert form, action
    hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)"'
    return dict(re.findall(hidden, form[0]))
