"""A phone that says anything, at any time, in any order: all well-formed, little of it sensible.

Whatever it does, each of its requests gets one final answer, each leg ends once, nothing is sent
to anybody else, and in the end nothing is remembered.
"""

import re
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st
from sip_net import SDP, Net, message

from bridge.events import CallArrived, LegEnded, LegId
from tests.fuzz.inputs import FRAGMENTS

PHONE = ("127.0.0.1", 7000)
BODIES = {
    "none": "",
    "sound": SDP,
    "moved": SDP.replace("4000", "4400"),
    "held": SDP + "a=sendonly\r\n",
    "nowhere": SDP.replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"),
    "off": SDP.replace("m=audio 4000", "m=audio 0"),
    "wide": SDP.replace("8 0 101", "9"),
    "broken": "v=0\r\nm=",
}
EXTRAS = (
    "", "", "", "Require: wings\r\n", "Supported: timer\r\nSession-Expires: 20\r\n",
    "Supported: timer\r\nSession-Expires: 120;refresher=uac\r\n", "Require: 100rel\r\n",
    "RAck: 1 1 INVITE\r\n", "Refer-To: <sip:8002@127.0.0.1>\r\n", "Expires: 3\r\n",
    "Replaces: call-1;to-tag=TAG;from-tag=f1\r\n",
)  # fmt: skip
METHODS = (
    "INVITE", "UPDATE", "BYE", "CANCEL", "INFO", "OPTIONS", "PRACK", "REFER", "NOTIFY", "ACK",
    "ACK", "MESSAGE",
)  # fmt: skip

requests = st.tuples(
    st.just("request"), st.sampled_from(METHODS), st.sampled_from([1, 1, 1, 0, -1, 5]),
    st.sampled_from(sorted(BODIES)), st.sampled_from(EXTRAS),
    st.sampled_from(["f1", "f1", "other"]),
)  # fmt: skip
answers = st.tuples(
    st.just("answer"),
    st.sampled_from([100, 180, 183, 200, 200, 302, 401, 408, 422, 481, 486, 491, 500, 503, 600]),
    st.sampled_from(sorted(BODIES)), st.sampled_from(["p1", "p1", "p2"]),
    st.sampled_from(["", "", "Require: 100rel\r\nRSeq: 1\r\n", "Min-SE: 900\r\n"]),
)  # fmt: skip
house = st.tuples(
    st.just("house"), st.sampled_from(["ring", "accept", "hang_up", "offer_again", "report"])
)
others = st.tuples(st.just("repeat"), st.integers(0, 9)) | st.tuples(
    st.just("time"), st.sampled_from([0.1, 0.6, 5, 33])
)
garbled = st.tuples(
    st.just("garble"), st.integers(0, 9), st.integers(0, 600), st.sampled_from(FRAGMENTS)
)
anything = requests | answers | house | others
Step = tuple[object, ...]


class RudePhone:
    """Plays the steps against the agent at 5080."""

    def __init__(self) -> None:
        self.net = Net()
        self.agent = self.net.agent(5080, session_seconds=200)
        self.said: list[str] = []
        self.said_at: list[float] = []
        self.cseq = 1
        self.garbled = False
        self.finals: dict[tuple[str, str], set[str]] = defaultdict(set)

    def play(self, steps: list[Step]) -> None:
        for step in steps:
            kind, *rest = step
            getattr(self, f"_{kind}")(*rest)
            self._look()

    def say(self, text: str) -> None:
        self.said.append(text)
        self.said_at.append(self.net.now)
        self.net.feed(5080, text, PHONE)

    def invite(self, body: str) -> None:
        self.say(message(body=body))
        self._look()

    def _tag(self) -> str:
        """Our tag as the phone knows it, from the last message that carried one."""
        for _, sent in reversed(self.net.sent):
            found = re.search(rb"(?:^|\n)(?:To|From): [^\r]*;tag=(\w+p5080)", sent.data)
            if found:
                return found[1].decode()
        return "none"

    def _request(self, method: str, later: int, body: str, extra: str, from_tag: str) -> None:
        self.cseq = max(0, self.cseq + later)
        first = method == "CANCEL"  # of the first INVITE
        self.say(
            message(
                method, cseq=1 if first else self.cseq, body=BODIES[body],
                branch="z9hG4bK-1" if first else f"z9hG4bKr{len(self.said)}",
                to="<sip:12345@127.0.0.1>" + ("" if first else f";tag={self._tag()}"),
                from_=f"<sip:13900000000@127.0.0.1>;tag={from_tag}",
                extra=extra.replace("TAG", self._tag()),
            )
        )  # fmt: skip

    def _answer(self, status: int, body: str, tag: str, extra: str) -> None:
        """Answer the last request of the agent."""
        asked = [
            m.data.decode(errors="replace")
            for _, m in self.net.sent
            if m.data[:3] not in (b"SIP", b"ACK")
        ]
        if not asked:
            return
        keep = [x for x in asked[-1].split("\r\n") if re.match("Via|From|To|Call-ID|CSeq", x)]
        keep = [f"{x};tag={tag}" if x[:3] == "To:" and ";tag=" not in x else x for x in keep]
        text = BODIES[body]
        kind = "Content-Type: application/sdp\r\n" if text else ""
        head = "\r\n".join([f"SIP/2.0 {status} Any", *keep, "Contact: <sip:p@127.0.0.1:7000>"])
        self.say(f"{head}\r\n{extra}{kind}Content-Length: {len(text)}\r\n\r\n{text}")

    def _repeat(self, number: int) -> None:
        pairs = zip(self.said, self.said_at, strict=True)
        recent = [text for text, at in pairs if self.net.now < at + 32]
        if recent:  # later it would be another request
            self.net.feed(5080, recent[-1 - number % len(recent)], PHONE)

    def _garble(self, number: int, at: int, fragment: bytes) -> None:
        """Something said before, with foreign bytes in it."""
        self.garbled = True
        data = self.said[-1 - number % len(self.said)].encode() if self.said else b""
        at = min(at, len(data))
        self.net.feed(5080, data[:at] + fragment + data[at + len(fragment) :], PHONE)

    def _time(self, seconds: float) -> None:
        self.net.advance(seconds)

    def _house(self, what: str) -> None:
        net, agent = self.net, self.agent
        for leg in agent.legs():
            if what == "accept":
                agent.accept(leg, "127.0.0.1", 6000, net.now)
            elif what == "report":
                agent.report_transfer(leg, 200, net.now)
            else:
                getattr(agent, what)(leg, net.now)
        net.run()

    def _look(self) -> None:
        for _, sent in self.net.sent:
            # A garbled Contact may name another port; the machine is always the phone's.
            assert sent.address == PHONE or (self.garbled and sent.address[0] == PHONE[0])
            text = sent.data.decode(errors="replace")
            if text.startswith("SIP/2.0") and not text.startswith("SIP/2.0 1"):
                branch = re.search("branch=([^;]+)", text)
                method = re.search(r"CSeq: \d+ (\w+)", text)
                if branch and method:
                    self.finals[branch[1], method[1]].add(text.split()[1])

    def over(self, dialled: int = 0) -> None:
        """Everybody hangs up; what is true of every call is true of these."""
        self._house("hang_up")
        self.net.advance(400)
        self._look()
        assert self.net.is_clean()
        legs = dialled + len(self.net.of(5080, CallArrived))
        ended = [event.leg for event in self.net.of(5080, LegEnded) if isinstance(event, LegEnded)]
        assert len(ended) == len(set(ended)) == legs

    def all_answered(self) -> None:
        """Every request got one final answer."""
        for text in self.said:
            method = text.split(" ")[0]
            if method not in ("ACK", "SIP/2.0"):
                branch = re.search("branch=([^;]+)", text)
                assert branch
                given = self.finals[branch[1], method]
                # A repeat of what was refused without memory may come when the call is gone.
                assert len(given) == 1 or len(given - {"481"}) == 1, text


@given(st.lists(anything, max_size=14), st.sampled_from(["sound", "none"]))
def test_it_calls_us(steps: list[Step], body: str) -> None:
    phone = RudePhone()
    phone.invite(BODIES[body])
    phone.play(steps)
    phone.over()
    phone.all_answered()


@given(
    st.lists(anything, max_size=8),
    st.sampled_from(["sound", "none"]),
    st.lists(anything, max_size=12),
)
def test_it_talks_with_us(before: list[Step], body: str, steps: list[Step]) -> None:
    phone = RudePhone()
    phone.invite(BODIES[body])
    phone.play([("house", "accept"), ("request", "ACK", 0, "sound", "", "f1"), *before])
    phone.play(steps)
    phone.over()
    phone.all_answered()


@given(st.lists(anything, max_size=14))
def test_we_call_it(steps: list[Step]) -> None:
    phone = RudePhone()
    phone.agent.dial(
        LegId("out"), "sip:1@127.0.0.1:7000", caller="1", display="", media=("127.0.0.1", 4000),
        headers={}, now=phone.net.now,
    )  # fmt: skip
    phone.net.run()
    phone.play(steps)
    phone.over(dialled=1)
    phone.all_answered()


@given(st.lists(anything | garbled | garbled, max_size=16), st.booleans())
def test_it_does_not_even_speak_clearly(steps: list[Step], dialled: bool) -> None:
    phone = RudePhone()
    if dialled:
        phone.agent.dial(
            LegId("out"), "sip:1@127.0.0.1:7000", caller="1", display="",
            media=("127.0.0.1", 4000), headers={}, now=phone.net.now,
        )  # fmt: skip
        phone.net.run()
    else:
        phone.invite(SDP)
    phone.play(steps)
    phone.over(dialled)
