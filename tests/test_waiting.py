"""Waiting for threads and processes: nothing is lost, and a signal is heard."""

import _thread
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from samestory.waiting import as_they_end


def test_every_future_comes_once():
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(pow, number, 2) for number in range(20)]
        assert sorted(future.result() for future in as_they_end(futures)) == [number**2 for number in range(20)]
    assert list(as_they_end([])) == []


def test_a_signal_that_wakes_nobody_is_heard_all_the_same():
    # As when it comes just before the main thread begins to wait.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            list(as_they_end([Future()]))
    finally:
        signal.signal(signal.SIGINT, before)
    timer.join()
