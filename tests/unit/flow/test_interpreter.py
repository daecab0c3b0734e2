"""What holds in every state of a flow, tried on the shipped one."""

from dataclasses import replace
from typing import Any

import pytest
from msgspec.structs import replace as replace_fields

from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.config import GREETING
from ivr.flow.interpreter import step
from ivr.flow.state import Phase
from ivr.flow.steps.listen import Listen
from ivr.flow.turn import MOST_NOISES
from tests.unit.flow.talk import Talk, shipped

ANSWER = ev.Reply(
    ev.Finding.ANSWER,
    "medical-card",
    "社保卡补办",
    "带身份证到社保卡服务网点办理，当场就能取卡。",
    "您带上身份证，到任何一个社保卡服务网点都能补办。一般当场就能取卡，不收费。",
    score=0.97,
)
COLD = ev.Matter("help", "您家暖气不热", to_ask=("place",))
LAMP = ev.Matter("help", "小区路灯坏了")
FIRE = ev.Emergency("119", "火灾", "着火了")


def understand(text: str, whole: str, among: tuple[str, ...]) -> ev.Understood:
    matters = []
    if "暖气" in whole:
        matters.append(replace(COLD, to_ask=() if "铁西区" in whole else ("place",)))
    if "路灯" in whole:
        matters.append(LAMP)
    kind = "help" if "暖气" in text or "路灯" in text else None
    reply = ev.NO_REPLY
    if "社保卡" in text:
        kind, reply = "inquiry", ANSWER
    elif "外星" in text:
        kind = "inquiry"
    return ev.Understood(text, whole, kind, reply, tuple(matters))


@pytest.fixture
def talk() -> Talk:
    return Talk(shipped("12345"), understand)


def test_the_greeting_is_said_word_for_word_after_the_notice(talk: Talk) -> None:
    talk.start()
    assert "智能语音助手" in talk.last
    talk.hear_out()
    assert talk.last == GREETING == "您好，12345政务服务便民热线平台。请问有什么可以帮您？"


def test_a_question_is_answered_and_thanks_say_it_helped(talk: Talk) -> None:
    talk.start().say("社保卡丢了怎么补办")
    assert talk.said[-2:] == [ANSWER.answer, "请问还有其他问题吗？"]
    talk.say("没有了，谢谢").hear_out()
    assert talk.of(do.HelpedNoted) == [do.HelpedNoted("medical-card", do.Helped.YES)]
    assert talk.ended


def test_who_asks_again_hears_the_longer_form_once_then_a_human(talk: Talk) -> None:
    talk.start().say("社保卡丢了怎么补办").say("没听明白")
    assert ANSWER.full_answer in talk.said[-2:]
    talk.say("还是没明白")
    assert talk.of(do.JoinQueue)
    assert talk.of(do.HelpedNoted) == [do.HelpedNoted("medical-card", do.Helped.NO)]


@pytest.mark.parametrize("words", ["等一下", "不对我说错了", "我还有个事"])
def test_who_takes_the_goodbye_back_is_heard(talk: Talk, words: str) -> None:
    talk.start().say("社保卡丢了怎么补办").say("没有了，谢谢")
    assert "再见" in talk.last
    talk.feed(ev.Heard(words, 0.9))
    talk.hear_out()
    assert not talk.ended


def test_silence_after_an_answer_ends_kindly(talk: Talk) -> None:
    talk.start().say("社保卡丢了怎么补办").silent().silent().hear_out()
    assert talk.ended
    assert talk.of(do.HelpedNoted) == [do.HelpedNoted("medical-card", do.Helped.INFERRED)]


def test_two_matters_give_two_tickets_each_read_back(talk: Talk) -> None:
    talk.start().say("我家暖气不热，还有小区路灯坏了")
    assert "哪里" in talk.last
    talk.say("铁西区兴华街道")
    assert talk.last.startswith("第一件，您家暖气不热")
    talk.say("对")
    assert talk.last.startswith("第二件，小区路灯坏了")
    talk.say("对的")
    assert len(talk.opened) == 1
    assert talk.opened[0].confirmed
    assert talk.opened[0].matters == (0, 1)
    assert "铁西区" in talk.opened[0].whole
    assert "两件事" in talk.said[-2]
    talk.say("社保卡丢了怎么补办")
    assert ANSWER.answer in talk.said
    talk.say("没有了").hear_out()
    assert talk.ended


def test_a_wrong_draft_is_corrected_once_then_a_human(talk: Talk) -> None:
    talk.start().say("路灯坏了").say("没有了").say("不对")
    assert "哪里不对" in talk.last
    talk.say("是小区里面的路灯")
    assert talk.last.endswith("对吗？")
    talk.say("还是不对")
    assert talk.of(do.JoinQueue)
    assert not talk.opened[0].confirmed


def test_a_follow_up_is_asked_at_most_once(talk: Talk) -> None:
    talk.start().say("路灯坏了")
    assert "还有补充吗" in talk.last
    talk.say("有")
    talk.say("都坏了三天了")
    assert talk.last.endswith("对吗？")


def test_a_question_inside_a_complaint_is_answered_beside_the_ticket(talk: Talk) -> None:
    talk.start().say("路灯坏了").say("顺便问一下社保卡怎么补").say("对")
    assert talk.opened[0].matters == (0,)
    assert "社保卡" not in talk.opened[0].whole
    assert any(s.startswith("另外") and "身份证" in s for s in talk.said)


def test_who_hangs_up_while_telling_leaves_a_ticket(talk: Talk) -> None:
    talk.start().say("路灯坏了")
    talk.feed(ev.CallerLeft())
    assert [t.confirmed for t in talk.opened] == [False]


def test_the_wish_for_a_human_is_no_part_of_the_matter(talk: Talk) -> None:
    talk.start().say("我家暖气不热").say("转人工")
    assert [opened.whole for opened in talk.opened] == ["我家暖气不热"]


def test_silence_is_asked_about_twice_then_a_human(talk: Talk) -> None:
    talk.start().silent().silent()
    assert not talk.of(do.JoinQueue)
    talk.silent()
    assert len(talk.of(do.JoinQueue)) == 1


def test_misunderstanding_is_asked_about_twice_then_a_human(talk: Talk) -> None:
    talk.start().say("嗡嗡嗡").say("哗啦啦")
    assert not talk.of(do.JoinQueue)
    talk.say("咔嚓嚓")
    assert len(talk.of(do.JoinQueue)) == 1


def test_a_question_without_an_answer_goes_to_a_human(talk: Talk) -> None:
    talk.start().say("请问外星人怎么落户")
    assert talk.of(do.JoinQueue)


def test_words_during_the_notice_are_kept(talk: Talk) -> None:
    talk.start()
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.Heard("社保卡丢了怎么补办"))
    assert do.StopSaying() not in talk.done
    talk.hear_out()
    assert ANSWER.answer in talk.said
    assert GREETING not in talk.said


def test_barge_in_stops_the_greeting(talk: Talk) -> None:
    talk.start().feed(ev.PromptEnded(1))
    talk.feed(ev.SpeechBegan())
    assert do.PauseSaying() in talk.done
    assert do.StopSaying() not in talk.done
    talk.feed(ev.PartialHeard("社保"))
    assert talk.done[-2] == do.StopSaying()


@pytest.mark.parametrize("noise", [ev.SpeechStopped(), ev.Heard("")])
def test_a_prompt_goes_on_after_mere_noise(talk: Talk, noise: ev.FlowEvent) -> None:
    talk.start().say("社保卡丢了怎么补办")
    speaking = talk.state.speaking
    for _ in range(MOST_NOISES):
        talk.feed(ev.SpeechBegan())
        talk.feed(noise)
    assert talk.of(do.PauseSaying) + talk.of(do.GoOnSaying) == (
        [do.PauseSaying()] * MOST_NOISES + [do.GoOnSaying()] * MOST_NOISES
    )
    talk.feed(ev.SpeechBegan())  # such a place: only words are listened to
    talk.feed(noise)
    assert len(talk.of(do.PauseSaying)) == MOST_NOISES
    assert talk.state.speaking == speaking
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.PartialHeard("路灯"))
    assert not talk.state.speaking


def test_a_sound_that_never_ends_holds_a_prompt_only_so_long(talk: Talk) -> None:
    talk.start().feed(ev.PromptEnded(1))
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.TimerFired("silence"))
    assert talk.done[-1] == do.GoOnSaying()
    assert talk.state.speaking


def test_what_is_said_into_a_held_prompt_comes_after_it_is_dropped(talk: Talk) -> None:
    talk.start().feed(ev.PromptEnded(1))
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.KeyPressed("0"))
    assert not talk.state.held
    assert talk.done.index(do.StopSaying()) > talk.done.index(do.PauseSaying())
    assert talk.of(do.JoinQueue)


def test_who_says_mhm_during_the_answer_hears_it_whole(talk: Talk) -> None:
    talk.start().say("社保卡丢了怎么补办")
    talk.feed(ev.SpeechBegan())  # into the answer
    talk.feed(ev.Heard("嗯嗯"))
    assert talk.said.count(ANSWER.answer) == 2
    talk.say("嗯")  # after it: heard; whether there is more is asked once again
    assert talk.last == "请问还有其他问题吗？"
    talk.say("嗯").hear_out()
    assert talk.ended


def test_the_machine_says_that_it_is_one(talk: Talk) -> None:
    talk.start().say("你是真人还是机器人")
    assert "不是真人" in talk.last


SPOTS = [
    [],
    ["社保卡丢了怎么补办"],
    ["路灯坏了"],
    ["路灯坏了", "没有了"],
    ["路灯坏了", "没有了", "不对"],
    ["路灯坏了", "没有了", "对"],
    ["嗡嗡嗡"],
]


@pytest.mark.parametrize("words", SPOTS, ids=lambda w: "/".join(w) or "at first")
@pytest.mark.parametrize("asked", ["人工", "0"])
def test_a_human_from_every_state(talk: Talk, words: list[str], asked: str) -> None:
    talk.start()
    for word in words:
        talk.say(word)
    if asked == "0":
        talk.feed(ev.KeyPressed("0"))
    else:
        talk.say("我要转人工")
    assert talk.of(do.JoinQueue)


@pytest.mark.parametrize("words", SPOTS, ids=lambda w: "/".join(w) or "at first")
def test_danger_goes_to_the_police_desk_from_every_state(talk: Talk, words: list[str]) -> None:
    talk.start()
    for word in words:
        talk.say(word)
    said = len(talk.said)
    talk.feed(ev.EmergencyHeard(FIRE))
    assert talk.of(do.Transfer) == [do.Transfer("119", "火灾", True)]
    assert "您别着急" in talk.said[said]
    assert "？" not in "".join(talk.said[said:])


def test_danger_during_the_notice_does_not_wait(talk: Talk) -> None:
    talk.start()
    talk.feed(ev.EmergencyHeard(FIRE))
    assert talk.of(do.Transfer)


def test_danger_found_while_waiting_for_an_operator(talk: Talk) -> None:
    talk.start().say("我要转人工")
    talk.feed(ev.EmergencyHeard(FIRE))
    assert talk.of(do.Transfer)


def test_a_failed_hand_over_ends_with_our_people_first_in_the_queue(talk: Talk) -> None:
    talk.start()
    talk.feed(ev.EmergencyHeard(FIRE))
    talk.feed(ev.Heard("着火了快来人"))
    talk.feed(ev.TimerFired("comfort"))
    talk.feed(ev.HandoverMoved(ev.HandoverResult.FAILED, "119"))
    assert talk.of(do.JoinQueue)[0].emergency
    assert "着火了快来人" in talk.opened[0].whole


def test_a_ticket_of_danger_waits_for_the_end_of_the_sentence(talk: Talk) -> None:
    talk.start().hear_out()
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.EmergencyHeard(FIRE))
    talk.feed(ev.PartialHeard("着火了在"))
    talk.feed(ev.HandoverMoved(ev.HandoverResult.FAILED, "119"))
    assert talk.of(do.JoinQueue)[0].emergency
    assert talk.opened == []
    talk.feed(ev.Heard("着火了，在三号楼"))
    assert [opened.whole for opened in talk.opened] == ["着火了，在三号楼"]
    talk.feed(ev.Heard("快点"))
    talk.feed(ev.CallerLeft())
    assert len(talk.opened) == 1


def test_danger_is_written_down_even_when_the_sentence_never_ends(talk: Talk) -> None:
    talk.start().hear_out()
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.EmergencyHeard(FIRE))
    talk.feed(ev.PartialHeard("着火了在"))
    talk.feed(ev.HandoverMoved(ev.HandoverResult.FAILED, "119"))
    talk.feed(ev.CallerLeft())
    assert [opened.whole for opened in talk.opened] == ["着火了"]


def test_who_waits_hears_the_place_and_may_be_rung_back(talk: Talk) -> None:
    talk.start().say("我要转人工").hear_out()
    talk.feed(ev.QueueMoved(3))
    talk.feed(ev.TimerFired("announce"))
    assert talk.last == "您前面还有2位，请您稍候。"
    talk.hear_out()
    talk.feed(ev.QueueMoved(3, 200.0))  # measured meanwhile
    talk.feed(ev.TimerFired("announce"))
    assert talk.last == "您前面还有2位，预计还要等3分钟左右，请您稍候。"
    talk.feed(ev.TimerFired("offer"))
    talk.say("回电吧").hear_out()
    assert talk.of(do.BookRingBack)
    assert talk.ended


def overflowing(**changes: Any) -> Talk:
    flow = shipped("12345")
    step = replace_fields(flow.steps["operator"], **changes)
    return Talk(replace(flow, steps={**flow.steps, "operator": step}))


def test_a_second_group_is_asked_after_a_while_or_with_many_ahead() -> None:
    talk = overflowing(overflow="district", overflow_seconds=45.0, overflow_waiting=3)
    talk.start().feed(ev.KeyPressed("0"))
    assert talk.timers["overflow"] == 45.0
    talk.feed(ev.QueueMoved(4))
    talk.feed(ev.TimerFired("overflow"))
    talk.feed(ev.QueueMoved(9))
    assert [join.also for join in talk.of(do.JoinQueue)] == [None, "district"]
    assert not talk.of(do.LeaveQueue)


def test_who_finds_the_queue_full_is_led_on_unless_in_danger() -> None:
    talk = overflowing(full="ring_back", full_waiting=5).start()
    talk.feed(ev.KeyPressed("0"))
    talk.feed(ev.QueueMoved(6))
    talk.feed(ev.QueueMoved(7))  # somebody more urgent came: stays
    assert talk.state.step == "operator"
    full = overflowing(full="ring_back", full_waiting=5).start()
    full.feed(ev.KeyPressed("0"))
    full.feed(ev.QueueMoved(7))
    assert full.state.step == "ring_back"
    assert full.of(do.LeaveQueue)
    danger = overflowing(full="ring_back", full_waiting=5).start()
    danger.feed(ev.EmergencyHeard(FIRE))
    danger.feed(ev.HandoverMoved(ev.HandoverResult.FAILED, "119"))
    danger.feed(ev.QueueMoved(7))
    assert danger.state.step == "operator"


def test_an_operator_may_take_the_call_during_the_offer(talk: Talk) -> None:
    talk.start().say("我要转人工").hear_out()
    talk.feed(ev.TimerFired("offer"))
    talk.feed(ev.OperatorJoined("张敏"))
    assert talk.state.with_people
    assert talk.state.phase is Phase.WAITING
    talk.feed(ev.OperatorLeft("张敏"))
    talk.hear_out()
    assert talk.ended


def test_a_failed_recogniser_brings_a_human(talk: Talk) -> None:
    talk.start()
    talk.feed(ev.PartFailed(ev.Part.SPEECH))
    assert talk.of(do.JoinQueue)


def test_nothing_happens_after_the_end(talk: Talk) -> None:
    talk.start()
    talk.feed(ev.CallerLeft())
    before = len(talk.done)
    talk.feed(ev.EmergencyHeard(FIRE))
    talk.feed(ev.Heard("喂"))
    assert len(talk.done) == before


def test_who_picks_up_with_a_greeting_still_hears_the_question() -> None:
    talk = Talk(shipped("followup")).start()
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.SpeechStopped())
    talk.feed(ev.Heard("喂，你好", 0.9))
    talk.hear_out()
    assert "满意吗" in talk.last


def test_what_a_step_makes_nothing_of_is_asked_again_then_people(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.start().hear_out()
    monkeypatch.setattr(Listen, "on", lambda _step, _turn, _event: None)
    talk.say("社保卡丢了怎么补办")
    assert "没有听明白" in talk.last
    talk.say("社保卡丢了怎么补办").say("社保卡丢了怎么补办")
    assert talk.of(do.JoinQueue)


def test_where_nothing_could_be_written_down_people_take_over(talk: Talk) -> None:
    talk.start().say("小区路灯坏了").say("没有了")
    state = talk.state
    talk.feed(ev.Heard("对", 0.9))
    assert talk.of(do.OpenTickets)
    nothing, _ = step(talk.flow, replace(state, asking=None), ev.TicketsOpened(()), talk.now)
    assert nothing.phase is Phase.WAITING
