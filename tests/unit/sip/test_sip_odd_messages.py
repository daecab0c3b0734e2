"""Messages at the edges of the RFCs' text, each with the answer it must get."""

import re

import pytest
from sip_net import SDP, Net, message

from bridge.events import CallArrived, PhoneRegistered
from bridge.sip.events import SessionAgreed
from bridge.sip.uri import are_equal, parse_uri

PHONE = ("127.0.0.1", 7000)
STRANGER = ("203.0.113.9", 5060)


def status(net: Net, text: str | bytes, source: tuple[str, int] = PHONE) -> str:
    return " ".join(line.split()[1] for line in net.feed(5080, text, source))


# -- credentials in other alphabets --

DIGEST = (
    'Authorization: Digest username="8001", realm="12345", nonce="n", uri="sip:x", algorithm=MD5, '
    'qop=auth, nc=00000001, cnonce="c", response="RESPONSE"\r\n'
)


@pytest.mark.parametrize("response", ["ü", "五", "\udcff\udcfe", "ABC", ""])
def test_a_digest_that_is_no_ascii_is_a_wrong_one(response: str) -> None:
    """Comparing it raised: the rest of the batch of datagrams had to wait."""
    net = Net()
    net.agent(5080, accounts={"8001": "secret"})
    text = message("REGISTER", to="<sip:8001@x>", extra=DIGEST.replace("RESPONSE", response))
    data = text.encode("utf-8", "surrogateescape")
    assert status(net, data, STRANGER) == ""  # held back
    net.advance(1)
    assert net.starts(5080) == ["403 REGISTER"]


@pytest.mark.parametrize(
    "change", [("qop=auth,", "qop=auth-int,"), ("MD5", "MD5-sess"), ("MD5", "SHA-512-256")]
)
def test_a_digest_that_nobody_offered_is_a_wrong_one(change: tuple[str, str]) -> None:
    net = Net()
    net.agent(5080, accounts={"8001": "secret"})
    text = message("REGISTER", to="<sip:8001@x>", extra=DIGEST.replace(*change))
    status(net, text, STRANGER)
    net.advance(1)
    assert net.starts(5080) == ["403 REGISTER"]


# -- loops --


@pytest.mark.parametrize(
    ("via", "loops"),
    [
        ("127.0.0.1:5080", True),
        ("127.0.0.1:50801", False),
        ("127.0.0.1:50", False),
        ("27.0.0.1:5080", False),
        ("127.0.0.1", False),
        ("10.0.0.1:5060;received=127.0.0.1;rport=5080", False),
    ],
)
def test_only_our_own_address_in_a_via_is_a_loop(net: Net, via: str, loops: bool) -> None:
    """10.1.1.1:5060 also stands in 110.1.1.1:5060."""
    more = f"Via: SIP/2.0/UDP {via};branch=z9hG4bKother\r\n"
    assert status(net, message(body=SDP, extra=more)) == ("482" if loops else "100")


def test_our_own_address_without_the_port_that_goes_without_saying() -> None:
    net = Net()
    net.agent(5060)
    more = "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKother\r\n"
    net.agents[5060].receive(message(body=SDP, extra=more).encode(), PHONE, "UDP", net.now)
    assert net.agents[5060].take_outgoing()[0].data.startswith(b"SIP/2.0 482")


# -- numbers --


@pytest.mark.parametrize(
    "change",
    [
        ("CSeq: 1 ", "CSeq: ١ "),
        ("127.0.0.1:7000;branch", "127.0.0.1:٧٠٠٠;branch"),
        ("m=audio 4000", "m=audio ٤٠٠٠"),
        ("o=- 1 1", "o=- ² 1"),
        ("Content-Length: ", "Content-Length: ٠"),
        ("Max-Forwards: 70", "Max-Forwards: ٧٠"),
        ("sip:12345@127.0.0.1:5080 SIP", "sip:12345@127.0.0.1:٥٠٨٠ SIP"),
    ],
)
def test_digits_are_those_of_ascii(net: Net, change: tuple[str, str]) -> None:
    text = message(body=SDP)
    assert change[0] in text
    assert status(net, text.replace(*change)) == "400"


# -- bodies --


def multipart(*parts: tuple[str, str], kind: str = "multipart/mixed") -> str:
    text = "".join(f"--B\r\n{head}\r\n\r\n{body}\r\n" for head, body in parts) + "--B--\r\n"
    return message(body=text, extra=f"Content-Type: {kind};boundary=B\r\n")


SOUND = ("Content-Type: application/sdp", SDP)
EARLY = (
    "Content-Type: application/sdp\r\nContent-Disposition: early-session",
    SDP.replace("4000", "5000"),
)
OTHER = "Content-Type: application/isup\r\nContent-Disposition: signal; handling={}"
BODIES = {
    "one": (multipart(SOUND), "100"),
    "something else beside": (multipart(("Content-Type: application/isup", "x"), SOUND), "100"),
    "optional": (multipart((OTHER.format("optional"), "x"), SOUND), "100"),
    "needed, before": (multipart((OTHER.format("required"), "x"), SOUND), "415"),
    "needed, behind": (multipart(SOUND, (OTHER.format("REQUIRED"), "x")), "415"),
    "of another session": (multipart(EARLY, SOUND), "100"),
    "alternatives": (
        multipart(("Content-Type: text/plain", "x"), SOUND, kind="multipart/alternative"), "100",
    ),
    "no alternative": (
        multipart(("Content-Type: text/plain", "x"), kind="multipart/alternative"), "415",
    ),
    "unreadable": (multipart((SOUND[0] + "\r\nContent-Disposition: x;;", SDP)), "400"),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_bodies_of_several_parts(net: Net, name: str) -> None:
    text, verdict = BODIES[name]
    assert status(net, text) == verdict
    if verdict == "100":
        net.accept(5080, net.arrived(5080))
        agreed = net.of(5080, SessionAgreed)[0]
        assert isinstance(agreed, SessionAgreed)
        assert agreed.session.port == 4000


MAP = "m=audio 4000 RTP/AVP {}\r\n{}"
SOUNDS = {
    "two channels": ("96", "a=rtpmap:96 PCMA/8000/2\r\n", "488"),
    "one channel, said": ("96", "a=rtpmap:96 PCMA/8000/1\r\n", "100"),
    "wide": ("9", "", "488"),
    "Opus": ("96", "a=rtpmap:96 opus/48000/2\r\n", "488"),
    "another rate": ("96", "a=rtpmap:96 PCMA/16000\r\n", "488"),
    "A-law's number for another codec": ("8", "a=rtpmap:8 GSM/8000\r\n", "488"),
    "30 ms": ("0", "a=ptime:30\r\n", "100"),
    "keys at another rate": ("8 99", "a=rtpmap:99 telephone-event/48000\r\n", "100"),
    "hold from the start": ("8", "a=inactive\r\n", "100"),
    "a video beside": ("8", "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "100"),
    "a refused stream before": ("8\r\nm=audio 0 RTP/AVP 8\r\nm=image 9 udptl t38", "", "100"),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_sound_that_can_and_cannot_be_spoken(net: Net, name: str) -> None:
    formats, more, verdict = SOUNDS[name]
    assert status(net, message(body=SDP.partition("m=")[0] + MAP.format(formats, more))) == verdict


# -- registering --


def register(contact: str, extra: str = "Expires: 60\r\n", cseq: int = 1) -> str:
    return message(
        "REGISTER", to="<sip:8001@x>", contact=contact, extra=extra, cseq=cseq,
        branch=f"z9hG4bKr{cseq}",
    )  # fmt: skip


@pytest.mark.parametrize("contact", ["*, <sip:8001@127.0.0.1>", "<sip:8001@127.0.0.1>, *", "*, *"])
def test_all_contacts_and_another_one_is_no_request(net: Net, contact: str) -> None:
    status(net, register("<sip:8001@127.0.0.1:7000>"))
    verdict = status(net, register(contact, "Expires: 0\r\n", 2))
    assert verdict == ("400" if "sip" in contact else "200")
    assert len(net.of(5080, PhoneRegistered)) == (1 if verdict == "400" else 2)


def test_the_contact_may_be_written_in_another_way(net: Net) -> None:
    """§19.1.4: the same URI is the same phone, and can be signed off."""
    status(net, register("<sip:8001@PHONE.example;ob;transport=UDP>"))
    status(net, register("<sip:%38001@phone.example;transport=udp;x=y>", cseq=2))
    assert net.agents[5080].registered() == {"8001": "sip:8001@PHONE.example;ob;transport=UDP"}
    status(net, register("<sip:8001@phone.EXAMPLE;transport=udp>;expires=0", "", 3))
    assert net.agents[5080].registered() == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [  # the examples of §19.1.4
        ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", True),
        ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", True),
        ("sip:carol@chicago.com", "sip:carol@chicago.com;security=on", True),
        ("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;newparam=6", False),
        ("sip:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", False),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", False),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", False),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", False),
        ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", False),
        ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", False),
        ("sip:bob@192.0.2.4", "sips:bob@192.0.2.4", False),
    ],
)
def test_when_two_uris_are_one(one: str, other: str, same: bool) -> None:
    assert are_equal(parse_uri(one), parse_uri(other)) is same
    assert are_equal(parse_uri(other), parse_uri(one)) is same


# -- IPv6 (RFC 5118) --

IPV6 = {
    "4.1 a reference": (message("OPTIONS", uri="sip:user@[2001:db8::10]"), "200"),
    "4.2 no brackets": (message("OPTIONS", uri="sip:2001:db8::10"), "400"),
    "4.3 is it a port": (message("OPTIONS", uri="sip:[2001:db8::10:5070]"), "200"),
    "4.4 it is a port": (message("OPTIONS", uri="sip:[2001:db8::10]:5070"), "200"),
    "4.5 received in brackets": (
        message("OPTIONS").replace(
            "127.0.0.1:7000;", "[2001:db8::9:1];received=[2001:db8::9:255];"
        ),
        "200",
    ),
    "4.5 received without": (
        message("OPTIONS").replace("127.0.0.1:7000;", "[2001:db8::9:1];received=2001:db8::9:255;"),
        "200",
    ),
    "4.6 in the description": (
        message(body=SDP.replace("IP4 127.0.0.1", "IP6 2001:db8::20")), "488",  # we have IPv4 only
    ),
    "4.7 both in the headers": (
        message(body=SDP, uri="sip:user@[2001:db8::10]",
                extra="Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111\r\n"
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781\r\n"), "100",
    ),
    "4.8 both in the description": (
        message(body=SDP.replace("c=IN IP4 127.0.0.1", "c=IN IP6 2001:db8::20")
                + "m=audio 4002 RTP/AVP 8\r\nc=IN IP4 127.0.0.1\r\n"), "100",
    ),
    "4.9 IPv4 in IPv6": (
        message("OPTIONS", uri="sip:user@[::ffff:192.0.2.10]",
                contact="<sip:u@[::ffff:192.0.2.2]:5060>"), "200",
    ),
    "4.10 the colon too many of RFC 3261": (
        message("OPTIONS", uri="sip:user@[2001:db8:::192.0.2.1]"), "200",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IPV6)
def test_the_messages_of_rfc_5118(net: Net, name: str) -> None:
    text, verdict = IPV6[name]
    assert status(net, text) == verdict


def test_a_call_over_ipv6() -> None:
    net = Net()
    net.agent(5080, host="::1")
    six = ("::1", 7000)
    sound = SDP.replace("IP4 127.0.0.1", "IP6 ::1")
    text = message(body=sound, uri="sip:12345@[::1]:5080", contact="<sip:1@[::1]:7000>")
    assert status(net, text.replace("UDP 127.0.0.1:7000", "UDP [::1]:7000"), six) == "100"
    net.agents[5080].accept(net.arrived(5080), "::1", 6000, net.now)
    net.run()
    answer = net.last()
    assert "received=::1" in answer
    assert "Contact: <sip:12345@[::1]:5080>" in answer
    assert "c=IN IP6 ::1\r\n" in answer
    found = re.search(r"To: (.*;tag=.*)\r", answer)
    assert found is not None
    net.feed(5080, message("ACK", to=found[1]), six)
    net.hang_up(5080, net.arrived(5080))
    assert net.sent[-1][1].data.startswith(b"BYE sip:1@[::1]:7000 SIP/2.0")
    assert net.sent[-1][1].address == six
    assert len(net.of(5080, CallArrived)) == 1
