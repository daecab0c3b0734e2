"""数据目录: one service keeps it, or several nodes that know of each other; nobody else may run.

Two services on one ledger would end each other's calls when they start and ring citizens twice.
"""

import fcntl
from contextlib import ExitStack
from pathlib import Path

from ivr.errors import ConfigError, Fault

ALONE = "service.lock"


def keep(folder: Path, node: int) -> ExitStack:
    """Make the folder where it is missing and keep it until closed; `ConfigError` when it cannot.

    A service alone (node 0) keeps others out; nodes share, but each number is there only once.
    The system lets go of the locks whenever a process ends, however it ends.
    """
    kept = ExitStack()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _lock(kept, folder / ALONE, shared=node > 0)
        if node:
            _lock(kept, folder / f"node-{node}.lock", shared=False)
    except BlockingIOError:
        kept.close()
        raise ConfigError([_taken(folder, node)]) from None
    except OSError as error:
        kept.close()
        message = f"the data folder cannot be written: {error.strerror}"
        remedy = "give the service's user this folder, or name another: --data or [folders] data"
        raise ConfigError([Fault(str(folder), None, message, remedy)]) from error
    return kept


def _lock(kept: ExitStack, file: Path, *, shared: bool) -> None:
    held = kept.enter_context(file.open("a"))
    fcntl.flock(held, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _taken(folder: Path, node: int) -> Fault:
    who = f"another service that is node {node} too, or none," if node else "another service"
    remedy = "end it, or name another folder: --data or [folders] data"
    if not node:
        remedy += "; several nodes need [board] url and node"
    return Fault(str(folder), None, f"{who} keeps this data folder", remedy)
