"""What one document may cost, and what a worker may see of its documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one document; an ordinary specification takes a twentieth of a second and 20 MB of it.

    ``wall`` and ``cpu`` are seconds, ``memory`` is bytes of address space beyond what a worker has loaded, ``size`` is
    bytes of input, ``answer`` bytes of what a worker may say of it. The values are ten times what the dearest honest
    document of 2,400 public ones needed (a book of 352 pages: 48 s with all tables read, 11 s without).
    """

    wall: float = 30.0
    cpu: int = 20
    memory: int = 1_500_000_000
    size: int = 25_000_000
    answer: int = 64_000_000


LIMITS = Limits()

# A worker makes room for a fresh one after so many documents, or with so many bytes resident: what a parser leaks ends there.
DOCUMENTS_A_WORKER = 200
RESIDENT_A_WORKER = 600_000_000
