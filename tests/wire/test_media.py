"""The media process over real sockets: the client, the process, telephones on loopback."""

import asyncio
import itertools
import os
import random
import signal
import socket
import struct
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from media_plane import Media, free_ports, in_order, noise, running
from rtp_peer import RtpPeer

from bridge.errors import MediaPlaneError
from bridge.events import KeyPressed, LegId, LegSilent, PlayEnded
from bridge.media import g711, listener, rtcp
from bridge.media.config import MediaConfig
from bridge.media.port import PCMA, PCMU, MediaAddress, MediaDied

A, B, C = LegId("a"), LegId("b"), LegId("c")


@pytest.fixture
async def media() -> AsyncIterator[Media]:
    async with running() as client:
        yield client


async def test_a_clip_is_played_as_it_is_and_its_end_is_told(media: Media, tmp_path: Path) -> None:
    clip = tmp_path / "clip.al"
    clip.write_bytes(noise(10) + b"\x55" * 40)
    peer = await media.leg(A)
    play = media.play(A, clip)
    second = media.play(A, clip)
    await media.event(lambda e: e == PlayEnded(A, second, True))
    await peer.until(lambda p: p.heard().count(clip.read_bytes()) == 2)
    assert media.events[0] == PlayEnded(A, play, True)
    sequences = [struct.unpack(">H", p[2:4])[0] for p in peer.packets]
    stamps = [struct.unpack(">I", p[4:8])[0] for p in peer.packets]
    assert all((b - a) & 0xFFFF == 1 for a, b in itertools.pairwise(sequences))
    assert all((b - a) & 0xFFFFFFFF == 160 for a, b in itertools.pairwise(stamps))
    assert [bool(p[1] & 0x80) for p in peer.packets].count(True) == 1


async def test_clips_are_transcoded_for_mu_law(media: Media, tmp_path: Path) -> None:
    clip = tmp_path / "clip.al"
    clip.write_bytes(noise(5))
    peer = await media.leg(A, PCMU)
    media.play(A, clip)
    expected = clip.read_bytes().translate(g711.ALAW_TO_ULAW)
    await peer.until(lambda p: expected in p.heard())


async def test_a_looping_clip_stops_at_once_and_a_missing_one_is_told(
    media: Media, tmp_path: Path
) -> None:
    clip = tmp_path / "music.al"
    clip.write_bytes(noise(3))
    peer = await media.leg(A)
    looped = media.play(A, clip, loop=True)
    behind = media.play(A, clip)
    await peer.until(lambda p: p.heard().count(clip.read_bytes()) >= 3)
    media.stop_play(A)
    await media.event(lambda e: e == PlayEnded(A, behind, False))
    assert PlayEnded(A, looped, False) in media.events
    count = len(peer.packets)
    await peer.until(lambda p: len(p.packets) > count + 2)
    assert peer.payloads()[-1] == b"\xd5" * 160
    missing = media.play(A, tmp_path / "none.al")
    await media.event(lambda e: e == PlayEnded(A, missing, False))


async def test_two_legs_hear_each_other_across_the_laws(media: Media) -> None:
    one, two = await media.leg(A, ssrc=7), await media.leg(B, PCMU, ssrc=8)
    media.hear(A, {B: 1.0})
    media.hear(B, {A: 1.0})
    first, second = noise(50, 1), noise(50, 2).translate(g711.ALAW_TO_ULAW)
    await asyncio.gather(one.talk(first), two.talk(second))
    heard_by_two = first.translate(g711.ALAW_TO_ULAW)
    heard_by_one = g711.encode(g711.decode(np.frombuffer(second, np.uint8), ulaw=True)).tobytes()
    await two.until(lambda p: heard_by_two[-160:] in p.heard())
    await one.until(lambda p: heard_by_one[-160:] in p.heard())
    assert in_order(two.heard(), heard_by_two) >= 48
    assert in_order(one.heard(), heard_by_one) >= 48
    stats = await media.stats()
    assert stats["packets_in"] >= 98
    assert stats["legs"] == 2


async def test_losses_cost_only_themselves(media: Media) -> None:
    one, two = await media.leg(A), await media.leg(B)
    media.hear(B, {A: 1.0})
    said, lost = noise(100), [20, 40, 41, 60]
    await one.talk(said, lose=lost)
    await two.until(lambda p: said[-160:] in p.heard())
    # a frame is gone where it was lost, and the 5 ms where concealment hands over are blended
    assert in_order(two.heard(), said) >= 100 - len(lost) - 3 - 2


async def test_keys_come_once_a_press_and_go_out(media: Media) -> None:
    peer = await media.leg(A)
    rng = random.Random(4)
    for code in (1, 1, 2, 11):
        for tick in range(1, 9):
            if rng.random() > 0.3:
                peer.send_event(code, min(tick, 6) * 160, end=tick >= 6)
        peer.timestamp += 3200
    await media.event(lambda e: e == KeyPressed(A, "#"))
    assert [e.key for e in media.events if isinstance(e, KeyPressed)] == ["1", "1", "2", "#"]
    media.send_keys(A, "5*")
    await peer.until(lambda p: len(p.payloads(101)) == 14)
    events = [struct.unpack(">BBH", e) for e in peer.payloads(101)]
    assert [e[0] for e in events] == [5] * 7 + [10] * 7
    assert [bool(e[1] & 0x80) for e in events[:7]] == [False] * 4 + [True] * 3


async def test_the_source_is_latched_and_others_are_not_heard(media: Media) -> None:
    peer, stranger = await media.leg(A), RtpPeer()
    ear = await media.leg(B)
    media.peers.append(stranger)
    media.connect(A, MediaAddress("127.0.0.9", 9), PCMA, dtmf_payload_type=101)  # behind a NAT
    media.hear(B, {A: 1.0})
    said = noise(20)
    await peer.talk(said)
    await ear.until(lambda p: said[-160:] in p.heard())
    await peer.until(lambda p: len(p.packets) > 5)  # spoken to where it really is
    stranger.remote = peer.remote
    for _ in range(20):
        stranger.send(noise(1, 9))
    more = noise(20, 5)
    await peer.talk(more)
    await ear.until(lambda p: more[-160:] in p.heard())
    assert noise(1, 9) not in ear.heard()
    assert not stranger.packets


async def test_a_silent_leg_is_told_again_and_again(media: Media) -> None:
    await media.leg(A)
    silent = LegSilent(A, 0.4)
    async with asyncio.timeout(10):
        while media.events.count(silent) < 2:
            await media.event(lambda e: media.events.count(silent) >= 2)


def frames_of(datagram: bytes) -> list[bytes]:
    """The listener's frames in a datagram."""
    return [datagram[at : at + 336] for at in range(0, len(datagram), 336)]


async def test_a_listener_gets_every_frame_and_a_last_one(media: Media, tmp_path: Path) -> None:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.setblocking(False)
    path = str(tmp_path / "ear")
    ear.bind(path)
    peer = await media.leg(A)
    media.listen(A, 77, path)
    media.listen(A, 78, str(tmp_path / "nobody"))
    said = noise(20)
    await peer.talk(said)
    loop, frames = asyncio.get_running_loop(), []
    heard = b""
    async with asyncio.timeout(10):
        while g711.decode(np.frombuffer(said[-160:], np.uint8)).tobytes() not in heard:
            frames += frames_of(await loop.sock_recv(ear, 1000))
            heard = b"".join(frame[16:] for frame in frames)
        media.close_leg(A)
        while not struct.unpack("<I", frames[-1][12:16])[0] & listener.LAST:
            frames += frames_of(await loop.sock_recv(ear, 1000))
    ear.close()
    headers = [listener.HEADER.unpack(frame[:16]) for frame in frames]
    assert {(magic, stream) for magic, stream, _, _ in headers} == {(b"AUD1", 77)}
    assert [sequence for _, _, sequence, _ in headers] == list(range(len(frames)))
    assert len(frames[-1]) == 16
    flags = [flag for _, _, _, flag in headers]
    assert flags.count(0) >= 20  # what was said, and nothing else, is marked as really heard


async def test_the_client_starts_anew_after_death_and_tells_once(media: Media) -> None:

    await media.leg(A)
    assert media.pid is not None
    os.kill(media.pid, signal.SIGKILL)
    await media.event(lambda e: isinstance(e, MediaDied))
    with pytest.raises(MediaPlaneError):
        await media.open_leg(B)
    media.close_leg(A)  # into the void
    await media.start()
    await media.leg(A)
    assert [type(e) for e in media.events].count(MediaDied) == 1


async def test_the_process_ends_with_its_control(media: Media) -> None:
    await media.leg(A)
    assert media.pid is not None
    await media.stop()
    assert media.pid is None
    assert not media.events


async def test_ports_run_out_with_a_remedy_and_come_back(tmp_path: Path) -> None:
    client = Media(MediaConfig(rtp_ports=free_ports(4)))
    await client.start()
    one = await client.open_leg(A)
    two = await client.open_leg(B)
    assert one.port % 2 == two.port % 2 == 0
    with pytest.raises(MediaPlaneError, match="rtp_ports"):
        await client.open_leg(C)
    client.close_leg(A)
    assert (await client.open_leg(C)).port == one.port
    await client.stop()


async def test_a_new_address_after_another_offer(media: Media) -> None:
    peer, ear = await media.leg(A), await media.leg(B)
    media.hear(B, {A: 1.0})
    await peer.talk(noise(5))
    moved = RtpPeer(ssrc=99)
    media.peers.append(moved)
    moved.remote = peer.remote
    here = MediaAddress(moved.host, moved.port)
    media.connect(A, here, PCMA, dtmf_payload_type=101)
    await moved.until(lambda p: len(p.packets) > 3)
    said = noise(20, 6)
    await moved.talk(said)
    await ear.until(lambda p: said[-160:] in p.heard())
    before, now = len(peer.packets), len(moved.packets)
    await moved.until(lambda p: len(p.packets) > now + 5)
    assert len(peer.packets) == before


async def test_a_telephone_whose_nat_moves_it_is_found_again_and_a_stranger_is_not(
    media: Media,
) -> None:
    peer, ear = await media.leg(A), await media.leg(B)
    media.hear(B, {A: 1.0})
    said = noise(10)
    await peer.talk(said)
    await ear.until(lambda p: said[-160:] in p.heard())
    moved, stranger = RtpPeer(ssrc=peer.ssrc), RtpPeer(ssrc=99)
    media.peers += [moved, stranger]
    moved.remote = stranger.remote = peer.remote
    moved.sequence, moved.timestamp = peer.sequence, peer.timestamp
    more, false = noise(150, 6), noise(150, 7)
    await asyncio.gather(moved.talk(more), stranger.talk(false))
    await moved.until(lambda p: len(p.packets) > 3)
    await ear.until(lambda p: more[-160:] in p.heard())
    assert not stranger.packets
    heard = ear.heard()
    assert not any(false[at : at + 160] in heard for at in range(0, len(false), 160))


async def test_on_hold_nothing_is_sent_and_nothing_heard(media: Media) -> None:
    peer, ear = await media.leg(A), await media.leg(B)
    media.hear(B, {A: 1.0})
    await peer.talk(noise(5))
    here = MediaAddress(peer.host, peer.port)
    media.connect(A, here, PCMA, dtmf_payload_type=101, send=False, receive=False)
    await media.stats()
    count = len(peer.packets)
    await asyncio.gather(peer.talk(noise(20, 8)), ear.until(lambda p: len(p.packets) > 30))
    assert len(peer.packets) <= count + 1
    assert noise(20, 8)[800:960] not in ear.heard()
    media.connect(A, here, PCMA, dtmf_payload_type=101)
    back = noise(20, 9)
    await peer.talk(back)
    await ear.until(lambda p: back[-160:] in p.heard())
    await peer.until(lambda p: len(p.packets) > count + 5)


async def test_a_listener_that_sleeps_loses_frames_and_delays_nobody(
    media: Media, tmp_path: Path
) -> None:
    path = str(tmp_path / "ear")
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(path)
    ear.setblocking(False)
    peer = await media.leg(A)
    media.listen(A, 1, path)
    await peer.until(lambda p: len(p.packets) > 120)
    stats = await media.stats()
    assert stats["listener_dropped"] > 0
    assert stats["listener_waiting"] <= 58
    media.close_leg(A)
    frames = []
    async with asyncio.timeout(10):
        while not frames or not frames[-1][3] & listener.LAST:
            data = await asyncio.get_running_loop().sock_recv(ear, 1000)
            frames += [listener.HEADER.unpack(frame[:16]) for frame in frames_of(data)]
    ear.close()
    sequences = [sequence for _, _, sequence, _ in frames]
    assert sequences == sorted(set(sequences))
    assert sequences[-1] - sequences[0] >= len(sequences)  # the gap is seen


async def test_a_listener_that_sleeps_costs_the_others_nothing(
    media: Media, tmp_path: Path
) -> None:
    ears = [socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(2)]
    for number, ear in enumerate(ears):
        ear.setblocking(False)
        ear.bind(str(tmp_path / f"ear{number}"))
    peer = await media.leg(A)
    for number in range(2):
        media.listen(A, number, str(tmp_path / f"ear{number}"))
    loop, sequences = asyncio.get_running_loop(), list[int]()
    async with asyncio.timeout(10):
        while len(sequences) < 130:  # the sleeper's socket and backlog are long full
            for frame in frames_of(await loop.sock_recv(ears[1], 1000)):
                sequences.append(listener.HEADER.unpack(frame[:16])[2])
    stats = await media.stats()
    for ear in ears:
        ear.close()
    assert stats["listener_dropped"] > 0
    assert sequences == list(range(len(sequences)))
    stamps = [struct.unpack(">I", p[4:8])[0] for p in peer.packets]
    assert all((b - a) & 0xFFFFFFFF == 160 for a, b in itertools.pairwise(stamps))
    assert stats["left_out_ticks"] == 0


def _control_of(peer: RtpPeer) -> socket.socket:
    """The port beside the peer's, where reports come."""
    control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    control.setblocking(False)
    control.bind((peer.host, peer.port + 1))
    return control


async def test_reports_are_sent_and_goodbye(tmp_path: Path) -> None:
    client = Media(MediaConfig(rtp_ports=free_ports(40), rtcp_seconds=0.2))
    await client.start()
    peer = await client.leg(A)
    control = _control_of(peer)
    loop = asyncio.get_running_loop()
    await peer.talk(noise(20), lose=[5])
    async with asyncio.timeout(10):
        while True:
            reports = rtcp.parse(await loop.sock_recv(control, 1500))
            if reports[0].sender and reports[0].receptions and reports[0].receptions[0].lost:
                break
    assert reports[0].ssrc == struct.unpack(">I", peer.packets[0][8:12])[0]
    reception = reports[0].receptions[0]
    assert (reception.ssrc, reception.lost) == (1, 1)
    client.close_leg(A)
    async with asyncio.timeout(10):
        while (await loop.sock_recv(control, 1500))[9] != 203:  # BYE
            pass
    control.close()
    await client.stop()
    peer.close()


async def test_our_reports_tell_how_long_theirs_has_waited(tmp_path: Path) -> None:
    """They are read five times a second, but counted from when they came (RFC 3550 §6.4.1)."""
    client = Media(MediaConfig(rtp_ports=free_ports(40), rtcp_seconds=0.2))
    await client.start()
    peer = await client.leg(A)
    control = _control_of(peer)
    loop = asyncio.get_running_loop()
    await peer.talk(noise(5))
    sent = time.monotonic()
    ours = rtcp.Report(peer.ssrc, rtcp.SenderInfo(0xABCD_1234 << 16, 0, 5, 800), ())
    control.sendto(rtcp.build(ours, "telephone"), (peer.remote[0], peer.remote[1] + 1))
    answers: list[rtcp.ReceptionReport] = []
    async with asyncio.timeout(10):
        while not answers or not answers[-1].last_sr:
            for report in rtcp.parse(await loop.sock_recv(control, 1500)):
                answers += report.receptions
    assert answers[-1].last_sr == 0xABCD_1234
    assert 0 < answers[-1].since_last_sr / 65536 < time.monotonic() - sent + 0.001
    control.close()
    await client.stop()
    peer.close()


CONTROL = """
import asyncio
from bridge.events import LegId
from bridge.media.client import MediaClient
from bridge.media.config import MediaConfig

async def main():
    client = MediaClient(MediaConfig(rtp_ports=(%d, %d)))
    await client.start()
    await client.open_leg(LegId("a"))
    print(client.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_the_process_goes_when_its_control_is_killed() -> None:
    control = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CONTROL % free_ports(10)), stdout=asyncio.subprocess.PIPE
    )
    assert control.stdout is not None
    pid = int(await control.stdout.readline())
    gone = os.pidfd_open(pid)
    control.kill()
    await control.wait()
    event = asyncio.Event()
    asyncio.get_running_loop().add_reader(gone, event.set)
    async with asyncio.timeout(10):
        await event.wait()
    asyncio.get_running_loop().remove_reader(gone)
    os.close(gone)


async def test_a_far_end_without_a_port_for_reports_ends_nobody(media: Media) -> None:
    """Its RTP port is the last there is: our goodbye by RTCP has nowhere to go."""
    peer = await media.leg(A)
    await media.open_leg(B)
    media.connect(B, MediaAddress("127.0.0.1", 65535), PCMA, dtmf_payload_type=None)
    media.close_leg(B)
    count = len(peer.packets)
    await peer.until(lambda p: len(p.packets) > count + 5)
    assert (await media.stats())["faults"] == 0


async def test_a_fault_of_ours_costs_no_other_call(media: Media) -> None:
    """No address of a telephone is like this; whatever goes wrong with one leg is its own."""
    peer = await media.leg(A)
    await media.open_leg(B)
    media.connect(B, MediaAddress("127.0.0.1", 70_000), PCMA, dtmf_payload_type=None)
    count = len(peer.packets)
    await peer.until(lambda p: len(p.packets) > count + 5)
    media.close_leg(B)
    await media.stats()
