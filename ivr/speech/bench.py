"""What recognition costs: bare vosk and our whole service on the same sound, in one run."""

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ivr.speech.config import SpeechConfig
from ivr.speech.decoder import Decoder, Model
from ivr.speech.frames import BYTES, RATE, SECONDS, Frame, pack_frame
from ivr.speech.results import Final, Partial, SpeechResult, SpeechStarted
from ivr.speech.service import SpeechService
from ivr.speech.wav import Sound, to_pcm

GAP = 1.2  # seconds of silence between two sentences: each becomes a turn of its own


@dataclass(frozen=True, slots=True)
class SpeechBench:
    """Figures of one run."""

    sentences: int
    seconds: float  # of sound, one stream's
    bare_rtf: float  # CPU seconds of bare vosk per second of sound, as many streams at once
    service_rtf: float  # the same of our workers, everything included
    overhead: float  # service_rtf / bare_rtf
    streams: int  # listened to at once during the measurement
    streams_per_core: float  # 1 / service_rtf
    started_ms: float  # SpeechStarted after the onset of speech, median
    partial_ms: float  # first Partial with text after the onset, median
    partial_p90_ms: float
    final_ms: float  # Final after the frame that ended the turn, median


async def bench(
    spoken: Sequence[Sound], config: SpeechConfig, model: Path, streams: int = 10
) -> SpeechBench:
    """Run all sentences in real time through `streams` bare recognisers, then the service."""
    silence = np.zeros(round(GAP * RATE), np.float32)
    # A little noise: digital silence does not occur on a telephone line.
    sound = np.concatenate([silence, *(part for s in spoken for part in (s, silence))])
    sound = sound + np.random.default_rng(1).normal(0, 0.001, len(sound)).astype(np.float32)
    pcm = to_pcm(sound).tobytes()
    pcm = pcm[: len(pcm) - len(pcm) % BYTES]
    seconds = len(pcm) / 2 / RATE
    bare_cost = await asyncio.to_thread(_bare, pcm, Model(model), streams)
    heard, cost = await _serve(pcm, config, streams)
    bare, service = bare_cost / seconds / streams, cost / seconds / streams
    finals = [r for r in heard[0] if isinstance(r.result, Final)]
    onsets = [r.result.at for r in heard[0] if isinstance(r.result, SpeechStarted)]
    return SpeechBench(
        sentences=len(spoken),
        seconds=round(seconds, 1),
        bare_rtf=round(bare, 5),
        service_rtf=round(service, 5),
        overhead=round(service / bare, 3),
        streams=streams,
        streams_per_core=round(1 / service, 1),
        started_ms=_median(_delays(heard[0], onsets, SpeechStarted)),
        partial_ms=_median(first := _delays(heard[0], onsets, Partial)),
        partial_p90_ms=round(float(np.quantile(first, 0.9)), 1) if first else float("nan"),
        final_ms=_median([f.result.took * 1000 for f in finals if isinstance(f.result, Final)]),
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    result: SpeechResult
    at: float  # seconds after the first frame was sent


def _bare(pcm: bytes, model: Model, streams: int) -> float:
    """CPU seconds of vosk alone under the same load: as many streams, fed as the frames come.

    One stream alone in a loop costs vosk about half as much, because the model stays in the
    processor's cache; that is no call centre.
    """
    decoders = [Decoder(model) for _ in range(streams)]
    for decoder in decoders:
        decoder.begin()
    began, began_cpu = time.monotonic(), time.thread_time()
    for at in range(0, len(pcm), BYTES):
        for decoder in decoders:
            decoder.accept(pcm[at : at + BYTES])
        time.sleep(max(0.0, began + at / (2 * RATE) - time.monotonic()))
    for decoder in decoders:
        decoder.finish()
    return time.thread_time() - began_cpu


async def _serve(
    pcm: bytes, config: SpeechConfig, streams: int
) -> tuple[list[list[_Heard]], float]:
    service = SpeechService(config)
    await service.start()
    sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sender.setblocking(False)
    heard: list[list[_Heard]] = [[] for _ in range(streams)]
    try:
        before = sum(map(_cpu, service.worker_pids()))
        began = time.monotonic()

        def keep(into: list[_Heard], result: SpeechResult) -> None:
            into.append(_Heard(result, time.monotonic() - began))

        paths = [
            service.open(n, lambda r, into=heard[n]: keep(into, r))  # type: ignore[misc]
            for n in range(streams)
        ]
        for sequence in range(len(pcm) // BYTES):
            frame = pcm[sequence * BYTES : (sequence + 1) * BYTES]
            for number, path in enumerate(paths):
                with contextlib.suppress(BlockingIOError):  # it becomes a gap, as on a call
                    sender.sendto(pack_frame(Frame(number, sequence, 0, frame)), path)
            await asyncio.sleep(max(0.0, began + (sequence + 1) * SECONDS - time.monotonic()))
        for number in range(streams):
            service.close(number)
        await service.idle()
        return heard, sum(map(_cpu, service.worker_pids())) - before
    finally:
        sender.close()
        await service.stop()


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _delays(heard: list[_Heard], onsets: list[float], kind: type) -> list[float]:
    """The time from each onset to the first result of a kind after it, in milliseconds."""
    delays = []
    for onset, until in zip(onsets, [*onsets[1:], float("inf")], strict=True):
        times = [h.at for h in heard if isinstance(h.result, kind) and onset <= h.result.at < until]
        if times:
            delays.append((times[0] - onset) * 1000)
    return delays


def _median(values: list[float]) -> float:
    return round(float(np.median(values)), 1) if values else float("nan")
