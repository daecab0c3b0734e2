"""Calls between two user agents: the ordinary way, and every race of RFC 3261 §§9, 13, 14, 15."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sip_net import Net

from bridge.events import CallArrived, Cause, KeyPressed, LegEnded, LegHeld, LegId, LegRinging
from bridge.sip.events import Answered, SessionAgreed

PHONE = ("127.0.0.1", 7000)


def test_a_call_is_answered_and_ended_by_the_caller(net):
    out = net.dial(5070, 5080)
    leg = net.arrived(5080)
    assert net.of(5080, CallArrived)[0].caller == "13900000000"
    net.agents[5080].ring(leg, net.now)
    net.run()
    assert net.of(5070, LegRinging)
    net.accept(5080, leg)
    assert net.of(5070, Answered) == [Answered(out)]
    assert net.of(5080, Answered) == [Answered(leg)]
    session = net.of(5070, SessionAgreed)[0].session
    assert (session.codec, session.port, session.event_type) == ("PCMA", 6000, 101)
    net.hang_up(5070, out)
    assert net.endings(5070) == [("normal", "us")]
    assert net.endings(5080) == [("normal", "them")]
    assert net.starts() == [
        "INVITE", "100 INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE",
    ]  # fmt: skip
    net.advance(64)
    assert net.is_clean()


def test_the_called_side_hangs_up(net):
    net.dial(5070, 5080)
    leg = net.arrived(5080)
    net.accept(5080, leg)
    net.hang_up(5080, leg)
    assert net.endings(5070) == [("normal", "them")]
    net.advance(64)
    assert net.is_clean()


@pytest.mark.parametrize(
    ("cause", "heard"),
    [
        (Cause.BUSY, "busy"),
        (Cause.REFUSED, "refused"),
        (Cause.NO_ANSWER, "no_answer"),
        (Cause.SHUTDOWN, "unreachable"),
    ],
)
def test_a_refusal_tells_the_cause(net, cause, heard):
    net.dial(5070, 5080)
    net.agents[5080].refuse(net.arrived(5080), cause, net.now)
    net.run()
    assert net.endings(5070) == [(heard, "them")]
    assert len(net.endings(5080)) == 1
    net.advance(64)
    assert net.is_clean()


def test_the_caller_gives_up_while_it_rings(net):
    out = net.dial(5070, 5080)
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    net.hang_up(5070, out)
    assert net.endings(5070) == [("cancelled", "us")]
    assert net.endings(5080) == [("cancelled", "them")]
    assert net.starts()[3:] == ["CANCEL", "200 CANCEL", "487 INVITE", "ACK"]
    net.advance(64)
    assert net.is_clean()


def test_cancel_waits_for_a_first_answer(net):
    """§9.1: nothing is cancelled that the far end may never have seen."""
    net.lose = lambda port, message: port == 5080
    out = net.dial(5070, 5080)
    net.hang_up(5070, out)
    assert "CANCEL" not in net.starts()
    net.lose = lambda port, message: False
    net.advance(0.6)
    assert "CANCEL" in net.starts()
    assert net.endings(5080) == [("cancelled", "them")]
    net.advance(64)
    assert net.is_clean()


def test_a_200_that_crosses_cancel_is_acknowledged_and_ended(net):
    out = net.dial(5070, 5080)
    leg = net.arrived(5080)
    net.agents[5080].accept(leg, "127.0.0.1", 6000, net.now)  # not delivered yet
    net.agents[5070].hang_up(out, net.now)
    net.run()
    assert net.endings(5070) == [("cancelled", "us")]
    assert net.endings(5080) == [("normal", "them")]
    assert {"ACK", "BYE", "200 BYE", "200 CANCEL"} <= set(net.starts())
    net.advance(64)
    assert net.is_clean()


def test_cancel_that_gets_no_487_is_abandoned(net):
    out = net.dial(5070, 5080)
    net.lose = lambda port, message: True
    net.hang_up(5070, out)
    net.advance(70)
    assert not net.agents[5070].legs()


def test_nobody_there(net):
    net.dial(5070, 5999)
    net.advance(33)
    assert net.endings(5070) == [("unreachable", "nobody")]
    # Timer A: 0.5, 1, 2, 4, 8, 16 s after the first
    assert net.starts(5070) == ["INVITE"] * 7
    net.advance(64)
    assert net.is_clean()


def test_a_broken_transport_ends_the_dialling_at_once(net):
    net.dial(5070, 5999)
    net.agents[5070].transport_failed(("127.0.0.1", 5999), "UDP", net.now)
    net.run()
    assert net.endings(5070) == [("unreachable", "nobody")]


def test_lost_ack_the_200_is_repeated_and_acknowledged_again(net):
    out = net.dial(5070, 5080)
    net.lose = lambda port, message: message.data.startswith(b"ACK")
    net.accept(5080, net.arrived(5080))
    assert net.of(5070, Answered)
    assert not net.of(5080, Answered)
    net.lose = lambda port, message: False
    net.advance(1)
    assert len(net.of(5080, Answered)) == 1
    net.hang_up(5070, out)
    net.advance(64)
    assert net.is_clean()


def test_no_ack_ever_ends_the_call(net):
    net.dial(5070, 5080)
    net.lose = lambda port, message: message.data.startswith(b"ACK")
    net.accept(5080, net.arrived(5080))
    net.advance(40)
    assert net.endings(5080) == [("error", "nobody")]
    assert net.endings(5070) == [("normal", "them")]
    net.advance(64)
    assert net.is_clean()


def test_hanging_up_before_the_ack_waits_for_it(net):
    """§15: no BYE before the ACK of our 200."""
    net.dial(5070, 5080)
    leg = net.arrived(5080)
    net.lose = lambda port, message: message.data.startswith(b"ACK")
    net.accept(5080, leg)
    net.hang_up(5080, leg)
    assert net.endings(5080) == [("normal", "us")]
    assert "BYE" not in net.starts()
    net.lose = lambda port, message: False
    net.advance(1)
    assert net.starts(5080)[-1] == "BYE"
    net.advance(64)
    assert net.is_clean()


def test_both_hang_up_at_once(net):
    out = net.dial(5070, 5080)
    leg = net.arrived(5080)
    net.accept(5080, leg)
    net.agents[5070].hang_up(out, net.now)
    net.agents[5080].hang_up(leg, net.now)
    net.run()
    assert net.endings(5070) == [("normal", "us")]
    assert net.endings(5080) == [("normal", "us")]
    net.advance(64)
    assert net.is_clean()


def test_commands_for_a_leg_that_is_gone_do_nothing(net):
    agent = net.agents[5080]
    gone = LegId("gone")
    agent.ring(gone, net.now)
    agent.accept(gone, "127.0.0.1", 1, net.now)
    agent.refuse(gone, Cause.BUSY, net.now)
    agent.hang_up(gone, net.now)
    agent.offer_again(gone, net.now)
    net.run()
    assert net.sent == []


# -- repeats --


def test_a_repeated_invite_is_one_call(net, request_text, sdp_text):
    invite = request_text(body=sdp_text)
    assert net.feed(5080, invite, PHONE) == ["SIP/2.0 100 Trying"]
    assert net.feed(5080, invite, PHONE) == ["SIP/2.0 100 Trying"]
    assert len(net.of(5080, CallArrived)) == 1
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    assert net.feed(5080, invite, PHONE) == ["SIP/2.0 180 Ringing"]


def test_a_repeated_bye_is_answered_again_and_told_once(net):
    out = net.dial(5070, 5080)
    net.accept(5080, net.arrived(5080))
    net.lose = lambda port, message: b"200 OK" in message.data
    net.hang_up(5070, out)
    net.lose = lambda port, message: False
    net.advance(3)
    assert net.starts().count("BYE") == 2
    assert len(net.endings(5080)) == 1
    net.advance(64)
    assert net.is_clean()


def test_the_same_invite_by_another_path_is_a_loop(net, request_text, sdp_text):
    net.feed(5080, request_text(body=sdp_text), PHONE)
    merged = request_text(body=sdp_text, branch="z9hG4bK-2")
    assert net.feed(5080, merged, PHONE) == ["SIP/2.0 482 Loop Detected"]


# -- forks --


def _phone_says(net, start: str, tag: str, body: str = "", method: str = "INVITE") -> list[str]:
    """A response, written by hand, to the last INVITE that 5070 sent."""
    invite = next(m.data.decode() for p, m in net.sent if p == 5070 and b"INVITE" in m.data[:6])
    keep = [x for x in invite.split("\r\n") if re.match("Via|From|Call-ID|CSeq", x)]
    to = f"To: <sip:12345@127.0.0.1:7000>;tag={tag}"
    contact = f"Contact: <sip:{tag}@127.0.0.1:7000>"
    kind = "Content-Type: application/sdp\r\n" if body else ""
    head = "\r\n".join([f"SIP/2.0 {start}", *keep, to, contact])
    return net.feed(5070, f"{head}\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}", PHONE)


def test_a_second_fork_is_acknowledged_and_ended(net, sdp_text):
    net.dial(5070, 7000)
    assert _phone_says(net, "180 Ringing", "a") == []
    assert _phone_says(net, "180 Ringing", "b") == []
    first = _phone_says(net, "200 OK", "a", sdp_text)
    assert first == ["ACK sip:a@127.0.0.1:7000 SIP/2.0"]
    second = _phone_says(net, "200 OK", "b", sdp_text)
    assert second == ["ACK sip:b@127.0.0.1:7000 SIP/2.0", "BYE sip:b@127.0.0.1:7000 SIP/2.0"]
    again = _phone_says(net, "200 OK", "b", sdp_text)
    assert again == ["ACK sip:b@127.0.0.1:7000 SIP/2.0"]
    assert len(net.of(5070, Answered)) == 1
    assert net.endings(5070) == []


def test_a_200_without_a_usable_answer_is_acknowledged_and_ended(net):
    net.dial(5070, 7000)
    got = _phone_says(net, "200 OK", "a", "")
    assert [line.split()[0] for line in got] == ["ACK", "BYE"]
    assert net.endings(5070) == [("error", "nobody")]


def test_an_answer_that_came_with_183_counts(net, sdp_text):
    net.dial(5070, 7000)
    _phone_says(net, "183 Session Progress", "a", sdp_text)
    _phone_says(net, "200 OK", "a", "")
    assert net.of(5070, Answered)


# -- late offer, hold, re-INVITE, UPDATE --


def _established(net, request_text, sdp_text) -> str:
    """A call of a hand-written phone to 5080; our tag."""
    net.feed(5080, request_text(body=sdp_text), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    ack = request_text("ACK", branch="z9hG4bK-ack", to=f"<sip:12345@127.0.0.1>;tag={tag}")
    net.feed(5080, ack, PHONE)
    assert net.of(5080, Answered)
    return tag


def _within(request_text, method: str, tag: str, cseq: int, **extra: str) -> str:
    to = f"<sip:12345@127.0.0.1>;tag={tag}"
    return request_text(method, branch=f"z9hG4bK-{method}{cseq}", cseq=cseq, to=to, **extra)


def test_late_offer(net, request_text, sdp_text):
    net.feed(5080, request_text(), PHONE)
    net.accept(5080, net.arrived(5080))
    assert "m=audio 6000 RTP/AVP 8 0 101" in net.last()  # our offer: A-law first
    assert not net.of(5080, SessionAgreed)
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, _within(request_text, "ACK", tag, 1, body=sdp_text), PHONE)
    assert net.of(5080, SessionAgreed)[0].session.port == 4000
    assert net.of(5080, Answered)


def test_late_offer_without_an_answer_ends_the_call(net, request_text):
    net.feed(5080, request_text(), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    got = net.feed(5080, _within(request_text, "ACK", tag, 1), PHONE)
    assert [line.split()[0] for line in got] == ["BYE"]
    assert net.endings(5080) == [("error", "nobody")]


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (("m=audio", "a=sendonly\r\nm=audio"), "a=recvonly"),
        (("m=audio", "a=inactive\r\nm=audio"), "a=inactive"),
        (("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"), "a=recvonly"),
    ],
)
@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_hold_and_back(net, request_text, sdp_text, change, answer, method):
    tag = _established(net, request_text, sdp_text)
    held = sdp_text.replace(*change)
    assert net.feed(5080, _within(request_text, method, tag, 2, body=held), PHONE) == [
        "SIP/2.0 200 OK"
    ]
    assert answer in net.last()
    assert " 2 IN IP4" in net.last()  # the version of the description went up
    if method == "INVITE":
        net.feed(5080, _within(request_text, "ACK", tag, 2), PHONE)
    net.feed(5080, _within(request_text, method, tag, 3, body=sdp_text), PHONE)
    assert "a=sendrecv" in net.last()
    assert [event.held for event in net.of(5080, LegHeld)] == [True, False]


def test_a_refused_change_leaves_the_call_as_it_was(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    video = sdp_text.replace("RTP/AVP 8 0 101", "RTP/SAVP 8")
    got = net.feed(5080, _within(request_text, "INVITE", tag, 2, body=video), PHONE)
    assert got == ["SIP/2.0 488 Not Acceptable Here"]
    assert net.endings(5080) == []


def test_glare_both_get_491_and_one_comes_through(net):
    out = net.dial(5070, 5080)
    leg = net.arrived(5080)
    net.accept(5080, leg)
    net.agents[5070].offer_again(out, net.now)
    net.agents[5080].offer_again(leg, net.now)
    net.run()
    assert net.starts().count("491 INVITE") == 2
    net.advance(5)
    assert net.starts().count("200 INVITE") == 3  # the first call and both retries
    net.hang_up(5070, out)
    net.advance(64)
    assert net.is_clean()


def test_reinvite_without_ack_ends_the_call(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    net.feed(5080, _within(request_text, "INVITE", tag, 2, body=sdp_text), PHONE)
    net.advance(33)
    assert net.endings(5080) == [("error", "nobody")]


def test_a_second_reinvite_before_the_ack_waits(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    net.feed(5080, _within(request_text, "INVITE", tag, 2, body=sdp_text), PHONE)
    got = net.feed(5080, _within(request_text, "INVITE", tag, 3, body=sdp_text), PHONE)
    assert got == ["SIP/2.0 500 Server Internal Error"]
    assert "Retry-After" in net.last()


def test_an_older_request_is_out_of_order(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    net.feed(5080, _within(request_text, "INFO", tag, 9), PHONE)
    got = net.feed(5080, _within(request_text, "INFO", tag, 5), PHONE)
    assert got == ["SIP/2.0 500 Server Internal Error"]


def test_target_refresh_moves_where_requests_go(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    moved = "<sip:x@127.0.0.1:7001>"
    net.feed(5080, _within(request_text, "UPDATE", tag, 2, contact=moved), PHONE)
    net.hang_up(5080, net.arrived(5080))
    assert net.sent[-1][1].address == ("127.0.0.1", 7001)


@pytest.mark.parametrize(
    "contact", ["<sip:x@8.8.8.8:5060>", "<sip:x@phone.example.com>", "<sip:x@192.168.1.4>"]
)
def test_nothing_is_sent_to_an_address_nobody_saw(net, request_text, sdp_text, contact):
    net.feed(5080, request_text(body=sdp_text, contact=contact), PHONE)
    net.accept(5080, net.arrived(5080))
    net.advance(40)  # no ACK: repeats, then BYE
    assert "BYE" in net.starts(5080)
    assert {message.address for port, message in net.sent} == {PHONE}


# -- proxies in between --


def test_requests_follow_the_record_route(net, request_text, sdp_text):
    extra = "Record-Route: <sip:127.0.0.1:7100;lr>\r\nRecord-Route: <sip:127.0.0.1:7200;lr>\r\n"
    net.feed(5080, request_text(body=sdp_text, extra=extra), PHONE)
    net.accept(5080, net.arrived(5080))
    assert net.last().count("Record-Route: ") == 2  # copied into the 200 (§12.1.1)
    net.advance(40)  # no ACK: BYE
    bye = next(m for _, m in net.sent if m.data.startswith(b"BYE"))
    text = bye.data.decode()
    assert text.startswith("BYE sip:13900000000@127.0.0.1:7000 SIP/2.0")
    assert re.findall(r"\r\nRoute: ([^\r]*)", text) == [
        "<sip:127.0.0.1:7100;lr>",
        "<sip:127.0.0.1:7200;lr>",
    ]
    assert bye.address == ("127.0.0.1", 7100)


def test_a_strict_router_becomes_the_request_uri(net, request_text, sdp_text):
    extra = "Record-Route: <sip:127.0.0.1:7100>, <sip:127.0.0.1:7200;lr>\r\n"
    net.feed(5080, request_text(body=sdp_text, extra=extra), PHONE)
    net.accept(5080, net.arrived(5080))
    net.advance(40)
    text = next(m for _, m in net.sent if m.data.startswith(b"BYE")).data.decode()
    assert text.startswith("BYE sip:127.0.0.1:7100 SIP/2.0")
    assert re.findall(r"\r\nRoute: ([^\r]*)", text) == [
        "<sip:127.0.0.1:7200;lr>",
        "<sip:13900000000@127.0.0.1:7000>",
    ]


# -- keys, capabilities, transfer --


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "5"),
        ("application/dtmf-relay", "Signal= #\nDuration= 100", "#"),
        ("application/dtmf-relay", "signal=10\r\n", "*"),
        ("application/dtmf; charset=utf-8", "0", "0"),
        ("application/dtmf", "11\r\n", "#"),
    ],
)
def test_keys_by_info(net, request_text, sdp_text, kind, text, key):
    tag = _established(net, request_text, sdp_text)
    extra = f"Content-Type: {kind}\r\n"
    info = _within(request_text, "INFO", tag, 2, body=text, extra=extra)
    assert net.feed(5080, info, PHONE) == ["SIP/2.0 200 OK"]
    assert [event.key for event in net.of(5080, KeyPressed)] == [key]
    assert net.feed(5080, info, PHONE) == ["SIP/2.0 200 OK"]  # repeated: pressed once
    assert len(net.of(5080, KeyPressed)) == 1


@pytest.mark.parametrize(
    ("kind", "text", "status"),
    [
        ("application/dtmf-relay", "Duration=160", 400),
        ("application/dtmf", "hello", 400),
        ("text/plain", "hello", 415),
    ],
)
def test_info_that_means_nothing(net, request_text, sdp_text, kind, text, status):
    tag = _established(net, request_text, sdp_text)
    extra = f"Content-Type: {kind}\r\n"
    got = net.feed(5080, _within(request_text, "INFO", tag, 2, body=text, extra=extra), PHONE)
    assert got[0].startswith(f"SIP/2.0 {status}")
    assert not net.of(5080, KeyPressed)


def test_options_within_and_outside_a_call(net, request_text, sdp_text):
    assert net.feed(5080, request_text("OPTIONS"), PHONE) == ["SIP/2.0 200 OK"]
    assert "Allow: INVITE" in net.last()
    tag = _established(net, request_text, sdp_text)
    assert net.feed(5080, _within(request_text, "OPTIONS", tag, 2), PHONE) == ["SIP/2.0 200 OK"]


def test_refer_asks_the_house(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    refer = _within(request_text, "REFER", tag, 2, extra="Refer-To: <sip:8001@127.0.0.1>\r\n")
    got = net.feed(5080, refer, PHONE)
    assert [line.split(" ")[:2] for line in got] == [
        ["SIP/2.0", "202"],
        ["NOTIFY", "sip:13900000000@127.0.0.1:7000"],
    ]
    asked = net.events[5080][-1]
    assert (asked.target, asked.replaces) == ("8001", None)


def test_refer_with_replaces_names_the_other_leg(net, request_text, sdp_text):
    tag = _established(net, request_text, sdp_text)
    leg = net.arrived(5080)
    replaces = f"Replaces=call-1%3Bto-tag%3D{tag}%3Bfrom-tag%3Df1"
    refer = _within(
        request_text, "REFER", tag, 2, extra=f"Refer-To: <sip:8001@127.0.0.1?{replaces}>\r\n"
    )
    net.feed(5080, refer, PHONE)
    assert net.events[5080][-1].replaces == leg


# -- session timers (RFC 4028) --


def test_the_session_is_kept_alive_by_us_when_nobody_says_otherwise(net):
    out = net.dial(5070, 5080)
    net.accept(5080, net.arrived(5080))
    assert "Session-Expires: 1800;refresher=uas" in net.sent[-2][1].data.decode()
    net.advance(4000)
    assert net.starts().count("UPDATE") == net.starts().count("200 UPDATE") == 4
    assert net.endings(5070) == net.endings(5080) == []
    net.hang_up(5070, out)
    net.advance(64)
    assert net.is_clean()


def test_a_far_end_that_vanished_is_noticed(net):
    net.dial(5070, 5080)
    net.accept(5080, net.arrived(5080))
    net.lose = lambda port, message: True
    net.advance(1900)
    assert net.endings(5080) == [("error", "nobody")]  # its UPDATE got no answer
    assert net.endings(5070) == [("error", "nobody")]  # no UPDATE came
    net.advance(64)
    assert net.is_clean()


def test_the_caller_refreshes_when_it_wants_to(net, request_text, sdp_text):
    extra = "Supported: timer\r\nSession-Expires: 90;refresher=uac\r\n"
    net.feed(5080, request_text(body=sdp_text, extra=extra), PHONE)
    net.accept(5080, net.arrived(5080))
    assert "Session-Expires: 90;refresher=uac\r\n" in net.last()
    assert "Require: timer" in net.last()
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, _within(request_text, "ACK", tag, 1), PHONE)
    net.advance(50)
    net.feed(5080, _within(request_text, "UPDATE", tag, 2, extra=extra), PHONE)
    net.advance(50)
    assert net.endings(5080) == []
    net.advance(20)
    assert net.endings(5080) == [("error", "nobody")]


def test_too_brief_a_session_is_422(net, request_text, sdp_text):
    extra = "Supported: timer\r\nSession-Expires: 30\r\n"
    got = net.feed(5080, request_text(body=sdp_text, extra=extra), PHONE)
    assert got == ["SIP/2.0 422 Session Interval Too Small"]
    assert "Min-SE: 90" in net.last()


def test_without_update_the_refresh_is_a_reinvite(net, request_text, sdp_text):
    extra = "Supported: timer\r\nAllow: INVITE, ACK, BYE\r\n"
    net.feed(5080, request_text(body=sdp_text, extra=extra), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, _within(request_text, "ACK", tag, 1), PHONE)
    net.advance(901)
    assert "INVITE" in net.starts(5080)


# -- the whole, under loss --


@given(
    st.lists(st.booleans(), min_size=40, max_size=40),
    st.sampled_from(["caller", "callee", "cancel", "refuse"]),
)
def test_whatever_is_lost_every_leg_ends_once_and_nothing_stays(losses, end):
    net = Net()
    net.agent(5070)
    net.agent(5080)
    fate = iter(losses)
    net.lose = lambda port, message: next(fate, False)
    out = net.dial(5070, 5080)
    net.advance(3)
    if net.of(5080, CallArrived):
        leg = net.arrived(5080)
        if end == "refuse":
            net.agents[5080].refuse(leg, Cause.BUSY, net.now)
        elif end != "cancel":
            net.accept(5080, leg)
        net.advance(3)
        if end == "callee":
            net.hang_up(5080, leg)
    net.advance(1)
    net.hang_up(5070, out)
    net.advance(300)  # an INVITE nobody ends expires after 180 s
    for port in net.agents:
        legs = {event.leg for event in net.of(port, LegEnded)}
        assert len(net.endings(port)) == len(legs)
        assert {e.leg for e in net.of(port, CallArrived)} <= legs
    assert len(net.endings(5070)) == 1
    assert net.is_clean()
