"""What a process cost while it was measured, as the kernel counts it."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """One measurement of one process."""

    calls: int
    cpu_percent: float  # of one core
    gap_p99_ms: float  # between the packets a telephone gets, by the kernel's time stamps
    sent: int  # packets of sound and keys by the telephones
    received: int
    growth_kb: float  # of resident memory while measured


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads so far, to the nanosecond (proc(5), schedstat)."""
    tasks = Path(f"/proc/{pid}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9


def resident_kb(pid: int) -> float:
    """Memory of a process that is there now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


def own_core(pid: int, *, ours: bool) -> None:
    """Pin to the first core what is measured (`ours`), and to the others what loads it."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, cores[:1] if ours else cores[1:] or cores)
