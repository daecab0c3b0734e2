"""Our own re-INVITEs, theirs without an offer, and what a phone may answer to them."""

import re

import pytest

from bridge.events import LegHeld, TransferAsked
from bridge.sip.events import SessionAgreed

PHONE = ("127.0.0.1", 7000)


class Phone:
    """A phone written by hand at PHONE that was called by 5070, or that called 5080."""

    def __init__(self, net, request_text, sdp_text) -> None:
        self.net, self.text, self.sdp = net, request_text, sdp_text

    def is_called(self) -> None:
        self.leg = self.net.dial(5070, 7000)
        self.answer("200 OK", self.sdp)

    def answer(self, start: str, body: str = "", method: str = "INVITE") -> list[str]:
        """Answer the last request of that method that 5070 sent."""
        sent = [m.data.decode() for p, m in self.net.sent if m.data.startswith(method.encode())]
        keep = [x for x in sent[-1].split("\r\n") if re.match("Via|From|Call-ID|CSeq", x)]
        to = re.search("To: ([^;\r]*)", sent[-1])[1]
        kind = "Content-Type: application/sdp\r\n" if body else ""
        head = "\r\n".join([f"SIP/2.0 {start}", *keep, f"To: {to};tag=phone",
                            "Contact: <sip:phone@127.0.0.1:7000>"])  # fmt: skip
        text = f"{head}\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        return [line.split()[0] for line in self.net.feed(5070, text, PHONE)]

    def calls(self) -> None:
        self.net.feed(5080, self.text(body=self.sdp), PHONE)
        self.leg = self.net.arrived(5080)
        self.net.accept(5080, self.leg)
        self.tag = re.search(r"To: .*;tag=(\w+)", self.net.last())[1]
        self.says("ACK", 1)

    def says(self, method: str, cseq: int, **more: str) -> list[str]:
        to = f"<sip:12345@127.0.0.1>;tag={self.tag}"
        text = self.text(method, branch=f"z9hG4bK{method}{cseq}", cseq=cseq, to=to, **more)
        return [" ".join(line.split()[:2]) for line in self.net.feed(5080, text, PHONE)]


@pytest.fixture
def phone(net, request_text, sdp_text) -> Phone:
    return Phone(net, request_text, sdp_text)


def test_our_reinvite_moves_the_stream(net, phone):
    phone.is_called()
    net.agents[5070].offer_again(phone.leg, net.now)
    net.run()
    net.agents[5070].offer_again(phone.leg, net.now)  # one at a time
    assert phone.answer("100 Trying") == []
    assert phone.answer("200 OK", phone.sdp.replace("m=audio 4000", "m=audio 4444")) == ["ACK"]
    assert phone.answer("200 OK", phone.sdp) == ["ACK"]  # ours was lost
    assert [e.session.port for e in net.of(5070, SessionAgreed)] == [4000, 4444]
    phone_holds = phone.sdp.replace("m=audio", "a=inactive\r\nm=audio")
    net.agents[5070].offer_again(phone.leg, net.now)
    net.run()
    phone.answer("200 OK", phone_holds)
    assert [e.held for e in net.of(5070, LegHeld)] == [True]


@pytest.mark.parametrize(
    ("start", "ends"), [("488 No", []), ("481 Gone", [("error", "nobody")]), ("503 Busy", [])]
)
def test_a_refused_reinvite(net, phone, start, ends):
    phone.is_called()
    net.agents[5070].offer_again(phone.leg, net.now)
    net.run()
    phone.answer(start)
    assert net.endings(5070) == ends


def test_a_reinvite_without_any_answer_ends_the_call(net, phone):
    phone.is_called()
    net.agents[5070].offer_again(phone.leg, net.now)
    net.advance(33)
    assert net.endings(5070) == [("error", "nobody")]


@pytest.mark.parametrize("body", ["v=0\r\nnonsense", "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\n"])
def test_an_answer_that_cannot_be_used_ends_the_call(net, phone, body):
    phone.is_called()
    net.agents[5070].offer_again(phone.leg, net.now)
    net.run()
    assert phone.answer("200 OK", body)[0] == "ACK"
    assert net.endings(5070) == [("error", "nobody")]


def test_glare_retry_is_dropped_when_the_call_ends(net, phone):
    phone.is_called()
    net.agents[5070].offer_again(phone.leg, net.now)
    net.run()
    phone.answer("491 Request Pending")
    net.hang_up(5070, phone.leg)
    phone.answer("200 OK", method="BYE")
    net.advance(64)
    assert net.is_clean()


def test_their_reinvite_without_an_offer_gets_ours(net, phone):
    phone.calls()
    assert phone.says("INVITE", 2) == ["SIP/2.0 200"]
    assert "m=audio 6000 RTP/AVP 8 0 101" in net.last()
    phone.says("ACK", 2, body=phone.sdp.replace("m=audio 4000", "m=audio 4444"))
    assert net.of(5080, SessionAgreed)[-1].session.port == 4444
    phone.says("INVITE", 3)
    phone.says("ACK", 3)  # no answer: the stream stays
    assert len(net.of(5080, SessionAgreed)) == 2
    net.advance(64)
    assert net.endings(5080) == []


def test_odd_bodies_in_a_call_leave_it_as_it_is(net, phone):
    phone.calls()
    text = "Content-Type: text/plain\r\n"
    assert phone.says("INVITE", 2, body="x", extra=text) == ["SIP/2.0 415"]
    assert phone.says("UPDATE", 3, body="v=0\r\nnonsense") == ["SIP/2.0 488"]
    assert phone.says("DANCE", 4) == ["SIP/2.0 405"]
    assert phone.says("INVITE", 5, extra="Require: wings\r\n") == ["SIP/2.0 420"]
    assert phone.says("NOTIFY", 6) == ["SIP/2.0 481"]
    assert phone.says("REGISTER", 7) == ["SIP/2.0 405"]
    assert net.endings(5080) == []


def test_an_offer_while_ours_is_open_is_491(net, phone):
    phone.calls()
    net.agents[5080].offer_again(phone.leg, net.now)
    net.run()
    assert phone.says("INVITE", 2, body=phone.sdp) == ["SIP/2.0 491"]
    assert phone.says("UPDATE", 3, body=phone.sdp) == ["SIP/2.0 491"]
    assert phone.says("UPDATE", 4) == ["SIP/2.0 200"]  # without an offer it only refreshes


def test_a_change_before_the_ack_must_wait(net, request_text, sdp_text):
    net.feed(5080, request_text(body=sdp_text), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    to = f"<sip:12345@127.0.0.1>;tag={tag}"
    update = request_text("UPDATE", branch="z9hG4bKu", cseq=2, to=to, body=sdp_text)
    assert net.feed(5080, update, PHONE) == ["SIP/2.0 500 Server Internal Error"]


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ("", "400"),
        ("Refer-To: nonsense\r\n", "400"),
        ("Refer-To: <mailto:a@b>\r\n", "400"),
        ("Refer-To: <sip:a@b>\r\nRefer-To: <sip:c@d>\r\n", "400"),
        ("Refer-To: <sip:8001@127.0.0.1?Replaces=no%3Bto-tag%3Dnobody&x=y>\r\n", "202"),
    ],
)
def test_transfers_that_are_asked_for(net, phone, extra, status):
    phone.calls()
    assert phone.says("REFER", 2, extra=extra)[0] == f"SIP/2.0 {status}"
    asked = net.of(5080, TransferAsked)
    assert [(e.target, e.replaces) for e in asked] == ([("8001", None)] if status == "202" else [])


def test_an_attacker_who_knows_the_tags_but_sits_elsewhere(net, phone):
    phone.calls()
    to = f"<sip:12345@127.0.0.1>;tag={phone.tag}"
    bye = phone.text("BYE", branch="z9hG4bKx", cseq=9, to=to)
    assert net.feed(5080, bye, ("203.0.113.9", 5060)) == [
        "SIP/2.0 481 Call/Transaction Does Not Exist"
    ]
    assert net.endings(5080) == []


def test_bye_while_it_rings_is_a_cancel(net, request_text, sdp_text):
    net.feed(5080, request_text(body=sdp_text), PHONE)
    net.agents[5080].ring(net.arrived(5080), net.now)
    net.run()
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    to = f"<sip:12345@127.0.0.1>;tag={tag}"
    bye = request_text("BYE", branch="z9hG4bKb", cseq=2, to=to)
    got = net.feed(5080, bye, PHONE)
    assert sorted(line.split()[1] for line in got) == ["200", "487"]
    assert net.endings(5080) == [("cancelled", "them")]


def test_an_invite_nobody_answers_expires(net, request_text, sdp_text):
    net.feed(5080, request_text(body=sdp_text, extra="Expires: 5\r\n"), PHONE)
    net.advance(6)
    assert net.endings(5080) == [("no_answer", "nobody")]
    assert "487" in " ".join(net.starts(5080))


@pytest.mark.parametrize(
    ("status", "cause"),
    [(404, "unreachable"), (480, "no_answer"), (500, "error"), (600, "busy"), (603, "refused"),
     (302, "refused")],
)  # fmt: skip
def test_what_a_refusal_of_theirs_means(net, phone, status, cause):
    net.dial(5070, 7000)
    assert phone.answer(f"{status} No") == ["ACK"]
    assert phone.answer(f"{status} No") == ["ACK"]  # repeated
    assert net.endings(5070) == [(cause, "them")]


@pytest.mark.parametrize(("status", "name"), [(401, "WWW"), (407, "Proxy")])
@pytest.mark.parametrize("realm", ["trunk", "*"])
def test_a_trunk_asks_who_we_are(net, phone, status, name, realm):
    net.agent(5070, credentials={realm: ("ivr", "secret")})
    net.dial(5070, 7000)
    challenge = 'Digest realm="trunk", nonce="n", qop="auth", algorithm=SHA-256'
    asks = f"{status} Who\r\n{name}-Authenticate: {challenge}"
    assert phone.answer(asks) == ["ACK", "INVITE"]
    text = net.last()
    given = "Authorization" if status == 401 else "Proxy-Authorization"
    assert f'\r\n{given}: Digest username="ivr", realm="trunk"' in text
    assert "CSeq: 2 INVITE" in text
    first, second = (m.data.decode() for _, m in net.sent if m.data.startswith(b"INVITE"))
    assert first.split("branch=")[1][:20] != second.split("branch=")[1][:20]
    assert phone.answer("200 OK", phone.sdp) == ["ACK"]
    assert "CSeq: 2 ACK" in net.last()
    assert net.endings(5070) == []


def test_wrong_or_no_credentials_end_the_dialling(net, phone):
    challenge = 'Digest realm="trunk", nonce="n", algorithm=MD5'
    asks = f"407 Who\r\nProxy-Authenticate: {challenge}"
    net.dial(5070, 7000)
    assert phone.answer(asks) == ["ACK"]
    assert net.endings(5070) == [("refused", "them")]
    net.agent(5070, credentials={"trunk": ("ivr", "wrong")})
    net.dial(5070, 7000)
    phone.answer(asks)
    assert phone.answer(asks) == ["ACK"]
    assert net.endings(5070) == [("refused", "them")]


def test_icmp_ends_only_what_nobody_has_answered_yet(net, phone):
    first = net.dial(5070, 7000, leg="first")
    phone.answer("180 Ringing")
    net.dial(5070, 7000, leg="second")
    net.agents[5070].unreachable(PHONE, net.now)
    net.agents[5070].unreachable(("127.0.0.1", 9), net.now)
    net.run()
    assert net.endings(5070) == [("unreachable", "nobody")]
    assert first in net.agents[5070].legs()
