"""REFER with its true outcome, and calls that take the place of others (RFC 3515, RFC 3891)."""

import re

import pytest
from sip_net import SDP, message

from bridge.events import CallArrived, LegEnded, LegHeld, LegId, TransferAsked
from bridge.sip.events import Answered, SessionAgreed

OLD = ("127.0.0.1", 7000)
NEW = ("127.0.0.1", 7100)


@pytest.fixture
def tag(net) -> str:
    """A call from OLD to 5080 that stands; our tag."""
    net.feed(5080, message(body=SDP), OLD)
    net.accept(5080, net.arrived(5080))
    found = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, within("ACK", found, 1), OLD)
    return found


def within(method: str, tag: str, cseq: int, **more: str) -> str:
    to = f"<sip:12345@127.0.0.1>;tag={tag}"
    return message(method, branch=f"z9hG4bK{method}{cseq}", cseq=cseq, to=to, **more)


def invite(replaces: str, *, sdp: str = SDP, extra: str = "") -> str:
    extra += f"Require: replaces\r\nReplaces: {replaces}\r\n"
    contact = "<sip:8002@127.0.0.1:7100>"
    return message(
        body=sdp, call_id="call-2", branch="z9hG4bKnew", extra=extra, contact=contact,
        from_="<sip:8002@127.0.0.1>;tag=n1",
    )  # fmt: skip


def refer(net, tag: str, cseq: int = 2) -> list[str]:
    extra = "Refer-To: <sip:8001@127.0.0.1>\r\n"
    return net.feed(5080, within("REFER", tag, cseq, extra=extra), OLD)


def test_the_phone_hears_what_became_of_its_transfer(net, tag):
    leg = net.arrived(5080)
    assert [line.split()[0] for line in refer(net, tag)] == ["SIP/2.0", "NOTIFY"]
    assert "SIP/2.0 100 Trying" in net.last()
    assert "Subscription-State: active;expires=180" in net.last()
    assert len(net.of(5080, TransferAsked)) == 1
    assert refer(net, tag, 3)[0].startswith("SIP/2.0 491")  # one at a time
    agent = net.agents[5080]
    agent.report_transfer(leg, 180, net.now)
    net.run()
    assert "SIP/2.0 180 Ringing" in net.last()
    agent.report_transfer(leg, 486, net.now)
    net.run()
    assert "SIP/2.0 486 Busy Here" in net.last()
    assert "Subscription-State: terminated" in net.last()
    before = len(net.sent)
    agent.report_transfer(leg, 200, net.now)  # it was told already
    net.run()
    assert len(net.sent) == before
    assert [line.split()[0] for line in refer(net, tag, 4)] == ["SIP/2.0", "NOTIFY"]


def test_a_house_that_never_says_is_a_transfer_that_failed(net, tag):
    refer(net, tag)
    net.advance(181)
    notes = [m.data for _, m in net.sent if b"SIP/2.0 408 Request Timeout\r\n" in m.data]
    assert notes


def test_a_transfer_whose_phone_hangs_up_needs_no_report(net, tag):
    refer(net, tag)
    net.feed(5080, within("BYE", tag, 9), OLD)
    net.agents[5080].report_transfer(net.arrived(5080), 200, net.now)
    net.advance(200)
    assert net.is_clean()


def take_over(net, tag: str, sdp: str = SDP.replace("4000", "4100")) -> str:
    got = net.feed(5080, invite(f"call-1;to-tag={tag};from-tag=f1", sdp=sdp), NEW)
    assert [line.split()[1] for line in got] == ["100", "200"]
    new_tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    to = f"<sip:12345@127.0.0.1>;tag={new_tag}"
    from_ = "<sip:8002@127.0.0.1>;tag=n1"
    ack = message("ACK", branch="z9hG4bKa", call_id="call-2", to=to, from_=from_)
    assert net.feed(5080, ack, NEW) == []
    return new_tag


def test_another_phone_takes_the_leg_over(net, tag):
    leg = net.arrived(5080)
    told = len(net.events[5080])
    new_tag = take_over(net, tag)
    assert "m=audio 6000" in net.sent[-2][1].data.decode()  # the leg's own ports go on
    assert net.starts(5080)[-1] == "BYE"
    assert net.sent[-1][1].address == OLD
    (event,) = net.events[5080][told:]
    assert isinstance(event, SessionAgreed)
    assert (event.leg, event.session.port) == (leg, 4100)
    assert len(net.of(5080, CallArrived)) == len(net.of(5080, Answered)) == 1
    to, from_ = f"<sip:12345@127.0.0.1>;tag={new_tag}", "<sip:8002@127.0.0.1>;tag=n1"
    bye = message("BYE", branch="z9hG4bKb", call_id="call-2", cseq=2, to=to, from_=from_)
    assert net.feed(5080, bye, NEW) == ["SIP/2.0 200 OK"]
    (ended,) = net.of(5080, LegEnded)
    assert ended.leg == leg
    net.advance(64)
    assert net.is_clean()


def test_a_leg_on_hold_is_taken_back_by_the_new_phone(net, tag):
    held = SDP.replace("m=audio", "a=sendonly\r\nm=audio")
    net.feed(5080, within("INVITE", tag, 2, body=held), OLD)
    net.feed(5080, within("ACK", tag, 2), OLD)
    take_over(net, tag)
    assert [event.held for event in net.of(5080, LegHeld)] == [True, False]


def test_the_old_phone_hangs_up_before_the_new_one_acknowledges(net, tag):
    net.feed(5080, invite(f"call-1;to-tag={tag};from-tag=f1"), NEW)
    new_tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, within("BYE", tag, 2), OLD)
    to, from_ = f"<sip:12345@127.0.0.1>;tag={new_tag}", "<sip:8002@127.0.0.1>;tag=n1"
    net.feed(
        5080, message("ACK", branch="z9hG4bKa", call_id="call-2", to=to, from_=from_), NEW
    )  # fmt: skip
    assert net.starts(5080)[-1] == "BYE"
    assert len(net.of(5080, LegEnded)) == 1
    net.advance(64)
    assert net.is_clean()


@pytest.mark.parametrize(
    ("replaces", "status"),
    [
        ("nonsense", "400"),
        ("call-1;to-tag={tag};from-tag=f1\r\nReplaces: x;to-tag=a;from-tag=b", "400"),
        ("call-9;to-tag={tag};from-tag=f1", "481"),
        ("call-1;to-tag={tag};from-tag=other", "481"),
        ("call-1;to-tag={tag};from-tag=f1;early-only", "486"),
    ],
)
def test_what_cannot_be_replaced(net, tag, replaces, status):
    got = net.feed(5080, invite(replaces.format(tag=tag)), NEW)
    assert [line.split()[1] for line in got] == [status]
    assert len(net.agents[5080].legs()) == 1


def test_a_call_that_ends_or_rings_with_us_is_not_replaced(net, tag):
    wanted = invite(f"call-1;to-tag={tag};from-tag=f1")
    net.hang_up(5080, net.arrived(5080))
    assert net.feed(5080, wanted, NEW)[0].split()[1] == "603"
    net.feed(5080, message(body=SDP, call_id="call-3", branch="z9hG4bK3"), OLD)
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    rings = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    got = net.feed(5080, invite(f"call-3;to-tag={rings};from-tag=f1"), NEW)
    assert got[0].split()[1] == "481"  # RFC 3891 §3: an early dialog that we did not begin


@pytest.fixture
def rings(net) -> tuple[str, str]:
    """We have called OLD, which rings with tag r1: Call-ID and our tag."""
    leg = LegId("out")
    net.agents[5080].dial(
        leg, f"sip:8001@{OLD[0]}:{OLD[1]}", caller="12345", media=("127.0.0.1", 6000),
        display="", headers={}, now=net.now,
    )  # fmt: skip
    net.run()
    sent = net.sent[-1][1].data.decode()
    net.feed(5080, answer_to(sent, "180 Ringing", "r1"), OLD)
    call_id = re.search(r"Call-ID: (\S+)", sent)[1]
    return call_id, re.search(r"From: .*;tag=(\w+)", sent)[1]


def answer_to(request: str, status: str, tag: str, body: str = "") -> str:
    """A response of the far end."""
    copied = re.findall(r"(?m)^((?:Via|From|Call-ID|CSeq): .*?)\r$", request)
    to = re.search(r"(?m)^To: (.*?)\r$", request)[1].partition(";tag=")[0]
    more = "Content-Type: application/sdp\r\n" if body else ""
    return "\r\n".join(
        [f"SIP/2.0 {status}", *copied, f"To: {to};tag={tag}", "Contact: <sip:8001@127.0.0.1:7000>",
         f"{more}Content-Length: {len(body)}", "", body]
    )  # fmt: skip


@pytest.mark.parametrize("early", ["", ";early-only"])
def test_a_phone_picks_up_a_call_that_rings_elsewhere(net, rings, early):
    call_id, ours = rings
    got = net.feed(5080, invite(f"{call_id};to-tag={ours};from-tag=r1{early}"), NEW)
    assert [line.split()[1] for line in got] == ["100", "200"]
    new_tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    assert net.of(5080, Answered) == []
    to, from_ = f"<sip:12345@127.0.0.1>;tag={new_tag}", "<sip:8002@127.0.0.1>;tag=n1"
    ack = message("ACK", branch="z9hG4bKa", call_id="call-2", to=to, from_=from_)
    net.feed(5080, ack, NEW)
    assert net.starts(5080)[-1] == "CANCEL"
    cancel = net.sent[-1][1]
    assert cancel.address == OLD
    assert [e.leg for e in net.of(5080, Answered)] == ["out"]
    assert net.of(5080, SessionAgreed)[-1].session.port == 4000
    assert net.of(5080, CallArrived) == []
    sent = cancel.data.decode()
    net.feed(5080, answer_to(sent, "200 OK", "r1"), OLD)
    net.feed(5080, answer_to(sent.replace("CANCEL", "INVITE"), "487 Request Terminated", "r1"), OLD)
    net.hang_up(5080, LegId("out"))
    assert [e.leg for e in net.of(5080, LegEnded)] == ["out"]
    net.advance(64)
    assert net.is_clean()


def test_the_ringing_phone_answers_while_another_picks_up(net, rings):
    """Both have the call for a moment: the one that asked for it keeps it."""
    call_id, ours = rings
    net.feed(5080, invite(f"{call_id};to-tag={ours};from-tag=r1"), NEW)
    new_tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    sent = next(m.data.decode() for _, m in net.sent if m.data.startswith(b"INVITE"))
    net.feed(5080, answer_to(sent, "200 OK", "r1", SDP), OLD)
    assert len(net.of(5080, Answered)) == 1
    to, from_ = f"<sip:12345@127.0.0.1>;tag={new_tag}", "<sip:8002@127.0.0.1>;tag=n1"
    ack = message("ACK", branch="z9hG4bKa", call_id="call-2", to=to, from_=from_)
    net.feed(5080, ack, NEW)
    assert net.starts(5080)[-1] == "BYE"
    assert net.sent[-1][1].address == OLD
    assert len(net.of(5080, Answered)) == 1


def test_a_tag_that_never_rang_picks_up_nothing(net, rings):
    call_id, ours = rings
    got = net.feed(5080, invite(f"{call_id};to-tag={ours};from-tag=other"), NEW)
    assert [line.split()[1] for line in got] == ["481"]
