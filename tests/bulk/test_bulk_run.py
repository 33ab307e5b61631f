"""A run answers for every document, in order, whoever does the work and whatever goes wrong."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from conformance.bulk import FunctionOutput, run
from conformance.bulk.batches import MOST_BYTES, MOST_DOCUMENTS, Answer, Batch, batches
from conformance.bulk.content import Document, HeldContent
from conformance.bulk.engine import answers_in_order
from conformance.bulk.workers import Pending
from conformance.validate.summary import MOST_WORST, Summary
from tests.bulk import judges
from tests.bulk.bulk_inputs import OPTIONS, names, ran, reason, texts, zip_of


def held(number: int, size: int = 10) -> Document:
    return Document(source=str(number), content=HeldContent(data=b""), size=size, number=number)


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    """The same lines in the same order, and the same summary but for the time."""
    path = zip_of(tmp_path / "a.zip", texts(1100))

    alone, one = ran(path)
    together, two = ran(path, jobs=2)

    assert together == alone
    assert names(alone) == [name for name, _ in texts(1100)]
    assert two.lasting(0) == one.lasting(0)


def test_the_summary_counts_what_the_lines_say(tmp_path: Path) -> None:
    """Documents, valid ones, findings by severity and by rule, documents by rule."""
    path = zip_of(
        tmp_path / "a.zip", [("a", b"!!?"), ("b", b"?"), ("c", b"??"), ("d", b""), ("e", b"!")]
    )

    _, summary = ran(path)

    assert (summary.documents, summary.valid, summary.unreadable) == (5, 3, 0)
    assert summary.by_severity == {"warning": 4, "fail": 3}
    assert summary.by_rule == {"T-WARN": 4, "T-FAIL": 3}
    assert summary.documents_by_rule == {"T-WARN": 3, "T-FAIL": 2}
    assert summary.by_kind == {"pdc-dk": 5}
    assert [worst.source.rpartition("!")[2] for worst in summary.worst] == ["a", "e", "c", "b"]
    assert summary.seconds > 0
    assert summary.as_json()["invalid"] == 2


def test_the_worst_are_the_worst_of_all(tmp_path: Path) -> None:
    """However many there are, in whichever batch; of equals, the earliest."""
    path = zip_of(tmp_path / "a.zip", [(str(k), b"!" * (k % 50)) for k in range(1000)])

    _, summary = ran(path)

    assert len(summary.worst) == MOST_WORST
    assert [worst.fails for worst in summary.worst] == [49] * 20
    assert [worst.number for worst in summary.worst] == list(range(49, 1000, 50))


def test_a_message_gives_a_line_for_each_document_in_it(tmp_path: Path) -> None:
    """Reports count as documents, and stay together."""
    path = zip_of(tmp_path / "a.zip", texts(3))

    records, summary = ran(path, judge=judges.two)

    assert len(records) == summary.documents == 6
    assert [name.partition("#")[2] for name in names(records)] == ["", "document-1"] * 3


def test_an_error_of_the_tool_does_not_stop_the_others(tmp_path: Path) -> None:
    """It is told as the tool's own, and the document does not pass."""
    path = zip_of(tmp_path / "a.zip", [("a", b"<a/>"), ("b", b"boom"), ("c", b"<a/>")])

    records, summary = ran(path, judge=judges.breaking)

    assert [record["valid"] for record in records] == [True, False, True]
    assert "the tool itself broke" in reason(records[1])
    assert "KeyError" in reason(records[1])
    assert summary.unreadable == 1


def test_a_document_that_brings_its_process_down_is_reported(tmp_path: Path) -> None:
    """All others are checked, those in its batch and those in the batches under way too."""
    documents = texts(700)
    documents[250] = (documents[250][0], b"boom")
    path = zip_of(tmp_path / "a.zip", documents)

    records, summary = ran(path, judge=judges.dying, jobs=2)

    assert names(records) == [name for name, _ in documents]
    assert [k for k, record in enumerate(records) if record["unreadable"]] == [250]
    assert "ended without an answer" in reason(records[250])
    assert summary.documents == 700


def test_batches_are_full_by_number_or_by_size() -> None:
    """A document that is larger than a batch is a batch of its own."""
    small = [held(k) for k in range(MOST_DOCUMENTS + 1)]
    large = [held(k, MOST_BYTES + 1) for k in range(2)]
    middling = [held(k, MOST_BYTES // 2) for k in range(3)]

    assert [len(batch) for batch in batches(small)] == [MOST_DOCUMENTS, 1]
    assert [len(batch) for batch in batches(large)] == [1, 1]
    assert [len(batch) for batch in batches(middling)] == [2, 1]
    assert list(batches([])) == []


class Counting:
    """Workers that count how many batches are under way, and how far the input was read."""

    def __init__(self, window: int) -> None:
        self.window = window
        self.under_way = self.most = 0

    def submit(self, batch: Batch) -> Pending:
        self.under_way += 1
        self.most = max(self.most, self.under_way)

        def answer() -> Answer:
            self.under_way -= 1
            return Answer(inputs=len(batch), lines=b"", summary=Summary())

        return answer

    def close(self) -> None: ...


@pytest.mark.parametrize("window", [1, 3, 7])
def test_no_more_is_held_than_the_workers_can_take(window: int) -> None:
    """An endless source is read no further than the batches under way, and one document more."""
    read = 0

    def endless() -> Iterator[Document]:
        nonlocal read
        for number in count():
            read = number + 1
            yield held(number)

    workers = Counting(window)
    answers = answers_in_order(endless(), workers)
    ahead = []
    for given in range(1, 30):
        next(answers)
        ahead.append(read - given * MOST_DOCUMENTS)

    assert workers.most == window
    assert max(ahead) <= window * MOST_DOCUMENTS + 1


def test_the_writer_and_the_progress_are_told_batch_by_batch(tmp_path: Path) -> None:
    """Lines come while the run goes on, whole, and progress knows how many."""
    path = zip_of(tmp_path / "a.zip", texts(450))
    written: list[bytes] = []
    told: list[int] = []

    run(
        [path],
        OPTIONS,
        output=FunctionOutput(written.append),
        judge=judges.quick,
        progress=lambda summary: told.append(summary.documents),
    )

    assert told == [200, 400, 450]
    assert [lines.count(b"\n") for lines in written] == [200, 200, 50]


@pytest.mark.parametrize(("jobs", "shard"), [(0, None), (1, (2, 2)), (1, (-1, 2)), (1, (0, 0))])
def test_terms_that_cannot_be_are_refused(
    tmp_path: Path, jobs: int, shard: tuple[int, int] | None
) -> None:
    """Before anything is read."""
    with pytest.raises(ValueError, match="expected"):
        ran(tmp_path, jobs=jobs, shard=shard)
