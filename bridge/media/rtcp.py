"""RTCP without sockets (RFC 3550 §6): sender and receiver reports with a CNAME, and BYE."""

import struct
from dataclasses import dataclass

_REPORT = struct.Struct(">IB3sIIII")  # ssrc, fraction, cumulative (24 bits), highest, jitter, …
_SENDER = struct.Struct(">IIIII")  # NTP seconds, fraction, RTP time, packets, octets
_SR, _RR, _SDES, _BYE = 200, 201, 202, 203
_NTP_EPOCH = 2208988800  # 1900 to 1970


@dataclass(frozen=True, slots=True)
class ReceptionReport:
    """What one side says of the stream it receives (§6.4.1)."""

    ssrc: int
    fraction_lost: int  # of 256, since the last report
    lost: int  # since the beginning; negative when packets were doubled
    highest_sequence: int  # with the count of wraps in the upper 16 bits
    jitter: int  # in timestamp units
    last_sr: int = 0  # middle 32 bits of the NTP time of the last sender report
    since_last_sr: int = 0  # in 1/65536 s


@dataclass(frozen=True, slots=True)
class SenderInfo:
    """What one side says of the stream it sends."""

    ntp: int  # 64 bits
    rtp_timestamp: int
    packets: int
    octets: int


@dataclass(frozen=True, slots=True)
class Report:
    """A sender report (`sender` given) or a receiver report."""

    ssrc: int
    sender: SenderInfo | None
    receptions: tuple[ReceptionReport, ...]


def ntp_time(unix_seconds: float) -> int:
    """Wall-clock time as 64 bits of NTP."""
    return int((unix_seconds + _NTP_EPOCH) * (1 << 32))


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0x80 | count, kind, len(body) // 4) + body


def build(report: Report, cname: str) -> bytes:
    """Write a compound packet: the report, then SDES with the CNAME (§6.1)."""
    body = report.ssrc.to_bytes(4, "big")
    if report.sender is not None:
        s = report.sender
        body += _SENDER.pack(s.ntp >> 32, s.ntp & 0xFFFFFFFF, s.rtp_timestamp, s.packets, s.octets)
    for r in report.receptions:
        lost = max(-0x800000, min(0x7FFFFF, r.lost)) & 0xFFFFFF
        body += _REPORT.pack(
            *(r.ssrc, r.fraction_lost, lost.to_bytes(3, "big"), r.highest_sequence),
            *(r.jitter, r.last_sr, r.since_last_sr),
        )
    kind = _RR if report.sender is None else _SR
    name = cname.encode()[:255]
    item = report.ssrc.to_bytes(4, "big") + bytes([1, len(name)]) + name
    item += bytes(4 - len(item) % 4)  # the list of items ends with at least one zero byte (§6.5)
    return _packet(kind, len(report.receptions), body) + _packet(_SDES, 1, item)


def build_bye(ssrc: int) -> bytes:
    """Write an empty receiver report and BYE (§6.6)."""
    source = ssrc.to_bytes(4, "big")
    return _packet(_RR, 0, source) + _packet(_BYE, 1, source)


def parse(data: bytes) -> tuple[Report, ...]:
    """Read the reports of a compound packet; what cannot be read is left out (appendix A.2)."""
    reports = []
    while len(data) >= 8 and data[0] >> 6 == 2:
        size = 4 + 4 * int.from_bytes(data[2:4], "big")
        if size > len(data):
            break
        if data[1] in (_SR, _RR):
            report = _parse_report(data[1], data[0] & 0x1F, data[4:size])
            if report is not None:
                reports.append(report)
        data = data[size:]
    return tuple(reports)


def _parse_report(kind: int, count: int, body: bytes) -> Report | None:
    start = 4 + (_SENDER.size if kind == _SR else 0)
    if len(body) < start + count * _REPORT.size:
        return None
    sender = None
    if kind == _SR:
        seconds, fraction, timestamp, packets, octets = _SENDER.unpack_from(body, 4)
        sender = SenderInfo(seconds << 32 | fraction, timestamp, packets, octets)
    receptions = []
    for i in range(count):
        fields = _REPORT.unpack_from(body, start + i * _REPORT.size)
        lost = int.from_bytes(fields[2], "big", signed=True)
        receptions.append(ReceptionReport(fields[0], fields[1], lost, *fields[3:]))
    return Report(int.from_bytes(body[:4], "big"), sender, tuple(receptions))
