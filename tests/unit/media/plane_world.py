"""A plane with legs whose source is known, and the inbox in front of it."""

import numpy as np

from bridge.events import LegId
from bridge.media import g711, rtp
from bridge.media.inbox import Inbox
from bridge.media.latch import Address
from bridge.media.leg import Leg
from bridge.media.messages import Connect
from bridge.media.plane import Plane

PEER: Address = ("192.0.2.1", 4000)


class World:
    """Time is `tick`; what was sent before it has arrived."""

    def __init__(self, *laws: str, key_type: int | None = 101) -> None:
        self.plane = Plane(8, 400, lambda bits: 2**bits - 1)
        self.legs: list[Leg] = []
        self.inbox = Inbox()
        self.sent: dict[int, int] = {}
        for number, law in enumerate(laws):
            leg = self.plane.open(LegId(str(number)))
            kind = {"PCMA": 8, "PCMU": 0}[law]
            self.plane.connect(leg, Connect(leg.id, *PEER, law, kind, key_type, True, True))
            self.legs.append(leg)

    def say(self, leg: Leg, payload: bytes, ssrc: int = 5) -> None:
        """A packet with the next number and timestamp."""
        number = self.sent[leg.row] = self.sent.get(leg.row, 0) + 1
        data = rtp.header(leg.payload_type, False, number, number * 160, ssrc) + payload
        assert leg.latch is not None
        if leg.latch.remote is None:
            assert self.plane.intake.receive_one(leg.row, data, 0, PEER)
        else:
            self.datagram(leg, data)

    def datagram(self, leg: Leg, data: bytes) -> None:
        """Anything at all, on a latched leg."""
        self.inbox.begin_pass(0)
        self.inbox.views[len(self.inbox.rows)][: len(data)] = data
        self.inbox.rows.append(leg.row)
        self.inbox.lengths.append(len(data))

    def tick(self) -> None:
        self.plane.intake.receive(self.inbox)
        self.inbox.clear()
        self.plane.tick()

    def heard(self, leg: Leg) -> np.ndarray:
        """Sound of the packet that goes to the leg, without the 5 ms of blending."""
        codes = self.plane.packets[leg.row, 12:]
        return g711.decode(codes, leg.ulaw)[40:]
