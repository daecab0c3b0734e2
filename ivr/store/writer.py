"""The one thread that writes the ledger.

Calls never wait for the disk: work is queued, committed in batches, and kept and tried again
while the disk is full or the database locked. Only when the queue outgrows its bound is work
given up, counted and shown. A job is a function of a connection; it may be run again after a
failed commit, so it must not change anything outside the transaction until it has returned.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from ivr.log import get_logger
from ivr.store.journal import StoreHealth

log = get_logger("store")

BATCH = 500
RETRY_SECONDS = 0.5


@dataclass(slots=True)
class _Job:
    run: Callable[[Connection], Any]
    done: "Future[Any] | None" = None
    entries: int = 1
    result: Any = field(default=None)


class Writer:
    """A queue of jobs and the thread that commits them in order."""

    def __init__(self, engine: Engine, *, max_pending: int) -> None:
        self._engine = engine
        self._max_pending = max_pending
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._lost = 0
        self._unreported = 0  # losses the journal itself does not know of yet
        self._error: str | None = None
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, run: Callable[[Connection], Any], *, wanted: bool = False) -> "Future[Any]":
        """Queue a job; the future is only completed when `wanted`."""
        job = _Job(run, Future() if wanted else None)
        with self._wake:
            if len(self._jobs) >= self._max_pending:
                self._lost += 1
                self._unreported += 1
                if job.done:
                    job.done.set_exception(OSError("the ledger takes no more work"))
            else:
                self._jobs.append(job)
            self._wake.notify()
        return job.done or Future()

    def health(self) -> StoreHealth:
        """How the writing goes."""
        with self._wake:
            return StoreHealth(
                ok=self._error is None and self._unreported == 0,
                pending=len(self._jobs),
                lost=self._lost,
                last_error=self._error,
            )

    def take_unreported_losses(self) -> int:
        """How many entries were given up since the last call; called from a job."""
        with self._wake:
            lost, self._unreported = self._unreported, 0
            return lost

    def stop(self, timeout: float) -> bool:
        """Write what is queued, wait at most `timeout` seconds; True when all is on disk."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.ident is not None:  # a reader's never started
            self._thread.join(timeout)
        with self._wake:
            return not self._thread.is_alive() and not self._jobs

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._jobs and not self._stopping:
                    self._wake.wait()
                if not self._jobs:
                    return
                batch = [self._jobs[i] for i in range(min(BATCH, len(self._jobs)))]
            if self._commit(batch):
                continue
            with self._wake:
                if self._stopping:
                    self._lost += len(self._jobs)
                    log.error("ledger_gave_up", pending=len(self._jobs), error=self._error)
                    return
                self._wake.wait(RETRY_SECONDS)

    def _commit(self, batch: list[_Job]) -> bool:
        try:
            with self._engine.begin() as connection:
                for job in batch:
                    job.result = job.run(connection)
        except (SQLAlchemyError, OSError) as error:
            return self._after_failure(batch, error)
        with self._wake:
            for _ in batch:
                self._jobs.popleft()
            if self._error:
                log.info("ledger_recovered")
            self._error = None
        for job in batch:
            if job.done:
                job.done.set_result(job.result)
        return True

    def _after_failure(self, batch: list[_Job], error: Exception) -> bool:
        """Keep the work when the disk or the lock is at fault; drop a job that can never work."""
        text = f"{type(error).__name__}: {getattr(error, 'orig', None) or error}"
        if len(batch) > 1 and not _is_passing(error):
            # one bad job must not hold the others
            return all(self._commit([job]) for job in batch)
        with self._wake:
            if _is_passing(error):
                if self._error is None:
                    log.error("ledger_not_written", error=text, pending=len(self._jobs))
                self._error = text
                return False
            self._jobs.popleft()
            self._lost += 1
        log.error("ledger_refused", error=text)
        if batch[0].done:
            batch[0].done.set_exception(error)
        return True


def _is_passing(error: Exception) -> bool:
    """Locked, full, read-only, gone: worth trying again. A broken statement is not."""
    name = type(error).__name__
    return name in {"OperationalError", "TimeoutError", "InterfaceError"} or isinstance(
        error, OSError
    )
