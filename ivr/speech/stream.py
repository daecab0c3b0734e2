"""An open stream as the control process keeps it: its worker, its listener, its turn."""

import traceback
from collections.abc import Callable

from ivr.log import get_logger
from ivr.speech.results import Final, SpeechEnded, SpeechResult, SpeechStarted

log = get_logger("speech")


class OpenStream:
    """What must be told to a worker's successor, and to whom results go."""

    def __init__(self, number: int, worker: int, on_result: Callable[[SpeechResult], None]) -> None:
        self.number = number
        self.worker = worker
        self.paused = False
        self.closing = False
        self._on_result = on_result
        self._turn: SpeechStarted | None = None

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
