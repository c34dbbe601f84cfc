"""Dask as the scheduler: a bounded number of calls at a time, repeated where a worker died."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from distributed import Client, LocalCluster, as_completed

# A call that raised is tried again as often; one whose worker died, three times (distributed.scheduler.allowed-failures).
RETRIES = 2


@contextmanager
def client(scheduler: str | None, workers: int) -> Iterator[Client]:
    """A client of the cluster at ``scheduler``, or of a local one with so many worker processes that ends with it."""
    if scheduler is not None:
        with Client(scheduler) as remote:
            yield remote
        return
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster) as local,
    ):
        yield local


def on(client: Client) -> Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterable[tuple[int, Any]]]:
    """A scheduler for ``run.normalize_corpus`` that calls on the workers of a Dask client."""

    def schedule(call: Callable[..., Any], jobs: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        waiting = iter(enumerate(jobs))
        numbers: dict[Any, int] = {}
        running = as_completed()

        def submit() -> None:
            # Two calls a thread: one runs, one waits, and the scheduler never holds the names of the whole corpus.
            while len(numbers) < max(2, 2 * sum(client.nthreads().values())) and (job := next(waiting, None)):
                future = client.submit(call, *job[1], retries=RETRIES, pure=False)
                numbers[future] = job[0]
                running.add(future)

        submit()
        for future in running:
            error = future.exception()
            yield numbers.pop(future), future.result() if error is None else error
            submit()

    return schedule
