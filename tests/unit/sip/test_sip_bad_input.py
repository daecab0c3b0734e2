"""What strangers, scanners, guessers and broken phones get."""

import re

import pytest
from sip_net import Net, message

from bridge.events import CallArrived, PhoneRegistered
from bridge.sip.digest import answer

PHONE = ("127.0.0.1", 7000)
STRANGER = ("203.0.113.9", 5060)


def say(net, data, source=PHONE):
    return net.feed(5080, data, source)


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        (message("INVITE", version="SIP/3.0"), 505, ""),
        (message("DANCE"), 405, ""),
        (message("INVITE", uri="mailto:a@b.c"), 416, ""),
        (message("INVITE", uri="sip:a@b@c"), 400, "URI"),
        (message("INVITE", extra="Require: 100rel, wings\r\n"), 420, ""),
        (message("OPTIONS", extra="Proxy-Require: wings\r\n"), 420, ""),
        (message("BYE", to="<sip:1@127.0.0.1>;tag=none"), 481, ""),
        (message("BYE"), 481, ""),
        (message("CANCEL"), 481, ""),
        (message("INFO", to="<sip:1@127.0.0.1>;tag=none"), 481, ""),
        (message("INVITE", to="<sip:1@127.0.0.1>;tag=none"), 481, ""),
        (message("NOTIFY"), 481, ""),
        (message("INVITE", contact=""), 400, "Contact"),
        (message("INVITE", contact="<sip:a@1.2.3.4>, <sip:b@1.2.3.4>"), 400, "Contact"),
        (message("INVITE").replace("Max-Forwards: 70", "Max-Forwards: 0"), 483, ""),
        (message("OPTIONS").replace("Max-Forwards: 70", "Max-Forwards: 0"), 200, ""),
        (message("INVITE").replace("Max-Forwards: 70", "Max-Forwards: 256"), 400, "Max-Forwards"),
        (message("INVITE").replace("Max-Forwards: 70", "Max-Forwards: x"), 400, "Max-Forwards"),
        (message("INVITE").replace("From: ", "Form: "), 400, "From is missing"),
        (message("INVITE").replace("CSeq: 1 INVITE", "CSeq: 1 BYE"), 400, "CSeq"),
        (message("INVITE").replace("CSeq: 1", "CSeq: 4294967296"), 400, "CSeq"),
        (message("INVITE").replace("CSeq: 1", "CSeq: -1"), 400, "CSeq"),
        (message("INVITE").replace("Call-ID: call-1", "Call-ID: a b"), 400, "Call-ID"),
        (message("INVITE").replace("Call-ID:", "Call-ID: again\r\nCall-ID:"), 400, "twice"),
        (message("INVITE").replace("Content-Length: 0", "Content-Length: -5"), 400, "Length"),
        (message("INVITE").replace("Content-Length: 0", "Content-Length: 9"), 400, "shorter"),
        (message("INVITE").replace("From: ", "No colon here\r\nFrom: "), 400, "colon"),
        (message("INVITE").replace(" SIP/2.0\r\n", "  SIP/2.0\r\n", 1), 400, "request line"),
        (message("INVITE").replace("127.0.0.1:7000;branch", "127.0.0.1:99999;branch"), 400, "Via"),
        (message("INVITE").replace("UDP 127.0.0.1:7000", "UDP"), 400, "Via"),
        (message("INVITE", from_='"open <sip:a@b>;tag=1'), 400, "From"),
        (message("INVITE", from_="<sip:a@b>;tag=1;tag=2"), 400, "twice"),
        (message("INVITE", body="v=0\r\n"), 400, "SDP"),
        (message("INVITE", body="hello"), 400, "SDP"),
        (message("INVITE", body="x", extra="Content-Type: text/plain\r\n"), 415, ""),
    ],
)
def test_refusals(net, text, status, reason):
    got = say(net, text)
    assert len(got) == 1
    assert got[0].startswith(f"SIP/2.0 {status}")
    assert reason in got[0]
    assert net.events[5080] == []
    assert net.is_clean() or "BYE" not in text


def test_refusals_name_what_is_missing(net):
    say(net, message("DANCE"))
    assert "\r\nAllow: INVITE, ACK" in net.last()
    say(net, message("INVITE", extra="Require: wings, horns\r\n"))
    assert "\r\nUnsupported: wings, horns" in net.last()
    say(net, message("INVITE", body="x", extra="Content-Type: text/plain\r\n"))
    assert "\r\nAccept: application/sdp" in net.last()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\r\n\r\n",
        "\0\0\0\0",
        "hello",
        "INVITE\r\n\r\n",
        "\xff\xfe\r\n\r\n",
        message("INVITE").replace("Via: ", "Vie: "),
        message("ACK"),
        message("ACK").replace("From: ", "Form: "),
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKx\r\n\r\n",
        message("INVITE").replace("\r\n", "\n"),
    ],
)
def test_silence(net, text):
    assert say(net, text.encode("latin-1")) == []
    assert net.events[5080] == []


@pytest.mark.parametrize("rport", ["rport=99999", "rport=-1", "rport=abc", "rport"])
def test_received_and_rport_are_what_was_seen(net, rport):
    text = message("OPTIONS").replace(";rport", f";{rport};received=8.8.8.8")
    assert say(net, text) == ["SIP/2.0 200 OK"]
    assert "received=127.0.0.1" in net.last()
    assert "rport=7000" in net.last()
    assert "8.8.8.8" not in net.last()


@pytest.mark.parametrize(
    "line", ["m=audio 4000 RTP/AVP 18 97", "m=audio 4000 RTP/SAVP 8", "m=video 4000 RTP/AVP 31",
             "m=audio 0 RTP/AVP 8", "m=image 4000 udptl t38"]
)  # fmt: skip
def test_nothing_that_can_be_spoken_is_488(net, sdp_text, line):
    body = sdp_text.replace("m=audio 4000 RTP/AVP 8 0 101", line)
    assert say(net, message(body=body)) == ["SIP/2.0 488 Not Acceptable Here"]
    assert "\r\nWarning: 304" in net.last()


def test_a_multipart_offer_is_read(net, sdp_text):
    body = (
        "--x\r\nContent-Type: application/isup\r\n\r\n\x01\x02\r\n"
        f"--x\r\ncontent-type: application/sdp;charset=utf-8\r\n\r\n{sdp_text}\r\n--x--\r\n"
    )
    extra = 'Content-Type: multipart/mixed; boundary="x"\r\n'
    assert say(net, message(body=body, extra=extra)) == ["SIP/2.0 100 Trying"]


# -- strangers --


def test_strangers_place_no_calls(net, sdp_text):
    assert say(net, message(body=sdp_text), STRANGER) == ["SIP/2.0 403 Forbidden"]
    assert net.events[5080] == []
    assert not net.agents[5080].legs()
    assert net.agents[5080].next_timer() is None  # and cost no memory


@pytest.mark.parametrize("agent", ["friendly-scanner", "SIPVicious 0.3", "pplsip"])
def test_scanners_get_silence(net, sdp_text, agent):
    text = message(body=sdp_text, extra=f"User-Agent: {agent}\r\n")
    assert say(net, text, STRANGER) == []


def test_a_stranger_who_talks_too_much_gets_silence(net):
    answers = [say(net, message("OPTIONS"), STRANGER) for _ in range(50)]
    assert sum(map(bool, answers)) == 20
    net.advance(1)
    assert say(net, message("OPTIONS"), STRANGER)
    assert say(net, message("OPTIONS"), ("198.51.100.1", 5060))  # others are heard


def test_over_capacity_is_503_with_retry_after(sdp_text):
    net = Net()
    net.agent(5080, max_calls=2)
    for number in range(3):
        text = message(body=sdp_text, branch=f"z9hG4bK{number}", call_id=f"c{number}")
        got = say(net, text)
    assert got == ["SIP/2.0 503 Service Unavailable"]
    assert re.search(r"\r\nRetry-After: \d+\r\n", net.last())
    assert len(net.of(5080, CallArrived)) == 2


def test_a_repeat_of_an_invite_that_got_503_is_no_call(sdp_text):
    """It crossed the 503 on the wire: taken, it would be a call that nobody is in."""
    net = Net()
    net.agent(5080, max_calls=1)
    say(net, message(body=sdp_text), PHONE)
    late = message(body=sdp_text, call_id="late", branch="z9hG4bKlate")
    assert say(net, late, PHONE) == ["SIP/2.0 503 Service Unavailable"]
    net.hang_up(5080, net.arrived(5080))
    net.advance(40)
    assert say(net, late, PHONE) == ["SIP/2.0 503 Service Unavailable"]
    fresh = message(body=sdp_text, call_id="late", branch="z9hG4bKfresh", cseq=2)
    assert say(net, fresh, PHONE) == ["SIP/2.0 100 Trying"]


def test_too_many_calls_a_second_is_503(sdp_text):
    net = Net()
    net.agent(5080, calls_per_second=2.0)
    got = [
        say(net, message(body=sdp_text, branch=f"z9hG4bK{n}", call_id=f"c{n}"))[0] for n in range(4)
    ]
    assert [line.split()[1] for line in got] == ["100", "100", "503", "503"]


# -- registering --


def register(expires: int = 60, **extra: object) -> str:
    address = "<sip:8001@127.0.0.1>"
    settings = {"uri": "sip:127.0.0.1", "to": address, "from_": f"{address};tag=r"}
    more = extra.pop("extra", "")
    settings |= {"contact": "<sip:8001@192.168.1.7:5062>", "extra": f"Expires: {expires}\r\n{more}"}
    return message("REGISTER", **(settings | extra))  # type: ignore[arg-type]


def test_a_trusted_phone_registers_and_is_called_where_it_really_is(net):
    assert say(net, register()) == ["SIP/2.0 200 OK"]
    assert "Contact: <sip:8001@192.168.1.7:5062>;expires=60" in net.last()
    assert net.agents[5080].registered() == {"8001": "sip:8001@192.168.1.7:5062"}
    net.agents[5080].dial(
        "x", "8001", caller="12345", display="", media=("127.0.0.1", 1), headers={}, now=net.now
    )
    net.run()
    sent = net.sent[-1][1]
    assert sent.data.startswith(b"INVITE sip:8001@192.168.1.7:5062 SIP/2.0")
    assert sent.address == PHONE


def test_registrations_end(net):
    say(net, register())
    say(net, register(0, branch="z9hG4bK-b", cseq=2))
    assert net.agents[5080].registered() == {}
    say(net, register(branch="z9hG4bK-c", cseq=3))
    net.advance(61)
    assert net.agents[5080].registered() == {}
    assert [event.expires for event in net.of(5080, PhoneRegistered)] == [60, 0, 60, 0]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"expires": 1}, 423),
        ({"contact": "*"}, 400),
        ({"contact": "*", "expires": 0}, 200),
        ({"contact": "<mailto:x>"}, 400),
        ({"contact": ""}, 200),
        ({"to": "<sip:127.0.0.1>"}, 404),
        ({"cseq": 0}, 500),
    ],
)
def test_odd_registrations(net, change, status):
    say(net, register(branch="z9hG4bK-first"))
    got = say(net, register(**({"branch": "z9hG4bK-b", "cseq": 2} | change)))
    assert got[0].startswith(f"SIP/2.0 {status}")


@pytest.fixture
def guarded() -> Net:
    net = Net()
    net.agent(5080, accounts={"8001": "secret", "8002": "other"})
    return net


def credentials(net: Net, secret: str, method: str = "REGISTER", user: str = "8001") -> str:
    challenges = re.findall(r"WWW-Authenticate: (.*)\r\n", net.last())
    assert [re.search("algorithm=([^,]+)", c)[1] for c in challenges] == ["SHA-256", "MD5"]
    value = answer(
        challenges, user=user, secret=secret, method=method, uri="sip:127.0.0.1", cnonce="c"
    )
    return f"Authorization: {value}\r\n"


def test_strangers_register_and_call_with_an_account(guarded, sdp_text):
    net = guarded
    assert say(net, register(), STRANGER) == ["SIP/2.0 401 Unauthorized"]
    extra = credentials(net, "secret")
    good = register(branch="z9hG4bK-2", cseq=2, extra=extra)
    assert say(net, good, STRANGER) == ["SIP/2.0 200 OK"]
    assert say(net, good, STRANGER) == ["SIP/2.0 200 OK"]  # repeated
    replayed = register(branch="z9hG4bK-3", cseq=3, extra=extra)
    assert say(net, replayed, STRANGER) == ["SIP/2.0 401 Unauthorized"]
    assert "stale=true" in net.last()
    assert say(net, message(body=sdp_text), STRANGER) == ["SIP/2.0 401 Unauthorized"]
    extra = credentials(net, "secret", "INVITE")
    call = message(body=sdp_text, branch="z9hG4bK-5", cseq=2, extra=extra)
    assert say(net, call, STRANGER) == ["SIP/2.0 100 Trying"]


def test_an_account_registers_only_itself(guarded):
    say(guarded, register(), STRANGER)
    extra = credentials(guarded, "other", user="8002")
    got = say(guarded, register(branch="z9hG4bK-2", cseq=2, extra=extra), STRANGER)
    assert got == ["SIP/2.0 403 Forbidden"]
    assert guarded.agents[5080].registered() == {}


def test_guessers_wait_longer_each_time_and_are_shut_out_at_last(guarded):
    net = guarded
    waits = []
    for number in range(10):
        net.advance(10)
        say(net, register(branch=f"z9hG4bK-a{number}", cseq=2 * number + 1), STRANGER)
        extra = credentials(net, "guess")
        text = register(branch=f"z9hG4bK-b{number}", cseq=2 * number + 2, extra=extra)
        assert say(net, text, STRANGER) == []
        before = net.now
        while not net.last().startswith("SIP/2.0 403"):
            net.advance(0.5)
        waits.append(net.now - before)
    assert waits == sorted(waits)
    assert waits[-1] > 10 * waits[0]
    assert say(net, register(branch="z9hG4bK-z", cseq=99), STRANGER) == []


def test_phones_without_qop_are_still_understood(guarded):
    """pyVoIP and other old phones compute RFC 2069 digests from the first challenge they see."""
    net = guarded
    say(net, register(), STRANGER)
    challenge = re.search(r"WWW-Authenticate: (.*)\r\n", net.last())[1]
    old = challenge.replace(', qop="auth"', "").replace("SHA-256", "MD5")
    value = answer(
        [old], user="8001", secret="secret", method="REGISTER", uri="sip:x;transport=UDP", cnonce=""
    )
    extra = f"Authorization: {value}\r\n"
    text = register(branch="z9hG4bK-2", cseq=2, extra=extra)
    assert say(net, text, STRANGER) == ["SIP/2.0 200 OK"]
    text = register(branch="z9hG4bK-3", cseq=3, extra=extra)
    assert say(net, text, STRANGER) == ["SIP/2.0 401 Unauthorized"]  # its nonce served once
