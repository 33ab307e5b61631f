"""The journal: append-only, bounded, read from any point, listened to."""

from datetime import UTC, datetime

import pytest

from conformance.security.idcard import IdCard, UserLog
from conformance.security.idcard import system_card as make_system_card
from conformance.security.idcard import user_card as make_user_card
from conformance.simulator.state.journal import Exchange, Journal, Service
from tests.simulator.direct_calls import SYSTEM

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def exchange(
    number: int, service: Service = Service.SFSK_REGISTRY, caller: IdCard | None = None
) -> Exchange:
    return Exchange(
        at=NOW,
        service=service,
        operation="operation",
        outcome="Success",
        request=b"%d" % number,
        response=b"answer",
        caller=caller,
    )


def filled(count: int, limit: int = 10_000) -> Journal:
    journal = Journal(limit=limit)
    for number in range(count):
        journal.append(exchange(number))
    return journal


def numbers(exchanges: object) -> list[int]:
    return [int(e.request) for e in exchanges]  # type: ignore[attr-defined]  # any iterable of exchanges


def test_exchanges_come_in_the_order_of_their_arrival() -> None:
    """Iteration, count and selection by service agree."""
    journal = filled(3)
    journal.append(exchange(3, Service.MINLOG))
    assert numbers(journal) == [0, 1, 2, 3]
    assert len(journal) == 4
    assert numbers(journal.of(Service.MINLOG)) == [3]
    assert numbers(journal.of(Service.SFSK_REGISTRY, Service.MINLOG)) == [0, 1, 2, 3]
    assert numbers(journal.of(Service.STS)) == []


@pytest.mark.parametrize(
    ("count", "found"),
    [(0, [0, 1, 2]), (2, [2]), (3, []), (99, []), (-1, [0, 1, 2])],
)
def test_since_gives_what_came_after(count: int, found: list[int]) -> None:
    """Beyond the end there is nothing, and a negative count means from the beginning."""
    assert numbers(filled(3).since(count)) == found


@pytest.mark.parametrize("count", [9, 10, 20, 21, 22, 31, 32, 100])
def test_a_full_journal_drops_the_oldest(count: int) -> None:
    """At least the limit and at most twice of it is kept; the count goes on; the latest stay."""
    journal = filled(count, limit=10)
    kept = numbers(journal)
    assert len(journal) == count
    assert min(count, 10) <= len(kept) <= 20
    assert kept == list(range(count - len(kept), count))
    assert numbers(journal.since(count - 1)) == [count - 1]
    assert numbers(journal.since(0)) == kept


def test_a_reader_gets_each_exchange_once() -> None:
    """From the moment it was made, each call gives what is new."""
    journal = filled(2)
    read = journal.reader()
    assert list(read()) == []
    for number in (2, 3):
        journal.append(exchange(number))
    assert [seen["request"] for seen in read()] == [b"2", b"3"]
    assert list(read()) == []


@pytest.mark.parametrize("burst", [1, 9, 10, 11, 20, 21, 25, 47])
def test_a_reader_is_not_thrown_by_what_was_dropped(burst: int) -> None:
    """After a burst beyond the limit it gets what is kept of it, and nothing twice."""
    journal = filled(5, limit=10)
    read = journal.reader()
    found: list[int] = []
    for first in (5, 5 + burst):
        for number in range(first, first + burst):
            journal.append(exchange(number))
        fresh = [int(seen["request"]) for seen in read()]
        assert fresh == list(range(first + burst - len(fresh), first + burst))
        assert len(fresh) >= min(burst, 10)
        found += fresh
    assert len(set(found)) == len(found)
    assert list(read()) == []


def test_two_readers_do_not_disturb_each_other() -> None:
    """Each has its own place."""
    journal = Journal()
    one, other = journal.reader(), journal.reader()
    journal.append(exchange(0))
    assert len(list(one())) == len(list(other())) == 1


def test_listeners_hear_of_each_exchange_to_come() -> None:
    """All of them, in order, after it is in the journal."""
    journal = filled(1)
    heard: list[tuple[int, int]] = []
    journal.listen(lambda e: heard.append((int(e.request), len(journal))))
    journal.listen(lambda e: heard.append((-int(e.request), len(journal))))
    journal.append(exchange(1))
    journal.append(exchange(2))
    assert heard == [(1, 2), (-1, 2), (2, 3), (-2, 3)]


def test_iteration_is_over_what_was_there_when_it_began() -> None:
    """The services may append while a scenario reads."""
    journal = filled(2)
    for seen in journal:
        journal.append(seen)
    assert len(journal) == 4


def test_a_caller_is_named_as_a_person_would() -> None:
    """A system by its name, a user by theirs, and nobody as unknown."""
    system = make_system_card(card_id="1", issuer="x", cert_hash="x", system=SYSTEM, now=NOW)
    user = make_user_card(system, UserLog(cpr="0501792275", given_name="Lars", surname="Larsen"))
    found = [exchange(0, caller=card).caller_name for card in (None, system, user)]
    assert found == ["unknown caller", "system Test system", "Lars Larsen"]


def test_evidence_is_told_in_plain_words() -> None:
    """The reader's form holds what a report shows, bytes included."""
    journal = Journal()
    read = journal.reader()
    journal.append(exchange(7, Service.MINLOG))
    assert list(read()) == [
        {
            "at": NOW,
            "service": "MinLog2",
            "operation": "operation",
            "caller": "unknown caller",
            "outcome": "Success",
            "request": b"7",
            "response": b"answer",
        }
    ]
