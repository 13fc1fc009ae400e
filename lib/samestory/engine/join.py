"""Which pairs of articles share a shingle, within the window and across outlets.

Of a shingle that many articles have, each is joined only with the earliest of them within its window: one agency text
in a thousand outlets makes a thousand times a few pairs and not half a million. This module needs numba: import it
inside functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

import numba
import numpy as np

from .corpus import UNDATED
from .shingles import DOCUMENT_BITS, MOST_DOCUMENTS, unique_sorted

NO_REFERENCE = -2  # the code of no outlet

_compile = numba.njit(cache=True, nogil=True)


def candidates(
    keys: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    outlet: np.ndarray,
    stops: np.ndarray,
    *,
    rows: tuple[int, int],
    against: tuple[int, int],
    window: float,
    most: int,
    most_stop: int,
    reference: int = NO_REFERENCE,
) -> np.ndarray:
    """Pairs of documents that share a shingle.

    Parameters
    ----------
    keys
        From `shingles.shingle_keys`, of documents in the order of time, the undated last.
    begin, end
        int64, the date interval of each document in minutes; `UNDATED` for none.
    outlet
        int32; documents of one outlet are not joined; a negative one is an outlet of its own.
    stops
        From `shingles.stop_shingles`.
    rows, against
        (first, last) documents: pairs are of one in ``against`` and a later one in ``rows``.
    window
        Minutes; a pair further apart is left out; ``inf`` for no window. The undated lie within every window.
    most
        With how many of the earliest that share a shingle a document is joined.
    most_stop
        The same for stop shingles: they are joined too, so that what is shared can be called by its name.
    reference
        The outlet whose documents are joined with all that share a shingle which is no stop shingle.

    Returns
    -------
    ndarray
        uint64, sorted, each pair once: the earlier document times 2**32 plus the later one.
    """
    room = max(1024, len(keys) // 8) + max(most, most_stop)
    if reference != NO_REFERENCE:
        room = max(room, len(outlet))
    state = np.zeros(1, np.int64)
    found = np.zeros(0, np.uint64)
    while True:
        pairs = np.empty(room, np.uint64)
        limits = (window, most, most_stop, reference)
        n = join(keys, begin, end, outlet, stops, *rows, *against, *limits, state, pairs)
        found = np.concatenate([found, pairs[:n]])
        found.sort()
        found = found[: unique_sorted(found)]
        if state[0] >= len(keys):
            return found
        room = max(room, 2 * len(found))  # so that sorting what is found already stays a small part of the work


@_compile
def join(  # noqa: C901  (a kernel: one compiled loop)
    keys, begin, end, outlet, stops, row, row_end, low_row, high_row, window, most, most_stop, reference, state, pairs
):
    """See `candidates`; goes on at key ``state[0]`` until ``pairs`` is full or all keys are seen; returns how many.

    A pair comes as often as it shares shingles. When a group of keys is larger than what is left, the later ones of the
    group are taken up in the next call.
    """
    low, mask = np.uint64(DOCUMENT_BITS), np.uint64(MOST_DOCUMENTS - 1)
    n, at = 0, state[0]
    while at < len(keys):
        first = at  # back to where the group of this shingle begins
        while first > 0 and keys[first - 1] >> low == keys[at] >> low:
            first -= 1
        last = at + 1
        while last < len(keys) and keys[last] >> low == keys[at] >> low:
            last += 1
        if last - first == 1:
            at = last
            continue
        size = last - first
        at_stop = np.searchsorted(stops, (keys[at] >> low) << low)
        is_stop = at_stop < len(stops) and stops[at_stop] >> low == keys[at] >> low
        limit = most_stop if is_stop else most
        after = np.empty(size, np.int64)  # where the next document of another outlet stands in the group
        after[size - 1] = size
        for i in range(size - 2, -1, -1):
            here, there = outlet[keys[first + i] & mask], outlet[keys[first + i + 1] & mask]
            after[i] = after[i + 1] if here == there and here >= 0 else i + 1
        n_references = 0
        for i in range(size):
            if outlet[keys[first + i] & mask] == reference and not is_stop:
                n_references += 1
        start = 0
        for j in range(at - first, size):
            later = np.int64(keys[first + j] & mask)
            if later < row or later >= row_end:
                continue
            is_reference = outlet[later] == reference and not is_stop
            room = j if is_reference or n_references > 0 else min(j, limit)
            if n + room > len(pairs):
                state[0] = first + j
                return n
            if begin[later] != UNDATED:
                while start < j and begin[later] - end[np.int64(keys[first + start] & mask)] >= window:
                    start += 1
                i = start
            else:
                i = 0
            joined = 0
            while i < j and (joined < limit or is_reference or n_references > 0):
                earlier = np.int64(keys[first + i] & mask)
                if earlier >= high_row:
                    break
                if outlet[earlier] == outlet[later] and outlet[later] >= 0:
                    i = after[i]
                    continue
                is_open = begin[later] == UNDATED or begin[later] - end[earlier] < window
                from_reference = outlet[earlier] == reference and not is_stop
                is_free = is_reference or from_reference
                if earlier >= low_row and is_open and (is_free or joined < limit):
                    pairs[n] = (np.uint64(earlier) << np.uint64(32)) | np.uint64(later)
                    n += 1
                    joined += not is_free
                i += 1
        at = last
    state[0] = at
    return n
