"""Clips: headerless A-law, kept in memory as it goes on the wire, and each leg's queue of them."""

from collections import OrderedDict, deque
from dataclasses import dataclass

from bridge.events import PlayId
from bridge.media.g711 import ALAW_SILENCE, ALAW_TO_ULAW, FRAME, ULAW_SILENCE

AGAIN = 25  # frames played once more after a clip was held


class Clip:
    """One clip, cut into whole frames; mu-law is made of it while it is played."""

    __slots__ = ("alaw", "frames")

    def __init__(self, alaw: bytes) -> None:
        whole = -(-len(alaw) // FRAME) * FRAME
        self.alaw = alaw.ljust(whole, bytes([ALAW_SILENCE]))
        self.frames = whole // FRAME


class ClipCache:
    """Clips by file and version, the least used thrown out first. Owned by the loading thread."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._clips: OrderedDict[tuple[str, int, int], Clip] = OrderedDict()

    def get(self, path: str, changed: int, size: int) -> Clip | None:
        """The clip, if this version of the file is known."""
        clip = self._clips.get((path, changed, size))
        if clip is not None:
            self._clips.move_to_end((path, changed, size))
        return clip

    def put(self, path: str, changed: int, size: int, clip: Clip) -> None:
        """Keep a clip."""
        self._clips[path, changed, size] = clip
        self._size += len(clip.alaw)
        while self._size > self._limit and len(self._clips) > 1:
            self._size -= len(self._clips.popitem(last=False)[1].alaw)


@dataclass(slots=True)
class _Waiting:
    play: PlayId
    loop: bool
    clip: Clip | None = None  # not read yet


class ClipQueue:
    """What is played to one leg: one clip behind the other, a looping one until it is stopped."""

    __slots__ = ("_at", "_held", "_queue", "ended", "ulaw")

    def __init__(self) -> None:
        self.ulaw = False
        self.ended: list[tuple[PlayId, bool]] = []  # for the owner to take and tell
        self._queue: deque[_Waiting] = deque()
        self._at = 0
        self._held = False

    def __bool__(self) -> bool:
        return bool(self._queue)

    def add(self, play: PlayId, loop: bool) -> None:
        """Queue a clip that is still being read."""
        self._queue.append(_Waiting(play, loop))

    def loaded(self, play: PlayId, clip: Clip | None) -> None:
        """The clip was read, or (None) cannot be."""
        for waiting in self._queue:
            if waiting.play == play:
                if clip is not None and clip.frames:
                    waiting.clip = clip
                    return
                if waiting is self._queue[0]:
                    self._at = 0
                self._queue.remove(waiting)
                self.ended.append((play, clip is not None))
                return

    def stop(self) -> None:
        """Forget everything at once."""
        self.ended += [(waiting.play, False) for waiting in self._queue]
        self._queue.clear()
        self._at = 0
        self._held = False

    def hold(self, held: bool) -> None:
        """Fall silent here, or go on from a little earlier: the word cut off is heard whole."""
        if self._held and not held:
            self._at = max(0, self._at - AGAIN)
        self._held = held

    def next_frame(self) -> bytes | None:
        """The next 20 ms; None while the clip is being read, or held."""
        if self._held or not self._queue or (clip := self._queue[0].clip) is None:
            return None
        start = self._at * FRAME
        frame = clip.alaw[start : start + FRAME]
        self._at += 1
        if self._at >= clip.frames:
            self._at = 0
            if not self._queue[0].loop:
                self.ended.append((self._queue.popleft().play, True))
        return frame.translate(ALAW_TO_ULAW) if self.ulaw else frame


SILENCE = {False: bytes([ALAW_SILENCE]) * FRAME, True: bytes([ULAW_SILENCE]) * FRAME}
