# ruff: noqa: E501  (the messages are as long as they are)
"""The messages of RFC 4475, written from its text, each with the RFC's verdict for a server."""

import pytest
from sip_net import Net

from bridge.errors import SipSyntaxError
from bridge.sip.message import Request, Response
from bridge.sip.parser import parse

SOURCE = ("127.0.0.1", 5060)
SDP = (
    "v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\n"
    "m=audio 49217 RTP/AVP 0 12\r\nm=video 3227 RTP/AVP 31\r\na=rtpmap:31 LPC\r\n"
)


def lines(text: str, body: str = "") -> str:
    """Header lines as CRLF, with the length of the body where LENGTH stands."""
    head = text.strip("\n").replace("\n", "\r\n").replace("LENGTH", str(len(body)))
    return f"{head}\r\n\r\n{body}"


WSINV = lines(
    r"""
INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : LENGTH
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33
""",
    SDP,
)
INTMETH = lines(
    r"""
!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
To: "BEL:\BELL NUL:\NULL DEL:\DELETE" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+`*%!-.
Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{
CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
Max-Forwards: 255
extensionHeader-!.%*+_`'~: 大停電
Content-Length: 0
""",
).replace("BELL", "\x07").replace("NULL", "\x00").replace("DELETE", "\x7f")  # fmt: skip


def simple(method: str = "OPTIONS", **change: str) -> str:
    """A plain request; a header can be replaced, or left out with an empty value."""
    fields = {
        "Via": "SIP/2.0/UDP t1.example.org;branch=z9hG4bKkdjuw",
        "From": "<sip:a@example.org>;tag=33",
        "To": "<sip:b@example.org>",
        "Call-ID": "t.0ha0isndaksdj@192.0.2.1",
        "CSeq": f"8 {method}",
        "Max-Forwards": "70",
        "Contact": "<sip:a@127.0.0.1>",
        "Content-Length": "LENGTH",
    }
    start = change.pop("start", f"{method} sip:b@example.org SIP/2.0")
    body = change.pop("body", "")
    if body:
        fields["Content-Type"] = "application/sdp"
    for name, value in change.items():
        fields[name.replace("_", "-")] = value
    text = "\n".join([start, *(f"{k}: {v}" for k, v in fields.items() if v)])
    return lines(text, body)


LONG = "-".join(["i-am-very-long"] * 400)
TORTURE = {
    # §3.1.1, valid
    "wsinv": (WSINV, "481"),  # it has a To tag, and there is no such call here
    "intmeth": (INTMETH, "405"),
    "esc01": (simple("INVITE", start="INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0",
                     To="sip:%75se%72@example.com", body=SDP), "100"),
    "escnull": (simple("REGISTER", start="REGISTER sip:example.com SIP/2.0",
                       To="sip:null-%00-null@example.com",
                       Contact="<sip:%00@host5.example.com>, <sip:%00%00@host5.example.com>"),
                "200"),
    "esc02": (simple("RE%47IST%45R"), "405"),
    "lwsdisp": (simple(From="caller<sip:caller@example.com>;tag=323"), "200"),
    "longreq": (simple("INVITE", To=f'"{LONG}" <sip:b@example.org;{LONG}={LONG}>',
                       Unknown_Header=LONG, Call_ID=LONG, body=SDP), "100"),
    "dblreq": (simple() + simple("INVITE"), "200"),
    "semiuri": (simple(start="OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0"), "200"),
    "transports": (simple(Via="SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw\nVia: SIP/2.0/SCTP "
                          "t2.example.com;branch=z9\nVia: SIP/2.0/UNKNOWN t5.example.com;branch=a"),
                   "200"),
    "mpart01": (simple("MESSAGE", Content_Type="multipart/mixed;boundary=7a9cbec02ceef655",
                       body="--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
                            "--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\n\r\n"
                            "0\x82\x01R\x06\t\r\n--7a9cbec02ceef655--\r\n"), "405"),
    # §3.1.2, invalid
    "badinv01": (simple("INVITE", Via="SIP/2.0/UDP 192.0.2.15;;,;,,"), "400"),
    "badinv01b": (simple("INVITE", Contact='"Joe" <sip:joe@example.org>;;;;'), "400"),
    "clerr": (simple("INVITE", Content_Length="9999", body=SDP), "400"),
    "ncl": (simple("INVITE", Content_Length="-999", body=SDP), "400"),
    "scalar02": (simple("REGISTER", CSeq="36893488147419103232 REGISTER", Max_Forwards="300"),
                 "400"),
    "quotbal": (simple("INVITE", To='"Mr. J. User <sip:j.user@example.com>', body=SDP), "400"),
    "ltgtruri": (simple("INVITE", start="INVITE <sip:user@example.com> SIP/2.0"), "400"),
    "lwsruri": (simple("INVITE", start="INVITE sip:user@example.com; lr SIP/2.0"), "400"),
    "lwsstart": (simple("INVITE", start="INVITE  sip:user@example.com  SIP/2.0"), "400"),
    "trws": (simple(start="OPTIONS sip:remote-target@example.com SIP/2.0  "), "400"),
    "escruri": (simple("INVITE", start="INVITE sip:user@example.com?Route=%3Csip:e%3E SIP/2.0"),
                "400"),
    # no Date is of any use to us: it may be passed over
    "baddate": (simple("INVITE", Date="Fri, 01 Jan 2010 16:00:00 EST", body=SDP), "100"),
    "regbadct": (simple("REGISTER", Contact="sip:user@example.com?Route=%3Csip:sip.example.com%3E"),
                 "400"),
    "badaspec": (simple(To='"Watson, Thomas" < sip:t.watson@example.org >'), "400"),
    "baddn": (simple(From="Bell, Alexander <sip:a.g.bell@example.com>;tag=43"), "400"),
    "badvers": (simple(start="OPTIONS sip:t.watson@example.org SIP/7.0"), "505"),
    "mismatch01": (simple(CSeq="8 INVITE"), "400"),
    "mismatch02": (simple("NEWMETHOD", CSeq="8 INVITE"), "400"),
    # §3.2
    "badbranch": (simple(Via="SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"), "200"),
    # §3.3
    "insuf": (simple("INVITE", Call_ID="", From="", To=""), "400"),
    "unkscm": (simple(start="OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0"), "416"),
    "novelsc": (simple(start="OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0"), "416"),
    "unksm2": (simple("REGISTER", To="isbn:2983792873", From="<http://www.example.com>;tag=3"),
               "400"),
    "bext01": (simple(Require="nothingSupportsThis, nothingSupportsThisEither"), "420"),
    "invut": (simple("INVITE", Content_Type="application/unknownformat", body="<audio>"), "415"),
    # an unknown scheme is as good as none; accounts are needed here
    "regaut01": (simple("REGISTER", Authorization="NoOneKnowsThisScheme opaque-data=here"), "401"),
    "multi01": (simple("INVITE", CSeq="5 INVITE\nCSeq: 59 INVITE"), "400"),
    "mcl01": (simple(Content_Length="13\nContent-Length: 5", body="There's no way"), "400"),
    "zeromf": (simple(Max_Forwards="0"), "200"),
    "cparam01": (simple("REGISTER", Contact="sip:+19725552222@gw1.example.net;unknownparam"), "200"),
    "cparam02": (simple("REGISTER", Contact="<sip:+19725552222@gw1.example.net;unknown>"), "200"),
    "regescrt": (simple("REGISTER", Contact="<sip:user@example.com?Route=%3Csip:sip.e.com%3E>"),
                 "200"),
    "sdp01": (simple("INVITE", Accept="text/nobodyKnowsThis", body=SDP), "406"),
    "inv2543": (simple("INVITE", Via="SIP/2.0/UDP iftgw.example.com", Contact="", Max_Forwards="",
                       From="<sip:+13035551111@ift.client.example.net;user=phone>",
                       To="sip:+16505552222@ss1.example.net;user=phone", body=SDP), "100"),
}  # fmt: skip


@pytest.mark.parametrize("name", TORTURE)
def test_the_verdict_of_the_rfc(name):
    text, verdict = TORTURE[name]
    net = Net()
    net.agent(5080, accounts={"8001": "secret"})
    got = net.feed(5080, text, SOURCE)
    assert [line.split()[1] for line in got] == ([verdict] if verdict else [])


RESPONSE = (
    simple().replace("OPTIONS sip:b@example.org SIP/2.0", "{}").replace("8 OPTIONS", "8 INVITE")
)


def test_a_response_with_overlarge_numbers_is_thrown_away():
    """scalarlg (§3.1.2.5)."""
    data = RESPONSE.format("SIP/2.0 503 Service Unavailable")
    data = data.replace("8 INVITE", "9292394834772304023312 INVITE")
    data = data.replace("\r\n\r\n", "\r\nRetry-After: 949302838503028349304023988\r\n\r\n")
    with pytest.raises(SipSyntaxError):
        parse(data.encode())


def test_a_response_by_way_of_a_broadcast_address_is_sent_nowhere():
    """bcast (§3.3.10)."""
    net = Net()
    net.agent(5080)
    via = "SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923"
    via += "\r\nVia: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23"
    fields = {"Via": via, "To": "<sip:b@example.org>;tag=2", "CSeq": "35 INVITE"}
    text = simple("INVITE", **fields, body=SDP).partition("\r\n")[2]
    assert net.feed(5080, f"SIP/2.0 200 OK\r\n{text}", SOURCE) == []
    assert net.sent == []


ELSEWHERE = {"unreason", "noreason", "bigcode", "scalarlg", "bcast"}  # tests of their own


def test_no_message_of_the_rfc_is_missing():
    assert len(set(TORTURE) - {"badinv01b"} | ELSEWHERE) == 49


@pytest.mark.parametrize(
    ("start", "valid"),
    [
        ("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое", True),  # unreason
        ("SIP/2.0 100 ", True),  # noreason
        ("SIP/2.0 4294967301 better not break the receiver", False),  # bigcode
        ("SIP/2.0 99 Low", False),
    ],
)
def test_responses(start, valid):
    data = RESPONSE.format(start).encode()
    if valid:
        assert isinstance(parse(data), Response)
    else:
        with pytest.raises(SipSyntaxError):
            parse(data)


def test_what_the_odd_ones_mean():
    request = parse(INTMETH.encode())
    assert isinstance(request, Request)
    assert request.to.display == "BEL:\x07 NUL:\x00 DEL:\x7f"
    assert request.from_.tag == "_token~1'+`*%!-."
    folded = parse(WSINV.encode())
    assert isinstance(folded, Request)
    assert folded.from_.display == 'J Rosenberg \\"'
    assert (folded.cseq, len(folded.headers.all("Via"))) == (9, 3)
    assert folded.headers.get("Newfangledheader") == "newfangled value continued newfangled value"
