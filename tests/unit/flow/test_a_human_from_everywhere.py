"""“人工” and key 0 bring a human from every state of every shipped flow, whatever came before."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.state import Phase
from tests.unit.flow.talk import Talk
from tests.unit.flow.test_never_silent import EVENTS, FLOWS, _meant, happen

ASKS = st.sampled_from(["key", "voice"])


def after(name: str, script: list[ev.FlowEvent | str]) -> Talk:
    """A call to which all of this has happened."""
    talk = Talk(FLOWS[name], _meant).start()
    for event in script:
        happen(talk, event)
    return talk


def _in_good_hands(talk: Talk) -> bool:
    """With people, on the way to them, or at the last sentence."""
    state = talk.state
    handing_over = state.step == talk.flow.emergency
    return state.with_people or handing_over or state.phase is Phase.ENDED or state.wrapping_up


@given(name=st.sampled_from(sorted(FLOWS)), script=st.lists(EVENTS, max_size=30), how=ASKS)
def test_a_human_from_everywhere(name: str, script: list[ev.FlowEvent | str], how: str) -> None:
    talk = after(name, script)
    if _in_good_hands(talk):
        return
    waiting = talk.state.phase is Phase.WAITING
    if how == "key":
        talk.feed(ev.KeyPressed("0"))
    else:
        talk.feed(ev.Heard("转人工"))
        talk.hear_out()  # a notice that must be heard to its end is
    last = [a for a in talk.done if isinstance(a, do.JoinQueue | do.LeaveQueue | do.Transfer)]
    if waiting:
        assert last, "waits for people already"
    else:
        assert isinstance(last[-1], do.JoinQueue), talk.state
        assert talk.state.step == talk.flow.human


@given(name=st.sampled_from(sorted(FLOWS)), script=st.lists(EVENTS, max_size=20))
def test_silence_is_borne_at_most_twice_in_a_row(
    name: str, script: list[ev.FlowEvent | str]
) -> None:
    """Then people come, or the flow goes on without the answer; no question is put a third time."""
    talk = after(name, script)
    asked, times = _question(talk), 0
    for _ in range(30):
        talk.hear_out()
        if _in_good_hands(talk) or "silence" not in talk.timers:
            return
        if _question(talk) != asked:
            asked, times = _question(talk), 0
        talk.silent()
        times += 1
        assert times <= talk.flow.limits.misses + 1
    raise AssertionError("silence never comes to an end")


def _question(talk: Talk) -> tuple[str, object]:
    """What is being asked: a step may have several questions."""
    return talk.state.step, talk.state.memo
