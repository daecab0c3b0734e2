"""Mixing, concealment, clips and the statistics of reception."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bridge.events import PlayId
from bridge.media import concealment
from bridge.media.clips import Clip, ClipCache, ClipQueue
from bridge.media.g711 import FRAME
from bridge.media.mixer import Mixer
from bridge.media.reception import ReceptionBank

ROWS = st.integers(0, 7)
LINKS = st.dictionaries(ROWS, st.dictionaries(ROWS, st.sampled_from([0.0, 0.25, 1.0])))


@given(LINKS, st.integers(0, 7), st.integers(0, 1000))
def test_everybody_hears_the_sum_of_their_sources(
    links: dict[int, dict[int, float]], removed: int, seed: int
) -> None:
    pcm = np.random.default_rng(seed).integers(-32767, 32768, (8, FRAME)).astype(np.int16)
    mixer = Mixer()
    for hearer, sources in links.items():
        mixer.hear(hearer, sources)
    mixer.remove(removed)
    expected = {
        h: {s: g for s, g in sources.items() if g and s != removed}
        for h, sources in links.items()
        if h != removed
    }
    expected = {h: sources for h, sources in expected.items() if sources}
    assert mixer.hearers.tolist() == sorted(expected)
    if expected:
        heard = mixer.mix(pcm)
        for i, hearer in enumerate(mixer.hearers):
            total = sum(pcm[s] * g for s, g in expected[int(hearer)].items())
            wanted = np.clip(total, -32767, 32767)
            assert abs(heard[i] - wanted).max() <= 1


def test_a_loss_in_a_tone_is_hardly_heard() -> None:
    time = np.arange(4 * FRAME) / 8000
    pitches = np.array([[90], [133.3], [190]])
    tones = (8000 * np.sin(2 * np.pi * pitches * time)).astype(np.int16)
    histories, none = tones[:, : concealment.HISTORY], np.zeros(3, np.int64)
    made_up = concealment.conceal(histories, none)
    real = tones[:, concealment.HISTORY : concealment.HISTORY + FRAME].astype(float)
    error = ((made_up - real)[:, :80] ** 2).mean(axis=1)
    assert (error < 0.1 * (real[:, :80] ** 2).mean(axis=1)).all()


def test_a_longer_loss_fades_to_silence_without_a_step() -> None:
    time = np.arange(concealment.HISTORY) / 8000
    history = (8000 * np.sin(2 * np.pi * 100 * time)).astype(np.int16)[None]
    loudness = []
    for lost in range(5):
        frame = concealment.conceal(history, np.array([lost]))
        loudness.append(float(np.abs(frame.astype(int)).mean()))
        assert abs(int(frame[0, 0]) - int(history[0, -1])) < 1500
        history = np.concatenate([history[:, FRAME:], frame], axis=1)
    assert loudness == sorted(loudness, reverse=True)
    assert loudness[3:] == [0, 0]
    silence = np.zeros((1, concealment.HISTORY), np.int16)
    assert not concealment.conceal(silence, np.array([0])).any()


def test_a_held_clip_goes_on_a_little_earlier() -> None:
    queue = ClipQueue()
    queue.add(PlayId(1), loop=False)
    queue.loaded(PlayId(1), Clip(bytes(frame for frame in range(40) for _ in range(160))))
    assert [frame[0] for _ in range(30) if (frame := queue.next_frame())] == list(range(30))
    queue.hold(True)
    queue.hold(True)
    queue.add(PlayId(2), loop=False)
    assert queue.next_frame() is None
    assert queue
    queue.hold(False)
    queue.hold(False)
    assert [frame[0] for _ in range(35) if (frame := queue.next_frame())] == list(range(5, 40))
    assert queue.ended == [(1, True)]
    queue.hold(True)
    queue.stop()
    queue.add(PlayId(3), loop=False)
    queue.loaded(PlayId(3), Clip(b"\x01" * 160))
    assert queue.next_frame() == b"\x01" * 160


def test_the_queue_plays_in_order_loops_and_tells_each_end_once() -> None:
    queue = ClipQueue()
    one, two = Clip(b"\x01" * 200), Clip(b"\x02" * 160)
    for play in (1, 2, 3):
        queue.add(PlayId(play), loop=play == 3)
    assert queue.next_frame() is None  # not read yet
    queue.loaded(PlayId(2), two)
    assert queue.next_frame() is None  # in order
    queue.loaded(PlayId(1), one)
    assert queue.next_frame() == b"\x01" * 160
    assert queue.next_frame() == b"\x01" * 40 + b"\xd5" * 120
    assert queue.ended == [(1, True)]
    assert queue.next_frame() == b"\x02" * 160
    queue.loaded(PlayId(3), two)
    assert [queue.next_frame() for _ in range(3)] == [b"\x02" * 160] * 3
    queue.add(PlayId(4), loop=False)
    queue.stop()
    assert queue.ended == [(1, True), (2, True), (3, False), (4, False)]
    queue.loaded(PlayId(4), two)
    assert not queue
    queue.add(PlayId(5), loop=True)
    queue.loaded(PlayId(5), None)
    assert queue.ended[4:] == [(5, False)]
    queue.add(PlayId(6), loop=True)
    queue.loaded(PlayId(6), Clip(b""))
    assert queue.ended[5:] == [(6, True)]


def test_the_cache_forgets_the_least_used() -> None:
    cache = ClipCache(2 * FRAME)
    clips = [Clip(bytes(FRAME)) for _ in range(3)]
    cache.put("a", 1, 1, clips[0])
    cache.put("b", 1, 1, clips[1])
    assert cache.get("a", 1, 1) is clips[0]
    cache.put("c", 1, 1, clips[2])
    assert cache.get("b", 1, 1) is None
    assert cache.get("a", 1, 1) is clips[0]
    assert cache.get("a", 2, 1) is None  # the file has changed


def test_reception_is_counted_as_the_rfc_says() -> None:
    bank, row = ReceptionBank(2), np.array([1])
    assert bank.report(1, 0, 0) is None
    bank.begin(1, 77, 65534)
    stamp = 0xFFFFFFFF - 160
    for n in range(10):
        if n != 4:
            number = np.array([(65534 + n) & 0xFFFF])
            bank.note(row, number, np.array([(stamp + n * 160) & 0xFFFFFFFF]), np.array([n * 160]))
    report = bank.report(1, 3, 4)
    assert report is not None
    assert (report.ssrc, report.lost, report.jitter) == (77, 1, 0)
    assert report.highest_sequence == 0x10000 + 7
    assert report.fraction_lost == 256 // 10
    again = bank.report(1, 3, 4)
    assert again is not None
    assert again.fraction_lost == 0
    bank.note(row, np.array([8]), np.array([(stamp + 1600) & 0xFFFFFFFF]), np.array([1760]))
    third = bank.report(1, 0, 0)
    assert third is not None
    assert third.jitter == 160 // 16
