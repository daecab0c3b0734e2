"""Streams as real telephones and networks send them: what was said is what the others hear."""

import struct
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from plane_world import World

from bridge.events import LegId
from bridge.media import g711, rtp
from bridge.media.messages import Connect

SSRC = 5
Sent = tuple[float, bytes]  # when, in ms, and the datagram


def speech(frames: int, seed: int = 1) -> bytes:
    """A-law of which no piece is like another, at moderate level."""
    pcm = np.random.default_rng(seed).integers(-5000, 5000, frames * 160).astype(np.int16)
    return g711.encode(pcm).tobytes()


def packets(
    sound: bytes, length: int = 160, *, kind: int = 8, first: int = 65530, stamp: int = 0xFFFFFC00
) -> list[Sent]:
    """RTP of a sound, `length` bytes in each, both counters about to wrap."""
    return [
        (
            start / 8,
            rtp.header(kind, False, first + n, stamp + start, SSRC) + sound[start : start + length],
        )
        for n, start in enumerate(range(0, len(sound), length))
    ]


def heard(sent: Iterable[Sent], *, world: World | None = None, ticks: int = 0) -> bytes:
    """What the other leg hears, as A-law."""
    world = world or World("PCMA", "PCMA")
    one, two = world.legs
    world.plane.hear(two, {one.id: 1.0})
    waiting = sorted(sent, key=lambda item: item[0])
    out = []
    for tick in range(1, ticks or int(waiting[-1][0] / 20) + 12):
        while waiting and waiting[0][0] < tick * 20:
            data = waiting.pop(0)[1]
            assert one.latch is not None
            if one.latch.remote is None:
                world.plane.intake.receive_one(one.row, data, 0, one.latch.signalled)
            else:
                world.datagram(one, data)
        world.tick()
        out.append(world.plane.packets[two.row, 12:].tobytes())
    return b"".join(out)


def share(said: bytes, ears: bytes, piece: int = 80) -> float:
    """How much of what was said was heard exactly, in pieces of 10 ms at any place."""
    places = range(0, len(said) - piece + 1, piece)
    return sum(said[p : p + piece] in ears for p in places) / len(places)


@pytest.mark.parametrize("ms", [5, 10, 20, 30, 40, 60, 80, 100])
def test_packets_of_any_usual_length(ms: int) -> None:
    said = speech(60)
    assert share(said, heard(packets(said, 8 * ms))) >= 0.98


def test_the_length_changes_in_mid_call() -> None:
    said = speech(60)
    first, second = (
        packets(said[:4800]),
        packets(said[4800:], 240, first=24, stamp=0xFFFFFC00 + 4800),
    )
    assert share(said, heard([*first, *((t + 600, data) for t, data in second)])) >= 0.98


def test_padding_extensions_contributors_and_markers_change_nothing() -> None:
    said = speech(60)
    dressed = []
    for number, (when, plain) in enumerate(packets(said)):
        first, extra, tail = 0x80, b"", b""
        if number % 3 == 0:
            first, tail = first | 0x20, b"\0\0\0\4"
        if number % 4 == 1:
            first, extra = first | 2, bytes(8)
        if number % 5 == 2:
            first, extra = first | 0x10, extra + struct.pack(">HH", 0xBEDE, 1) + bytes(4)
        second = plain[1] | (0x80 if number % 7 == 0 else 0)
        dressed.append((when, bytes([first, second]) + plain[2:12] + extra + plain[12:] + tail))
    assert share(said, heard(dressed)) >= 0.99


def test_the_far_end_may_change_the_law_at_any_time() -> None:
    said = speech(60)
    other = [
        (when, data[:1] + b"\0" + data[2:12] + data[12:].translate(g711.ALAW_TO_ULAW))
        for when, data in packets(said)[20:40]
    ]
    sent = packets(said)
    world = World("PCMA", "PCMA")
    ears = heard([*sent[:20], *other, *sent[40:]], world=world)
    middle = g711.decode(
        np.frombuffer(said[3200:6400].translate(g711.ALAW_TO_ULAW), np.uint8), ulaw=True
    )
    expected = said[:3200] + g711.encode(middle).tobytes() + said[6400:]
    assert share(expected, ears) >= 0.99
    assert world.plane.packets[0, 1] == 8, "we go on with what was agreed on"


def test_the_first_packets_are_lost_and_later_ones_disordered_and_doubled() -> None:
    said = speech(60)
    sent = packets(said)[4:]
    sent[10], sent[11] = (sent[11][0] + 1, sent[10][1]), (sent[10][0], sent[11][1])
    sent[20:20] = [sent[20]] * 2
    assert share(said[640:], heard(sent)) >= 0.98


def test_a_burst_after_200_ms_without_a_packet_is_heard_whole_when_it_is_not_too_late() -> None:
    said = speech(100)
    sent = [(1000 if 800 <= when < 1000 else when, data) for when, data in packets(said)]
    ears = heard(sent, ticks=130)
    # the 60 ms of concealment were played; what came in the burst is heard behind them
    assert share(said, ears) >= 0.97


def test_a_key_pressed_over_the_sound_is_one_key_and_costs_no_sound() -> None:
    said = speech(60)
    sent = packets(said)
    start = 0xFFFFFC00 + 20 * 160
    for n in range(8):  # events beside the sound, with numbers of their own in between
        payload = struct.pack(">BBH", 7, (n >= 5) << 7 | 10, min(n + 1, 6) * 160)
        data = rtp.header(101, n == 0, 65550 + n, start, SSRC) + payload
        sent.append((400 + 20 * n + 1, data))
    world = World("PCMA", "PCMA")
    ears = heard(sent, world=world)
    assert [key for _, key in world.plane.intake.pressed] == ["7"]
    assert share(said, ears) >= 0.98


def test_a_key_pressed_in_place_of_the_sound_is_no_loss() -> None:
    said = speech(60)
    sent = packets(said)
    for n in range(8):
        payload = struct.pack(">BBH", 7, (n >= 5) << 7 | 10, min(n + 1, 6) * 160)
        header = rtp.header(101, n == 0, 65530 + 20 + n, 0xFFFFFC00 + 20 * 160, SSRC)
        sent[20 + n] = (sent[20 + n][0], header + payload)
    world = World("PCMA", "PCMA")
    ears = heard(sent, world=world)
    assert share(said[: 20 * 160] + said[28 * 160 :], ears) >= 0.98
    assert world.plane.intake.jitter.counters["lost"] == 0
    silence = b"\xd5" * 160
    assert ears.count(silence) >= 7, "nobody's voice is made up under a key"


def test_comfort_noise_is_heard_until_sound_comes_again() -> None:
    said = speech(60)
    sent = packets(said)
    sent[20:40] = [(sent[20][0], rtp.header(13, True, 65550, 0xFFFFFC00 + 3200, SSRC) + b"\x32")]
    ears = np.frombuffer(heard(sent), np.uint8).reshape(-1, 160)
    levels = np.sqrt((g711.decode(ears).astype(float) ** 2).mean(axis=1))
    expected = 32768 * 10 ** (-50 / 20)
    noisy = levels[25:38]
    assert (abs(noisy / expected - 1) < 0.35).all(), noisy
    assert share(said[40 * 160 :], ears.tobytes()) >= 0.97
    assert len({frame.tobytes() for frame in ears[25:38]}) == 13


def test_keys_become_tones_where_the_far_end_knows_no_events() -> None:
    world = World("PCMA", "PCMU", key_type=None)
    frequencies = {"1": (697, 1209), "#": (941, 1477), "D": (941, 1633)}
    for leg in world.legs:
        world.plane.press(leg, "1#D")
        frames = []
        for _ in range(12 * 3 + 2):
            world.tick()
            codes = world.plane.packets[leg.row, 12:]
            frames.append(g711.decode(codes, leg.ulaw))
        assert not world.plane.key_packets
        for number, pair in enumerate(frequencies.values()):
            pressed = np.concatenate(frames[12 * number : 12 * number + 5]).astype(float)
            spectrum = np.abs(np.fft.rfft(pressed))  # 10 Hz a step
            strongest = sorted(np.argsort(spectrum)[-2:] * 10)
            assert np.abs(np.array(strongest) - np.array(pair)).max() <= 10
            pause = np.concatenate(frames[12 * number + 5 : 12 * number + 12])
            assert np.abs(pause).max() <= 8
        assert not world.plane.pressing


def test_a_source_that_changes_and_jumps_is_heard_again_within_two_packets() -> None:
    said = speech(90)
    parts: list[Sequence[Sent]] = [
        packets(said[:4800]),
        [(t, d[:8] + b"\0\0\0\7" + d[12:]) for t, d in packets(said[4800:9600], first=9)],
        packets(said[9600:], first=40_000, stamp=777),  # and back, both counters elsewhere
    ]
    sent = [(t + 600 * i, d) for i, part in enumerate(parts) for t, d in part]
    assert share(said, heard(sent)) >= 0.93


def odd(change: str, n: int) -> tuple[int, int]:
    """Sequence number and timestamp of the n-th packet of a telephone that is odd from the 50th."""
    late = n >= 50
    return {
        "the numbers jump": (65530 + n + 5000 * late, 160 * n),
        "the numbers begin anew": (n - 50 if late else 65530 + n, 160 * n),
        "the clock jumps ahead": (65530 + n, 160 * n + 80_000 * late),
        "the clock jumps back": (65530 + n, 160 * n - 80_000 * late),
        "the clock slips ahead": (65530 + n, 160 * n + 3200 * late),
    }[change]


@pytest.mark.parametrize(
    "change",
    [
        "the numbers jump",
        "the numbers begin anew",
        "the clock jumps ahead",
        "the clock jumps back",
        "the clock slips ahead",
    ],
)
def test_counters_that_jump_cost_next_to_nothing(change: str) -> None:
    said = speech(100)
    sent = []
    for n in range(100):
        number, stamp = odd(change, n)
        head = rtp.header(8, False, number, (stamp - 0x400) & 0xFFFFFFFF, SSRC)
        sent.append((20.0 * n, head + said[160 * n : 160 * n + 160]))
    assert share(said, heard(sent)) >= 0.97


@pytest.mark.parametrize("pause", [150, 300, 2000])
@pytest.mark.parametrize("clock_stops", [True, False])
def test_pauses_with_and_without_a_clock(pause: int, clock_stops: bool) -> None:
    """Silence suppression: some telephones count the time on, others do not."""
    said = speech(60)
    after = [
        (600 + pause + t, d[:4] + struct.pack(">I", stamp) + d[8:])
        for t, d in packets(said[4800:], first=65530 + 30, stamp=0xFFFFFC00 + 4800)
        for (old,) in [struct.unpack(">I", d[4:8])]
        for stamp in [(old + (0 if clock_stops else 8 * pause)) & 0xFFFFFFFF]
    ]
    assert share(said, heard(packets(said[:4800]) + after)) >= 0.95


def test_of_two_streams_at_once_one_is_heard_whole() -> None:
    said, also = speech(60), speech(60, 2)
    other = [(t + 3, d[:8] + b"\0\0\0\7" + d[12:]) for t, d in packets(also, first=9)]
    ears = heard(packets(said) + other)
    assert max(share(said, ears), share(also, ears)) >= 0.95


def test_what_is_no_sound_changes_nothing() -> None:
    said = speech(60)
    strays = [
        b"",
        bytes.fromhex("000100002112a442") + bytes(12),  # STUN
        struct.pack(">BBHI", 0x80, 200, 6, SSRC) + bytes(20),  # RTCP on the port of RTP
        struct.pack(">BBHI", 0x80, 207, 6, SSRC) + bytes(20),
        rtp.header(20, False, 1, 0, SSRC),  # a sign of life of no agreed type
        rtp.header(8, False, 65540, 0xFFFFFC00, SSRC),  # and of the agreed one
    ]
    between = [(140.0 * n + 5, stray) for n in range(1, 8) for stray in strays]
    assert share(said, heard(packets(said) + between)) >= 0.98


def test_hold_and_back_with_the_same_payload_types() -> None:
    world = World("PCMA", "PCMA")
    one = world.legs[0]
    said = speech(20)
    assert share(said, heard(packets(said), world=world)) >= 0.95
    assert one.latch is not None
    for receive in (False, True):
        command = Connect(LegId("0"), *one.latch.signalled, "PCMA", 8, 101, receive, receive)
        world.plane.connect(one, command)
    more = speech(20, 2)
    later = packets(more, first=300, stamp=80_000)
    assert share(more, heard(later, world=world)) >= 0.9
