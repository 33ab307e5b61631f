"""Lets the first Ctrl-C be a request: what is under way is ended in order, and recorded."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def first_interrupt_calls(stop: Callable[[], None]) -> Iterator[None]:
    """Within this, the first Ctrl-C calls *stop*; the second breaks off as it always does.

    An exception out of a signal may surface anywhere, also in a plugin that takes it for an error
    of its own and lets the run go on. Outside the main thread, where Python delivers no signals,
    nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def called(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    signal.signal(signal.SIGINT, called)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
