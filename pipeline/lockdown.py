"""Locks a process into what parsing needs: its memory, its pipe, the time. Linux; each lock says whether it holds.

Sources: landlock(7), seccomp(2), prctl(2), namespaces(7), setrlimit(2); system call numbers from the kernel's
asm/unistd_64.h (x86-64) and asm-generic/unistd.h (ARM64).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

# By name: the number on x86-64 and on ARM64. What is not here is refused with EPERM: sockets, new processes, signals
# to others, mounts, tracing, and whatever system call is yet to be invented.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "recvfrom": (45, 207), "sendto": (44, 206), "close": (3, 57), "fstat": (5, 80), "newfstatat": (262, 79),
    "statx": (332, 291), "lseek": (8, 62), "openat": (257, 56), "readlinkat": (267, 78), "getdents64": (217, 61),
    "faccessat": (269, 48), "faccessat2": (439, 439), "dup": (32, 23), "mmap": (9, 222), "munmap": (11, 215),
    "mremap": (25, 216), "mprotect": (10, 226), "madvise": (28, 233), "brk": (12, 214), "mincore": (27, 232),
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "membarrier": (324, 283),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "get_mempolicy": (239, 236),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "exit": (60, 93), "exit_group": (231, 94), "getpid": (39, 172),
    "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "getrusage": (98, 165), "getrlimit": (97, 163), "setrlimit": (160, 164),
    "getrandom": (318, 278), "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "gettimeofday": (96, 169), "times": (100, 153), "uname": (63, 160), "sysinfo": (99, 179),
    "getcwd": (79, 17), "ppoll": (271, 73), "pselect6": (270, 72), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_pwait": (281, 22), "open": (2, None), "stat": (4, None), "lstat": (6, None), "access": (21, None),
    "readlink": (89, None), "poll": (7, None), "select": (23, None), "epoll_wait": (232, None), "time": (201, None),
    "arch_prctl": (158, None),
}  # fmt: skip
# Allowed where one argument (its place, its values) is harmless: one's own limits, no owner for a pipe's signals.
_CALLS_WITH: dict[str, tuple[tuple[int, int], int, tuple[int, ...]]] = {
    "prlimit64": ((302, 261), 0, (0,)),
    "fcntl": ((72, 25), 1, (1, 2, 3, 4, 1030)),  # F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC
    "ioctl": ((16, 29), 1, (0x5401, 0x541B, 0x5421, 0x5451)),  # TCGETS, FIONREAD, FIONBIO, FIOCLEX
}
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same on every machine
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# Rights that a version of Landlock knows, files then network then scopes: asking for more is an error.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}


def lock(memory: int, readable: Iterable[Path] = ()) -> dict[str, bool]:
    """Lock this process for good and return which locks hold: namespaces, limits, files, calls.

    ``memory`` is bytes of address space beyond what is mapped now; files below ``readable`` can still be read. To be
    called by a process of one thread. What was locked before an error stays locked.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    kept = [path for path in readable if path.is_dir()]
    locks = {"namespaces": _unshare(libc), "limits": _limit(memory), "files": False, "calls": False}
    if sys.platform == "linux":
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            locks["files"] = _landlock(libc, kept)
            locks["calls"] = _seccomp(libc)
    return locks


def _unshare(libc: ctypes.CDLL) -> bool:
    """A network and message queues of its own, with nothing in them; in a user namespace where one is needed."""
    return sys.platform == "linux" and bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0)


def _limit(memory: int) -> bool:
    mapped = 0
    try:
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        wanted = {
            resource.RLIMIT_AS: mapped + memory,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NPROC: 0,
        }
        for what, most in wanted.items():
            _, allowed = resource.getrlimit(what)  # a narrower limit from outside is kept: it cannot be raised
            most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
            resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        return False
    return True


def allow_cpu(seconds: int) -> None:
    """Let this process take so many seconds of CPU from now on; the kernel ends it with SIGXCPU after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, resource.RLIM_INFINITY))


def _landlock(libc: ctypes.CDLL, readable: Iterable[Path]) -> bool:
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    if version < 1:
        return False
    rights = (1 << _FILE_RIGHTS[min(version, 5)]) - 1
    ruled = struct.pack("QQQ", rights, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    ruled = ruled[: 24 if version >= 6 else 16 if version >= 4 else 8]
    rules = libc.syscall(_LANDLOCK_CREATE, ruled, ctypes.c_size_t(len(ruled)), ctypes.c_uint32(0))
    if rules < 0:
        return False
    for folder in readable:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        below = struct.pack("=Qi", _READ_FILE | _READ_DIR, place)
        libc.syscall(_LANDLOCK_ADD, rules, ctypes.c_int(1), below, ctypes.c_uint32(0))
        os.close(place)
    held: int = libc.syscall(_LANDLOCK_RESTRICT, rules, ctypes.c_uint32(0))
    os.close(rules)
    return held == 0


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _seccomp(libc: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    code = _filter(*machine)
    program = _Program(len(code) // 8, code)
    return bool(libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0) == 0)


def _filter(column: int, architecture: int) -> bytes:
    """The Berkeley Packet Filter program: allowed calls pass, all others get EPERM, another architecture dies."""
    load, equal, ret = 0x20, 0x15, 0x06
    allow, refuse, kill = 0x7FFF0000, 0x00050001, 0x80000000

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    out = [step(load, 4), step(equal, architecture, 1, 0), step(ret, kill), step(load, 0)]
    for numbers in _CALLS.values():
        number = numbers[column]
        if number is not None:
            out += [step(equal, number, 0, 1), step(ret, allow)]
    for numbers, argument, values in _CALLS_WITH.values():
        body = [step(load, 16 + 8 * argument)]
        for value in values:
            body += [step(equal, value, 0, 1), step(ret, allow)]
        body.append(step(ret, refuse))
        out += [step(equal, numbers[column], 0, len(body)), *body]
    return b"".join([*out, step(ret, refuse)])
