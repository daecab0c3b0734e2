"""Whose call it is, and where a telephone is answered that listens elsewhere."""

import pytest
from sip_net import SDP, Net, message

from bridge.events import CallArrived

PHONE = ("127.0.0.1", 7000)
ABROAD = ("203.0.113.9", 7000)
SAYS = "<sip:13900000000@h>;tag=f1"
NOBODY = '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=f1'
ASSERTED = "P-Asserted-Identity: "
MOBILE = f'{ASSERTED}"Z" <sip:+8613900000001@ims.example;user=phone>\r\n'
FIXED = f"{ASSERTED}<tel:+86-24-0000-0001>\r\n"

CALLERS = {
    "what it says": (SAYS, "", "13900000000"),
    "what the network asserts": (SAYS, MOBILE, "+8613900000001"),
    "a tel URI": (SAYS, FIXED, "+862400000001"),
    "two in one line": (SAYS, ASSERTED + '"A, B" <sip:h>, <tel:+8624>\r\n', "+8624"),
    "hidden from the called, not from the network": (NOBODY, MOBILE, "+8613900000001"),
    "hidden altogether": (NOBODY, MOBILE + "Privacy: id;critical\r\n", ""),
    "hides nothing": (NOBODY, MOBILE + "Privacy: none\r\n", "+8613900000001"),
    "nobody": (NOBODY, "", ""),
    "what cannot be read": (SAYS, f"{ASSERTED}<<>>\r\n{ASSERTED}\r\n", "13900000000"),
    "a tel URI with a context": ("<tel:0000-0001;phone-context=+8624>;tag=f1", "", "00000001"),
    "written in percent": ("<sip:%31%33%39@h>;tag=f1", "", "139"),
    "Chinese, not quoted": ("张三 <sip:139@h>;tag=f1", "", "139"),
    "Chinese, quoted": ('"张三 \\"哥\\" <" <sip:139@h>;tag=f1', "", "139"),
}


@pytest.mark.parametrize("name", CALLERS)
def test_who_calls(net: Net, name: str) -> None:
    from_, extra, caller = CALLERS[name]
    raw = message(from_=from_, extra=extra, body=SDP).encode()
    net.feed(5080, raw, PHONE)
    (arrived,) = net.of(5080, CallArrived)
    assert isinstance(arrived, CallArrived)
    assert arrived.caller == caller


def test_a_name_in_another_encoding_stops_no_call(net: Net) -> None:
    raw = message(from_='"##" <sip:139@h>;tag=f1', body=SDP).encode()
    net.feed(5080, raw.replace(b"##", "张三".encode("gbk"), 1), PHONE)
    assert len(net.of(5080, CallArrived)) == 1


def test_a_stranger_with_an_account_asserts_nothing() -> None:
    net = Net()
    net.agent(5080, trusted=("10.0.0.0/8",), accounts={"8001": "s"})
    assert net.feed(5080, message(extra=MOBILE, body=SDP), PHONE)[0].startswith("SIP/2.0 401")


ROADS = {
    "rport": (";rport", "127.0.0.1:7100", PHONE, 7000),
    "no rport": ("", "127.0.0.1:7100", PHONE, 7100),
    "no port": ("", "127.0.0.1", PHONE, 5060),
    "behind a NAT": ("", "192.168.0.2:7100", PHONE, 7000),
    "a name": ("", "localhost:7100", PHONE, 7000),
    "a stranger": ("", "203.0.113.9:7100", ABROAD, 7000),
}


@pytest.mark.parametrize("name", ROADS)
def test_where_answers_go(net: Net, name: str) -> None:
    rport, via, source, port = ROADS[name]
    net.feed(5080, message("OPTIONS").replace("127.0.0.1:7000;", f"{via};", 1)
             .replace(";rport", rport), source)  # fmt: skip
    assert net.sent[-1][1].address == (source[0], port)


def test_a_call_over_a_connection_that_was_cut_off_is_ended_at_its_contact(net: Net) -> None:
    agent = net.agents[5080]
    first, second = ("127.0.0.1", 41001), ("127.0.0.1", 41002)
    agent.receive(message(body=SDP).replace("/UDP", "/TCP").encode(), first, "TCP", net.now)
    net.run()
    leg = net.arrived(5080)
    net.accept(5080, leg)
    to = next(x for x in net.last().split("\r\n") if x.startswith("To: "))[4:]
    ack = message("ACK", to=to, branch="z9hG4bK-2").replace("/UDP", "/TCP").encode()
    agent.connection_closed(first, "TCP")
    agent.receive(ack, second, "TCP", net.now)
    agent.connection_closed(second, "TCP")
    net.hang_up(5080, leg)
    assert net.starts(5080)[-1] == "BYE"
    assert net.sent[-1][1][1:] == (PHONE, "TCP")  # where its Contact says


def test_who_connects_again_is_reached_there(net: Net) -> None:
    agent, again = net.agents[5080], ("127.0.0.1", 41001)
    agent.connection_closed(again, "TCP")
    agent.receive(message(body=SDP).replace("/UDP", "/TCP").encode(), again, "TCP", net.now)
    net.run()
    leg = net.arrived(5080)
    net.accept(5080, leg)
    to = next(x for x in net.last().split("\r\n") if x.startswith("To: "))[4:]
    ack = message("ACK", to=to, branch="z9hG4bK-2").replace("/UDP", "/TCP").encode()
    agent.receive(ack, again, "TCP", net.now)
    net.hang_up(5080, leg)
    assert net.sent[-1][1][1:] == (again, "TCP")
