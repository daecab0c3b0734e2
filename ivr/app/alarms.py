"""What the pages warn of that calls know nothing of: the recogniser falls behind."""

import time
from collections.abc import Callable

from ivr.speech.service import SpeechStats

SHOWN_SECONDS = 60.0  # after it happened last


class RecogniserBehind:
    """Words were shed, or a worker died, within the last minute."""

    def __init__(
        self, stats: Callable[[], SpeechStats], *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._stats = stats
        self._now = now
        self._known: tuple[int, int] | None = None
        self._last: dict[str, float] = {}

    def __call__(self) -> str | None:
        stats, now = self._stats(), self._now()
        figures = (stats.partials_shed + stats.frames_dropped, stats.worker_restarts)
        known = self._known or figures
        self._known = figures
        for sort, before, after in zip(("behind", "died"), known, figures, strict=True):
            if after > before:
                self._last[sort] = now
        fresh = {sort for sort, at in self._last.items() if now - at < SHOWN_SECONDS}
        if "died" in fresh:
            return "语音识别进程刚刚重启过，受影响的来电已转人工。"
        if "behind" in fresh:
            return "语音识别跟不上通话量，正在舍弃中间结果；请减少并发或增加识别进程。"
        return None
