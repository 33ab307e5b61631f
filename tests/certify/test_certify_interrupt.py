"""The first Ctrl-C asks, the second breaks off."""

import signal
from threading import Thread

import pytest

from conformance.certify.interrupt import first_interrupt_calls


def test_the_first_interrupt_asks_and_the_second_breaks_off() -> None:
    """Work goes on after the first Ctrl-C; the second raises, and the handler is put back."""
    before = signal.getsignal(signal.SIGINT)
    asked: list[str] = []
    with first_interrupt_calls(lambda: asked.append("stop")):
        signal.raise_signal(signal.SIGINT)
        asked.append("went on")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert asked == ["stop", "went on"]
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_nothing_is_changed() -> None:
    """A worker thread may not set handlers, and needs none."""
    before, found = signal.getsignal(signal.SIGINT), []

    def work() -> None:
        with first_interrupt_calls(lambda: None):
            found.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert found == [before]
