"""Asked once or many times, it happens once and is answered alike."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

from town import Town


def at_once(*asks: Callable[[], Any]) -> list[Any]:
    """Ask all of them in the same moment."""
    start = Barrier(len(asks))

    def ask(one: Callable[[], Any]) -> Any:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(ask, asks))


def test_a_double_click_records_one_event_and_is_answered_as_before(town: Town) -> None:
    id, key = town.proposal("assigned"), secrets.token_hex(8)
    path, body = f"/proposals/{id}/receive", {"on": "2026-03-06"}

    first, second = (town["roads"].post(path, body, key=key) for _ in range(2))

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers["etag"] == second.headers["etag"] == f'"{town.version(id)}"'
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert town.version(id) == 4


def test_many_clicks_at_once_on_an_act_record_one_event(town: Town) -> None:
    for _ in range(5):
        id = town.proposal("assigned")
        path, key = f"/proposals/{id}/receive", secrets.token_hex(8)

        answers = at_once(*[partial(town["roads"].post, path, {"on": "2026-03-06"}, key=key)] * 4)

        happened_once(answers)
        assert town.version(id) == 4


def test_many_clicks_at_once_on_a_decision_record_one_event(town: Town) -> None:
    share = [{"unit": town.units["道路局"], "role": "sole"}]
    body = {"assignments": share, "on": "2026-03-05"}
    for _ in range(5):
        id = town.proposal("handed_over")
        path, key = f"/proposals/{id}/assign", secrets.token_hex(8)

        answers = at_once(*[partial(town["office"].post, path, body, key=key, seen=2)] * 4)

        happened_once(answers)
        assert town.version(id) == 3


def happened_once(answers: list[Any]) -> None:
    """All were answered alike, and all but one as a repetition."""
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    replayed = [answer.headers.get("idempotency-replayed") for answer in answers]
    assert replayed.count("true") == len(answers) - 1


def test_registering_twice_with_one_key_makes_one_proposal(town: Town) -> None:
    body, key = town.registration(), secrets.token_hex(8)

    answers = at_once(*[lambda: town["congress"].post("/proposals", body, key=key)] * 4)

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_a_key_with_another_request_is_refused(town: Town) -> None:
    id, key = town.proposal("received"), secrets.token_hex(8)
    path, roads = f"/proposals/{id}/contact", town["roads"]
    body = town.contact("before", "2026-03-20")
    assert roads.post(path, body, key=key).status_code == 200
    head = town.head()

    others = [
        roads.post(path, body | {"summary": "另一种说法"}, key=key),
        roads.post(path, body, key=key, seen=5),
        roads.post(f"/proposals/{town.proposal('received')}/contact", body, key=key),
    ]

    assert {(one.status_code, one.json()["code"]) for one in others} == {(409, "key.reused")}
    assert len(town.house.store.after(head, 100)) == 5  # the third proposal's own beginnings


def test_two_people_may_use_the_same_key(town: Town) -> None:
    key, id = secrets.token_hex(8), town.proposal("assigned", co=True)
    path, body = f"/proposals/{id}/receive", {"on": "2026-03-06"}

    answers = [town[who].post(path, body, key=key) for who in ("roads", "water")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any("idempotency-replayed" in answer.headers for answer in answers)


def test_a_refusal_is_not_remembered(town: Town) -> None:
    id, key = town.proposal("assigned"), secrets.token_hex(8)
    early = town["roads"].post(
        f"/proposals/{id}/contact", town.contact("before", "2026-03-20"), key=key
    )
    town["roads"].done(f"/proposals/{id}/receive", {"on": "2026-03-06"})

    again = town["roads"].post(
        f"/proposals/{id}/contact", town.contact("before", "2026-03-20"), key=key
    )

    assert (early.status_code, again.status_code) == (409, 200)


def test_the_same_verdict_sent_again_is_told_not_to_be_kept(town: Town) -> None:
    id = town.proposal("rated")
    head = town.head()

    again = town["first"].post(f"/proposals/{id}/rate", town.rating())

    assert (again.status_code, again.json()["code"]) == (409, "rating.same")
    assert town.head() == head


def test_of_two_verdicts_at_once_each_is_told_which_version_it_is(town: Town) -> None:
    for _ in range(5):
        id = town.proposal("replied")
        path = f"/proposals/{id}/rate"
        verdicts = town.rating(), town.rating(result="basically_satisfied")

        answers = at_once(*(partial(town["first"].post, path, one) for one in verdicts))

        assert sorted(answer.json()["revision"] for answer in answers) == [1, 2]
        topics = [one.event.TOPIC for one in town.house.store.history(UUID(id))]
        assert topics.count("proposal.rated") == 2


def test_acts_that_do_not_exclude_each_other_all_succeed_at_once(town: Town) -> None:
    id = town.proposal("received")
    body = town.contact("before", "2026-03-20")

    answers = at_once(*[lambda: town["roads"].post(f"/proposals/{id}/contact", body)] * 3)

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert town.version(id) == 4 + 3


def test_of_two_decisions_on_the_same_version_one_is_told_of_the_other(town: Town) -> None:
    office, share = town["office"], [{"unit": town.units["道路局"], "role": "sole"}]
    for _ in range(5):
        id = town.proposal("handed_over")
        body = {"assignments": share, "on": "2026-03-05"}

        answers = at_once(*[partial(office.post, f"/proposals/{id}/assign", body, seen=2)] * 2)

        kept, lost = sorted(answers, key=lambda answer: int(answer.status_code))
        assert kept.status_code == 200
        assert (lost.status_code, lost.json()["code"]) in ((409, "race"), (412, "stale"))
        assert "其间登记了：分办" in lost.json()["detail"]
        assert town.version(id) == 3
