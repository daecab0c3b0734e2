"""Random calls through every shipped flow: the caller is never left in silence, nothing raises.

After every event one of these holds: something is being said; silence is timed; the caller waits
for people and is spoken to now and then; people have the call; it is over.
"""

from hypothesis import given
from hypothesis import strategies as st

from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.state import Phase
from tests.unit.flow.talk import Talk, shipped

FLOWS = {name: shipped(name) for name in ("12345", "12345-direct", "followup", "ringback")}
ANSWER = ev.Reply(ev.Finding.ANSWER, "a", "甲", "答案。", "更长的答案。", score=1.0)
ASKING = ev.Reply(ev.Finding.CLARIFY, question="是甲还是乙？", among=("a", "b"))
MATTERS = (ev.Matter("help", "暖气不热", ("place", "time")), ev.Matter("complaint", "噪声"))
FIRE = ev.Emergency("119", "火灾", "着火了")


def _meant(text: str, whole: str, among: tuple[str, ...]) -> ev.Understood:
    """The script's words say what they are to mean."""
    matters = () if "又亮了" in whole else MATTERS[: min(whole.count("诉"), 2)]
    kind = {"问": "inquiry", "诉": "help"}.get(text[:1])
    reply = {"问答": ANSWER, "问选": ASKING}.get(text, ev.NO_REPLY)
    return ev.Understood(text, whole, kind, reply, matters)


WORDS = [
    "问答",
    "问选",
    "问空",
    "诉苦",
    "对",
    "不对",
    "没有了",
    "再说一遍",
    "嗡嗡嗡",
    "它又亮了",
    "转人工",
]
EVENTS = st.one_of(
    st.sampled_from(WORDS).map(ev.Heard),
    st.sampled_from(["said", "silence", "announce", "offer", "comfort"]),
    st.sampled_from(["0", "1", "2", "9", "*"]).map(ev.KeyPressed),
    st.sampled_from(
        [
            ev.SpeechBegan(),
            ev.SpeechStopped(),
            ev.PartialHeard("诉"),
            ev.EmergencyHeard(FIRE),
            ev.QueueMoved(2),
            ev.NobodyThere(),
            ev.OperatorJoined("甲"),
            ev.OperatorLeft("甲"),
            ev.HandoverMoved(ev.HandoverResult.TALKING, "119"),
            ev.HandoverMoved(ev.HandoverResult.DONE, "119"),
            ev.HandoverMoved(ev.HandoverResult.FAILED, "119"),
            ev.PartFailed(ev.Part.VOICE),
            ev.SomebodyWaits(),
            ev.RingBackBooked(False),
        ]
    ),
)


@given(name=st.sampled_from(sorted(FLOWS)), script=st.lists(EVENTS, max_size=40))
def test_never_in_silence(name: str, script: list[ev.FlowEvent | str]) -> None:
    talk = Talk(FLOWS[name], _meant).start()
    for event in script:
        happen(talk, event)
        check(talk)
    talk.feed(ev.CallerLeft())
    assert talk.state.phase is Phase.ENDED


def happen(talk: Talk, event: ev.FlowEvent | str) -> None:
    """What was said ends, a timer fires, or anything else that can happen now."""
    if event == "said":
        if talk.state.speaking:
            talk.feed(ev.PromptEnded(talk.state.speaking[0]))
    elif isinstance(event, str):
        if talk.timers.pop(event, None) is not None:
            talk.feed(ev.TimerFired(event))
    elif _can_happen(talk, event):
        talk.feed(event)


def _can_happen(talk: Talk, event: ev.FlowEvent) -> bool:
    """People join whom the flow asked for, and leave when they were there."""
    if isinstance(event, ev.OperatorJoined):
        return _queued(talk) and not talk.state.with_people
    if isinstance(event, ev.OperatorLeft):
        return talk.state.with_people and talk.state.step == talk.flow.human
    if isinstance(event, ev.QueueMoved | ev.NobodyThere):
        return _queued(talk) and not talk.state.with_people
    if isinstance(event, ev.HandoverMoved):
        return _handing_over(talk)
    return True


def _queued(talk: Talk) -> bool:
    last = [a for a in talk.done if isinstance(a, do.JoinQueue | do.LeaveQueue | do.Transfer)]
    return bool(last) and isinstance(last[-1], do.JoinQueue)


def _handing_over(talk: Talk) -> bool:
    return type(talk.flow.steps[talk.state.step]).__name__ == "Transfer" and bool(
        talk.of(do.Transfer)
    )


def check(talk: Talk) -> None:
    state = talk.state
    if state.held:
        assert "silence" in talk.timers, state
    if state.phase is Phase.ENDED or state.with_people or state.speaking:
        return
    if state.phase is Phase.WAITING:
        assert set(talk.timers) & {"announce", "comfort"}, state
    else:
        assert "silence" in talk.timers, state
