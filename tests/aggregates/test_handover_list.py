"""The one form of a sealed list that its digest is taken of, and heads as they are printed."""

from datetime import date
from hashlib import sha256
from uuid import UUID

from given import MEETING, PROPOSAL, ROADS, WATER, share

from aggregates.handover_list import Listed, code_of, digest_of

ON, BY = date(2026, 3, 2), date(2026, 6, 2)
ONE = Listed(
    PROPOSAL, "072", "government", "ordinary", BY, (share(WATER, "co"), share(ROADS, "lead"))
)
OTHER = Listed(UUID(int=9), "闭“8”", "court", "complex", BY, ())


def test_the_digest_is_that_of_the_lines_written_out_by_hand() -> None:
    lines = (
        '["huiyin-handover-list-1",2026,1,"00000000-0000-0000-0000-000000000004","2026-03-02",2]\n'
        '[1,"00000000-0000-0000-0000-000000000001","072","government","ordinary","2026-06-02",'
        '[["00000000-0000-0000-0000-00000000000b","lead",[]],'
        '["00000000-0000-0000-0000-00000000000c","co",[]]]]\n'
        '[2,"00000000-0000-0000-0000-000000000009","闭“8”","court","complex","2026-06-02",[]]\n'
    )

    found = digest_of(2026, 1, MEETING, ON, [ONE, OTHER])

    assert found == sha256(lines.encode()).hexdigest()


def test_the_order_in_which_units_were_named_changes_nothing() -> None:
    asks = (share(ROADS, "separate", 2, 1), share(WATER, "separate", 3))
    same = (share(WATER, "separate", 3), share(ROADS, "separate", 1, 2))

    found = {
        digest_of(2026, 1, MEETING, ON, [Listed(PROPOSAL, "1", "government", "ordinary", BY, one)])
        for one in (asks, same)
    }

    assert len(found) == 1


def test_the_order_of_the_list_counts() -> None:
    there = digest_of(2026, 1, MEETING, ON, [ONE, OTHER])

    assert there != digest_of(2026, 1, MEETING, ON, [OTHER, ONE])


def test_a_head_is_printed_as_its_position_and_sixteen_digits() -> None:
    assert code_of(20417, "3f2a91bc07de4412" + "0" * 48) == "20417 · 3F2A-91BC-07DE-4412"
