"""Rules for a MinLog2 RegistrationResponse: how many entries were taken, and which were not."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.validate.messages.rule import Basis, Breach, Message, quoted, rule, text_of

_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@rule(
    "MINLOG-21",
    basis=Basis.SCHEMA,
    requirement="LOG-07",
    fix="Tell both counts, as whole numbers.",
    bad=("<NumberFailed>1</NumberFailed>", ""),
)
def both_counts(message: Message) -> Iterator[Breach]:
    """An answer tells how many entries were added and how many failed.

    <NumberAdded>0</NumberAdded><NumberFailed>1</NumberFailed>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for name in ("NumberAdded", "NumberFailed"):
        counts = message.root.findall(name)
        if len(counts) != 1:
            yield Breach(at=message.root, expected=f"one {name}", found=str(len(counts)))
        elif not _NUMBER.fullmatch(text_of(counts[0])):
            yield Breach(at=counts[0], expected="a whole number", found=quoted(text_of(counts[0])))


@rule(
    "MINLOG-22",
    basis=Basis.INFERRED,
    requirement="LOG-07",
    fix="Count the FailedLogDataEntries in NumberFailed.",
    bad=("<NumberFailed>1<", "<NumberFailed>2<"),
)
def failures_are_counted(message: Message) -> Iterator[Breach]:
    """As many entries are named as failed as are counted.

    <FailedLogDataEntries>…</FailedLogDataEntries><NumberAdded>0</NumberAdded><NumberFailed>1</NumberFailed>

    Source: derived; the interface does not say it.
    """
    count = message.root.find("NumberFailed")
    if count is None or not _NUMBER.fullmatch(text_of(count)):
        return
    found = len(message.root.findall("FailedLogDataEntries"))
    if found != int(text_of(count)):
        yield Breach(at=count, expected=f"{found}, as many as are named", found=text_of(count))


@rule(
    "MINLOG-23",
    basis=Basis.SCHEMA,
    requirement="LOG-07",
    fix="Give each failed entry its FaultCode.",
    bad=("<FaultCode>…</FaultCode>", ""),
)
def failures_have_a_code(message: Message) -> Iterator[Breach]:
    """Each failed entry tells why by a fault code; the codes are not public.

    <FailedLogDataEntries>
      <FaultCode>…</FaultCode><SequenceNumber>1</SequenceNumber>
    </FailedLogDataEntries>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for failed in message.root.findall("FailedLogDataEntries"):
        found = len(failed.findall("FaultCode"))
        if found != 1:
            yield Breach(at=failed, expected="one FaultCode", found=str(found))


RULES: Final = (both_counts, failures_are_counted, failures_have_a_code)
