"""Rooms on the wire: who hears whom, and how long nothing is heard when that changes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from media_plane import Media, running
from rtp_peer import RtpPeer

from bridge.events import LegId
from bridge.media import g711
from bridge.rooms import LISTENER, ON_HOLD, TALKER, Role, changes, whisperer

CALLER, OPERATOR, EXPERT, SUPERVISOR = map(LegId, ("caller", "operator", "expert", "supervisor"))
LEGS = (CALLER, OPERATOR, EXPERT, SUPERVISOR)
VOICE = {leg: 1000 * 2**n for n, leg in enumerate(LEGS)}  # every sum of voices is another number
MUSIC = 16000


@pytest.fixture
async def media() -> AsyncIterator[Media]:
    async with running(silence_seconds=30) as client:
        yield client


def level(value: int) -> bytes:
    """A frame of one value."""
    return g711.encode(np.full(160, value, np.int16)).tobytes()


class Office:
    """Four telephones that talk all the time, each with a value of its own."""

    def __init__(self, media: Media, peers: dict[LegId, RtpPeer]) -> None:
        self.media, self.peers = media, peers
        self._before: Mapping[LegId, Role] = {}
        self._talking = [
            asyncio.create_task(peer.talk(level(VOICE[leg]) * 1000)) for leg, peer in peers.items()
        ]

    def arrange(self, members: Mapping[LegId, Role]) -> None:
        """A new membership of the room."""
        for leg, sources in changes(self._before, members).items():
            self.media.hear(leg, sources)
        self._before = members

    def values(self, leg: LegId) -> list[int]:
        """What each packet so far sounded like, in thousands."""
        payloads = self.peers[leg].payloads()
        sound = g711.decode(np.frombuffer(b"".join(payloads), np.uint8)).reshape(-1, 160)
        return [round(value / 1000) for value in sound[:, 80:].mean(axis=1)]

    async def hears(self, leg: LegId, *voices: LegId, music: bool = False) -> None:
        """Wait until a leg hears these and nobody else, five frames long."""
        wanted = sum(VOICE[voice] for voice in voices) // 1000 + music * MUSIC // 1000
        await self.peers[leg].until(lambda p: self.values(leg)[-5:] == [wanted] * 5)

    async def close(self) -> None:
        """Everybody hangs up."""
        for task in self._talking:
            task.cancel()
        await asyncio.gather(*self._talking, return_exceptions=True)


@pytest.fixture
async def office(media: Media) -> AsyncIterator[Office]:
    office = Office(media, {leg: await media.leg(leg, ssrc=n) for n, leg in enumerate(LEGS)})
    yield office
    await office.close()


async def test_every_arrangement_of_the_hotline(office: Office, tmp_path: Path) -> None:
    music = tmp_path / "music.al"
    music.write_bytes(level(MUSIC) * 50)
    talk = {CALLER: TALKER, OPERATOR: TALKER}
    office.arrange(talk)
    await office.hears(CALLER, OPERATOR)
    await office.hears(OPERATOR, CALLER)
    office.arrange({**talk, SUPERVISOR: LISTENER})  # listen-in
    await office.hears(SUPERVISOR, CALLER, OPERATOR)
    office.arrange({**talk, SUPERVISOR: whisperer(OPERATOR)})
    await office.hears(OPERATOR, CALLER, SUPERVISOR)
    await office.hears(CALLER, OPERATOR)
    office.arrange({**talk, SUPERVISOR: TALKER})  # barge
    await office.hears(CALLER, OPERATOR, SUPERVISOR)
    office.arrange({**talk, EXPERT: TALKER})  # three-way
    await office.hears(CALLER, OPERATOR, EXPERT)
    await office.hears(EXPERT, OPERATOR, CALLER)
    await office.hears(SUPERVISOR)
    office.arrange({CALLER: ON_HOLD, OPERATOR: TALKER, EXPERT: TALKER})  # consultation
    office.media.play(CALLER, music, loop=True)
    await office.hears(CALLER, music=True)
    await office.hears(OPERATOR, EXPERT)
    office.media.stop_play(CALLER)
    office.arrange(talk)
    await office.hears(CALLER, OPERATOR)


async def test_moving_between_rooms_leaves_no_gap_over_sixty_milliseconds(office: Office) -> None:
    office.arrange({CALLER: TALKER, OPERATOR: TALKER})
    await office.hears(CALLER, OPERATOR)
    for partner in (EXPERT, SUPERVISOR, EXPERT, OPERATOR):
        begin = len(office.values(CALLER)) - 1
        office.arrange({CALLER: TALKER, partner: TALKER})
        await office.hears(CALLER, partner)
        heard = office.values(CALLER)[begin:]
        somebody = {VOICE[leg] // 1000 for leg in LEGS}
        assert sum(value not in somebody for value in heard) <= 3, heard
