"""A call that is over stays for 32 s, so that repeats are recognised: as what little is needed."""

import gc
import re
from functools import partial

import pytest
from sip_net import SDP, Net, message

from bridge.sip.call import Call
from bridge.sip.message import Request

PHONE = ("127.0.0.1", 7000)


@pytest.mark.parametrize("ends", ["BYE", "ours", "CANCEL"])
def test_a_finished_call_holds_no_message_and_no_call(ends: str) -> None:
    """4 to 6 kB a call; it was 14."""
    name = f"memory-{ends}"  # no other test has it
    says = partial(message, call_id=name)
    net = Net()
    agent = net.agent(5080)
    net.feed(5080, says(body=SDP), PHONE)
    leg = net.arrived(5080)
    if ends == "CANCEL":
        net.feed(5080, says("CANCEL"), PHONE)
    else:
        net.accept(5080, leg)
    found = re.search(r"To: (.*;tag=.*)\r", net.last())
    assert found is not None
    to = found[1]
    net.feed(5080, says("ACK", to=to), PHONE)
    changed = says("INVITE", to=to, cseq=2, branch="z9hG4bK-2", body=SDP)
    bye = says("BYE", to=to, cseq=3, branch="z9hG4bK-3")
    if ends != "CANCEL":
        net.feed(5080, changed, PHONE)
        net.feed(5080, says("ACK", to=to, cseq=2, branch="z9hG4bK-2"), PHONE)
    if ends == "BYE":
        net.feed(5080, bye, PHONE)
    elif ends == "ours":
        net.hang_up(5080, leg)
        net.feed(5080, re.sub("BYE .*\r", "SIP/2.0 200 OK\r", net.last(), count=1), PHONE)
        net.advance(6)  # our own BYE is forgotten after 5 s
    assert agent.legs() == []
    assert len(agent._core.transactions) >= 1
    gc.collect()
    kept = gc.get_objects()
    assert not [thing for thing in kept if isinstance(thing, Call) and thing.core is agent._core]
    assert not [r for r in kept if isinstance(r, Request) and r.call_id == name]
    # Repeats are still recognised, and a CANCEL that comes too late is still answered (§9.2).
    if ends == "BYE":
        assert net.feed(5080, bye, PHONE) == ["SIP/2.0 200 OK"]
    if ends != "CANCEL":
        assert net.feed(5080, says(body=SDP), PHONE) == []
        assert net.feed(5080, says("ACK", to=to), PHONE) == []
        assert net.feed(5080, says("CANCEL"), PHONE) == ["SIP/2.0 200 OK"]
        assert to in net.last()


@pytest.mark.parametrize("answered", ["", "100 Trying"])
def test_a_reinvite_that_is_never_answered_ends_with_its_call(answered: str) -> None:
    """After a 100 no timer runs for it (RFC 3261 §17.1.1.2): it stayed, and the call with it."""
    net = Net()
    net.agent(5070)
    net.agent(5080)
    leg = net.dial(5070, 5080)
    net.accept(5080, net.arrived(5080))
    net.lose = lambda port, sent: b"CSeq: 2 INVITE" in sent.data
    net.agents[5070].offer_again(leg, net.now)
    net.run()
    if answered:
        text = re.sub("INVITE .*\r", f"SIP/2.0 {answered}\r", net.last(), count=1)
        net.agents[5070].receive(text.encode(), ("127.0.0.1", 5080), "UDP", net.now)
    net.hang_up(5070, leg)
    net.advance(40)
    assert net.endings(5080) == [("normal", "them")]
    assert net.is_clean()
