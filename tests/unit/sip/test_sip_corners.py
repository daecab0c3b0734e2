"""Corners: bounds on what is remembered, answers that come too late, odd but legal messages."""

import gc
import re
import tracemalloc

import pytest
from sip_net import SDP, CountedIds, Net, message

from bridge.errors import SdpError, SipSyntaxError, UsageError
from bridge.events import CallArrived, Cause, LegEnded, LegId, PhoneRegistered
from bridge.sip import admission, body, core, digest, registrar, sdp
from bridge.sip.admission import Admission
from bridge.sip.agent import UserAgent
from bridge.sip.causes import user_of
from bridge.sip.config import AgentConfig
from bridge.sip.core import Core
from bridge.sip.dialog import Dialog
from bridge.sip.message import Headers, Request, respond
from bridge.sip.parser import parse
from bridge.sip.remember import forget_all
from bridge.sip.syntax import split_list
from bridge.sip.transactions import Hop

PHONE = ("127.0.0.1", 7000)
ABROAD = ("203.0.113.9", 5060)


def standing(net, **more: str) -> str:
    """PHONE called 5080, which answered; our tag."""
    net.feed(5080, message(body=SDP, **more), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, within("ACK", tag, 1), PHONE)
    return tag


def within(method: str, tag: str, cseq: int, **more: str) -> str:
    to = f"<sip:12345@127.0.0.1>;tag={tag}"
    return message(method, branch=f"z9hG4bK{method}{cseq}", cseq=cseq, to=to, **more)


def answer(net, start: str, *, extra: str = "", text: str = "", method: str = "INVITE") -> list:
    """PHONE answers the last request of 5070."""
    sent = [m.data.decode() for _, m in net.sent if m.data.startswith(method.encode())][-1]
    keep = [x for x in sent.split("\r\n") if re.match("Via|From|Call-ID|CSeq", x)]
    to = re.search("To: ([^;\r]*)", sent)[1]
    kind = "Content-Type: application/sdp\r\n" if text else ""
    lines = [f"SIP/2.0 {start}", *keep, f"To: {to};tag=phone"]
    if "Contact" not in extra:
        lines.append("Contact: <sip:p@127.0.0.1:7000>")
    raw = "\r\n".join(lines) + f"\r\n{extra}{kind}Content-Length: {len(text)}\r\n\r\n{text}"
    return [line.split()[0] for line in net.feed(5070, raw, PHONE)]


# -- bounds --


def test_strangers_guessers_and_nonces_are_forgotten_in_time(monkeypatch):
    monkeypatch.setattr(admission, "MAX_SOURCES", 3)
    door = Admission(AgentConfig())
    for number in range(9):
        assert door.hears(f"10.0.0.{number}", 1.0)
        door.failed(f"10.0.0.{number}", 1.0)
    assert len(door._strangers) == len(door._guessers) == 3
    monkeypatch.setattr(digest, "MAX_NONCES", 2)
    server = digest.DigestServer("r", {"u": "p"}, "seal")
    for _ in range(5):
        given = digest.answer(
            [server.challenges(10)[0].replace("Digest ", 'Digest opaque="o", ')],
            user="u", secret="p", method="REGISTER", uri="sip:r", cnonce="c",
        )  # fmt: skip
        assert given is not None
        assert 'opaque="o"' in given
        assert server.check([given], "REGISTER", 10).outcome is digest.Outcome.GOOD
    assert len(server._used) == 2
    odd = given.replace("qop=auth", "qop=auth-int")
    assert server.check([odd], "REGISTER", 10).outcome is digest.Outcome.WRONG


def test_closed_connections_are_forgotten_in_time(monkeypatch):
    monkeypatch.setattr(core, "MAX_CLOSED", 3)
    agent = UserAgent(AgentConfig(), CountedIds("x"))
    for port in range(9):
        agent.connection_closed(("127.0.0.1", 40_000 + port), "TCP")
    assert [hop.port for hop in agent._core.closed] == [40_006, 40_007, 40_008]


def test_phones_and_their_contacts_are_bounded(net, monkeypatch):
    monkeypatch.setattr(registrar, "MAX_USERS", 1)
    monkeypatch.setattr(registrar, "MAX_CONTACTS", 2)

    def register(user: str, place: int, seconds: int, number: int) -> str:
        text = message(
            "REGISTER", to=f"<sip:{user}@h>", cseq=number, branch=f"z9hG4bKr{number}",
            contact=f"<sip:{user}@127.0.0.1:{place}>", extra=f"Expires: {seconds}\r\n",
        )  # fmt: skip
        return net.feed(5080, text, PHONE)[0].split()[1]

    assert [register("a", 7000 + n, 60 + n, n) for n in range(1, 4)] == ["200"] * 3
    assert net.last().count("Contact:") == 2
    assert register("b", 7000, 60, 4) == "503"
    assert register("a", 9, 0, 5) == "200"  # one that was never there
    net.advance(62.5)  # one runs out, the other later
    assert net.agents[5080].registered()
    net.advance(2)
    assert net.agents[5080].registered() == {}
    assert [event.expires for event in net.of(5080, PhoneRegistered)][-2:] == [0, 0]


def test_too_large_too_many(net):
    huge = message(body=SDP, extra="X: " + "x" * 40_000 + "\r\n")
    assert net.feed(5080, huge, PHONE) == []
    many = message(body=SDP, extra="X: y\r\n" * 300)
    assert net.feed(5080, many, PHONE) == []
    with pytest.raises(SdpError, match="too many"):
        sdp.parse(b"v=0\r\n" + b"a=x\r\n" * 5000)


def test_the_trust_of_many_addresses_is_not_remembered_for_ever():
    core = Core(AgentConfig(), CountedIds("x"))
    assert not core.trusts("name.example")
    for number in range(10_100):
        core.trusts(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(core._trust) < 10_000


# -- commands --


def test_whom_we_do_not_call():
    agent = UserAgent(AgentConfig(), CountedIds("x"))
    for target in ("8001", "sip:", "sip:a@name.example", "sips:a@127.0.0.1"):
        assert not agent.reachable(target)

    def dial(target: str) -> None:
        agent.dial(
            LegId("a"), target, caller="1", display="热线", media=("127.0.0.1", 4000),
            headers={"Alert-Info": "x", "Evil": "a\r\nb"}, now=1.0,
        )  # fmt: skip

    with pytest.raises(UsageError, match="neither"):
        dial("8001")
    dial("sip:a@127.0.0.1:7000")
    with pytest.raises(UsageError, match="exists"):
        dial("sip:a@127.0.0.1:7000")
    text = agent.take_outgoing()[0].data.decode()
    assert "Alert-Info: x" in text
    assert "Evil" not in text
    agent.refuse(LegId("a"), Cause.BUSY, 2.0)  # ours: nothing to refuse
    assert agent.legs() == ["a"]
    agent.report_load(0.3, 3.0)


# -- dialling --


@pytest.mark.parametrize("text", ["v=0\r\nnonsense", ""])
def test_early_answers_that_cannot_be_used_and_finals_that_can(net, text):
    net.dial(5070, 7000)
    answer(net, "183 Progress", text=text)
    assert answer(net, "200 OK", text=SDP) == ["ACK"]
    assert net.endings(5070) == []


def test_an_unusable_final_answer_ends_the_call(net):
    net.dial(5070, 7000)
    assert answer(net, "200 OK", text="v=0\r\nnonsense") == ["ACK", "BYE"]
    assert answer(net, "100 Trying", method="BYE") == []
    assert net.endings(5070) == [("error", "nobody")]


def test_contacts_and_routes_that_cannot_be_read(net):
    net.dial(5070, 7000)
    odd = "Contact: <mailto:a@b>\r\nRecord-Route: <nonsense>\r\n"
    assert answer(net, "200 OK", extra=odd, text=SDP) == ["ACK"]
    assert net.sent[-1][1].address == PHONE
    net.hang_up(5070, LegId("out"))
    assert net.starts(5070)[-1] == "BYE"


def test_a_third_trusted_address_in_a_contact_is_used(net):
    net.dial(5070, 7000)
    answer(net, "200 OK", extra="Contact: <sip:p@127.0.0.9:7100>\r\n", text=SDP)
    assert net.sent[-1][1].address == ("127.0.0.9", 7100)


def test_a_stray_fork_hangs_up_itself(net):
    net.dial(5070, 7000)
    answer(net, "200 OK", text=SDP)
    invite = next(m.data.decode() for _, m in net.sent if m.data.startswith(b"INVITE"))
    call_id = re.search("Call-ID: (.*)\r", invite)[1]
    ours = re.search("From: (.*)\r", invite)[1]
    keep = [x for x in invite.split("\r\n") if re.match("Via|From|Call-ID|CSeq", x)]
    lines = ["SIP/2.0 200 OK", *keep, "To: <sip:x@y>;tag=fork", "Contact: <sip:f@127.0.0.1:7000>"]
    net.feed(5070, "\r\n".join(lines) + "\r\nContent-Length: 0\r\n\r\n", PHONE)
    assert net.starts(5070)[-2:] == ["ACK", "BYE"]
    for method, status in (("BYE", "200"), ("INFO", "481")):
        text = message(
            method, call_id=call_id, cseq=5, to=ours, from_="<sip:x@y>;tag=fork",
            branch=f"z9hG4bKf{method}",
        )  # fmt: skip
        assert net.feed(5070, text, PHONE)[0].split()[1] == status
    assert net.endings(5070) == []


def test_a_response_with_two_vias_was_not_meant_for_us(net):
    net.dial(5070, 7000)
    extra = "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\n"
    assert answer(net, "486 Busy", extra=extra) == []
    assert net.endings(5070) == []


# -- calls that stand --


def test_refer_from_outside_the_trusted_networks(net):
    net.agent(5080, trusted=(), accounts={"u": "p"})
    challenge = net.feed(5080, message(body=SDP), ABROAD)
    assert challenge[0].startswith("SIP/2.0 401")
    asked = re.search("WWW-Authenticate: (.*)\r", net.last())[1]
    given = digest.answer(
        [asked], user="u", secret="p", method="INVITE", uri="sip:12345@127.0.0.1:5080", cnonce="c"
    )
    net.feed(5080, message(body=SDP, cseq=2, extra=f"Authorization: {given}\r\n"), ABROAD)
    assert len(net.of(5080, CallArrived)) == 1
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, within("ACK", tag, 2), ABROAD)
    refer = within("REFER", tag, 3, extra="Refer-To: <sip:a@b>\r\n")
    assert net.feed(5080, refer, ABROAD)[0].startswith("SIP/2.0 403")


@pytest.mark.parametrize(
    "replaces",
    ["Replaces=nonsense", "x=y&Replaces=call-9%3Bto-tag%3Da%3Bfrom-tag%3Db", "x=y"],
)
def test_refer_to_a_call_that_is_not_ours(net, replaces):
    tag = standing(net)
    refer = within("REFER", tag, 3, extra=f"Refer-To: <sip:a@b?{replaces}>\r\n")
    assert net.feed(5080, refer, PHONE)[0].startswith("SIP/2.0 202")
    assert net.events[5080][-1].replaces is None


@pytest.mark.parametrize(("status", "ends"), [("500 No", False), ("481 Gone", True)])
def test_what_an_update_that_refreshes_may_be_answered(net, status, ends):
    net.dial(5070, 7000)
    timer = "Session-Expires: 100;refresher=uac\r\nAllow: UPDATE\r\n"
    answer(net, "200 OK", extra=timer, text=SDP)
    net.advance(51)
    assert net.starts(5070)[-1] == "UPDATE"
    answer(net, "100 Trying", method="UPDATE")
    answer(net, status, method="UPDATE")
    assert bool(net.endings(5070)) is ends


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_a_refresh_that_is_too_brief_for_somebody_on_the_way(net, method):
    net.dial(5070, 7000)
    allow = f"Allow: {method}\r\n"
    answer(net, "200 OK", extra="Session-Expires: 100;refresher=uac\r\n" + allow, text=SDP)
    net.advance(51)
    answer(net, "422 Brief", extra="Min-SE: 300\r\n", method=method)
    again = net.last()
    assert again.startswith(method)
    assert "Session-Expires: 300;refresher=uac" in again
    assert "Min-SE: 300" in again
    expires = "Session-Expires: 300;refresher=uac\r\n" + allow
    answer(net, "200 OK", extra=expires, text=SDP, method=method)
    net.advance(140)
    assert net.endings(5070) == []


@pytest.mark.parametrize(
    ("status", "name", "given"),
    [
        ("401 Who", "WWW-Authenticate", "Authorization: "),
        ("407 Who", "Proxy-Authenticate", "Proxy-Authorization: "),
    ],
)
def test_a_trunk_that_asks_who_hangs_up_is_told_once(status, name, given):
    net = Net()
    net.agent(5070, credentials={"*": ("line", "secret")})
    net.dial(5070, 7000)
    answer(net, "200 OK", text=SDP)
    net.hang_up(5070, LegId("out"))
    challenge = f'{name}: Digest realm="t",nonce="n",qop="auth"\r\n'
    answer(net, status, extra=challenge, method="BYE")
    assert net.last().startswith("BYE ")
    assert given in net.last()
    sent = len(net.sent)
    answer(net, status, extra=challenge, method="BYE")
    assert len(net.sent) == sent
    assert net.endings(5070) == [("normal", "us")]
    net.advance(40)
    assert net.is_clean()


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_a_trunk_that_asks_who_refreshes_is_told(method):
    net = Net()
    net.agent(5070, credentials={"*": ("line", "secret")})
    net.dial(5070, 7000)
    timer = f"Session-Expires: 100;refresher=uac\r\nAllow: {method}\r\n"
    answer(net, "200 OK", extra=timer, text=SDP)
    net.advance(51)
    challenge = 'Proxy-Authenticate: Digest realm="t",nonce="n",qop="auth"\r\n'
    answer(net, "407 Who", extra=challenge, method=method)
    asked = [m.data for _, m in net.sent if m.data.startswith(method.encode())]
    assert [b"Proxy-Authorization: " in data for data in asked][-2:] == [False, True]
    answer(net, "200 OK", extra=timer, text=SDP, method=method)
    net.advance(49)
    assert net.endings(5070) == []


def test_an_answer_to_our_reinvite_after_the_call_is_over(net):
    net.dial(5070, 7000)
    answer(net, "200 OK", text=SDP)
    net.agents[5070].offer_again(LegId("out"), net.now)
    net.run()
    net.hang_up(5070, LegId("out"))
    assert answer(net, "500 Late") == ["ACK"]
    net.agents[5070].offer_again(LegId("out"), net.now)
    answer(net, "200 OK", method="BYE")
    net.advance(64)
    assert net.is_clean()


def test_a_second_reinvite_while_the_first_has_no_ack(net):
    tag = standing(net)
    assert net.feed(5080, within("INVITE", tag, 2, body=SDP), PHONE)[0].split()[1] == "200"
    assert net.feed(5080, within("INVITE", tag, 3, body=SDP), PHONE)[0].split()[1] == "500"
    net.feed(5080, within("ACK", tag, 9), PHONE)  # of nothing
    net.feed(5080, within("BYE", tag, 10), PHONE)
    net.advance(64)
    assert net.is_clean()


def test_the_ack_of_a_reinvite_that_never_comes(net):
    tag = standing(net)
    net.feed(5080, within("INVITE", tag, 2, body=SDP), PHONE)
    net.advance(33)
    assert net.endings(5080) == [("error", "nobody")]


def test_the_same_answer_again_is_no_news(net):
    tag = standing(net)
    net.hang_up(5080, net.arrived(5080))
    assert net.feed(5080, within("INVITE", tag, 2, body=SDP), PHONE)[0].split()[1] == "500"


def test_acks_with_the_branch_of_the_invite(net):
    net.feed(5080, message(body=SDP), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, message("ACK", to=f"<sip:12345@127.0.0.1>;tag={tag}"), PHONE)
    net.advance(5)
    assert net.starts(5080).count("200 INVITE") == 1


def test_a_late_answer_that_cannot_be_read_ends_the_call(net):
    net.feed(5080, message(), PHONE)
    net.accept(5080, net.arrived(5080))
    tag = re.search(r"To: .*;tag=(\w+)", net.last())[1]
    net.feed(5080, within("ACK", tag, 1, body="v=0\r\nnonsense"), PHONE)
    assert net.starts(5080)[-1] == "BYE"


def test_a_broken_connection_ends_only_its_own_calls(net):
    net.dial(5070, 7000, leg="first")
    net.dial(5070, 7100, leg="second")
    net.agents[5070].transport_failed(PHONE, "UDP", net.now)
    net.run()
    assert [event.leg for event in net.of(5070, LegEnded)] == ["first"]


# -- pieces --


def test_odd_but_legal_texts():
    assert split_list('"a\\"b, c", d') == ['"a\\"b, c"', "d"]
    assert user_of("nonsense") == ""
    assert user_of("sip:anonymous@anonymous.invalid") == ""
    trying = parse(message("INVITE", body=SDP, extra="Timestamp: 54\r\n").encode(), stream=False)
    assert isinstance(trying, Request)
    assert respond(trying, 100, source=PHONE).headers.get("Timestamp") == "54"
    own = Dialog("c", "<sip:a@b>", "t", "<sip:c@d>", "u", "sip:x@1.2.3.4", Hop(*PHONE))
    own.refresh_target(Headers())
    assert own.target == "sip:x@1.2.3.4"
    own.routes = ["nonsense"]
    with pytest.raises(SipSyntaxError):
        own.first_uri()


@pytest.mark.parametrize(
    ("kind", "text"),
    [("", SDP), ("multipart/mixed", SDP), (f"multipart/mixed;boundary={'x' * 71}", SDP)],
)
def test_bodies_that_cannot_be_read(kind, text):
    request = Request(Headers([("Content-Type", kind)] if kind else []), text.encode())
    with pytest.raises((SipSyntaxError, SdpError)):
        body.description(request)


def test_a_finished_call_leaves_nothing_behind(net):
    def calls(many: int) -> None:
        for number in range(many):
            leg = net.dial(5070, 5080, leg=f"out{number}")
            net.accept(5080, net.arrived(5080))
            net.hang_up(5070, leg)
            net.sent.clear()
            net.events[5070].clear()
            net.events[5080].clear()
            net.advance(1)
        net.advance(70)
        assert net.is_clean()
        forget_all()  # bounded, in a test of its own
        gc.collect()

    tracemalloc.start()
    try:
        calls(100)
        before = tracemalloc.get_traced_memory()[0]
        calls(400)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 400 * 100  # bytes
