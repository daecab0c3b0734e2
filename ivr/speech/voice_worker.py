"""The engine's process: `python -m ivr.speech.voice_worker`; one JSON request a line, one reply.

pyttsx3 allows one engine a process and one text a run, and prints to standard output: the
replies therefore go to a copy of it and the real one is closed to pyttsx3.
"""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path


def main() -> int:
    """Read requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    import pyttsx3

    engine = pyttsx3.init("espeak")
    for line in sys.stdin:
        request = json.loads(line)
        try:
            for name in ("voice", "rate", "pitch"):
                engine.setProperty(name, request[name])
            with contextlib.suppress(FileNotFoundError):
                Path(request["file"]).unlink()
            engine.save_to_file(request["text"], request["file"])
            engine.runAndWait()
            reply = {"id": request["id"], "ok": Path(request["file"]).is_file()}
        except Exception as error:
            reply = {"id": request["id"], "ok": False, "error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
