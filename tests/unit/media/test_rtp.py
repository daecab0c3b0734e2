"""RTP and RTCP: what is written is read, and no datagram breaks the reader."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from bridge.media import rtcp, rtp
from bridge.media.latch import Latch

WORD = st.integers(0, 0xFFFFFFFF)


@given(st.integers(0, 71), st.booleans(), st.integers(0, 0xFFFF), WORD, WORD, st.binary())
def test_a_packet_survives(
    kind: int, marker: bool, sequence: int, timestamp: int, ssrc: int, payload: bytes
) -> None:
    data = rtp.header(kind, marker, sequence, timestamp, ssrc) + payload
    assert rtp.parse(data) == rtp.RtpPacket(kind, marker, sequence, timestamp, ssrc, payload)


def test_contributors_extension_and_padding_are_taken_off() -> None:
    fixed = struct.pack(">BBHII", 0xB2, 8, 1, 2, 3)
    data = fixed + bytes(8) + struct.pack(">HH", 0xBEDE, 2) + bytes(8) + b"sound" + b"\0\0\3"
    packet = rtp.parse(data)
    assert packet is not None
    assert packet.payload == b"sound"


def test_what_is_no_rtp_is_refused() -> None:
    good = struct.pack(">BBHII", 0x80, 8, 1, 2, 3)
    assert rtp.parse(good) is not None
    assert rtp.parse(good[:11]) is None
    assert rtp.parse(b"\x40" + good[1:]) is None  # version 1
    assert rtp.parse(b"\x80\xc8" + good[2:]) is None  # a sender report on the RTP port
    assert rtp.parse(b"\x8f" + good[1:]) is None  # more contributors than bytes
    assert rtp.parse(b"\x90" + good[1:]) is None  # an extension that is not there
    assert rtp.parse(b"\xa0" + good[1:] + b"\xff") is None  # more padding than packet
    assert rtp.parse(b"\xa0" + good[1:] + b"\x00") is None
    assert rtp.parse(b"OPTIONS sip:a@b SIP/2.0\r\n") is None


@given(st.binary(max_size=120))
def test_no_datagram_breaks_a_reader(data: bytes) -> None:
    rtp.parse(data)
    rtcp.parse(data)
    rtcp.parse(b"\x81\xc8" + data)
    rtcp.parse(b"\x9f\xc9\x00\x01" + data)


@given(WORD, st.integers(0, 255), st.integers(-0x800000, 0x7FFFFF), WORD, WORD)
def test_reports_survive(ssrc: int, fraction: int, lost: int, highest: int, jitter: int) -> None:
    reception = rtcp.ReceptionReport(ssrc, fraction, lost, highest, jitter, 5, 6)
    sender = rtcp.SenderInfo(rtcp.ntp_time(1.5e9), 1, 2, 3)
    for report in (
        rtcp.Report(9, sender, (reception,)),
        rtcp.Report(9, None, (reception, reception)),
        rtcp.Report(9, sender, ()),
    ):
        data = rtcp.build(report, "someone@somewhere")
        assert len(data) % 4 == 0
        assert rtcp.parse(data) == (report,)
    assert rtcp.parse(rtcp.build_bye(9)) == (rtcp.Report(9, None, ()),)


def packet(sequence: int, ssrc: int = 1, kind: int = 8) -> rtp.RtpPacket:
    return rtp.RtpPacket(kind, False, sequence & 0xFFFF, 0, ssrc, b"")


def test_the_first_packet_from_the_signalled_address_decides() -> None:
    latch = Latch(("10.0.0.1", 4000), frozenset({8, 101}))
    assert not latch.offer(packet(5), ("10.6.6.6", 4000))
    assert latch.offer(packet(5), ("10.0.0.1", 4000))
    assert not latch.offer(packet(6), ("10.6.6.6", 4000))
    assert latch.remote == ("10.0.0.1", 4000)


def test_a_stranger_has_to_go_on_in_sequence() -> None:
    latch = Latch(("10.0.0.1", 4000), frozenset({8, 101}))
    nat, other = ("100.64.0.1", 999), ("10.6.6.6", 1)
    assert not latch.offer(packet(0xFFFF), nat)
    assert not latch.offer(packet(0, ssrc=2), nat)
    assert not latch.offer(packet(7), other)
    assert not latch.offer(packet(0xFFFF), nat)
    assert not latch.offer(packet(0, kind=96), nat)  # a payload type nobody agreed on
    assert latch.offer(packet(0), nat)
    assert latch.remote == nat


def test_a_silent_source_may_speak_from_elsewhere_only_with_its_own_stream() -> None:
    latch = Latch(("10.0.0.1", 4000), frozenset({8, 101}))
    old, new, stranger = ("100.64.0.1", 999), ("100.64.0.1", 1234), ("10.6.6.6", 1)
    assert not latch.offer(packet(0xFFF0, ssrc=7), old)
    assert latch.offer(packet(0xFFF1, ssrc=7), old)
    assert not latch.offer(packet(0xFFF2, ssrc=7), new), "not while the source is heard"
    latch.search(7, 0xFFF1)
    assert latch.target == old, "it is still spoken to"
    for n in range(5):  # another stream, an old packet again, or one from far ahead: nobody's proof
        assert not latch.offer(packet(n, ssrc=8), stranger)
        assert not latch.offer(packet(0xFFE0 + n, ssrc=7), stranger)
        assert not latch.offer(packet(20_000 + n, ssrc=7), stranger)
    assert not latch.offer(packet(40, ssrc=7), new)
    assert latch.offer(packet(41, ssrc=7), new)
    assert (latch.target, latch.decided) == (new, True)
    latch.search(7, 41)
    assert latch.offer(packet(9, ssrc=99), new), "the old source needs no proof"
