"""Plays `conversations.yaml` through the interpreter with the real knowledge base and drafting."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.calls.mind import Mind
from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.state import Phase
from ivr.knowledge.base import KnowledgeBase
from ivr.tickets.model import TicketDraft
from ivr.tickets.understanding import Understanding
from tests.unit.flow.talk import AT, ROOT, Talk, shipped

CONVERSATIONS = yaml.safe_load(
    (Path(__file__).parent / "conversations.yaml").read_text(encoding="utf-8")
)
EVENTS: dict[str, ev.FlowEvent] = {
    "left": ev.CallerLeft(),
    "nobody": ev.NobodyThere(),
    "desk_failed": ev.HandoverMoved(ev.HandoverResult.FAILED, "110"),
}


@pytest.fixture(scope="module")
def minds() -> tuple[KnowledgeBase, Understanding]:
    local = tomllib.loads((ROOT / "config" / "local.toml").read_text(encoding="utf-8"))["local"]
    answers, _ = KnowledgeBase.load(ROOT / "knowledge_base", local, AT.date())
    drafting, faults = Understanding.load(ROOT / "knowledge_base")
    assert faults == []
    return answers, drafting


@dataclass
class RealTalk(Talk):
    """Understands for real, and finds danger in every word as the session does."""

    mind: Mind | None = None
    drafts: list[TicketDraft] = field(default_factory=list)
    tickets: int = 0

    def _perform(self, action: do.FlowAction) -> list[ev.FlowEvent]:
        assert self.mind is not None
        if isinstance(action, do.Understand):
            return [
                self.mind.understand(
                    action.text, action.whole, action.among, action.about, asked=action.asked
                )
            ]
        if isinstance(action, do.OpenTickets):
            self.opened.append(action)
            drafts = self.mind.tickets_of(action.whole, action.matters)
            self.drafts += drafts
            before, self.tickets = self.tickets, self.tickets + len(drafts)
            numbers = tuple(f"2611200{n + 1:03}" for n in range(before, self.tickets))
            return [ev.TicketsOpened(numbers)]
        return super()._perform(action)

    def play(self, turn: dict[str, Any]) -> None:
        self.hear_out()
        if "say" in turn:
            self._speak(turn["say"], finished=not turn.get("partial"))
        elif turn.get("silent"):
            self.silent()
        elif "press" in turn:
            self.feed(ev.KeyPressed(turn["press"]))
        elif "event" in turn:
            self.feed(EVENTS[turn["event"]])
        self.hear_out()

    def _speak(self, text: str, *, finished: bool) -> None:
        assert self.mind is not None
        self.feed(ev.SpeechBegan())
        for end in range(2, len(text) + 1, 2):
            self._danger(text[:end], going_on=True)
            self.feed(ev.PartialHeard(text[:end]))
        self._danger(text)
        if finished:
            self.feed(ev.Heard(text, 0.9))

    def _danger(self, text: str, *, going_on: bool = False) -> None:
        assert self.mind is not None
        found = self.mind.danger(text, going_on=going_on)
        if found is not None:
            self.feed(ev.EmergencyHeard(found))

    def outcome(self) -> str:
        if self.ended:
            return "hung_up"
        if self.state.phase is Phase.WAITING:
            return "transfer" if self.state.step == self.flow.emergency else "queue"
        return "open"


@pytest.mark.parametrize("told", CONVERSATIONS, ids=lambda told: told["name"])
def test_conversation(told: dict[str, Any], minds: tuple[KnowledgeBase, Understanding]) -> None:
    flow = shipped(told.get("flow", "12345"))
    talk = RealTalk(flow, mind=Mind(*minds, AT))
    talk.state = type(talk.state)(
        flow=flow.name, words=(*talk.state.words, ("summary", "您家暖气不热"))
    )
    talk.start()
    since = 0
    for turn in told["turns"]:
        if set(turn) & {"say", "silent", "press", "event"}:
            talk.hear_out()
            since = len(talk.said)
        talk.play(turn)
        said = "".join(talk.said[since:])
        for words in turn.get("heard", []):
            assert words in said, f"{turn}: {talk.said}"
        for words in turn.get("not_heard", []):
            assert words not in said, f"{turn}: {talk.said}"
    check(told, talk)


def check(told: dict[str, Any], talk: RealTalk) -> None:
    if "ends" in told:
        assert talk.outcome() == told["ends"], talk.said
    if "answers" in told:
        assert [a.entry for a in talk.of(do.AnswerGiven) if not a.longer] == told["answers"]
    if "helped" in told:
        wanted = ["yes" if h is True else h for h in told["helped"]]
        assert [str(h.helped) for h in talk.of(do.HelpedNoted)] == wanted
    if "tickets" in told:
        assert len(talk.drafts) == len(told["tickets"]), [d.summary for d in talk.drafts]
        for draft, line in zip(talk.drafts, told["tickets"], strict=True):
            kind, words = line.split()
            assert str(draft.kind) == kind
            assert words in (draft.summary or "")
    if "added" in told:
        added = [f"{a.number[-1]} {a.sort} {a.words}" for a in talk.of(do.AddToTicket)]
        assert added == told["added"]
    if "ring_at" in told:
        assert [o.ring_at for o in talk.opened] == told["ring_at"]
    if "secrecy" in told:
        assert [o.secrecy for o in talk.opened] == told["secrecy"]
    if "confirmed" in told:
        assert [o.confirmed for o in talk.opened] == [told["confirmed"]]
    if "transfer" in told:
        assert [t.service for t in talk.of(do.Transfer)] == [told["transfer"]]
    if "rating" in told:
        assert [r.rating for r in talk.of(do.RatingGiven)] == [told["rating"]]
