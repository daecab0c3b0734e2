"""What is fuzzed: each target takes one input and must neither raise nor write what it should not.

A target is a strategy and a function; `tests.fuzz.run` gives them time.
"""

import contextlib
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from bridge.errors import SdpError, SipSyntaxError
from bridge.media import rtcp, rtp
from bridge.media.keys import KEYS, KeyReceiver
from bridge.sip import body, dtmf, sdp
from bridge.sip.digest import read_fields
from bridge.sip.framing import Framer
from bridge.sip.message import Request
from bridge.sip.parser import parse
from bridge.sip.replaces import parse_replaces
from bridge.sip.syntax import parse_name_addr, parse_via, split_list
from bridge.sip.uri import parse_uri
from tests.fuzz.inputs import descriptions, messages, packets
from tests.unit.sip.sip_net import Net

PEERS = ("203.0.113.9", "127.0.0.1")


def agent(heard: list[tuple[bytes, bool]]) -> None:
    """A whole user agent: nothing raises, all goes to who spoke or to a trusted contact."""
    net = Net()
    here = net.agent(5080, accounts={"8001": "secret"})
    for data, stranger in heard:
        here.receive(data, (PEERS[not stranger], 7000), "UDP", net.now)
        net.run()
    for leg in here.legs():
        here.accept(leg, "127.0.0.1", 6000, net.now)
    net.advance(40)
    for leg in here.legs():
        here.hang_up(leg, net.now)
    net.advance(200)
    reached = {sent.address[0] for _, sent in net.sent} - set(PEERS)
    assert all(here.trusts(host) for host in reached)
    assert not here.legs()


def message(data: bytes) -> None:
    """What is read is written and read again the same."""
    try:
        first = parse(data)
    except SipSyntaxError:
        return
    if first is not None:
        with contextlib.suppress(SipSyntaxError, SdpError):
            body.description(first)
    if isinstance(first, Request):
        with contextlib.suppress(SipSyntaxError):
            dtmf.key_of(first)
        again = parse(first.to_bytes())
        assert isinstance(again, Request)
        assert (again.method, again.uri, again.body) == (first.method, first.uri, first.body)
        assert (again.from_, again.to, again.via) == (first.from_, first.to, first.via)


def description(data: bytes) -> None:
    """SDP is read or refused."""
    with contextlib.suppress(SdpError):
        sdp.parse(data)


def pieces(text: str) -> None:
    """Parts of headers are read or refused."""
    for read in (parse_uri, parse_via, parse_replaces, lambda t: parse_name_addr(t, "To")):
        with contextlib.suppress(SipSyntaxError):
            read(text)
    split_list(text)
    read_fields("Digest " + text)


def stream(pieces_of: list[bytes]) -> None:
    """A stream is cut or closed."""
    framer = Framer()
    with contextlib.suppress(SipSyntaxError):
        for piece in pieces_of:
            framer.feed(piece)


def datagram(data: bytes) -> None:
    """RTP and RTCP are read or passed over."""
    packet = rtp.parse(data)
    if packet is not None:
        assert len(packet.payload) <= len(data) - rtp.HEADER_BYTES
    rtcp.parse(data)


def key_packets(packets_of: list[tuple[int, bytes, bool]]) -> None:
    """A press is one key or none."""
    receiver = KeyReceiver()
    for timestamp, payload, marker in packets_of:
        key = receiver.receive(timestamp, payload, marker)
        assert key is None or key in KEYS


TARGETS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]] = {
    "agent": (st.lists(st.tuples(messages(), st.booleans()), max_size=4), agent),
    "message": (messages() | st.binary(max_size=300), message),
    "sdp": (descriptions(), description),
    "pieces": (st.text(max_size=80), pieces),
    "stream": (st.lists(messages() | st.binary(max_size=80), max_size=6), stream),
    "rtp": (packets(), datagram),
    "dtmf": (
        st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=8), st.booleans())),
        key_packets,
    ),
}
