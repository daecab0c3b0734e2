"""URIs, name-addrs, digests, offers, streams and transactions on their own."""

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import SdpError, SipSyntaxError
from bridge.sip import offer, sdp
from bridge.sip.digest import DigestServer, Outcome, answer, compute, read_fields
from bridge.sip.framing import Framer
from bridge.sip.message import Headers, Request, Response
from bridge.sip.offer import Local
from bridge.sip.syntax import parse_name_addr, parse_via, split_list
from bridge.sip.timers import Timers
from bridge.sip.transaction_tables import State
from bridge.sip.transactions import NOBODY, Hop, Transactions
from bridge.sip.uri import UnknownSchemeError, parse_uri


@pytest.mark.parametrize(
    ("text", "user", "literal"),
    [
        ("sip:12345@10.0.0.1", "12345", ("10.0.0.1", 5060)),
        ("sip:12345@10.0.0.1:5080;transport=tcp", "12345", ("10.0.0.1", 5080)),
        ("sips:a@[2001:db8::1]", "a", ("2001:db8::1", 5061)),
        ("sip:10.0.0.1", "", ("10.0.0.1", 5060)),
        ("sip:a:secret@example.com", "a", None),
        ("sip:%E5%B8%82@10.0.0.1;lr", "市", ("10.0.0.1", 5060)),
        ("tel:+86-10-1234-5678;phone-context=cn", "+861012345678", None),
        ("SIP:a@1.2.3.4", "a", ("1.2.3.4", 5060)),
    ],
)
def test_uris(text, user, literal):
    uri = parse_uri(text)
    assert (uri.user, uri.literal) == (user, literal)


@pytest.mark.parametrize(
    "text", ["sip:", "sip:@", "sip:a@", "sip:a@b:0", "sip:a@b:70000", "tel:", "12345", "sip:a b@c"]
)
def test_uris_that_are_none(text):
    with pytest.raises(SipSyntaxError):
        parse_uri(text)


def test_other_schemes_are_named():
    with pytest.raises(UnknownSchemeError, match="mailto"):
        parse_uri("mailto:a@b")


def test_name_addr():
    value = parse_name_addr('"a < b, \\"c\\"" <sip:x@y;lr?h=1>;tag=9;q="a;b"', "To")
    assert (value.display, value.uri, value.tag) == ('a < b, "c"', "sip:x@y;lr?h=1", "9")
    assert value.params["q"] == "a;b"
    bare = parse_name_addr("sip:x@y;tag=1", "To")
    assert (bare.uri, bare.tag) == ("sip:x@y", "1")  # §20.10: the parameters are the header's


def test_lists_split_outside_quotes_and_brackets():
    assert split_list('"a,b" <sip:x,y@z>, <sip:q>,') == ['"a,b" <sip:x,y@z>', "<sip:q>", ""]


def test_via():
    via = parse_via("SIP/2.0/UDP [2001:db8::9]:5070;branch=z9;rport")
    assert (via.sent_by, via.branch) == ("[2001:db8::9]:5070", "z9")
    seen = via.seen_from("2001:db8::1", 9)
    assert "rport=9" in seen
    assert "received=2001:db8::1" in seen


# -- digest --


def test_rfc_7616_example():
    """§3.9.1."""
    fields = {
        "username": "Mufasa", "realm": "http-auth@example.org", "uri": "/dir/index.html",
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "nc": "00000001", "qop": "auth",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    }  # fmt: skip
    secret = "Circle of Life"
    assert compute(fields, "MD5", secret, "GET") == "8ca523f5e9506fed4657c9700eebdbec"
    assert compute(fields, "SHA-256", secret, "GET") == (
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    )


@pytest.mark.parametrize("md5_only", [True, False])
def test_our_client_satisfies_our_server(md5_only):
    server = DigestServer("12345", {"8001": "sécret"}, "seal")
    challenges = server.challenges(100.0, md5_only=md5_only)
    assert len(challenges) == (1 if md5_only else 2)
    value = answer(challenges, user="8001", secret="sécret", method="REGISTER", uri="u", cnonce="c")
    assert value is not None
    assert server.check([value], "REGISTER", 101.0).outcome is Outcome.GOOD
    assert server.check([value], "REGISTER", 101.0).outcome is Outcome.STALE
    again = value.replace("nc=00000001", "nc=00000002")
    assert server.check([again], "REGISTER", 101.0).outcome is Outcome.WRONG
    assert server.check([value], "INVITE", 101.0).outcome is Outcome.WRONG
    assert server.check(["Basic eA=="], "INVITE", 101.0).outcome is Outcome.ABSENT


def test_nonces_grow_old_and_cannot_be_made_up():
    server = DigestServer("12345", {"8001": "s"}, "seal")
    other = DigestServer("12345", {"8001": "s"}, "another seal")
    for maker, now in ((server, 500.0), (other, 100.0)):
        value = answer(
            maker.challenges(100.0), user="8001", secret="s", method="BYE", uri="u", cnonce="c"
        )
        assert server.check([value or ""], "BYE", now).outcome is Outcome.STALE


def test_challenges_nobody_understands():
    assert answer(["Basic x", 'Digest realm="r", algorithm=X, nonce="n"'], user="u", secret="s",
                  method="M", uri="u", cnonce="c") is None  # fmt: skip
    assert read_fields('Digest realm="open') is None


# -- offers --


def description(media: str, session: str = "c=IN IP4 192.0.2.1\r\n") -> sdp.Description:
    return sdp.parse(
        f"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n{session}t=0 0\r\n{media}".encode()
    )


@pytest.mark.parametrize(
    ("media", "codec", "payload_type", "events"),
    [
        ("m=audio 5000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000", "PCMA", 8, 101),
        ("m=audio 5000 RTP/AVP 0", "PCMU", 0, None),
        ("m=audio 5000/2 RTP/AVP 18 97 96\r\na=rtpmap:97 pcma/8000\r\n"
         "a=rtpmap:96 TELEPHONE-EVENT/8000", "PCMA", 97, 96),
        ("m=audio 5000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/16000", "PCMA", 8, None),
    ],
)  # fmt: skip
def test_what_we_choose(media, codec, payload_type, events):
    text, session = offer.write_answer(description(media), Local("10.0.0.1", 6000, 1))
    assert (session.codec, session.payload_type, session.event_type) == (
        codec, payload_type, events,
    )  # fmt: skip
    again = offer.read_answer(sdp.parse(text))  # what the other end makes of it
    assert (again.codec, again.event_type, again.port) == (codec, events, 6000)


def test_other_streams_are_refused_in_their_place():
    media = "m=video 1 RTP/AVP 31\r\nm=audio 5000 RTP/AVP 8\r\nm=image 2 udptl t38"
    text, _ = offer.write_answer(description(media), Local("10.0.0.1", 6000, 1))
    lines = [line for line in text.decode().split("\r\n") if line.startswith("m=")]
    assert lines == ["m=video 0 RTP/AVP 31", "m=audio 6000 RTP/AVP 8", "m=image 0 udptl t38"]


@given(
    st.sampled_from(["sendrecv", "sendonly", "recvonly", "inactive"]),
    st.booleans(),
    st.booleans(),
)
def test_directions_are_mirrored(way, in_session, nowhere):
    where = "0.0.0.0" if nowhere else "192.0.2.1"
    session = f"c=IN IP4 {where}\r\n" + (f"a={way}\r\n" if in_session else "")
    media = "m=audio 5000 RTP/AVP 8" + ("" if in_session else f"\r\na={way}")
    text, agreed = offer.write_answer(description(media, session), Local("10.0.0.1", 6000, 1))
    assert agreed.receive == (way in ("sendrecv", "sendonly"))
    assert agreed.send == (way in ("sendrecv", "recvonly") and not nowhere)
    mine = offer.read_answer(sdp.parse(text))
    assert (mine.receive, mine.send) == (agreed.send, agreed.receive)


@pytest.mark.parametrize(
    "text",
    [
        "", "v=1\r\n", "v=0\r\ns=-\r\n", "v=0\r\no=- 1 1 IN IP4\r\n", "v=0\r\nbad line\r\n",
        "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\nm=audio 1 RTP/AVP 8\r\n",
        "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\nc=IN IP4 1.2.3.4\r\nm=audio 70000 RTP/AVP 8\r\n",
        "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\nc=IN IP4 1.2.3.4\r\nm=audio 1 RTP/AVP 300\r\n",
        "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\nc=IN IP9 1.2.3.4\r\n",
    ],
)  # fmt: skip
def test_descriptions_that_are_none(text):
    with pytest.raises(SdpError):
        sdp.parse(text.encode())


def test_answers_that_are_none():
    with pytest.raises(SdpError):
        offer.read_answer(description("m=audio 0 RTP/AVP 8"))
    with pytest.raises(SdpError):
        offer.read_answer(description("m=audio 1 RTP/AVP 8\r\nm=audio 2 RTP/AVP 8"))
    with pytest.raises(SdpError):
        offer.write_answer(description("m=audio 1 RTP/SAVP 8"), Local("1.2.3.4", 1, 1))


# -- streams --


def test_pings_are_told_and_stray_lines_skipped():
    framer = Framer()
    whole = b"OPTIONS x SIP/2.0\r\nl: 2\r\n\r\nab"
    assert framer.feed(b"\r\n\r\n" + b"\r\n" + whole) == [b"\r\n", whole]


@pytest.mark.parametrize(
    "data", [b"X" * 40000, b"A\r\n\r\n", b"A\r\nContent-Length: 99999999\r\n\r\n"]
)
def test_streams_that_cannot_be_cut(data):
    with pytest.raises(SipSyntaxError):
        Framer().feed(data)


# -- transactions over TCP --


def _request(method: str) -> Request:
    headers = Headers([("Via", "SIP/2.0/TCP 1.2.3.4;branch=z9hG4bKx"), ("CSeq", f"1 {method}")])
    return Request(
        headers, via=parse_via(headers.get("Via")), method=method, cseq=1, cseq_method=method
    )


def test_nothing_is_repeated_over_tcp():
    timers, sent = Timers(), []
    layer = Transactions(timers, lambda data, hop: sent.append(data))
    hop = Hop("1.2.3.4", 5060, "TCP")
    invite = layer.request(_request("INVITE"), hop, NOBODY)
    bye = layer.request(_request("BYE"), hop, NOBODY)
    due = []
    for key in timers.take_due(100.0):
        due.append(key[1].name)
        layer.fire(*key)
    assert sorted(due) == ["B", "F"]
    assert len(sent) == 2
    assert invite.state is bye.state is State.TERMINATED
    assert len(layer) == 0


def test_a_finished_transaction_over_tcp_is_forgotten_at_once():
    timers = Timers()
    layer = Transactions(timers, lambda data, hop: None)
    request = _request("BYE")
    transaction = layer.serve(request, Hop("1.2.3.4", 5060, "TCP"), NOBODY)
    layer.answer(transaction, Response(Headers(), status=200))
    for key in timers.take_due(0.0):
        layer.fire(*key)
    assert len(layer) == 0


def test_a_cancelled_timer_keeps_nothing_alive():
    class Call:
        pass

    timers, call = Timers(), Call()
    timers.set("another", 5)
    timers.set((call, "expired"), 180)
    timers.cancel((call, "expired"))
    gone = weakref.ref(call)
    del call
    gc.collect()
    assert gone() is None


def test_timers_fire_in_order_and_a_moved_one_once():
    timers = Timers()
    for number in range(200):
        timers.set("moved", number)
    timers.set("early", 5)
    timers.set("gone", 1)
    timers.cancel("gone")
    assert timers.next_due() == 5
    assert list(timers.take_due(300)) == ["early", "moved"]
    assert timers.next_due() is None
    assert len(timers) == 0
