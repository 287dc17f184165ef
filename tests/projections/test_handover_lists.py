"""What is told first at the meeting: the year before, in counts that say out of what."""

from typing import Any

from projections.handover_lists import handover_lists, last_year
from projections.reader import Reader


def test_the_year_before_is_told_in_counts_with_their_population(
    scene: Any, reader: Reader
) -> None:
    scene.append("一", *scene.life("1"))
    scene.append("二", *scene.life("2")[:3])
    position = scene.append("三", scene.registered("3"))
    scene.project()

    told = last_year(reader, 2025, scene.day(100))

    assert told
    assert (told.year, told.position, told.day) == (2025, position, scene.day(100))
    counted = {one.name: (one.count, one.of) for one in told.figures}
    assert counted["已交办"] == (2, 3)
    assert counted["已全部答复"] == (1, 2)
    assert counted["按期答复"] == (1, 2)
    assert counted["转入下年续办"] == (0, 3)
    assert all(one.population for one in told.figures)


def test_a_year_the_log_does_not_know_tells_nothing(scene: Any, reader: Reader) -> None:
    scene.project()

    assert last_year(reader, 2024, scene.day(1)) is None
    assert handover_lists(reader, 2024) is None
    assert handover_lists(reader, 2025) == []
