"""What recognition costs: bare vosk and our whole service on the same sound, in one run."""

import asyncio
import contextlib
import math
import os
import socket
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ivr.speech.accuracy import onset
from ivr.speech.config import SpeechConfig
from ivr.speech.decoder import Decoder, Model
from ivr.speech.frames import BYTES, RATE, SECONDS, Frame, pack_frame
from ivr.speech.results import Final, Partial, SpeechResult, SpeechStarted
from ivr.speech.service import SpeechService
from ivr.speech.wav import Sound, to_pcm

GAP = 1.2  # seconds of silence between two sentences: each becomes a turn of its own
STAGGER = 0.13  # seconds by which each line begins later than the one before


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
    started_ms: float  # SpeechStarted after the first sound, median of all streams
    partial_ms: float  # first Partial after the first sound, median
    partial_p90_ms: float
    partial_true: float  # share of first Partials with which the Final begins
    final_ms: float  # Final after the frame that ended the turn, median


async def bench(
    spoken: Sequence[Sound], config: SpeechConfig, model: Path, streams: int = 10
) -> SpeechBench:
    """Run all sentences in real time through `streams` bare recognisers, then the service."""
    lines = [_line(spoken, number) for number in range(streams)]
    seconds = sum(len(line.pcm) for line in lines) / 2 / RATE
    bare_cost = await asyncio.to_thread(_bare, lines, Model(model))
    heard, cost = await _serve(lines, config)
    bare, service = bare_cost / seconds, cost / seconds
    started = _delays(lines, heard, SpeechStarted)
    partials = _delays(lines, heard, Partial)
    return SpeechBench(
        sentences=len(spoken),
        seconds=round(len(lines[0].pcm) / 2 / RATE, 1),
        bare_rtf=round(bare, 5),
        service_rtf=round(service, 5),
        overhead=round(service / bare, 3),
        streams=streams,
        streams_per_core=round(1 / service, 1),
        started_ms=milliseconds(started, 0.5),
        partial_ms=milliseconds(partials, 0.5),
        partial_p90_ms=milliseconds(partials, 0.9),
        partial_true=_share_true(heard),
        final_ms=milliseconds(
            [h.result.took for stream in heard for h in stream if isinstance(h.result, Final)], 0.5
        ),
    )


def milliseconds(delays: Sequence[float], quantile: float) -> float:
    """The quantile of some seconds, in milliseconds: 0.9 is what nine of ten stay under."""
    if not delays:
        return float("nan")
    return round(float(np.quantile(delays, quantile, method="higher")) * 1000, 1)


@dataclass(frozen=True, slots=True)
class _Line:
    """What one stream hears: all sentences, and when the first sound of each is there."""

    pcm: bytes
    onsets: tuple[float, ...]


def _line(spoken: Sequence[Sound], number: int) -> _Line:
    """Each line begins with another sentence and a little later: no two callers speak in step."""
    first = number % len(spoken)
    parts = [np.zeros(round((GAP + number * STAGGER) * RATE), np.float32)]
    onsets = []
    for sound in (*spoken[first:], *spoken[:first]):
        onsets.append(sum(map(len, parts)) / RATE + onset(sound))
        parts += [sound, np.zeros(round(GAP * RATE), np.float32)]
    line = np.concatenate(parts)
    # A little noise: digital silence does not occur on a telephone line.
    line = line + np.random.default_rng(number).normal(0, 0.001, len(line)).astype(np.float32)
    pcm = to_pcm(line).tobytes()
    return _Line(pcm[: len(pcm) - len(pcm) % BYTES], tuple(onsets))


@dataclass(frozen=True, slots=True)
class _Heard:
    result: SpeechResult
    at: float  # seconds after the first frame was sent


def _bare(lines: list[_Line], model: Model) -> float:
    """CPU seconds of vosk alone under the same load: as many streams, fed as the frames come.

    One stream alone in a loop costs vosk about half as much, because the model stays in the
    processor's cache; that is no call centre.
    """
    decoders = [Decoder(model) for _ in lines]
    for decoder in decoders:
        decoder.begin()
    began, began_cpu = time.monotonic(), time.thread_time()
    for at in range(0, max(len(line.pcm) for line in lines), BYTES):
        for decoder, line in zip(decoders, lines, strict=True):
            decoder.accept(line.pcm[at : at + BYTES])
        time.sleep(max(0.0, began + at / (2 * RATE) - time.monotonic()))
    for decoder in decoders:
        decoder.finish()
    return time.thread_time() - began_cpu


async def _serve(lines: list[_Line], config: SpeechConfig) -> tuple[list[list[_Heard]], float]:
    service = SpeechService(config)
    await service.start()
    sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sender.setblocking(False)
    heard: list[list[_Heard]] = [[] for _ in lines]
    try:
        before = sum(map(_cpu, service.worker_pids()))
        began = time.monotonic()

        def keep(into: list[_Heard], result: SpeechResult) -> None:
            into.append(_Heard(result, time.monotonic() - began))

        paths = [
            service.open(n, lambda r, into=into: keep(into, r))  # type: ignore[misc]
            for n, into in enumerate(heard)
        ]
        for sequence in range(max(len(line.pcm) for line in lines) // BYTES):
            for path, frames in _datagrams(lines, paths, sequence).items():
                with contextlib.suppress(BlockingIOError):  # it becomes a gap, as on a call
                    sender.sendto(frames, path)
            await asyncio.sleep(max(0.0, began + (sequence + 1) * SECONDS - time.monotonic()))
        for number in range(len(lines)):
            service.close(number)
        await service.idle()
        return heard, sum(map(_cpu, service.worker_pids())) - before
    finally:
        sender.close()
        await service.stop()


def _datagrams(lines: list[_Line], paths: list[str], sequence: int) -> dict[str, bytes]:
    """What each socket gets in this tick."""
    datagrams: dict[str, bytes] = defaultdict(bytes)
    for number, (line, path) in enumerate(zip(lines, paths, strict=True)):
        if frame := line.pcm[sequence * BYTES : (sequence + 1) * BYTES]:
            datagrams[path] += pack_frame(Frame(number, sequence, 0, frame))
    return datagrams


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _delays(lines: list[_Line], heard: list[list[_Heard]], kind: type) -> list[float]:
    """Seconds from the first sound of each sentence to the first result of a kind after it."""
    delays = []
    for line, stream in zip(lines, heard, strict=True):
        times = [h.at for h in stream if isinstance(h.result, kind)]
        for begin, end in zip(line.onsets, [*line.onsets[1:], math.inf], strict=True):
            delays.append(min((at for at in times if begin <= at < end), default=math.inf) - begin)
    return delays


def _share_true(heard: list[list[_Heard]]) -> float:
    """How many of the first Partials begin what was understood in the end."""
    told = true = 0
    for stream in heard:
        first = ""
        for result in (h.result for h in stream):
            if isinstance(result, Partial):
                first = first or result.text
            elif isinstance(result, Final):
                told += bool(first)
                true += bool(first) and result.raw.startswith(first)
                first = ""
    return round(true / told, 3) if told else float("nan")
