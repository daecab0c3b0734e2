"""What a phone that we call may ask while it rings: an early dialog (RFC 3261 §12.1, RFC 3311)."""

import re

import pytest
from sip_net import SDP, Net, message

from bridge.events import LegId
from bridge.sip.events import SessionAgreed

PHONE = ("127.0.0.1", 7000)
MOVED = SDP.replace("4000", "4400")


def invite(net: Net) -> str:
    return [m.data.decode() for _, m in net.sent if m.data.startswith(b"INVITE")][-1]


def answer(net: Net, status: str, body: str = "", tag: str = "phone") -> None:
    sent = invite(net)
    keep = [line for line in sent.split("\r\n") if re.match("Via|From|To|Call-ID|CSeq", line)]
    new = [line for line in keep if line.startswith("To:") and "tag=" not in line]
    keep = [f"{line};tag={tag}" if line in new else line for line in keep]
    kind = "Content-Type: application/sdp\r\n" if body else ""
    head = "\r\n".join([f"SIP/2.0 {status}", *keep, "Contact: <sip:phone@127.0.0.1:7000>"])
    net.feed(5070, f"{head}\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}", PHONE)


def asks(net: Net, method: str, body: str = "", tag: str = "phone", **more: str) -> str:
    lines = invite(net).split("\r\n")
    field = {line.partition(": ")[0]: line.partition(": ")[2] for line in lines}
    text = message(
        method, uri="sip:12345@127.0.0.1:5070", branch=f"z9hG4bK{method}{len(net.sent)}",
        call_id=field["Call-ID"], from_=f"{field['To']};tag={tag}", to=field["From"], body=body,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    got = net.feed(5070, text, PHONE)
    return " ".join(line.split()[1] for line in got if line.startswith("SIP"))


RELIABLE = "183 Session Progress\r\nRequire: 100rel\r\nRSeq: 1"


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("UPDATE", "", "200"),  # only the target is new
        ("UPDATE", MOVED, "491"),  # our offer is open (RFC 3311 §5.2)
        ("INVITE", MOVED, "491"),  # ours is on its way (§14.2)
        ("OPTIONS", "", "200"),
        ("INFO", "", "200"),
        ("NOTIFY", "", "481"),
        ("BYE", "", "481"),  # only the caller may (§15)
        ("PRACK", "", "481"),
        ("REFER", "", "481"),
        ("DANCE", "", "405"),
    ],
)
def test_while_it_rings(net: Net, method: str, body: str, status: str) -> None:
    net.dial(5070, 7000)
    answer(net, "180 Ringing")
    assert asks(net, method, body) == status
    assert asks(net, method, body, tag="other") == "481"  # nobody rings by that name
    answer(net, "200 OK", SDP)
    net.hang_up(5070, LegId("out"))
    assert net.endings(5070) == [("normal", "us")]


def test_another_offer_after_a_reliable_answer(net: Net) -> None:
    """A network moves its announcement: what is agreed last holds, if the 200 says no more."""
    net.dial(5070, 7000)
    answer(net, RELIABLE, SDP)
    assert asks(net, "UPDATE", MOVED) == "200"
    assert "m=audio 4000 RTP/AVP 8 101\r\n" in net.last()  # our port; one law is chosen
    assert re.search(r"o=- \d+ 2 IN", net.last())
    answer(net, "200 OK")
    (agreed,) = net.of(5070, SessionAgreed)
    assert isinstance(agreed, SessionAgreed)
    assert agreed.session.port == 4400


@pytest.mark.parametrize(
    ("body", "extra", "status"),
    [
        (SDP.replace("8 0 101", "18"), "", "488"),
        ("v=0", "", "488"),
        ("x", "Content-Type: text/plain\r\n", "415"),
    ],
)
def test_another_offer_that_cannot_be_spoken(net: Net, body: str, extra: str, status: str) -> None:
    net.dial(5070, 7000)
    answer(net, RELIABLE, SDP)
    assert asks(net, "UPDATE", body, extra=extra) == status
    answer(net, "200 OK")
    (agreed,) = net.of(5070, SessionAgreed)
    assert isinstance(agreed, SessionAgreed)
    assert agreed.session.port == 4000


@pytest.mark.parametrize("method", ["INVITE", "BYE"])
@pytest.mark.parametrize(("status", "name"), [(401, "WWW"), (407, "Proxy")])
def test_the_ack_shows_the_credentials_of_its_invite(method: str, status: int, name: str) -> None:
    """§13.2.2.4: some trunks throw away one that does not, and repeat their 200 for 32 s."""
    net = Net()
    net.agent(5070, credentials={"*": ("ivr", "secret")})
    net.dial(5070, 7000)
    given = "Authorization: Digest" if status == 401 else "Proxy-Authorization: Digest"
    challenge = f'{name}-Authenticate: Digest realm="trunk", nonce="n", algorithm=MD5'
    answer(net, f"{status} Who\r\n{challenge}")
    assert given in invite(net)
    answer(net, "200 OK", SDP)
    first = net.last()
    assert first.startswith("ACK")
    assert given in first
    if method == "INVITE":
        net.agents[5070].offer_again(LegId("out"), net.now)
        net.run()
        answer(net, "200 OK", SDP)
        assert net.last().startswith("ACK")
        assert "Authorization" not in net.last()  # nobody asked who re-invites
        net.agents[5070].offer_again(LegId("out"), net.now)
        net.run()
        answer(net, f"{status} Who\r\n{challenge}")
        answer(net, "200 OK", SDP)
        assert net.last().startswith("ACK")
        assert given in net.last()


@pytest.mark.parametrize(("body", "status"), [("", "200"), (SDP, "500")])
def test_a_caller_refreshes_before_we_answer(net: Net, body: str, status: str) -> None:
    """RFC 3311 §5.1: without an offer UPDATE is in order at any time."""
    net.feed(5080, message(body=SDP), PHONE)
    leg = net.arrived(5080)
    net.agents[5080].ring(leg, net.now)
    net.run()
    found = re.search(r"To: (.*;tag=.*)\r", net.last())
    assert found is not None
    elsewhere = "<sip:13900000000@127.0.0.1:7001>"
    text = message("UPDATE", cseq=2, branch="z9hG4bKu", to=found[1], body=body, contact=elsewhere)
    assert net.feed(5080, text, PHONE)[0].split()[1] == status
    net.accept(5080, leg)
    net.feed(5080, message("ACK", to=found[1]), PHONE)
    net.hang_up(5080, leg)
    assert net.sent[-1][1].address == ("127.0.0.1", 7000 if body else 7001)


@pytest.mark.parametrize(("extra", "asked"), [(", stale=true", 4), ("", 2), (", stale=false", 2)])
def test_a_nonce_that_grew_old_meanwhile(extra: str, asked: int) -> None:
    """RFC 7616 §3.3: the new nonce is used; a trunk that says so for ever is not obeyed."""
    net = Net()
    net.agent(5070, credentials={"*": ("ivr", "secret")})
    net.dial(5070, 7000)
    for number in range(6):
        nonce = f'nonce="n{number}", algorithm=MD5{extra}'
        answer(net, f'401 Who\r\nWWW-Authenticate: Digest realm="trunk", {nonce}')
    invites = [m.data.decode() for _, m in net.sent if m.data.startswith(b"INVITE")]
    assert len(invites) == asked
    assert [f'nonce="n{n}"' in text for n, text in enumerate(invites[1:])] == [True] * (asked - 1)
    assert net.endings(5070) == [("refused", "them")]
