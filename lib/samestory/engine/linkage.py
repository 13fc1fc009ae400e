"""Average linkage of many groups of which few pairs are close: the closest two become one, then the next.

Each group has a list of its neighbours, and each entry of a list knows its twin in the other one. So two groups become
one in the time their lists take, however many others there are. This module needs numba: import it inside functions
only.
"""

# Kernels have the types they are called with, so they name none.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import numba
import numpy as np

NOBODY = -1
_compile = numba.njit(cache=True, nogil=True)


@_compile
def merges(size, begin, other, total, is_barred, twin, least, kept, gone, average):
    """Join groups until no two are as close as ``least``, the closest first; of equals those with the lowest numbers.

    Parameters
    ----------
    size
        int64 (n): how many things each group has; changed.
    begin, other, total, is_barred, twin
        Neighbours of group i are the entries ``begin[i]`` to ``begin[i + 1]``: the number of the neighbour, the sum of
        the closeness of their pairs, whether the two must never be one, and the entry of i at the neighbour.
    least
        Least average closeness, above 0.
    kept, gone, average
        Written, in order: the lower number of the two groups joined, which stays, the higher one, and how close they
        were.

    Returns
    -------
    int
        How many were joined.
    """
    n = len(size)
    start, count = begin[:-1].copy(), np.diff(begin)
    room = count.copy()
    low = np.arange(n)  # the lowest number in each group; a group keeps its place here when it takes in another
    place = np.full(n, NOBODY)
    near, best = np.full(n, NOBODY), np.zeros(n)
    end, done = begin[-1], 0
    for i in range(n):
        near[i], best[i] = nearest(i, size, low, start, count, other, total, is_barred, least)
    while True:
        a = closest(low, near, best)
        if a == NOBODY:
            return done
        b = near[a]
        kept[done], gone[done], average[done] = min(low[a], low[b]), max(low[a], low[b]), best[a]
        done += 1
        if count[a] < count[b]:
            a, b = b, a
        wanted = listed(a, b, start, count, other, place)
        if wanted > room[a]:  # a longer list for the one that stays, behind all others
            wanted += wanted // 2
            if end + wanted > len(other):
                longer = end + wanted + len(other) // 4
                other, total = lengthened(other, longer), lengthened(total, longer)
                is_barred, twin = lengthened(is_barred, longer), lengthened(twin, longer)
            for k in range(count[a]):
                move(start[a] + k, end + k, other, total, is_barred, twin)
                place[other[end + k]] = end + k
            start[a], room[a] = end, wanted
            end += wanted
        take_in(a, b, start, count, other, total, is_barred, twin, place)
        size[a] += size[b]
        low[a] = min(low[a], low[b])
        count[b], near[b] = 0, NOBODY
        near[a], best[a] = nearest(a, size, low, start, count, other, total, is_barred, least)
        for e in range(start[a], start[a] + count[a]):
            k = other[e]
            value = total[e] / (size[a] * size[k])
            if near[k] == a or near[k] == b:
                near[k], best[k] = nearest(k, size, low, start, count, other, total, is_barred, least)
            elif value >= least and not is_barred[e] and is_nearer(k, a, value, near, best, low):
                near[k], best[k] = a, value


@_compile
def closest(low, near, best):
    """One of the two groups that are closest, of equals those with the lowest numbers; NOBODY if none is left."""
    a = NOBODY
    for i in range(len(near)):
        if near[i] == NOBODY or (a != NOBODY and best[i] < best[a]):
            continue
        if a == NOBODY or best[i] > best[a] or is_before(low, i, near[i], a, near[a]):
            a = i
    return a


@_compile
def listed(a, b, start, count, other, place):
    """How many neighbours two groups have together; ``place`` then has the entries of the first."""
    for e in range(start[a], start[a] + count[a]):
        place[other[e]] = e
    n = count[a]
    for e in range(start[b], start[b] + count[b]):
        n += place[other[e]] == NOBODY
    return n


@_compile
def take_in(a, b, start, count, other, total, is_barred, twin, place):
    """The neighbours of group b become those of a; ``place`` has the entries of a, and is empty afterwards."""
    for e in range(start[b], start[b] + count[b]):
        k, back, mine = other[e], twin[e], place[other[e]]
        if k != a and mine == NOBODY:
            new = start[a] + count[a]
            other[new], total[new], is_barred[new], twin[new] = k, total[e], is_barred[e], back
            other[back], twin[back] = a, new
            place[k] = new
            count[a] += 1
            continue
        last = start[k] + count[k] - 1  # the neighbour loses its entry of the group that goes
        if k == a:
            place[other[last]] = back
            place[b] = NOBODY
        else:
            total[mine] += total[e]
            is_barred[mine] |= is_barred[e]
            total[twin[mine]], is_barred[twin[mine]] = total[mine], is_barred[mine]
        if last != back:
            move(last, back, other, total, is_barred, twin)
        count[k] -= 1
    for e in range(start[a], start[a] + count[a]):
        place[other[e]] = NOBODY


@_compile
def is_nearer(k, a, value, near, best, low):
    """Whether a group is closer to k than the closest so far, or as close with a lower number."""
    if near[k] == NOBODY or value > best[k]:
        return True
    return value == best[k] and low[a] < low[near[k]]


@_compile
def nearest(i, size, low, start, count, other, total, is_barred, least):
    """The closest neighbour of a group, of equals the one with the lowest number, and how close it is."""
    found, best = NOBODY, 0.0
    for e in range(start[i], start[i] + count[i]):
        k = other[e]
        value = total[e] / (size[i] * size[k])
        if value < least or is_barred[e]:
            continue
        if found == NOBODY or value > best or (value == best and low[k] < low[found]):
            found, best = k, value
    return found, best


@_compile
def is_before(low, a, b, c, d):
    """Whether the pair of a and b has lower numbers than that of c and d."""
    first, other = min(low[a], low[b]), min(low[c], low[d])
    return first < other or (first == other and max(low[a], low[b]) < max(low[c], low[d]))


@_compile
def move(e, to, other, total, is_barred, twin):
    """An entry to another place; its twin follows."""
    other[to], total[to], is_barred[to], twin[to] = other[e], total[e], is_barred[e], twin[e]
    twin[twin[e]] = to


@_compile
def lengthened(values, n):
    """The same values with room for more."""
    longer = np.empty(n, values.dtype)
    longer[: len(values)] = values
    return longer
