"""A locked worker can get at nothing but its memory, its pipe and the tables of its readers."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from parsers.warmup import samples
from pipeline import lockdown
from pipeline.crew import Crew, Job

HOME = Path(__file__)


def _native(number: int, *arguments: object) -> None:
    """A system call that no Python function stands before."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def _send_signal_by_pipe() -> None:
    import fcntl

    ours, _ = socket.socketpair()
    fcntl.fcntl(ours, fcntl.F_SETOWN, os.getppid())


ESCAPES: dict[str, Callable[[], object]] = {
    "read a file": lambda: HOME.read_bytes(),
    "read the system's users": lambda: Path("/etc/passwd").read_bytes(),
    "write a file": lambda: Path("/tmp/escaped").write_text("x"),
    "write by an open descriptor's path": lambda: Path("/proc/self/fd/1").write_text("x"),
    "list a folder": lambda: os.listdir("/"),
    "remove a file": lambda: os.unlink(HOME),
    "make a link": lambda: os.symlink("/etc/passwd", "/tmp/escaped"),
    "make a folder": lambda: os.mkdir("/tmp/escaped"),
    "rename": lambda: os.rename(HOME, HOME.with_suffix(".gone")),
    "change a mode": lambda: os.chmod(HOME, 0o777),
    "connect by network": lambda: socket.create_connection(("127.0.0.1", 9), 1),
    "open a datagram socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "open a Unix socket": lambda: socket.socket(socket.AF_UNIX),
    "fork": lambda: os.fork(),
    "start a program": lambda: subprocess.run(["/bin/true"], check=True),
    "become a program": lambda: os.execv("/bin/true", ["true"]),
    "start a thread": lambda: threading.Thread(target=print).start(),
    "kill the parent": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "signal the parent by a pipe": _send_signal_by_pipe,
    "limit the parent": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)),
    "trace the parent": lambda: _native(101, 16, os.getppid(), 0, 0),
    "read the parent's memory": lambda: _native(310, os.getppid(), None, 0, None, 0, 0),
    "mount": lambda: _native(165, b"none", b"/mnt", b"tmpfs", 0, None),
    "load a program into the kernel": lambda: _native(321, 0, None, 0),
    "queue work in the kernel": lambda: _native(425, 1, None),
    "make a memory file": lambda: os.memfd_create("x"),
    "take all memory": lambda: [bytes(1 << 30) for _ in range(8)],
    "raise the limit of memory": lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
    "new namespace": lambda: _native(272, 0x10000000),
}


def locked(action: Callable[[], object], memory: int = 500_000_000) -> tuple[dict[str, bool], str]:
    """Run an action in a locked child: which locks held, and "done" or the name of the error it met."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        locks = lockdown.lock(memory)
        try:
            action()
            found = "done"
        except BaseException as error:
            found = type(error).__name__
        theirs.sendall(json.dumps([locks, found]).encode())
        os._exit(0)
    theirs.close()
    said = bytearray()
    while part := ours.recv(65536):
        said += part
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status == 0, f"the child ended with {status}"
    locks, found = json.loads(said)
    return locks, found


def test_every_lock_holds_here() -> None:
    locks, found = locked(lambda: None)
    assert found == "done"
    if not all(locks.values()):
        pytest.skip(f"this kernel does not have {[name for name, holds in locks.items() if not holds]}")


@pytest.mark.parametrize("name", ESCAPES)
def test_no_escape(name: str) -> None:
    before = HOME.stat()
    locks, found = locked(ESCAPES[name])
    if not (locks["files"] and locks["calls"] and locks["limits"]):
        pytest.skip(f"this kernel has {locks}")
    assert found in ("PermissionError", "MemoryError", "OSError", "RuntimeError", "ValueError"), found
    assert HOME.stat().st_mode == before.st_mode
    assert not Path("/tmp/escaped").exists()


def test_narrower_limits_from_outside_are_kept() -> None:
    def narrow() -> object:
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
        assert lockdown._limit(1 << 50)
        return [resource.getrlimit(what)[1] for what in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE)]

    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if narrow() == [32, 0] else 2)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_each_lock_says_whether_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockdown, "_seccomp", lambda libc: False)
    monkeypatch.setattr(lockdown, "_unshare", lambda libc: False)
    locks, found = locked(lambda: socket.socket(socket.AF_UNIX))
    assert (locks["calls"], locks["namespaces"], found) == (False, False, "done")


def test_what_parsers_need_still_works() -> None:
    jobs = [Job(str(n), data) for n, data in enumerate(samples())]
    with Crew(1) as crew:
        results = {job.source: result for job, result in crew.run(jobs)}
    assert [results[str(n)].outcome for n in range(len(jobs))] == ["published", "refused", "refused", "refused"]
    assert {result.reason for result in results.values()} == {"", "too_little_text"}


def test_nothing_is_imported_once_locked() -> None:
    # A module that is first needed by some rare document could not be read then.
    program = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.work import prepare\n"
        "process = prepare().process\nbefore = set(sys.modules)\n"
        "for path in sorted(Path(sys.argv[1]).rglob('input.*')) + sorted(Path('raw').rglob('*.*')):\n"
        "    process(path.read_bytes(), path.name)\n"
        "print(sorted(set(sys.modules) - before))"
    )
    command = [sys.executable, "-c", program, str(HOME.parent / "cases")]
    said = subprocess.run(command, capture_output=True, check=True, text=True, cwd=HOME.parents[1])
    assert said.stdout.strip() == "[]"
