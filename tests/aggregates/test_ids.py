"""The names of streams, fixed for ever; a printed number as it is compared."""

from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from aggregates.ids import NS, made_by, plain_number, stream_id

ACCOUNT = UUID(int=7)


def test_the_namespace_is_fixed() -> None:
    assert str(NS) == "29f74c09-b4b5-56c8-bf89-a7f7cfb1e2d9"
    assert uuid5(NAMESPACE_URL, "urn:huiyin") == NS


@pytest.mark.parametrize(
    ("kind", "key", "stream"),
    [
        ("cycle", "2026", "34fcce64-0e05-57be-82df-07c852466bd0"),
        ("proposal", made_by(ACCOUNT, "k-1"), "96294808-a8c3-5d08-a4a0-95d036131e25"),
        ("proposal", made_by(ACCOUNT, "k-1", 2), "a6e17fc5-65c0-5aa6-9492-7fe7eb755ccc"),
        ("number", "9/5//72", "51a0408a-0ed8-598b-bd78-1cdd826dbf53"),
    ],
)
def test_a_stream_has_the_same_name_on_every_machine(kind: str, key: str, stream: str) -> None:
    assert str(stream_id("110101", kind, key)) == stream


def test_two_districts_share_no_stream() -> None:
    assert stream_id("110101", "cycle", "2026") != stream_id("110102", "cycle", "2026")


def test_what_a_command_makes_is_named_after_account_command_and_count() -> None:
    assert made_by(ACCOUNT, "k-1", 3) == f"({ACCOUNT}, k-1)/3"


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("072", "/72"),
        ("72", "/72"),
        ("０７２", "/72"),
        (" 0 72 ", "/72"),
        ("闭08", "闭/8"),
        ("闭 ０８", "闭/8"),
        ("7\n2", "/72"),
        ("7\t2", "/72"),
        ("000", "/0"),
        ("12-3", "/12-3"),
        ("B100", "B/100"),
    ],
)
def test_a_number_is_compared_without_width_blanks_and_leading_zeros(
    printed: str, plain: str
) -> None:
    assert plain_number(printed) == plain
