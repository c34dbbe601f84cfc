"""The process that workers are forked from: it loads parsers and models once, and reads no document itself.

Started by ``crew.py`` as ``python -m pipeline.nursery CONTROL TASK OPTIONS``: the descriptor of a socket, the module
that has the work (``pipeline.work``), and JSON for its ``prepare``. Over the socket come orders: ``hire`` with a socket for
the new worker, ``end`` with a worker's number. When the parent is gone the socket ends, and with it all workers.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import wire
from pipeline.limits import Limits
from pipeline.lockdown import allow_cpu, lock
from pipeline.outcomes import Result

Process = Callable[[bytes, str], Result]


def main(control: socket.socket, task: str, options: dict[str, Any]) -> None:
    """Load the task, say so, and carry out orders until the parent has gone."""
    gc.disable()  # what is loaded stays: to look through it again and again while it grows finds nothing
    try:
        prepared = importlib.import_module(task).prepare(**options)
    except Exception as error:
        control.send(json.dumps({"error": f"{error}" or type(error).__name__}).encode())
        return
    gc.collect()
    gc.freeze()
    gc.enable()
    control.send(json.dumps({"taxonomies": prepared.taxonomies}).encode())
    workers: set[int] = set()
    try:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
            if not message:
                return
            order = json.loads(message)
            if order["do"] == "hire":
                pipe = socket.socket(fileno=descriptors[0])
                pid = os.fork()
                if pid == 0:
                    control.close()
                    _work(pipe, prepared.process, prepared.readable, Limits(**order["limits"]))
                pipe.close()
                workers.add(pid)
                control.send(json.dumps({"pid": pid}).encode())
            elif order["pid"] in workers:
                workers.discard(order["pid"])
                control.send(json.dumps({"status": _end(order["pid"])}).encode())
    finally:
        for pid in workers:
            _end(pid)


def _end(pid: int) -> int:
    """Kill a worker that has not ended and return its exit status as the kernel tells it."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended == 0:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return status


def _work(pipe: socket.socket, process: Process, readable: tuple[Path, ...], limits: Limits) -> None:
    """A worker's whole life: locked first, then one document after the other. Never returns."""
    try:
        silent = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(silent, descriptor)
        kept = pipe.fileno()
        os.closerange(3, kept)
        os.closerange(kept + 1, 65536)
        locks = lock(limits.memory, readable)
        if os.getppid() == 1:
            os._exit(0)
        _say(pipe, json.dumps(locks).encode())
        while start := _read(pipe, wire.JOB_START):
            header, size = wire.job_sizes(start)
            source = wire.job_source(_read(pipe, header))
            data = _read(pipe, size)
            allow_cpu(limits.cpu)
            pipe.sendall(wire.answer(source, process(data, source), limits.answer))
    finally:
        os._exit(1)


def _say(pipe: socket.socket, body: bytes) -> None:
    pipe.sendall(len(body).to_bytes(4, "big") + body)


def _read(pipe: socket.socket, size: int) -> bytes:
    """Exactly so many bytes; none at all where the parent has closed the pipe."""
    out = bytearray()
    while len(out) < size:
        part = pipe.recv(min(1 << 20, size - len(out)))
        if not part:
            os._exit(0)
        out += part
    return bytes(out)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], json.loads(sys.argv[3]))
