"""The same work on blocks, one after another here or many at once on a Dask cluster; results in the order of blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import SamestoryError

ENGINES = ("local", "dask")
AHEAD = 4  # blocks a worker has waiting, so that it is never idle and results do not pile up


def map_blocks(function: Callable, blocks: Iterable, *shared: Any, engine: str = "local") -> Iterator:
    """``function(block, *shared)`` of every block, in the order of the blocks.

    Parameters
    ----------
    function
        A function of a module, not one made inside another: workers find it by its name.
    blocks
        What the work is cut into; small, for it travels with each task.
    shared
        What every block needs; sent to each worker once.
    engine
        ``local`` runs in this process, one block after another; the address of a Dask scheduler (``tcp://host:8786``)
        on its workers, where paths of archives must be the same; ``dask`` on the client of this process, or on workers
        that are started on this machine and ended afterwards.

    Raises
    ------
    SamestoryError
        There is no such engine, or no scheduler at the address.
    """
    if not isinstance(engine, str) or (engine not in ENGINES and "://" not in engine):
        raise SamestoryError(
            f"engine={engine!r}: give local, dask, or the address of a Dask scheduler, tcp://host:8786"
        )
    if engine == "local":
        return (function(block, *shared) for block in blocks)
    return _on_dask(function, blocks, shared, None if engine == "dask" else engine)


def _on_dask(function: Callable, blocks: Iterable, shared: tuple, scheduler: str | None) -> Iterator:
    with _client(scheduler) as client:
        held = [client.scatter(part, broadcast=True, hash=False) for part in shared]
        most = AHEAD * max(1, sum(client.nthreads().values()))
        waiting: deque = deque()
        try:
            for block in blocks:
                waiting.append(client.submit(function, block, *held, pure=False))
                if len(waiting) >= most:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for task in waiting:
                task.cancel()


@contextmanager
def _client(scheduler: str | None) -> Iterator[Any]:
    """The client at an address, the one this process has, or one of workers started for this call."""
    from distributed import Client, LocalCluster, get_client

    if scheduler is not None:
        try:
            client = Client(scheduler, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as fault:
            raise SamestoryError(f"no Dask scheduler at {scheduler!r}: {fault}") from None
        with client:
            yield client
        return
    try:
        yield get_client()
        return
    except ValueError:
        pass
    with (
        LocalCluster(threads_per_worker=1, dashboard_address=None, silence_logs=40) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client
