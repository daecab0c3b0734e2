"""Hostile inputs: sound messages, descriptions and packets with foreign bytes put into them."""

import struct

from hypothesis import strategies as st

from tests.unit.sip.sip_net import SDP, message

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
    message(
        "REGISTER", to="<sip:8001@127.0.0.1>",
        extra='Authorization: Digest username="8001", realm="12345", nonce="1-1-1", uri="sip:x", '
        'response="0123456789abcdef", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"\r\n',
    ),
    message(body="--x\r\n\r\n\r\n--x--", extra="Content-Type: multipart/mixed;boundary=x\r\n"),
    message(body=SDP, extra="Replaces: a;to-tag=b;from-tag=c\r\nRequire: replaces\r\n"),
    message(body=SDP, extra="Session-Expires: 1800;refresher=uac\r\nSupported: timer\r\n"),
    "SIP/2.0 200 OK\r\n" + message().partition("\r\n")[2],
]  # fmt: skip
FRAGMENTS = [
    b"\r\n", b"\r\n ", b"\0", b'"', b"<", b">", b";", b",", b"\\", b"%", b"=", b":", b"@", b"-1",
    b"99999999999999999999", b"\xff\xfe", b"\xc3\x28", "中文".encode(), b"sip:", b"tel:", b"*",
    b";tag=", b";rport=99999", b"[::1]", b"0.0.0.0", b"A" * 5000, b"\xb2", b"1e9",
]  # fmt: skip
DESCRIPTIONS = [
    SDP,
    SDP.replace("m=audio", "a=sendonly\r\nb=AS:64\r\nm=audio"),
    SDP + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n",
    SDP + "m=video 4002 RTP/AVP 31\r\nc=IN IP6 ::1\r\na=inactive\r\n",
]
PACKETS = [
    struct.pack("!BBHII", 0x80, 8, 1, 160, 7) + b"\xd5" * 160,
    struct.pack("!BBHII", 0xB2, 0xE5, 65535, 2**32 - 1, 7) + bytes(24),  # list and extension
    struct.pack("!BBHII", 0xA0, 0, 2, 320, 7) + b"\xff" * 159 + b"\x04",  # padding
    struct.pack("!BBHII", 0x80, 0xE5, 3, 480, 7) + struct.pack("!BBH", 5, 0x8A, 800),  # a key
    struct.pack("!BBHI", 0x81, 200, 12, 7) + bytes(44),  # a sender report
    struct.pack("!BBHI", 0x81, 203, 1, 7),  # goodbye
]


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes], fragments: list[bytes]) -> bytes:
    """One of the seeds with up to six places written over."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 12)))
        data[at:end] = draw(st.sampled_from(fragments) | st.binary(max_size=6))
    return bytes(data)


def messages() -> st.SearchStrategy[bytes]:
    """SIP messages, and what may pass for one."""
    return mutated([seed.encode() for seed in SEEDS], FRAGMENTS)


def descriptions() -> st.SearchStrategy[bytes]:
    """SDP, and what may pass for it."""
    return mutated([seed.encode() for seed in DESCRIPTIONS], FRAGMENTS) | st.binary(max_size=400)


def packets() -> st.SearchStrategy[bytes]:
    """RTP and RTCP, and what may pass for it."""
    fragments = [b"\xff", b"\0\0\0\0", b"\x80", b"\xbf", b"\xff\xff\xff\xff", b"\x10"]
    return mutated(PACKETS, fragments) | st.binary(max_size=100)
