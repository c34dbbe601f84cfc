"""A command run and measured: CPU of it and of all that it starts, wall time, and the memory of all of them over time."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Sample:
    """The processes of a run at one moment: seconds since its start, how many, bytes of all, of the first, open files."""

    at: float
    processes: int
    all: int
    first: int
    files: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: CPU seconds (user and system, all processes), wall seconds, samples; and what it printed."""

    cpu: float
    wall: float
    samples: tuple[Sample, ...]
    output: str

    @property
    def peak(self) -> int:
        """Most bytes that all processes had at once; a page that several share counts once."""
        return max((sample.all for sample in self.samples), default=0)


def measure(command: list[str], *, every: float = EVERY, env: dict[str, str] | None = None) -> Measured:
    """Run a command in a session of its own. Raises RuntimeError where it fails or leaves a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    samples = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True, env={**os.environ, **(env or {})}
    ) as process:
        while process.poll() is None:
            samples.append(_sample(process.pid, time.monotonic() - start))
            time.sleep(every)
        assert process.stdout is not None
        output = process.stdout.read()
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        raise RuntimeError(f"expected {' '.join(command[:4])} to succeed, found exit code {process.returncode}")
    if left := session(process.pid):
        raise RuntimeError(f"expected no process to be left, found {left}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(cpu, wall, tuple(sample for sample in samples if sample.processes), output)


def session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text()
            except OSError:
                continue
            state, _, _, sid = stat[stat.rindex(")") + 2 :].split()[:4]
            if int(sid) == leader and state != "Z":
                found.append(int(entry))
    return found


def _sample(leader: int, at: float) -> Sample:
    pids = session(leader)
    memory = {pid: _memory(pid) for pid in pids}
    try:
        files = len(os.listdir(f"/proc/{leader}/fd"))
    except OSError:
        files = 0
    return Sample(at, len(pids), sum(memory.values()), memory.get(leader, 0), files)


def _memory(pid: int) -> int:
    """Bytes of a process, what it shares divided by those who share it; all resident ones where that is not told."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0
