"""The pool of locked-down workers: each document in one of them, so that one which hangs or dies costs that document only.

The parent imports no parser and holds few documents: a job is fetched when a worker has room for it.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any

from pipeline import wire
from pipeline.limits import DOCUMENTS_A_WORKER, LIMITS, RESIDENT_A_WORKER, Limits
from pipeline.outcomes import Result

# A worker has its next documents at hand while it reads one: up to so many, and so many bytes beyond the first two.
_AHEAD, _AHEAD_BYTES = 8, 512_000
TASK = "pipeline.work"
# Libraries that make threads of their own would have them killed by the fork, and two workers use two cores already.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class NotReady(Exception):
    """The workers could not be made ready: what they load is missing or damaged."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the name that its records keep, and its bytes."""

    source: str
    data: bytes


@dataclass(slots=True)
class _Worker:
    pid: int
    pipe: socket.socket
    jobs: deque[Job] = field(default_factory=deque)  # the first is being read, the others lie ready
    unsent: deque[memoryview] = field(default_factory=deque)
    heard: bytearray = field(default_factory=bytearray)
    deadline: float = 0.0
    greeted: bool = False
    done: int = 0

    @property
    def retiring(self) -> bool:
        return self.done + len(self.jobs) >= DOCUMENTS_A_WORKER

    def has_room(self, ahead: int) -> bool:
        if self.retiring or len(self.jobs) >= ahead:
            return False
        return len(self.jobs) < 2 or sum(len(job.data) for job in self.jobs) < _AHEAD_BYTES


class Crew:
    """Workers and the nursery that they are forked from; to be used in a ``with`` statement.

    ``locks`` tells, once a worker has come, which locks hold (see lockdown.lock); ``taxonomies`` what is linked to.
    Raises NotReady where the task cannot be prepared.
    """

    def __init__(
        self, workers: int, options: dict[str, Any] | None = None, *, task: str = TASK, limits: Limits = LIMITS
    ) -> None:
        self.size, self.limits = workers, limits
        self.locks: dict[str, bool] = {}
        self._crew: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "pipeline.nursery", str(theirs.fileno()), task, json.dumps(options or {})]
        self._nursery = subprocess.Popen(
            command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, env={**os.environ, **_ONE_THREAD, "CMAP_PATH": ""}
        )  # fmt: skip
        theirs.close()
        ready = self._hear()
        if "error" in ready:
            self.close()
            raise NotReady(ready["error"])
        self.taxonomies = tuple(map(str, ready["taxonomies"]))

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every worker and the nursery; none is left when this returns."""
        for worker in self._crew:
            worker.pipe.close()
        self._crew.clear()
        self._selector.close()
        self._control.close()
        self._nursery.wait()

    def run(self, jobs: Iterable[Job], *, one_at_a_time: bool = False) -> Iterator[tuple[Job, Result]]:
        """Process the jobs and yield each with its result as it ends, in any order.

        A job is taken from ``jobs`` when a worker has room. A worker that passes a limit, dies or gives what is no
        answer is ended: the document that it was reading has failed, those that lay ready go to another.
        """
        waiting = iter(jobs)
        returned: deque[Job] = deque()
        size, ahead = (1, 1) if one_at_a_time else (self.size, _AHEAD)
        more = True
        while True:
            while more or returned:
                worker = self._with_room(size, ahead)
                if worker is None:
                    break
                job = returned.popleft() if returned else next(waiting, None)
                if job is None:
                    more = False
                    break
                self._give(worker, job)
            if not any(worker.jobs for worker in self._crew):
                return
            for worker in self._wait():
                yield from self._attend(worker, returned)

    def _with_room(self, size: int, ahead: int) -> _Worker | None:
        """The worker with the fewest jobs among those with room for one more; hired where there are not enough."""
        for worker in [worker for worker in self._crew if not worker.jobs and worker.retiring]:
            self._dismiss(worker)
        if len(self._crew) < size:
            self._hire()
        free = [worker for worker in self._crew[:size] if worker.has_room(ahead)]
        return min(free, key=lambda worker: len(worker.jobs), default=None)

    def _hire(self) -> None:
        ours, theirs = socket.socketpair()
        order = json.dumps({"do": "hire", "limits": asdict(self.limits)}).encode()
        socket.send_fds(self._control, [order], [theirs.fileno()])
        theirs.close()
        ours.setblocking(False)
        worker = _Worker(self._hear()["pid"], ours)
        self._crew.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)

    def _dismiss(self, worker: _Worker) -> int:
        """End a worker; its exit status as the kernel tells it."""
        self._crew.remove(worker)
        self._selector.unregister(worker.pipe)
        self._control.send(json.dumps({"do": "end", "pid": worker.pid}).encode())
        status = int(self._hear()["status"])
        worker.pipe.close()
        return status

    def _hear(self) -> dict[str, Any]:
        message = self._control.recv(65536)
        if not message:
            raise ChildProcessError(
                "expected the process that workers are forked from to answer, found that it has ended"
            )
        heard: dict[str, Any] = json.loads(message)
        return heard

    def _give(self, worker: _Worker, job: Job) -> None:
        worker.jobs.append(job)
        if len(worker.jobs) == 1:
            worker.deadline = time.monotonic() + self.limits.wall
        worker.unsent.append(memoryview(wire.job(job.source, job.data)))
        self._send(worker)

    def _send(self, worker: _Worker) -> None:
        """Send what the pipe takes; the rest when it can be written to again."""
        try:
            while worker.unsent:
                sent = worker.pipe.send(worker.unsent[0])
                worker.unsent[0] = worker.unsent[0][sent:]
                if not worker.unsent[0]:
                    worker.unsent.popleft()
        except BlockingIOError:
            pass
        except OSError:
            worker.unsent.clear()  # it has died: reading will tell
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.unsent else 0)
        self._selector.modify(worker.pipe, events, worker)

    def _wait(self) -> list[_Worker]:
        """The busy workers that have said something or have had their time."""
        pause = min(worker.deadline for worker in self._crew if worker.jobs) - time.monotonic()
        heard = []
        for key, events in self._selector.select(max(0.0, pause)):
            worker: _Worker = key.data
            if events & selectors.EVENT_WRITE:
                self._send(worker)
            if events & selectors.EVENT_READ:
                heard.append(worker)
        now = time.monotonic()
        return heard + [
            worker for worker in self._crew if worker.jobs and now >= worker.deadline and worker not in heard
        ]

    def _attend(self, worker: _Worker, returned: deque[Job]) -> Iterator[tuple[Job, Result]]:
        """Take the answers of a worker; where there can be none any more, say why and end it."""
        try:
            part = worker.pipe.recv(1 << 20)
        except BlockingIOError:
            part = None
        except OSError:
            part = b""
        try:
            if part:
                worker.heard += part
                while (body := wire.take(worker.heard, self.limits.answer)) is not None:
                    if not worker.greeted:
                        worker.greeted, self.locks = True, _locks(body)
                        continue
                    if not worker.jobs:
                        raise wire.BadAnswer("expected one answer a document, found one more")
                    result = wire.read_answer(body, worker.jobs[0].source)
                    worker.done += 1
                    worker.deadline = time.monotonic() + self.limits.wall
                    yield worker.jobs.popleft(), result
                    if result.reason == "memory" or _resident(worker.pid) > RESIDENT_A_WORKER:
                        worker.done = DOCUMENTS_A_WORKER
            elif part == b"":
                yield from self._fail(worker, returned, None)
            if worker.jobs and worker in self._crew and time.monotonic() >= worker.deadline:
                detail = f"expected an end within {self.limits.wall:g} s, found none; read it in another program first"
                yield from self._fail(worker, returned, Result("failed", "timeout", detail, "worker", doubtful=True))
        except wire.BadAnswer as error:
            yield from self._fail(worker, returned, Result("failed", "bad_answer", str(error), "answer", doubtful=True))

    def _fail(self, worker: _Worker, returned: deque[Job], why: Result | None) -> Iterator[tuple[Job, Result]]:
        """End a worker and the document it was reading; what lay ready for it waits for another."""
        status = self._dismiss(worker)
        if worker.jobs:
            job = worker.jobs.popleft()
            returned.extend(worker.jobs)
            yield job, why or _death(status, self.limits)


def _locks(body: bytes) -> dict[str, bool]:
    try:
        said = json.loads(body)
        return {str(name): value is True for name, value in said.items()}
    except (ValueError, AttributeError, RecursionError) as error:
        raise wire.BadAnswer("expected a worker's list of locks") from error


def _death(status: int, limits: Limits) -> Result:
    """What a worker's exit status tells of the document that it was reading."""
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGXCPU:
        detail = f"expected an end within {limits.cpu} s of computing, found none; it is too complex or made to be"
        return Result("failed", "timeout", detail, "worker")
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    detail = f"the worker died of it ({how}); the file is likely damaged, scrape it again"
    return Result("failed", "crash", detail, "worker", doubtful=True)


def _resident(pid: int) -> int:
    """Bytes of a worker in memory; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm") as table:
            return int(table.read().split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0
