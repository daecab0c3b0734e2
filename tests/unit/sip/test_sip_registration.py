"""We register with a trunk: refreshed, authorised, tried again ever more slowly."""

import re

import msgspec
import pytest
from sip_net import SDP, message

from bridge.events import CallArrived, PhoneRegistered
from bridge.sip.config import RegistrationConfig
from bridge.sip.events import TrunkChanged

SERVER = "sip:127.0.0.1:5080"


def trunk(net, *, password: str = "secret", seconds: int = 600, **theirs: object) -> None:
    """5080 is the trunk and asks everybody for a password; 5070 registers with it."""
    net.agent(5080, trusted=(), accounts={"line": "secret"}, stranger_rate=1e6, **theirs)
    config = RegistrationConfig(server=SERVER, user="line", password=password, seconds=seconds)
    net.agent(5070, trusted=(), registrations=(config,), stranger_rate=1e6)
    net.agents[5070].register(net.now)
    net.run()


def changes(net) -> list[tuple[bool, int | None]]:
    return [(event.registered, event.status) for event in net.of(5070, TrunkChanged)]


def asked(net) -> int:
    """How many REGISTERs there were, repeats not counted."""
    sent = [m.data for _, m in net.sent if m.data.startswith(b"REGISTER")]
    return len({re.search(rb"CSeq: (\d+)", data)[1] for data in sent})


def test_registered_refreshed_and_signed_off(net):
    trunk(net)
    assert changes(net) == [(True, 200)]
    assert net.agents[5070].trunks() == {SERVER: True}
    assert net.agents[5080].registered() == {"line": "sip:line@127.0.0.1:5070"}
    net.advance(3000)
    assert changes(net) == [(True, 200)]
    assert net.agents[5080].registered()
    assert 6 <= len(net.of(5080, PhoneRegistered)) <= 9
    net.agents[5070].unregister(net.now)
    assert not net.agents[5070].is_quiet()
    net.run()
    assert net.agents[5070].is_quiet()
    assert net.agents[5080].registered() == {}
    assert changes(net) == [(True, 200), (False, 200)]
    net.advance(700)
    assert net.is_clean()


def test_a_trunk_we_are_registered_with_may_call_us(net):
    trunk(net)
    net.dial(5080, 5070)
    assert len(net.of(5070, CallArrived)) == 1
    net.agents[5070].unregister(net.now)
    net.run()
    net.agents[5080].hang_up("out", net.now)
    net.advance(64)
    net.dial(5080, 5070, leg="again")
    assert len(net.of(5070, CallArrived)) == 1  # strangers again


def test_the_trunk_asks_who_dials(net):
    trunk(net)
    net.dial(5070, 5080)
    assert len(net.of(5080, CallArrived)) == 1
    assert net.starts(5080).count("401 INVITE") == 1


def test_a_wrong_password_is_not_tried_again_at_once(net):
    trunk(net, password="wrong")
    net.advance(5)
    assert asked(net) == 2
    assert changes(net) == [(False, 403)]
    net.advance(3600)
    assert 8 <= asked(net) <= 16
    net.agents[5070].unregister(net.now)  # while it waits
    assert net.agents[5070].is_quiet()


def test_a_trunk_without_password_is_refused(net):
    trunk(net, password="")
    assert changes(net) == [(False, 401)]


def test_silence_is_met_with_growing_pauses(net):
    net.lose = lambda port, outgoing: True
    trunk(net)
    net.advance(4 * 3600)
    assert 8 <= asked(net) <= 20
    assert changes(net) == [(False, None)]
    net.lose = lambda port, outgoing: False
    net.advance(1900)
    assert changes(net) == [(False, None), (True, 200)]
    net.lose = lambda port, outgoing: True
    net.advance(1200)
    assert changes(net)[-1] == (False, None)
    assert net.agents[5070].trunks() == {SERVER: False}


def test_stopped_while_asking(net):
    net.lose = lambda port, outgoing: True
    trunk(net)
    net.agents[5070].unregister(net.now)
    net.advance(40)
    assert net.agents[5070].is_quiet()
    net.agents[5070].unregister(net.now)
    net.advance(4000)
    assert net.is_clean()


def answer(net, start: str, extra: str = "") -> None:
    """The trunk is a hand: it answers the last REGISTER."""
    sent = [m.data.decode() for _, m in net.sent if m.data.startswith(b"REGISTER")][-1]
    keep = [x for x in sent.split("\r\n") if re.match("Via|From|To|Call-ID|CSeq", x)]
    text = "\r\n".join([f"SIP/2.0 {start}", *keep]) + f"\r\n{extra}Content-Length: 0\r\n\r\n"
    net.feed(5070, text, ("127.0.0.1", 7000))


@pytest.fixture
def by_hand(net):
    config = RegistrationConfig(server="sip:127.0.0.1:7000", user="line", password="secret")
    net.agent(5070, registrations=(config,))
    net.agents[5070].register(net.now)
    net.run()
    return net


def test_an_interval_that_is_too_brief(by_hand):
    answer(by_hand, "100 Trying")
    answer(by_hand, "423 Brief", "Min-Expires: 7200\r\n")
    assert "Expires: 7200" in by_hand.last()
    answer(by_hand, "423 Brief", "Min-Expires: 7200\r\n")
    assert changes(by_hand) == [(False, 423)]


def test_retry_after_is_obeyed(by_hand):
    answer(by_hand, "503 Later", "Retry-After: 500 (in a while);duration=3\r\n")
    by_hand.advance(499)
    assert asked(by_hand) == 1
    by_hand.advance(2)
    assert asked(by_hand) == 2


@pytest.mark.parametrize(
    ("extra", "seconds"),
    [
        ("", 3600),
        ("Expires: 100\r\n", 100),
        ("Contact: nonsense<\r\nContact: <sip:line@127.0.0.1:5070>;expires=50\r\n", 50),
    ],
)
def test_what_the_trunk_grants(by_hand, extra, seconds):
    answer(by_hand, "200 OK", extra)
    by_hand.advance(0.8 * seconds - 1)
    assert by_hand.starts(5070) == ["REGISTER"]
    by_hand.advance(2)
    assert by_hand.starts(5070)[:2] == ["REGISTER", "REGISTER"]


def test_stale_nonces_are_answered_and_endless_challenges_are_not(by_hand):
    challenge = 'WWW-Authenticate: Digest realm="r", nonce="n{}", algorithm=MD5, stale=true\r\n'
    for number in range(6):
        answer(by_hand, "401 Who", challenge.format(number))
    assert by_hand.starts(5070).count("REGISTER") == 4
    assert changes(by_hand) == [(False, 401)]


def test_a_challenge_nobody_understands(by_hand):
    answer(by_hand, "401 Who", "WWW-Authenticate: Basic realm=x\r\n")
    answer(by_hand, "401 Who", "WWW-Authenticate: Basic realm=x\r\n")  # an old round
    assert changes(by_hand) == [(False, 401)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"server": "trunk"}, {"server": "sip:trunk.example"}, {"server": "sip:a@10.0.0.1"},
        {"server": "tel:123"}, {"user": ""}, {"seconds": 1},
    ],
)  # fmt: skip
def test_settings_that_cannot_work(wrong):
    given = {"server": "sip:10.0.0.1", "user": "u"} | wrong
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, RegistrationConfig)


def test_how_a_trunk_is_reached():
    def hop(server):
        found = RegistrationConfig(server=server, user="u").hop()
        return found.host, found.port, found.transport

    assert hop("sip:10.0.0.1") == ("10.0.0.1", 5060, "UDP")
    assert hop("sip:[::1]:5070;transport=tcp") == ("::1", 5070, "TCP")
    assert hop("sips:10.0.0.1") == ("10.0.0.1", 5061, "TLS")


def test_a_stranger_may_not_use_the_trust_of_a_trunk_to_register(net):
    trunk(net)
    text = message("REGISTER", extra="Expires: 60\r\n", body="")
    assert net.feed(5070, text, ("127.0.0.1", 7000))[0].split()[1] == "403"
    assert SDP
