"""The engine's process: `python -m ivr.speech.voice_worker`; one JSON request a line, one reply.

What pyttsx3 2.99 needs to be trusted (each was seen to fail):
- one engine a process, one text a run; it prints to standard output, so replies use a copy of it;
- `runAndWait` returns before the file is written: espeak renders in a thread of its own;
- now and then (1 in 100) a file comes out empty: it is rendered again;
- a voice that does not exist is not an error for it, and the text is read in English.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

ATTEMPTS = 4
HEADER = 44  # bytes of a WAV without sound
SETTINGS = ("voice", "rate", "pitch")


class Renderer:
    """pyttsx3, waited for."""

    def __init__(self) -> None:
        import pyttsx3
        from pyttsx3.drivers import _espeak

        self._synchronize = _espeak.Synchronize
        self._engine = pyttsx3.init("espeak")
        self._finished = threading.Event()
        self._errors: list[str] = []
        self._settings: dict[str, Any] = {}
        self._engine.connect("finished-utterance", lambda **_: self._finished.set())
        self._engine.connect("error", lambda **kw: self._errors.append(str(kw.get("exception"))))

    def render(self, request: dict[str, Any]) -> None:
        """Write the file, or raise."""
        file = Path(request["file"])
        for name in SETTINGS:
            if self._settings.get(name) != request[name]:
                self._engine.setProperty(name, request[name])
                self._settings[name] = request[name]
        for _ in range(ATTEMPTS):
            with contextlib.suppress(FileNotFoundError):
                file.unlink()
            self._finished.clear()
            self._engine.save_to_file(request["text"], str(file))
            self._engine.runAndWait()
            self._synchronize()
            whole = self._finished.wait(request["timeout"])
            if self._errors:
                raise RuntimeError(self._errors.pop())
            if whole and file.is_file() and file.stat().st_size > HEADER:
                return
        raise RuntimeError("no sound came out of it")


def main() -> int:
    """Read requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    renderer: Renderer | None = None
    for line in sys.stdin:
        request = json.loads(line)
        reply: dict[str, Any] = {"id": request["id"], "ok": True}
        try:
            renderer = renderer or Renderer()
            renderer.render(request)
        except Exception as error:
            reply |= {"ok": False, "error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
