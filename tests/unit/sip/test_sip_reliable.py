"""Reliable provisional responses and PRACK, both ways (RFC 3262)."""

import re

import pytest
from sip_net import SDP, message

PHONE = ("127.0.0.1", 7000)
NEEDS = "Require: 100rel\r\n"


def ringing(net, sdp: str = SDP) -> tuple[str, str]:
    """An INVITE that demands 100rel rings at 5080: our tag and the RSeq."""
    net.feed(5080, message(body=sdp, extra=NEEDS), PHONE)
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    text = net.last()
    assert "180 Ringing" in text
    assert "Require: 100rel" in text
    return re.search(r"To: .*;tag=(\w+)", text)[1], re.search(r"RSeq: (\d+)", text)[1]


def prack(tag: str, rack: str, cseq: int = 2) -> str:
    to = f"<sip:12345@127.0.0.1>;tag={tag}"
    return message("PRACK", branch=f"z9hG4bKp{cseq}", cseq=cseq, to=to, extra=f"RAck: {rack}\r\n")


def test_our_180_is_repeated_until_prack(net):
    tag, number = ringing(net)
    net.advance(2)
    assert net.starts(5080).count("180 INVITE") == 3
    assert net.feed(5080, prack(tag, "1 1 INVITE"), PHONE)[0].split()[1] == "481"
    assert net.feed(5080, prack(tag, f"{number} 1 INVITE", 3), PHONE) == ["SIP/2.0 200 OK"]
    net.advance(30)
    assert net.starts(5080).count("180 INVITE") == 3
    net.accept(5080, net.arrived(5080))
    assert net.starts(5080)[-1] == "200 INVITE"


def test_a_180_nobody_acknowledges_ends_the_call(net):
    ringing(net)
    net.advance(33)
    assert "504 INVITE" in net.starts(5080)
    assert net.endings(5080) == [("error", "nobody")]


@pytest.mark.parametrize("ends", ["accept", "refuse", "cancel"])
def test_a_final_answer_ends_the_repeating(net, ends):
    ringing(net)
    if ends == "accept":
        net.accept(5080, net.arrived(5080))
    elif ends == "refuse":
        net.hang_up(5080, net.arrived(5080))
    else:
        net.feed(5080, message("CANCEL"), PHONE)
    before = net.starts(5080).count("180 INVITE")
    net.advance(200)
    assert net.starts(5080).count("180 INVITE") == before == 1
    assert net.is_clean()


def test_without_an_offer_there_is_no_reliable_180(net):
    net.feed(5080, message(extra=NEEDS), PHONE)
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    assert net.starts(5080) == ["100 INVITE"]


def answer(net, status: str, extra: str = "", body: str = "") -> list[str]:
    sent = [m.data.decode() for _, m in net.sent if m.data.startswith(b"INVITE")][-1]
    keep = [x for x in sent.split("\r\n") if re.match("Via|From|Call-ID|CSeq", x)]
    to = re.search("To: ([^;\r]*)", sent)[1]
    kind = "Content-Type: application/sdp\r\n" if body else ""
    lines = [f"SIP/2.0 {status}", *keep, f"To: {to};tag=phone", "Contact: <sip:p@127.0.0.1:7000>"]
    text = "\r\n".join(lines) + f"\r\n{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
    return [line.split()[0] for line in net.feed(5070, text, PHONE)]


def test_their_reliable_180_gets_prack_once(net):
    net.dial(5070, 7000)
    assert "100rel" in net.last()
    first = f"{NEEDS}RSeq: 77\r\n"
    assert answer(net, "180 Ringing", first) == ["PRACK"]
    assert "RAck: 77 1 INVITE" in net.last()
    assert "CSeq: 2 PRACK" in net.last()
    assert ";tag=phone" in net.last()
    assert answer(net, "180 Ringing", first) == []  # PRACK repeats itself
    assert answer(net, "183 Progress", f"{NEEDS}RSeq: 79\r\n") == []  # 78 is missing
    assert answer(net, "183 Progress", f"{NEEDS}RSeq: 78\r\n", SDP) == ["PRACK"]
    assert answer(net, "200 OK") == ["ACK"]
    assert "CSeq: 1 ACK" in net.last()
    net.hang_up(5070, "out")
    assert "CSeq: 4 BYE" in net.last()


@pytest.mark.parametrize("extra", [NEEDS, "RSeq: 5\r\n", f"{NEEDS}RSeq: x\r\n"])
def test_what_is_no_reliable_response(net, extra):
    net.dial(5070, 7000)
    assert answer(net, "180 Ringing", extra) == []
    assert answer(net, "200 OK", body=SDP) == ["ACK"]
