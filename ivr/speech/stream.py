"""An open stream as the control process keeps it: its socket, its listener, its turn."""

import os
import socket
import traceback
from collections.abc import Callable

from ivr.log import get_logger
from ivr.speech.results import Final, SpeechEnded, SpeechResult, SpeechStarted

log = get_logger("speech")


class OpenStream:
    """Owns the socket, so that a worker's death loses neither its path nor what waits in it."""

    def __init__(
        self, number: int, worker: int, path: str, on_result: Callable[[SpeechResult], None]
    ) -> None:
        self.number = number
        self.worker = worker
        self.path = path
        self.paused = False
        self.closing = False
        self._on_result = on_result
        self._turn: SpeechStarted | None = None
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)

    def deliver(self, result: SpeechResult) -> None:
        """Hand a result to whoever opened the stream; their error must not stop the others."""
        if isinstance(result, SpeechStarted):
            self._turn = result
        elif isinstance(result, Final | SpeechEnded):
            self._turn = None
        try:
            self._on_result(result)
        except Exception as error:
            # Not `log.exception`: a traceback with locals would show what the citizen said.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "speech_callback_failed",
                stream=self.number,
                error=type(error).__name__,
                place=f"{place.filename}:{place.lineno}",
            )

    def lose_turn(self) -> None:
        """The worker died in the middle of a turn: say that no `Final` comes."""
        if self._turn is not None:
            self.deliver(SpeechEnded(self.number, self._turn.at, lost=True))

    def release(self) -> None:
        """Close and remove the socket."""
        self.socket.close()
        if os.path.exists(self.path):
            os.unlink(self.path)
