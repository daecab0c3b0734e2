"""Recordings, written by a thread of their own so that a slow disk never delays a tick.

A file is stereo PCM at 8 kHz: left what the leg says, right what it hears. Every half second the
samples are written and then the sizes in the header, so the file is valid whenever the process
dies, and at most that half second is missing. A file that cannot be written any more (a full disk,
a folder that is not ours) ends with its last whole sample, and whoever owns it is told. A disk that
does not keep up, or hangs, is told of as well.
"""

import contextlib
import io
import queue
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bridge.media.g711 import FRAME, Pcm

CHUNK_TICKS = 25
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_RATE, _CHANNELS, _BYTES = 8000, 2, 2
_MOST_WAITING = 4000  # chunks: 64 MB, then sound is lost and counted
_SLOW_SECONDS = 2.0  # sound that has waited so long for the disk is worth telling of
_AGAIN_SECONDS = 2.0  # how long nothing more is told after that


def wav_header(data_bytes: int) -> bytes:
    """The 44 bytes in front of so many bytes of stereo samples."""
    align = _CHANNELS * _BYTES
    return _HEADER.pack(
        *(b"RIFF", 36 + data_bytes, b"WAVE", b"fmt ", 16, 1, _CHANNELS, _RATE, _RATE * align),
        *(align, 8 * _BYTES, b"data", data_bytes),
    )


class Recording:
    """One file; filled tick by tick, handed over chunk by chunk."""

    def __init__(self, path: str, recorder: "Recorder") -> None:
        self.path = path
        self._recorder = recorder
        self._chunk = np.zeros((CHUNK_TICKS * FRAME, _CHANNELS), np.int16)
        self._fill = 0
        recorder.write(path, b"")

    def add(self, says: Pcm, hears: Pcm) -> None:
        """One tick of sound."""
        part = self._chunk[self._fill : self._fill + FRAME]
        part[:, 0], part[:, 1] = says, hears
        self._fill += FRAME
        if self._fill == len(self._chunk):
            self._hand_over()

    def _hand_over(self) -> None:
        if not self._fill:
            return  # an empty chunk would begin the file anew
        self._recorder.write(self.path, self._chunk[: self._fill].astype("<i2").tobytes())
        self._fill = 0

    def close(self) -> None:
        """Write what is left and close the file."""
        self._hand_over()
        self._recorder.write(self.path, None)


class Recorder:
    """The writing thread."""

    def __init__(self, most_waiting: int = _MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting: queue.SimpleQueue[tuple[str, bytes | None, float] | None] = (
            queue.SimpleQueue()
        )
        self._since: float | None = None  # when what is being written was handed over
        self._told = (False, 0, 0.0)  # whether we are behind, chunks lost, when
        self._files: dict[str, tuple[io.FileIO, int]] = {}
        self._failed: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self.lost_chunks = 0
        self.errors = 0
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def write(self, path: str, data: bytes | None) -> None:
        """Hand over a chunk (the first makes the file; None closes it); never waits."""
        if data and self._waiting.qsize() >= self._most_waiting:
            self.lost_chunks += 1
            return
        self._waiting.put((path, data, time.monotonic()))

    def failed(self) -> Iterator[tuple[str, str]]:
        """Which files could not be written since the last time, and why."""
        while not self._failed.empty():
            yield self._failed.get()

    def behind(self) -> float:
        """Seconds that the oldest sound has waited for the disk."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def news(self) -> tuple[float, float] | None:
        """Seconds behind and seconds lost since it was last told; None when that is known."""
        behind, now = self.behind(), time.monotonic()
        told_slow, told_lost, told_at = self._told
        lost = self.lost_chunks
        slow = behind >= _SLOW_SECONDS or lost > told_lost
        if (slow, lost) == (told_slow, told_lost) or (told_slow and now - told_at < _AGAIN_SECONDS):
            return None
        self._told = (slow, lost, now)
        return (behind if slow else 0.0), (lost - told_lost) * CHUNK_TICKS * FRAME / _RATE

    def close(self, patience: float) -> None:
        """Write what waits, close all files; give up after `patience` seconds."""
        self._waiting.put(None)
        self._thread.join(patience)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            path, data, self._since = item
            try:
                self._write(path, data)
            except (OSError, ValueError, struct.error) as error:  # the last: 4 GB are full
                self._fail(path, error)
            self._since = None
        for file, _ in self._files.values():
            file.close()

    def _fail(self, path: str, error: Exception) -> None:
        self.errors += 1
        file, _ = self._files.pop(path, (None, 0))
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()
        self._failed.put((path, str(error)))
        print(f"recording {path}: {error}", file=sys.stderr)  # noqa: T201

    def _write(self, path: str, data: bytes | None) -> None:
        if data == b"":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            file = io.FileIO(path, "w")
            self._files[path] = (file, 0)
            file.write(wav_header(0))
            return
        if path not in self._files:
            return
        file, size = self._files[path]
        if data is None:
            del self._files[path]
            file.close()
            return
        self._files[path] = (file, _append(file, size, data))


def _append(file: io.FileIO, size: int, data: bytes) -> int:
    """Write behind `size` bytes of samples; the header is right whatever happens."""
    written = 0
    try:
        while written < len(data):  # a disk that becomes full takes a part, and fails at the next
            written += file.write(data[written:]) or 0
    finally:
        size += written - written % (_CHANNELS * _BYTES)
        file.seek(0)
        file.write(wav_header(size))
        file.seek(0, io.SEEK_END)
    return size
