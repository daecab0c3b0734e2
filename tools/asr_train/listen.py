"""Hear prepared recordings with the real vosk, frame by frame, as the telephone would send them.

Run in a process of its own: vosk and the tools that build graphs bring different copies of the
same library and must not meet.  Reads a folder of ``*.npy`` (8 kHz, 16 bit), prints JSON.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

FRAME = 160


def hear(model: Any, samples: bytes) -> dict[str, float | str | None]:
    """Text, seconds of work, and after how many seconds of audio the first partial came."""
    import vosk

    recogniser = vosk.KaldiRecognizer(model, 8000)
    texts: list[str] = []
    first: float | None = None
    begun = time.process_time()
    for start in range(0, len(samples), FRAME * 2):
        if recogniser.AcceptWaveform(samples[start : start + FRAME * 2]):
            texts.append(json.loads(recogniser.Result())["text"])
        elif first is None and json.loads(recogniser.PartialResult())["partial"]:
            first = (start / 2 + FRAME) / 8000
    texts.append(json.loads(recogniser.FinalResult())["text"])
    used = time.process_time() - begun
    return {"text": "".join(texts).replace(" ", ""), "work": used, "first": first}


def main(model_folder: str, recordings: str) -> None:
    """Hear every recording of a folder."""
    import vosk

    vosk.SetLogLevel(-1)
    model = vosk.Model(model_folder)
    results = {}
    for path in sorted(Path(recordings).glob("*.npy")):
        results[path.stem] = hear(model, np.load(path).astype("<i2").tobytes())
    json.dump(results, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
