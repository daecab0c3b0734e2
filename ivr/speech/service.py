"""The recogniser service as the control process sees it."""

from collections.abc import Callable

import msgspec

from ivr.speech.config import SpeechConfig
from ivr.speech.results import SpeechResult


class SpeechStats(msgspec.Struct, frozen=True):
    """Figures for metrics, summed over the workers."""

    streams: int
    finals: int
    partials: int
    partials_shed: int  # left out because a recogniser had fallen behind
    frames: int
    frames_lost: int  # gaps in the sequence, filled with silence
    frames_dropped: int  # dropped because a recogniser was hopelessly behind
    worker_restarts: int


class SpeechService:
    """Streams in, results out; recognisers run in worker processes."""

    def __init__(self, config: SpeechConfig) -> None:
        self._config = config

    async def start(self) -> None:
        """Start the workers and wait until each has its model; `ModelMissing` without one."""
        raise NotImplementedError

    async def stop(self) -> None:
        """End the workers; idempotent."""
        raise NotImplementedError

    def open(self, stream: int, on_result: Callable[[SpeechResult], None]) -> str:
        """Listen to a stream. Returns the Unix datagram socket its frames must be sent to."""
        raise NotImplementedError

    def socket_path(self, stream: int) -> str:
        """Where the frames of an open stream must be sent; each stream has its own socket."""
        raise NotImplementedError

    def close(self, stream: int) -> None:
        """No more sound comes; a last `Final` may still be reported."""
        raise NotImplementedError

    def pause(self, stream: int) -> None:
        """Do not listen until `resume`; a turn under way is finished first."""
        raise NotImplementedError

    def resume(self, stream: int) -> None:
        """Listen again."""
        raise NotImplementedError

    def stats(self) -> SpeechStats:
        """Figures so far."""
        raise NotImplementedError
