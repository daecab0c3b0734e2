"""Whatever arrives, `receive` raises nothing and time goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sip_net import Net

from bridge.sip.framing import Framer
from tests.fuzz.inputs import SEEDS, messages
from tests.fuzz.targets import TARGETS


@given(
    st.lists(st.tuples(messages() | st.binary(max_size=200), st.booleans()), max_size=6),
    st.sampled_from(["UDP", "TCP"]),
)
def test_receive_never_raises(messages, transport):
    net = Net()
    agent = net.agent(5080, accounts={"8001": "secret"})
    for data, stranger in messages:
        source = ("203.0.113.9" if stranger else "127.0.0.1", 7000)
        agent.receive(data, source, transport, net.now)
        agent.take_outgoing()
    for leg in agent.legs():
        agent.accept(leg, "127.0.0.1", 6000, net.now)
    net.advance(3)
    for data, _ in messages:  # everything once more, now that calls may stand
        agent.receive(data, ("127.0.0.1", 7000), transport, net.now)
    net.advance(200)
    for leg in agent.legs():
        agent.hang_up(leg, net.now)
    net.advance(200)
    assert all(m.address[0] in ("203.0.113.9", "127.0.0.1") for _, m in net.sent)


@given(st.lists(st.integers(1, 400), max_size=40), st.integers(1, 5))
def test_a_stream_is_cut_the_same_however_it_arrives(sizes, count):
    wire = b"".join(m.encode() for m in SEEDS[:count])
    framer, got, at = Framer(), [], 0
    for size in [*sizes, len(wire)]:
        got += framer.feed(wire[at : at + size])
        at += size
    assert got == [m.encode() for m in SEEDS[:count]]


@given(st.data())
@pytest.mark.parametrize("name", [name for name in TARGETS if name != "agent"])
def test_each_reader_reads_or_refuses(name, data):
    strategy, target = TARGETS[name]
    target(data.draw(strategy))
