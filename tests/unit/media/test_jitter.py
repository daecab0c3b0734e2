"""The jitter buffer: its bars, and what holds on every network."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.media.bench.network import LOUD, QUIET, run, samples
from bridge.media.jitter import FRAME, MISSING, JitterBank

NETWORKS = st.lists(
    st.one_of(st.none(), st.floats(0, 20), st.floats(0, 300)), min_size=1, max_size=80
)


def test_on_a_good_network_everything_is_heard_within_forty_ms() -> None:
    outcome = run([0.0] * 500)
    assert outcome.frames == list(range(500))
    assert outcome.delay() <= 40


def test_a_single_loss_costs_one_frame_and_adds_no_delay() -> None:
    delays: list[float | None] = [5.0] * 500
    delays[200] = None
    outcome = run(delays)
    assert outcome.frames == [n for n in range(500) if n != 200]
    assert outcome.played[-1][1] == outcome.played[0][1]


def test_three_percent_random_loss_costs_at_most_three_and_a_half() -> None:
    for seed in range(20):
        rng = random.Random(seed)
        delays = [None if rng.random() < 0.03 else rng.uniform(0, 5) for _ in range(2000)]
        lost = delays.count(None) / len(delays)
        outcome = run(delays)
        assert outcome.lost_share <= lost + 0.005
        assert outcome.delay() <= 45


def test_sixty_ms_jitter_adds_at_most_a_hundred_ms() -> None:
    for seed in range(20):
        rng = random.Random(seed)
        outcome = run([rng.uniform(0, 60) for _ in range(1500)])
        assert outcome.delay(after=200) <= 20 + 100
        assert max(delay for n, delay in outcome.played if n >= 200) <= 140
        late = [n for n in range(200, 1500) if n not in outcome.frames]
        assert len(late) <= 13  # one in a hundred


def test_loss_and_jitter_together() -> None:
    for seed in range(5):
        rng = random.Random(seed)
        delays = [None if rng.random() < 0.03 else rng.expovariate(1 / 15) for _ in range(2000)]
        outcome = run(delays)
        assert outcome.lost_share <= delays.count(None) / 2000 + 0.02


def test_the_delay_comes_down_after_a_bad_time() -> None:
    bad = [random.Random(1).uniform(0, 150) for _ in range(100)]
    for peak in (QUIET, LOUD):
        outcome = run(bad + [0.0] * 3000, peak=peak)
        assert outcome.delay(after=2900) <= 60
        merged = outcome.bank.counters["merged"]
        assert len(outcome.frames) >= 3100 - 2 * merged - 60


def test_a_stall_is_caught_up() -> None:
    delays = [0.0] * 100 + [max(0.0, 1000 - 20 * n) for n in range(50)] + [0.0] * 1200
    outcome = run(delays)
    assert outcome.delay(after=1250) <= 80
    assert outcome.frames == sorted(outcome.frames)


def test_an_hour_of_drifting_clocks_loses_nothing_that_is_loud() -> None:
    for sender_ms in (19.998, 20.002):  # 100 parts in a million, 90,000 packets shortened to 9,000
        outcome = run([1.0] * 9000, sender_ms=sender_ms, peak=QUIET)
        assert outcome.delay(after=8000) <= 65
        assert len(outcome.frames) >= 9000 - 2 * 4


def test_copies_are_heard_once() -> None:
    bank = JitterBank(1)
    bank.reset(0)
    row = np.array([0], np.intp)
    heard = 0
    for n in range(100):
        for copy in (n, n, max(0, n - 1), max(0, n - 3)):
            bank.put(0, copy * FRAME, samples(copy, LOUD))
        pcm, _ = bank.take(row)
        heard += pcm[0, 60:].tobytes() == samples(max(0, n - 1), LOUD)[60:].tobytes()
    assert heard >= 99
    assert bank.counters["late"] == 0


def test_packets_of_other_lengths_and_phases() -> None:
    sound = np.concatenate([samples(n, LOUD) for n in range(60)])
    for length in (80, 240, 320, 480, 133):
        bank = JitterBank(1)
        bank.reset(0)
        heard = []
        at = 0
        for tick in range(1, 60):
            while at + length <= tick * FRAME:
                bank.put(0, at + 77, sound[at : at + length])
                at += length
            heard.append(bank.take(np.array([0], np.intp))[0][0].copy())
        played = np.concatenate(heard).tobytes()
        assert sound[8000:8640].tobytes() in played
        assert sound[5000:7000].tobytes() in played


def test_a_new_clock_of_the_sender_is_believed_at_the_second_packet() -> None:
    bank = JitterBank(1)
    bank.reset(0)
    row = np.array([0], np.intp)
    heard = []
    for n in range(40):
        stamp = n * FRAME + (3_000_000_000 if n >= 20 else 0)
        bank.put(0, stamp, samples(n, LOUD))
        heard.append(bank.take(row)[0][0, 60:].tobytes())
    played = [n for n in range(40) if samples(n, LOUD)[60:].tobytes() in heard]
    assert set(range(19)) | set(range(22, 38)) <= set(played)


@settings(max_examples=200)
@given(NETWORKS, st.booleans(), st.floats(0, 20))
def test_what_holds_on_every_network(delays: list[float | None], batch: bool, phase: float) -> None:
    outcome = run(delays, batch=batch, phase_ms=phase)
    assert outcome.frames == sorted(set(outcome.frames)), "in order, nothing twice"
    assert all(delay <= 300 + 460 for _, delay in outcome.played)
    assert not outcome.bank.running(0), "the stream is seen to have ended"
    assert outcome.bank.margin(0) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 0xFFFFFFFF) | st.integers(0, 4000), st.integers(1, 628)),
        max_size=60,
    )
)
def test_no_packet_breaks_it(packets: list[tuple[int, int]]) -> None:
    bank = JitterBank(2)
    bank.reset(0)
    bank.reset(1)
    rows = np.array([0, 1], np.intp)
    for stamp, length in packets:
        bank.put(0, stamp, np.full(length, 7, np.int16))
        bank.put_batch(rows, np.array([stamp, stamp]), np.full((2, FRAME), 7, np.int16))
        pcm, made_up = bank.take(rows)
        assert pcm.shape == (2, FRAME)
        assert (pcm != MISSING).all()
        assert made_up.shape == (2,)
        assert 0 <= bank.margin(0) <= 40
