"""What telephones, trunks and browsers write into their offers, and what each of them gets."""

import re

import pytest
from sip_net import Net, message

from bridge.events import LegHeld
from bridge.sip.events import SessionAgreed

PHONE = ("127.0.0.1", 7000)
HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"
HERE = "c=IN IP4 127.0.0.1\r\n"
AUDIO = "m=audio 4000 RTP/AVP 8\r\n"
SOUND = HEAD + HERE + "t=0 0\r\n" + AUDIO
ICE = "a=candidate:1 1 UDP 2130706431 10.0.1.1 5000 typ host\r\n"
KEYED = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n"
EVENTS_96 = "a=rtpmap:97 pcma/8000/1\r\na=rtpmap:96 Telephone-Event/8000\r\na=fmtp:96 0-16\r\n"
WIDE = "a=rtpmap:127 telephone-event/16000\r\na=rtpmap:126 telephone-event/8000\r\n"
AV = "RTP/AVP 8"

# Each: what is offered, and the m= lines of the answer ("" for 488).
OFFERS = {
    "plain": (SOUND, "audio 6000 RTP/AVP 8"),
    "lines that end with LF": (SOUND.replace("\r\n", "\n"), "audio 6000 RTP/AVP 8"),
    "no end of the last line": (SOUND[:-2], "audio 6000 RTP/AVP 8"),
    "a zero at the end": (SOUND + "\0", "audio 6000 RTP/AVP 8"),
    "blanks at the ends": (SOUND.replace("8\r\n", "8 \r\n"), "audio 6000 RTP/AVP 8"),
    "two blanks": (SOUND.replace("AVP 8", "AVP  8"), "audio 6000 RTP/AVP 8"),
    "no session name": (HEAD[:-5] + HERE + AUDIO, "audio 6000 RTP/AVP 8"),
    "connection of the medium": (HEAD + AUDIO + HERE, "audio 6000 RTP/AVP 8"),
    "other payload types": (SOUND.replace(AV, "RTP/AVP 97 96") + EVENTS_96,
                            "audio 6000 RTP/AVP 97 96"),
    "keys at another rate": (SOUND.replace(AV, "RTP/AVP 9 8 127 126 13") + WIDE,
                             "audio 6000 RTP/AVP 8 126"),
    "an rtpmap without a rate": (SOUND + "a=rtpmap:8 PCMA\r\n", "audio 6000 RTP/AVP 8"),
    "video first": (SOUND.replace(AUDIO, "m=video 5000 RTP/AVP 96\r\n" + AUDIO),
                    "video 0 RTP/AVP 96|audio 6000 RTP/AVP 8"),
    "fax beside it": (SOUND + "m=image 5000 udptl t38\r\n",
                      "audio 6000 RTP/AVP 8|image 0 udptl t38"),
    "messages beside it": (SOUND + "m=message 5000 TCP/MSRP *\r\nm=x-data 5 TCP/WSS/BFCP *\r\n",
                           "audio 6000 RTP/AVP 8|message 0 TCP/MSRP *|x-data 0 TCP/WSS/BFCP *"),
    "with and without keys": (SOUND.replace(AUDIO, f"m=audio 5 RTP/SAVP 8\r\n{KEYED}{AUDIO}"),
                              "audio 0 RTP/SAVP 8|audio 6000 RTP/AVP 8"),
    "IPv6 and IPv4": (SOUND.replace(AUDIO, f"m=audio 5 {AV}\r\nc=IN IP6 ::1\r\n{AUDIO}"),
                      "audio 0 RTP/AVP 8|audio 6000 RTP/AVP 8"),
    "many ways (ICE)": (SOUND + "a=rtcp-mux\r\n" + 600 * ICE, "audio 6000 RTP/AVP 8"),
    "the last port": (SOUND.replace("4000", "65535"), "audio 6000 RTP/AVP 8"),
    "encrypted only": (SOUND.replace("RTP/AVP", "RTP/SAVP") + KEYED, ""),
    "a browser": (SOUND.replace("RTP/AVP", "UDP/TLS/RTP/SAVPF") + ICE, ""),
    "feedback": (SOUND.replace("RTP/AVP", "RTP/AVPF"), ""),
    "IPv6 only": (SOUND.replace("IP4 127.0.0.1\r\nt", "IP6 ::1\r\nt"), ""),
    "a name": (SOUND.replace("127.0.0.1\r\nt", "phone.example.com\r\nt"), ""),
    "a group": (SOUND.replace("127.0.0.1\r\nt", "239.1.1.1/127\r\nt"), ""),
    "everybody": (SOUND.replace("127.0.0.1\r\nt", "255.255.255.255\r\nt"), ""),
    "fax only": (HEAD + HERE + "m=image 5000 udptl t38\r\n", ""),
    "video only": (HEAD + HERE + "m=video 5000 RTP/AVP 96\r\n", ""),
    "no port": (SOUND.replace("4000", "0"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFERS)
def test_what_is_offered_gets(name: str) -> None:
    text, lines = OFFERS[name]
    net = Net()
    net.agent(5080)
    (got,) = net.feed(5080, message(body=text), PHONE)[:1]
    if not lines:
        assert got.startswith("SIP/2.0 488")
        assert "Warning: 304" in net.last()
        return
    net.accept(5080, net.arrived(5080))
    answer = net.last()
    assert answer.startswith("SIP/2.0 200")
    assert "|".join(re.findall("m=(.*)\r", answer)) == lines


@pytest.mark.parametrize(
    ("change", "ways"),
    [
        ("a=sendonly", (False, True)),
        ("a=sendonly ", (False, True)),
        ("a=recvonly", (True, False)),
        ("a=inactive", (False, False)),
        ("c=IN IP4 0.0.0.0", (False, True)),
    ],
)
def test_ways_to_hold(net: Net, change: str, ways: tuple[bool, bool]) -> None:
    net.feed(5080, message(body=SOUND + change + "\r\n"), PHONE)
    net.accept(5080, net.arrived(5080))
    (agreed,) = net.of(5080, SessionAgreed)
    assert isinstance(agreed, SessionAgreed)
    assert (agreed.session.send, agreed.session.receive) == ways


T38 = HEAD + HERE + "m=image 4000 udptl t38\r\n"

# Offers within a call: the answer's m= line and direction ("" for 488), and what becomes of it.
CHANGES = {
    "inactive": (SOUND + "a=inactive\r\n", "audio 6000 RTP/AVP 8|inactive", [True]),
    "sendonly (music)": (SOUND + "a=sendonly\r\n", "audio 6000 RTP/AVP 8|recvonly", [True]),
    "recvonly": (SOUND + "a=recvonly\r\n", "audio 6000 RTP/AVP 8|sendonly", []),
    "nowhere": (SOUND.replace("127.0.0.1\r\nt", "0.0.0.0\r\nt"),
                "audio 6000 RTP/AVP 8|recvonly", [True]),
    "port 0": (SOUND.replace("4000", "0"), "audio 0 RTP/AVP 8", [True]),
    "fax": (T38, "", []),
    "fax in place of sound": (SOUND.replace("4000", "0") + T38[len(HEAD + HERE):], "", []),
    "mu-law": (SOUND.replace("AVP 8", "AVP 0"), "audio 6000 RTP/AVP 0|sendrecv", []),
    "IPv6": (SOUND.replace("IP4 127.0.0.1\r\nt", "IP6 ::1\r\nt"), "", []),
}  # fmt: skip


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
@pytest.mark.parametrize("name", CHANGES)
def test_changes_within_a_call(net: Net, name: str, method: str) -> None:
    text, line, held = CHANGES[name]
    net.feed(5080, message(body=SOUND), PHONE)
    net.accept(5080, net.arrived(5080))
    (tag,) = re.findall(r"To: .*;tag=(\w+)", net.last())
    to = f"<sip:12345@127.0.0.1>;tag={tag}"

    def within(method: str, number: int, body: str = "") -> str:
        raw = message(method, branch=f"z9hG4bK{method}{number}", cseq=number, to=to, body=body)
        net.feed(5080, raw, PHONE)
        answer = net.last()
        if method == "INVITE":
            within("ACK", number)
        return answer

    within("ACK", 1)
    answer = within(method, 2, text)
    assert answer.startswith("SIP/2.0 200" if line else "SIP/2.0 488")
    assert "|".join(re.findall("(?:m=|a=)(audio.*|inactive|send.*|recv.*)\r", answer)) == line
    answer = within(method, 3, SOUND)
    assert "m=audio 6000 RTP/AVP 8\r" in answer
    assert "a=sendrecv" in answer
    told = [event.held for event in net.of(5080, LegHeld) if isinstance(event, LegHeld)]
    assert told == held + [False] * len(held)
    assert net.endings(5080) == []


@pytest.mark.parametrize("text", ["m=audio é RTP/AVP 8\r\n", "m=image 5 udptl té\r\n"])
def test_a_medium_that_cannot_be_read_is_a_bad_request(net: Net, text: str) -> None:
    body = SOUND + text
    raw = message(body=body).replace(f"Length: {len(body)}", f"Length: {len(body.encode())}")
    assert net.feed(5080, raw, PHONE) == ["SIP/2.0 400 Bad Request (SDP: unreadable m= line)"]
