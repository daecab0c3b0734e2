"""Speaks to one leg: words become clips, clips queue behind each other, each end is reported."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bridge.events import LegId, PlayId
from ivr.calls.ports import Speaking, Telephone
from ivr.errors import HotlineError
from ivr.log import get_logger

log = get_logger("calls")

Ended = Callable[[bool], None]


class Speaker:
    """One leg's mouth. `failed` hears of words that no voice could be made of."""

    def __init__(
        self,
        telephone: Telephone,
        voice: Speaking,
        leg: LegId,
        *,
        fallback: Path | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        self._telephone = telephone
        self._voice = voice
        self._leg = leg
        self._fallback = fallback
        self._failed = failed
        self._waiting: asyncio.Queue[tuple[str, Ended]] = asyncio.Queue()
        self._playing: dict[PlayId, Ended] = {}
        self._task: asyncio.Task[None] | None = None
        self._hold: Path | None = None
        self._holding: PlayId | None = None
        self._paused = False

    def hold(self, clip: Path | None) -> None:
        """Play this between the sentences from now on; None: nothing."""
        self._hold = clip
        self._end_holding()
        self._begin_holding()

    def _begin_holding(self) -> None:
        idle = not self._playing and self._waiting.empty()
        busy = self._task is not None and not self._task.done()
        if self._hold is not None and idle and not busy and self._holding is None:
            self._holding = self._telephone.play(self._leg, self._hold, loop=True)

    def _end_holding(self) -> None:
        if self._holding is not None:
            self._holding = None
            self._telephone.stop_play(self._leg)

    def say(self, text: str, ended: Ended = lambda _completed: None) -> None:
        """Speak after what is being spoken; `ended(completed)` comes once, unless stopped."""
        self._waiting.put_nowait((text, ended))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Fall silent at once; nothing more is reported of what was to be said."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._hold = None
        if self._playing or self._holding is not None or self._paused:
            self._playing.clear()
            self._holding = None
            self._paused = False
            self._telephone.stop_play(self._leg)

    def pause(self, *, paused: bool = True) -> None:
        """Fall silent at once and keep the place; or go on from there."""
        if paused != self._paused:
            self._paused = paused
            self._telephone.hold_play(self._leg, held=paused)

    def play_ended(self, play: PlayId, completed: bool) -> None:
        """A clip of this leg is over."""
        ended = self._playing.pop(play, None)
        if ended is not None:
            ended(completed)
            self._begin_holding()

    async def _run(self) -> None:
        while not self._waiting.empty():
            text, ended = self._waiting.get_nowait()
            try:
                clip = await self._clip(text)
            except (HotlineError, OSError) as error:
                self._without_voice(ended, error)
                continue
            self._end_holding()
            self._playing[self._telephone.play(self._leg, clip)] = ended

    async def _clip(self, text: str) -> Path:
        try:
            return await self._voice.clip(text)
        except (HotlineError, OSError) as error:
            log.warning("voice_retry", leg=self._leg, error=str(error), characters=len(text))
            return await self._voice.clip(text)

    def _without_voice(self, ended: Ended, error: Exception) -> None:
        log.error("voice_failed", leg=self._leg, error=str(error))
        if self._fallback is not None and self._fallback.exists():
            self._playing[self._telephone.play(self._leg, self._fallback)] = ended
        else:
            ended(False)
        if self._failed is not None:
            self._failed(str(error))
