"""Whatever arrives, `receive` raises nothing and time goes on."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st
from sip_net import SDP, Net, message

from bridge.errors import SdpError, SipSyntaxError
from bridge.sip import body, sdp
from bridge.sip.framing import Framer
from bridge.sip.message import Request
from bridge.sip.parser import parse
from bridge.sip.syntax import parse_name_addr, parse_via, split_list
from bridge.sip.uri import parse_uri

SEEDS = [
    message(body=SDP),
    message("REGISTER", to="<sip:8001@127.0.0.1>", extra="Expires: 60\r\n"),
    message("OPTIONS"),
    message("BYE"),
    message("ACK"),
    message("CANCEL"),
    message("UPDATE", body=SDP),
    message("REFER", extra="Refer-To: <sip:8001@127.0.0.1?Replaces=a%3Bto-tag%3Db>\r\n"),
    message("INFO", body="Signal=1\r\n", extra="Content-Type: application/dtmf-relay\r\n"),
    message("REGISTER", extra='Authorization: Digest username="8001",realm="12345",nonce="1"\r\n'),
    message(body="--x\r\n\r\n\r\n--x--", extra="Content-Type: multipart/mixed;boundary=x\r\n"),
    "SIP/2.0 200 OK\r\n" + message().partition("\r\n")[2],
]  # fmt: skip
FRAGMENTS = [
    b"\r\n", b"\r\n ", b"\0", b'"', b"<", b">", b";", b",", b"\\", b"%", b"=", b":", b"@", b"-1",
    b"99999999999999999999", b"\xff\xfe", b"\xc3\x28", "中文".encode(), b"sip:", b"tel:", b"*",
    b";tag=", b";rport=99999", b"[::1]", b"0.0.0.0", b"A" * 5000, b"\xb2", b"1e9",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)).encode())
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 12)))
        data[at:end] = draw(st.sampled_from(FRAGMENTS) | st.binary(max_size=6))
    return bytes(data)


@given(
    st.lists(st.tuples(mutated() | st.binary(max_size=200), st.booleans()), max_size=6),
    st.sampled_from(["UDP", "TCP"]),
)
def test_receive_never_raises(messages, transport):
    net = Net()
    agent = net.agent(5080, accounts={"8001": "secret"})
    for data, stranger in messages:
        source = ("203.0.113.9" if stranger else "127.0.0.1", 7000)
        agent.receive(data, source, transport, net.now)
        agent.take_outgoing()
    for leg in agent.legs():
        agent.accept(leg, "127.0.0.1", 6000, net.now)
    net.advance(3)
    for data, _ in messages:  # everything once more, now that calls may stand
        agent.receive(data, ("127.0.0.1", 7000), transport, net.now)
    net.advance(200)
    for leg in agent.legs():
        agent.hang_up(leg, net.now)
    net.advance(200)
    assert all(m.address[0] in ("203.0.113.9", "127.0.0.1") for _, m in net.sent)


@given(st.binary(max_size=400) | st.sampled_from([SDP.encode()]).flatmap(
    lambda seed: st.integers(0, len(seed)).flatmap(
        lambda at: st.sampled_from(FRAGMENTS).map(lambda bit: seed[:at] + bit + seed[at:])
    )
))  # fmt: skip
def test_sdp_says_sdp_error_or_nothing(data):
    with contextlib.suppress(SdpError):
        sdp.parse(data)


@given(mutated())
def test_a_message_that_is_read_is_written_and_read_again(data):
    try:
        first = parse(data)
    except SipSyntaxError:
        return
    if isinstance(first, Request):
        again = parse(first.to_bytes())
        assert isinstance(again, Request)
        assert (again.method, again.uri, again.body) == (first.method, first.uri, first.body)
        assert (again.call_id, again.cseq, again.via) == (first.call_id, first.cseq, first.via)
        assert (again.from_, again.to) == (first.from_, first.to)


@given(st.lists(st.integers(1, 400), max_size=40), st.integers(1, 5))
def test_a_stream_is_cut_the_same_however_it_arrives(sizes, count):
    wire = b"".join(m.encode() for m in SEEDS[:count])
    framer, got, at = Framer(), [], 0
    for size in [*sizes, len(wire)]:
        got += framer.feed(wire[at : at + size])
        at += size
    assert got == [m.encode() for m in SEEDS[:count]]


@given(st.text(max_size=80))
def test_pieces_raise_only_syntax_errors(text):
    for read in (parse_uri, parse_via, lambda value: parse_name_addr(value, "To"), split_list):
        with contextlib.suppress(SipSyntaxError):
            read(text)


@given(mutated())
def test_bodies_raise_only_peer_errors(data):
    with contextlib.suppress(SipSyntaxError, SdpError):
        found = parse(data)
        if found is not None:
            body.description(found)
