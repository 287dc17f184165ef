"""A workbook handed in at the counter: the same as on the machine itself."""

from io import BytesIO
from uuid import uuid4

from openpyxl import Workbook, load_workbook
from town import Town

HEADINGS = ("编号", "案由", "主办单位", "联名人数")


def workbook(*rows: tuple[str, ...]) -> bytes:
    book, stream = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append((*row, 1))
    book.save(stream)
    return stream.getvalue()


def hand_in(town: Town, who: str, content: bytes, **asked: str) -> tuple[int, dict[str, object]]:
    told = town.client.post(
        "/api/v1/imports", params=asked, content=content, headers=town[who].bearer
    )
    return told.status_code, told.json()


def test_a_list_is_entered_once_in_the_name_of_whoever_hands_it_in(town: Town) -> None:
    book = workbook((f"7{uuid4().int % 10**9}", "关于导入的建议", "道路局"))

    status, told = hand_in(town, "congress", book, year="2026")
    again = hand_in(town, "congress", book, year="2026")[1]

    assert (status, told["new"], told["present"]) == (200, 1, 0)
    assert (again["new"], again["present"]) == (0, 1)
    assert again["position"] == told["position"]
    [last] = town.house.store.after(int(str(told["position"])) - 1, 1)
    by = last.signature.by
    assert (by.kind, by.account) == ("import", town["congress"].account)


def test_every_bad_cell_is_told_and_nothing_recorded(town: Town) -> None:
    before = town.head()
    book = workbook(("", "关于一", "道路局"), ("5x", "", "道路局"))

    status, told = hand_in(town, "congress", book, year="2026")

    assert (status, told["code"]) == (422, "import.refused")
    cells = told["bad_cells"]
    assert isinstance(cells, list)
    assert {(one["row"], one["heading"]) for one in cells} == {(2, "编号"), (3, "案由")}
    assert all(one["sentence"] for one in cells)
    assert town.head() == before


def test_numbers_are_given_where_asked(town: Town) -> None:
    title = f"关于编号的建议{uuid4().hex[:6]}"
    book = workbook(("", title, "道路局"))

    status, told = hand_in(town, "congress", book, year="2026", assign_numbers="true")

    assert status == 200
    assert [one["title"] for one in told["assigned_numbers"]] == [title]  # type: ignore[attr-defined]


def test_the_administrator_brings_in_no_proposals_by_a_workbook_either(town: Town) -> None:
    assert hand_in(town, "administrator", workbook(), year="2026")[0] == 403


def test_the_empty_form_is_a_workbook(town: Town) -> None:
    told = town["congress"].get("/imports/template")

    assert "交办清单" in load_workbook(BytesIO(told.content)).sheetnames
