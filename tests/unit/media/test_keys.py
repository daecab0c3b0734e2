"""Telephone keys: once a press whatever is lost, and as the RFC says when we press."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from bridge.media.keys import KEYS, KeyReceiver, KeySender

Sent = tuple[int, bytes, bool]


def press(key: str, start: int, ticks: int = 5, *, marker: bool = True) -> list[Sent]:
    """The packets of a press of `ticks` times 20 ms."""
    code = KEYS.index(key)
    durations = [160 * (n + 1) for n in range(ticks)] + [160 * ticks] * 2
    return [
        (start, struct.pack(">BBH", code, (n >= ticks - 1) << 7 | 10, d), marker and n == 0)
        for n, d in enumerate(durations)
    ]


def heard(packets: list[Sent]) -> str:
    receiver = KeyReceiver()
    return "".join(
        key for t, payload, m in packets if (key := receiver.receive(t & 0xFFFFFFFF, payload, m))
    )


@given(st.text(KEYS, min_size=1, max_size=8), st.data(), st.booleans(), st.integers(0, 2**32))
def test_once_a_press_whatever_is_lost(
    keys: str, data: st.DataObject, marker: bool, start: int
) -> None:
    packets: list[Sent] = []
    for key in keys:
        ticks = data.draw(st.integers(2, 20))
        all_of_it = press(key, start, ticks, marker=marker)
        kept = data.draw(st.lists(st.sampled_from(range(len(all_of_it))), min_size=1, unique=True))
        order = sorted(kept)
        packets += [all_of_it[i] for i in order]
        start += ticks * 160 + data.draw(st.integers(320, 16000))
    assert heard(packets) == keys


def test_doubled_and_disordered_packets_are_the_same_press() -> None:
    one, two = press("1", 0), press("1", 4000)
    assert heard([p for p in one for _ in range(2)]) == "1"
    assert heard([one[1], one[0], *one[2:]]) == "1"
    assert heard([*one[:-1], *two[:2], one[-1], *two[2:]]) == "11"


def test_a_press_longer_than_eight_seconds_is_one() -> None:
    # RFC 4733 §2.5.1.3: segments of 0xFFFF, each beginning where the last one ended
    def segment(start: int, last: bool) -> list[Sent]:
        durations = [*range(160, 0xFFFF, 160), 0xFFFF]
        return [
            (start, struct.pack(">BBH", 3, (last and d == 0xFFFF) << 7, d), False)
            for d in durations
        ]

    packets = segment(100, False) + segment(100 + 0xFFFF, False) + segment(100 + 2 * 0xFFFF, True)
    assert heard(packets) == "3"
    assert heard([p for i, p in enumerate(packets) if i % 7]) == "3"
    assert heard(packets + press("3", 100 + 4 * 0xFFFF)) == "33"


def test_a_telephone_that_moves_the_timestamp_within_a_press() -> None:
    packets = [
        (1000 + 160 * n, struct.pack(">BBH", 7, (n > 5) << 7, 160 * (n + 1)), n == 0)
        for n in range(7)
    ]
    assert heard(packets) == "7"


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=8), st.booleans())))
def test_no_payload_breaks_it(packets: list[Sent]) -> None:
    heard(packets)


def test_flash_and_tones_are_no_keys() -> None:
    assert heard([(0, struct.pack(">BBH", 16, 0, 160), True)]) == ""


def test_what_we_press_is_what_is_heard_with_pauses_between() -> None:
    sender = KeySender()
    sender.press("11x#a")
    packets, pauses, timestamp = [], 0, 0xFFFFFF00
    while sender:
        timestamp = timestamp + 160 & 0xFFFFFFFF
        packet = sender.tick(timestamp)
        if packet is None:
            pauses += 1
        else:
            packets.append((packet.timestamp, packet.payload, packet.marker))
    assert heard(packets) == "11#A"
    assert len(packets) == 4 * (KeySender.TONE_TICKS + KeySender.END_TICKS - 1)
    assert pauses == 4 * (KeySender.PAUSE_TICKS + 1)
    assert [m for _, _, m in packets].count(True) == 4
