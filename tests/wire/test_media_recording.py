"""Recordings of the media process: both sides, whatever happens to the disk or the process."""

import asyncio
import os
import resource
import signal
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from media_plane import Media, in_order, noise, running

from bridge.events import LegId, RecordingBehind, RecordingFailed
from bridge.media import g711
from bridge.media.port import MediaDied
from bridge.media.recorder import CHUNK_TICKS, Recorder, Recording

A = LegId("a")


@pytest.fixture
async def media() -> AsyncIterator[Media]:
    async with running() as client:
        yield client


def channels(path: Path) -> tuple[bytes, bytes]:
    """What was said and what was heard, as A-law; the file must be a whole WAV."""
    with wave.open(str(path)) as wav:
        assert (wav.getnchannels(), wav.getframerate(), wav.getsampwidth()) == (2, 8000, 2)
        frames = wav.readframes(wav.getnframes())
        assert len(frames) == wav.getnframes() * 4
    assert path.stat().st_size >= 44 + len(frames)
    pcm = np.frombuffer(frames, np.int16).reshape(-1, 2)
    said, heard = (g711.encode(pcm[:, side].copy()).tobytes() for side in (0, 1))
    return said, heard


async def test_both_sides_are_in_the_file_when_the_call_is_over(
    media: Media, tmp_path: Path
) -> None:
    clip, path = tmp_path / "clip.al", tmp_path / "folder" / "call.wav"
    clip.write_bytes(noise(60, 3))
    peer = await media.leg(A)
    media.record(A, path)
    media.play(A, clip)
    said = noise(50)
    await peer.talk(said)
    await peer.until(lambda p: clip.read_bytes()[-160:] in p.heard())
    media.close_leg(A)
    await media.stop()  # waits until what was handed over is written
    left, right = channels(path)
    assert in_order(left, said) >= 48
    assert in_order(right, clip.read_bytes()) == 60


async def test_twenty_calls_are_on_record_when_the_process_is_killed_and_the_next_one_works(
    media: Media, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.al"
    clip.write_bytes(noise(200, 3))
    legs = [LegId(str(n)) for n in range(20)]
    peers = [await media.leg(leg, ssrc=n) for n, leg in enumerate(legs)]
    for leg in legs:
        media.record(leg, tmp_path / f"{leg}.wav")
        media.play(leg, clip)
    said = [noise(100, 100 + n) for n in range(20)]
    await asyncio.gather(*(peer.talk(sound) for peer, sound in zip(peers, said, strict=True)))
    assert media.pid is not None

    os.kill(media.pid, signal.SIGKILL)
    died = await media.event(lambda e: isinstance(e, MediaDied))
    assert died == MediaDied(-9)
    for leg, sound in zip(legs, said, strict=True):
        left, right = channels(tmp_path / f"{leg}.wav")
        assert in_order(left, sound) >= 45  # of two seconds at most one is missing
        assert in_order(right, clip.read_bytes()) >= 45

    await media.start()
    again = await media.leg(LegId("again"))
    media.play(LegId("again"), clip)
    await again.until(lambda p: clip.read_bytes()[:1600] in p.heard())


async def test_a_disk_that_becomes_full_ends_the_recording_and_not_the_call(
    media: Media, tmp_path: Path
) -> None:
    path = tmp_path / "call.wav"
    peer = await media.leg(A)
    assert media.pid is not None
    limit = 44 + 50_001  # in the middle of a sample, 1.5 s
    resource.prlimit(media.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    media.record(A, path)
    said = noise(150)
    await peer.talk(said)
    failed = await media.event(lambda e: isinstance(e, RecordingFailed))
    assert failed == RecordingFailed(A, "[Errno 27] File too large")
    left, _ = channels(path)
    assert in_order(left, said) >= 70
    count = len(peer.packets)
    await peer.until(lambda p: len(p.packets) > count + 10)
    assert (await media.stats())["recording_errors"] == 1


@pytest.mark.parametrize("place", ["/dev/full", "a file/call.wav"])
async def test_a_recording_that_cannot_begin_is_told_and_the_call_goes_on(
    media: Media, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a file").write_text("no folder")
    peer = await media.leg(A)
    media.record(A, tmp_path / place)
    await media.event(lambda e: isinstance(e, RecordingFailed) and e.leg == A)
    count = len(peer.packets)
    await peer.until(lambda p: len(p.packets) > count + 10)
    media.record(A, tmp_path / "better.wav")
    await peer.talk(noise(60))
    media.close_leg(A)
    await media.stop()
    assert len(channels(tmp_path / "better.wav")[0]) >= 8000


async def test_a_disk_that_hangs_is_told_and_delays_no_packet(media: Media, tmp_path: Path) -> None:
    """A pipe that nobody reads hangs as a disk does."""
    pipe, path = tmp_path / "pipe.wav", tmp_path / "call.wav"
    os.mkfifo(pipe)
    peer, other = await media.leg(A), await media.leg(LegId("b"), ssrc=2)
    media.record(LegId("b"), pipe)
    media.record(A, path)
    said = noise(150)
    await asyncio.gather(peer.talk(said), other.talk(noise(150)))
    behind = await media.event(lambda e: isinstance(e, RecordingBehind))
    assert isinstance(behind, RecordingBehind)
    assert behind.seconds >= 2
    assert not path.exists()
    count = len(peer.packets)
    await peer.until(lambda p: len(p.packets) > count + 20)
    stats = await media.stats()
    assert stats["packets_out"] >= 1.9 * (stats["ticks"] - 20)  # in every tick, to both

    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # it moves again; a pipe is no file
    await media.event(lambda e: isinstance(e, RecordingFailed) and e.leg == "b")
    await media.event(lambda e: e == RecordingBehind(0.0, 0.0))
    os.close(reading)
    media.close_leg(A)
    await media.stop()
    assert in_order(channels(path)[0], said) >= 140


def test_what_finds_no_room_is_counted_and_told_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    recorder = Recorder(most_waiting=2)
    recording = Recording(str(tmp_path / "pipe.wav"), recorder)
    silence = np.zeros(160, np.int16)
    for _ in range(5 * CHUNK_TICKS):  # nobody reads the pipe: two chunks wait, the others are lost
        recording.add(silence, silence)
    news = recorder.news()
    assert news is not None
    _, lost = news
    assert lost == recorder.lost_chunks / 2 > 0
    assert recorder.news() is None
    with (tmp_path / "pipe.wav").open("rb", buffering=0):
        recorder.close(20)
