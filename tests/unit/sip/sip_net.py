"""A network in memory: agents at addresses, a clock that is moved, messages that can be lost."""

from collections.abc import Callable

from bridge.events import CallArrived, LegEnded, LegId
from bridge.sip.agent import UserAgent
from bridge.sip.config import AgentConfig
from bridge.sip.core import Outgoing
from bridge.sip.events import SipEvent


class CountedIds:
    """Ids that are the same in every run."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._count = 0

    def token(self) -> str:
        self._count += 1
        return f"{self._count:06x}{self._prefix}"

    def fraction(self) -> float:
        return 0.5


class Net:
    """Agents on 127.0.0.1:PORT; everything sent is kept in `sent`, everything told in `events`."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.agents: dict[int, UserAgent] = {}
        self.events: dict[int, list[SipEvent]] = {}
        self.sent: list[tuple[int, Outgoing]] = []
        self.lose: Callable[[int, Outgoing], bool] = lambda port, message: False

    def agent(self, port: int, **settings: object) -> UserAgent:
        config = AgentConfig(port=port, **settings)  # type: ignore[arg-type]
        self.agents[port] = UserAgent(config, CountedIds(f"p{port}"))
        self.events[port] = []
        return self.agents[port]

    def run(self) -> None:
        """Deliver until nothing moves any more."""
        busy = True
        while busy:
            busy = False
            for port, agent in self.agents.items():
                for message in agent.take_outgoing():
                    busy = True
                    self.sent.append((port, message))
                    target = self.agents.get(message.address[1])
                    if target is not None and not self.lose(port, message):
                        source = ("127.0.0.1", port)
                        target.receive(message.data, source, message.transport, self.now)
                events = agent.take_events()
                busy = busy or bool(events)
                self.events[port] += events

    def advance(self, seconds: float) -> None:
        """Let time pass, every timer at its time."""
        end = self.now + seconds
        self.run()
        while True:
            due = [t for a in self.agents.values() if (t := a.next_timer()) is not None]
            if not due or min(due) > end:
                break
            self.now = max(self.now, min(due))
            for agent in self.agents.values():
                agent.advance(self.now)
            self.run()
        self.now = end

    def feed(self, port: int, data: bytes | str, source: tuple[str, int]) -> list[str]:
        """Give raw bytes to an agent; the start lines of what it sends back to that source."""
        raw = data.encode() if isinstance(data, str) else data
        self.agents[port].receive(raw, source, "UDP", self.now)
        before = len(self.sent)
        self.run()
        return [
            message.data.split(b"\r\n")[0].decode()
            for _, message in self.sent[before:]
            if message.address == source
        ]

    def last(self) -> str:
        """The text of the last message sent by anybody."""
        return self.sent[-1][1].data.decode()

    def starts(self, port: int | None = None) -> list[str]:
        """What was sent, without the details: `INVITE`, `200 INVITE`."""
        lines = []
        for sender, message in self.sent:
            if port is not None and sender != port:
                continue
            text = message.data.decode()
            first = text.split(" ")
            if first[0] == "SIP/2.0":
                cseq = next(x for x in text.split("\r\n") if x.startswith("CSeq"))
                lines.append(f"{first[1]} {cseq.split()[2]}")
            else:
                lines.append(first[0])
        return lines

    def of(self, port: int, kind: type) -> list[SipEvent]:
        return [event for event in self.events[port] if isinstance(event, kind)]

    def dial(self, port: int, to: int, leg: str = "out", **extra: object) -> LegId:
        options: dict[str, object] = {"caller": "13900000000", "display": "", "headers": {}}
        options |= extra
        target = f"sip:12345@127.0.0.1:{to}"
        self.agents[port].dial(
            LegId(leg), target, media=("127.0.0.1", 4000), now=self.now, **options  # type: ignore[arg-type]
        )  # fmt: skip
        self.run()
        return LegId(leg)

    def arrived(self, port: int) -> LegId:
        event = self.of(port, CallArrived)[-1]
        assert isinstance(event, CallArrived)
        return event.leg

    def accept(self, port: int, leg: LegId) -> None:
        self.agents[port].accept(leg, "127.0.0.1", 6000, self.now)
        self.run()

    def hang_up(self, port: int, leg: LegId) -> None:
        self.agents[port].hang_up(leg, self.now)
        self.run()

    def endings(self, port: int) -> list[tuple[str, str]]:
        return [
            (event.cause.value, event.by.value)
            for event in self.of(port, LegEnded)
            if isinstance(event, LegEnded)
        ]

    def is_clean(self) -> bool:
        """Whether nobody remembers anything: no call, transaction or timer is left."""
        return all(
            not agent.legs() and not len(agent._core.transactions) and agent.next_timer() is None
            for agent in self.agents.values()
        )


SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)


def message(
    method: str = "INVITE",
    *,
    uri: str = "sip:12345@127.0.0.1:5080",
    branch: str = "z9hG4bK-1",
    call_id: str = "call-1",
    cseq: int = 1,
    to: str = "<sip:12345@127.0.0.1>",
    from_: str = "<sip:13900000000@127.0.0.1>;tag=f1",
    extra: str = "",
    body: str = "",
    version: str = "SIP/2.0",
    contact: str = "<sip:13900000000@127.0.0.1:7000>",
) -> str:
    """A request as a plain phone at 127.0.0.1:7000 would send it."""
    kind = "Content-Type: application/sdp\r\n" if body and "Content-Type" not in extra else ""
    return (
        f"{method} {uri} {version}\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:7000;branch={branch};rport\r\n"
        f"From: {from_}\r\nTo: {to}\r\nCall-ID: {call_id}\r\nCSeq: {cseq} {method}\r\n"
        + (f"Contact: {contact}\r\n" if contact else "")
        + f"Max-Forwards: 70\r\n{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
    )
