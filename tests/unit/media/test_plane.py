"""The plane without sockets: what arrives, in one tick, is what goes out."""

import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from plane_world import PEER, World

from bridge.events import LegId, PlayId
from bridge.media import g711
from bridge.media.clips import Clip
from bridge.media.messages import Connect


def tone(code: int) -> bytes:
    return bytes([code]) * 160


def test_packets_are_numbered_and_marked_once() -> None:
    world = World("PCMA")
    headers = []
    for _ in range(3):
        world.tick()
        headers.append(struct.unpack(">BBHII", world.plane.packets[0, :12].tobytes()))
    assert [h[1] for h in headers] == [0x88, 0x08, 0x08]
    assert [h[2] for h in headers] == [0x8000, 0x8001, 0x8002]
    assert [h[3] for h in headers] == [159, 319, 479]  # across the wrap
    assert {h[4] for h in headers} == {0xFFFFFFFF}


def test_on_hold_no_number_is_used_up_and_reports_count_what_was_sent() -> None:
    world = World("PCMA")
    leg = world.legs[0]
    for _ in range(3):
        world.tick()
    for send in (False, True):
        world.plane.connect(leg, Connect(leg.id, *PEER, "PCMA", 8, 101, send, True))
        for _ in range(5):
            world.tick()
    number, stamp = struct.unpack(">2xHI4x", world.plane.packets[0, :12].tobytes())
    assert number == 0x8000 + 7, "eight packets were sent"
    assert stamp == 159 + 12 * 160, "and thirteen ticks of time have passed"
    info = world.plane.sender_info(leg, 0)
    assert (info.packets, info.octets, info.rtp_timestamp) == (8, 1280, stamp)


def test_a_three_way_call_with_gains_a_clip_and_both_laws() -> None:
    world = World("PCMA", "PCMU", "PCMA")
    one, two, three = world.legs
    world.plane.hear(one, {two.id: 1.0, three.id: 0.5, LegId("gone"): 1.0})
    world.plane.hear(two, {one.id: 1.0})
    world.plane.play(one, PlayId(1), False)
    world.plane.loaded(one.id, PlayId(1), Clip(tone(0x80) * 2))
    said = {0: tone(0xA0), 1: tone(0xA1), 2: tone(0xB2)}
    values = [int(g711.decode(np.frombuffer(said[i][:1], np.uint8), i == 1)[0]) for i in range(3)]
    for _ in range(3):
        for leg in world.legs:
            world.say(leg, said[leg.row])
        world.tick()
        clip = int(g711.ALAW_DECODE[0x80]) if world.plane.ticks <= 2 else 0
        if world.plane.ticks > 1:
            wanted = values[1] + values[2] // 2 + clip
            assert abs(world.heard(one) - wanted).max() <= abs(wanted) / 16 + 16
            assert abs(world.heard(two) - values[0]).max() <= abs(values[0]) / 16 + 16
            assert abs(world.heard(three)).max() <= 8
    assert {leg.id for leg in world.plane.finished if leg.clips.ended} == {"0"}


def test_a_new_source_is_taken_at_its_second_packet() -> None:
    world = World("PCMA", "PCMA")
    one, two = world.legs
    world.plane.hear(two, {one.id: 1.0})
    for ssrc in (5, 5, 5, 6, 6, 6, 6):
        world.say(one, tone(0x90 + ssrc), ssrc)
        world.tick()
    value = int(g711.ALAW_DECODE[0x96])
    assert abs(world.heard(two) - value).max() <= 16


def test_a_leg_that_does_not_receive_hears_nothing_of_it() -> None:
    world = World("PCMA", "PCMA")
    one, two = world.legs
    world.plane.hear(two, {one.id: 1.0})
    for _ in range(3):
        world.say(one, tone(0xA0))
        world.tick()
    world.plane.connect(one, Connect(one.id, *PEER, "PCMA", 8, 101, False, False))
    assert one.latch is not None
    assert one.latch.remote == PEER, "the same far end keeps its source"
    for _ in range(20):
        world.say(one, tone(0xA0))
        world.tick()
    assert abs(world.heard(two)).max() <= 8
    assert world.plane.intake.silent(world.plane.rows, 5) == [two], (
        "who need not speak is not called silent"
    )


def test_a_reused_row_remembers_nothing() -> None:
    world = World("PCMU", "PCMA")
    one, two = world.legs
    world.plane.hear(two, {one.id: 1.0})
    world.say(one, tone(0x10))
    world.tick()
    world.plane.close(one)
    world.tick()
    assert abs(world.heard(two)).max() <= 8
    again = world.plane.open(LegId("again"))
    assert again.row == one.row
    assert abs(world.plane.recorded(again)[1]).max() <= 8
    world.tick()
    assert abs(world.plane.pcm[again.row]).max() == 0


PACKETS = st.tuples(
    st.sampled_from([0x80, 0x80, 0x90, 0xA0, 0x8F]),
    st.sampled_from([8, 0x88, 101, 0xE5, 13, 0, 200]),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFFFFFF) | st.integers(0, 3200),
    st.sampled_from([5, 6]),
    st.binary(max_size=40) | st.integers(0, 600).map(bytes) | st.just(bytes(160)),
).map(lambda p: struct.pack(">BBHII", *p[:5]) + p[5])


@given(st.lists(st.lists(PACKETS | st.binary(max_size=640), max_size=4), max_size=30))
def test_no_datagram_breaks_it(ticks: list[list[bytes]]) -> None:
    world = World("PCMA", "PCMU")
    one, two = world.legs
    world.plane.hear(two, {one.id: 1.0})
    world.plane.hear(one, {two.id: 0.7})
    world.say(one, tone(0xA0))
    world.say(two, tone(0xA0))
    for datagrams in ticks:
        for data in datagrams:
            world.datagram(one, data)
            world.datagram(two, data)
        world.tick()
        assert (world.plane.pcm >= -32767).all()
