"""A call of ours that is sent elsewhere: to whom it goes on, and to whom it must not."""

import re

import pytest
from sip_net import Net, message

from bridge.events import LegEnded
from bridge.sip.events import Answered

PHONE = ("127.0.0.1", 7000)  # written by hand: the one who sends us on
OUTSIDE = ("203.0.113.5", 5060)
PLACE = "sip:12345@127.0.0.1:5080"  # the same number elsewhere, an address we trust


def answer(net: Net, status: str, *contacts: str, source: tuple[str, int] = PHONE) -> list[str]:
    """What the last INVITE of 5070 is answered, and what 5070 sends then."""
    sent = [m.data.decode() for p, m in net.sent if p == 5070 and m.data.startswith(b"INVITE")]
    keep = [x for x in sent[-1].split("\r\n") if re.match("Via|From|Call-ID|CSeq", x)]
    to = re.search("To: ([^\r]*)", sent[-1])[1]
    heads = [f"SIP/2.0 {status}", *keep, f"To: {to};tag=x", *(f"Contact: {c}" for c in contacts)]
    net.agents[5070].receive(
        ("\r\n".join(heads) + "\r\nContent-Length: 0\r\n\r\n").encode(), source, "UDP", net.now
    )
    before = len(net.sent)
    net.run()
    ours = [message for port, message in net.sent[before:] if port == 5070]
    return [m.data.split()[0].decode() + f" {m.address[1]}" for m in ours]


def invites(net: Net) -> list[str]:
    return [m.data.decode() for p, m in net.sent if p == 5070 and m.data.startswith(b"INVITE")]


@pytest.mark.parametrize("status", ["302 Moved", "301 Moved", "300 Choose"])
@pytest.mark.parametrize("first", ["", "100 Trying", "180 Ringing"])
def test_the_same_number_elsewhere(net: Net, status: str, first: str) -> None:
    net.dial(5070, 7000)
    if first:
        answer(net, first)
    assert answer(net, status, f"<{PLACE}>") == ["ACK 7000", "INVITE 5080"]
    one, two = invites(net)
    assert two.startswith(f"INVITE {PLACE} SIP/2.0")
    for same in ("From", "To", "Call-ID"):  # §8.1.3.4
        assert re.search(f"{same}: .*", one)[0] == re.search(f"{same}: .*", two)[0]
    assert "CSeq: 2 INVITE" in two
    assert one.split("branch=")[1][:22] != two.split("branch=")[1][:22]
    net.accept(5080, net.arrived(5080))
    assert len(net.of(5070, Answered)) == 1
    net.hang_up(5070, "out")
    assert net.endings(5080) == [("normal", "them")]
    net.advance(40)
    assert net.is_clean()


def registered(net: Net, contact: str = "<sip:8002@127.0.0.1:5080>") -> None:
    text = message("REGISTER", to="<sip:8002@127.0.0.1>", contact=contact)
    assert "200" in net.feed(5070, text, ("127.0.0.1", 5080))[0]


@pytest.mark.parametrize(
    "contact", ["<sip:8002@127.0.0.1:5070>", "sip:8002@hotline.example", "<tel:8002>"]
)
def test_a_phone_of_the_house(net: Net, contact: str) -> None:
    registered(net)
    net.dial(5070, 7000)
    assert answer(net, "302 Moved", contact) == ["ACK 7000", "INVITE 5080"]
    assert invites(net)[1].startswith("INVITE sip:8002@127.0.0.1:5080 SIP/2.0")


@pytest.mark.parametrize(
    "contact",
    {
        "a number somebody would have to pay": "<sip:0019005551234@127.0.0.1:5080>",
        "the same number at a stranger's": "<sip:12345@203.0.113.9>",
        "a name": "<sip:12345@elsewhere.example>",
        "nobody's phone": "<sip:8003@127.0.0.1:5070>",
        "headers in the URI": f"<{PLACE}?Route=%3Csip:x%3E>",
        "where it was": "<sip:12345@127.0.0.1:7000>",
        "another scheme": "<mailto:12345@127.0.0.1>",
        "TLS that we do not speak": "<sips:12345@127.0.0.1:5080>",
        "TLS for a phone without": "<sips:8002@127.0.0.1:5070>",
        "nothing readable": "<<>>",
        "everything": "*",
    }.values(),
)
@pytest.mark.parametrize("status", [302, 305, 380, 486, 603])
def test_not_followed(net: Net, contact: str, status: int) -> None:
    registered(net)
    net.dial(5070, 7000)
    assert answer(net, f"{status} No", contact) == ["ACK 7000"]
    assert len(invites(net)) == 1
    (ended,) = net.of(5070, LegEnded)
    assert isinstance(ended, LegEnded)
    assert ended.status == status


def test_305_and_600_are_final() -> None:
    for status in ("305 Use Proxy", "380 Alternative", "600 Busy"):
        net = Net()
        net.agent(5070)
        net.dial(5070, 7000)
        assert answer(net, status, f"<{PLACE}>") == ["ACK 7000"]


def test_one_who_is_not_trusted_sends_us_nowhere_but_to_itself() -> None:
    net = Net()
    net.agent(5070)
    for contact, follows in {
        f"<{PLACE}>": [],
        "<sip:12345@203.0.113.5:5062>": ["INVITE 5062"],
        "<sip:99999@203.0.113.5:5062>": [],
    }.items():
        net.agents[5070].dial(
            "leg", "sip:12345@203.0.113.5", caller="1", display="", media=("127.0.0.1", 4000),
            headers={}, now=net.now,
        )  # fmt: skip
        net.run()
        assert answer(net, "302 Moved", contact, source=OUTSIDE) == ["ACK 5060", *follows]
        net.hang_up(5070, "leg")
        net.advance(80)


def test_the_most_wanted_first_and_then_the_next(net: Net) -> None:
    net.dial(5070, 7000)
    wanted = {7001: "x", 7002: 0.2, 7003: 0.9}
    contacts = [f"<sip:12345@127.0.0.1:{port}>;q={q}" for port, q in wanted.items()]
    assert answer(net, "300 Choose", *contacts) == ["ACK 7000", "INVITE 7003"]
    assert answer(net, "486 Busy") == ["ACK 7003", "INVITE 7002"]
    assert answer(net, "600 Busy everywhere") == ["ACK 7002"]
    assert net.endings(5070) == [("busy", "them")]


def test_round_in_circles_ends(net: Net) -> None:
    net.dial(5070, 7000)
    for port in (7001, 7002, 7003):
        here = f"<sip:12345@127.0.0.1:{port}>"
        again = "<sip:12345@127.0.0.1:7000>"
        assert answer(net, "302 Moved", again, here)[1:] == [f"INVITE {port}"]
    assert answer(net, "302 Moved", "<sip:12345@127.0.0.1:7004>") == ["ACK 7003"]
    assert net.endings(5070) == [("refused", "them")]


def test_credentials_are_not_carried_along() -> None:
    net = Net()
    net.agent(5070, credentials={"*": ("ivr", "secret")})
    net.dial(5070, 7000)
    asks = 'Digest realm="trunk", nonce="n", algorithm=MD5'
    answer(net, f"401 Who\r\nWWW-Authenticate: {asks}")
    assert "Authorization" in invites(net)[1]
    answer(net, "302 Moved", "<sip:12345@127.0.0.1:7001>")
    assert "Authorization" not in invites(net)[2]
    answer(net, f"401 Who\r\nWWW-Authenticate: {asks}")  # who is asked there answers there
    assert "Authorization" in invites(net)[3]
    assert "CSeq: 4 INVITE" in invites(net)[3]


def test_hung_up_on_the_way_waits_for_the_first_answer_there(net: Net) -> None:
    """§9.1: no CANCEL before a provisional answer of the new INVITE."""
    net.dial(5070, 7000)
    answer(net, "180 Ringing")
    answer(net, "302 Moved", "<sip:12345@127.0.0.1:7001>")
    net.hang_up(5070, "out")
    assert "CANCEL" not in net.starts(5070)
    assert answer(net, "180 Ringing") == ["CANCEL 7001"]
    assert answer(net, "302 Moved", "<sip:12345@127.0.0.1:7002>") == ["ACK 7001"]
    assert net.endings(5070) == [("cancelled", "us")]


def test_who_rang_at_the_first_place_rings_no_more(net: Net) -> None:
    net.dial(5070, 7000)
    answer(net, "180 Ringing")
    call = net.agents[5070]._calls.leg("out")
    assert call.rings_as("x")
    answer(net, "302 Moved", f"<{PLACE}>")
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    assert not call.rings_as("x")  # nobody can pick up there (RFC 3891)
