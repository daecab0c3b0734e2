"""Words that may mean danger: one question, and nobody who does not deny waits behind others."""

from dataclasses import replace

import pytest

from ivr.flow import actions as do
from ivr.flow import events as ev
from tests.unit.flow.talk import Talk, shipped

QUESTION = "请问现在有人受伤，或者有危险吗？"
ODD = "树要倒了压着电线了能不能来砍一下"
MAYBE = ev.Emergency("119", "疑似险情", ODD)
NOW = ev.Emergency("120", "有人受重伤", "有人受伤")
MATTER = ev.Matter("help", "树要倒了压着电线", ("place",))


def understood(text: str, whole: str, _among: tuple[str, ...]) -> ev.Understood:
    heard = ev.Understood(text, whole, None)
    if ODD in text or "再砍一次" in text:
        heard = replace(heard, kind="help", doubt=MAYBE)
    if "受伤了" in text:
        heard = replace(heard, emergency=NOW)
    return replace(heard, matters=(MATTER,) if ODD in whole else ())


def asked() -> Talk:
    talk = Talk(shipped("12345"), understood).start().say(ODD)
    assert talk.last == QUESTION
    return talk


def settled(talk: Talk) -> list[str]:
    return [str(noted.settled) for noted in talk.of(do.DoubtNoted)]


@pytest.mark.parametrize(
    "answer",
    [
        "没有",
        "没有没有",
        "没事",
        "没人受伤",
        "不是",
        "人都没事",
        "没",
        "暂时没有",
        "目前还没有",
        "没伤着人",
        "那倒没有",
        "还没砸着人",
    ],
)
def test_denied_the_call_goes_on_where_it_was(answer: str) -> None:
    talk = asked().say(answer).hear_out()
    assert settled(talk) == ["open", "denied"]
    assert "哪里" in talk.last  # the draft asks for what is missing
    assert talk.of(do.Transfer) == talk.of(do.JoinQueue) == []
    assert talk.state.matter == ODD


def test_what_is_told_beside_the_denial_belongs_to_the_matter() -> None:
    talk = asked().say("没有，就是想问问谁来砍").hear_out()
    assert talk.state.matter == f"{ODD}，想问问谁来砍"


@pytest.mark.parametrize("answer", ["有", "有的", "是啊", "对", "有危险", "快来吧"])
def test_confirmed_it_is_danger(answer: str) -> None:
    talk = asked().say(answer).hear_out()
    assert settled(talk) == ["open", "confirmed"]
    assert [t.service for t in talk.of(do.Transfer)] == ["119"]
    assert talk.of(do.Transfer)[0].emergency


def test_danger_in_the_answer_is_handed_over_by_its_own_service() -> None:
    talk = asked().say("没有别的就是有人受伤了").hear_out()
    assert [t.service for t in talk.of(do.Transfer)] == ["120"]


CLEAR = "请您告诉我，现在有没有人受伤或者有危险？如果有，请说有；如果没有，请说没有。"


@pytest.mark.parametrize("answer", ["不知道啊", "我不敢说话", "没人来管快救人"])
def test_an_answer_in_distress_brings_people_before_all_others(answer: str) -> None:
    talk = asked().say(answer).hear_out()
    assert [wish.emergency for wish in talk.of(do.JoinQueue)] == [True]
    assert talk.of(do.OpenTickets)[0].whole.startswith(ODD)


def test_who_calmly_tells_on_is_asked_once_more_and_keeps_what_was_told() -> None:
    talk = asked().say("就是在那边那个路口").hear_out()
    assert talk.last == CLEAR
    talk.say("没有").hear_out()
    assert settled(talk) == ["open", "denied"]
    assert talk.state.matter == f"{ODD}，就是在那边那个路口"


@pytest.mark.parametrize("answer", ["是凯旋门小区三号楼", "对面就是学校", "有两年了", "没有人管啊"])
def test_what_only_begins_like_a_yes_or_no_is_none(answer: str) -> None:
    assert asked().say(answer).hear_out().last == CLEAR


def test_who_calmly_tells_on_twice_goes_on_with_his_ticket_which_keeps_the_doubt() -> None:
    talk = asked().say("就是在那边那个路口").say("三号楼旁边").hear_out()
    assert talk.of(do.Transfer) == talk.of(do.JoinQueue) == []
    assert talk.state.matter == f"{ODD}，就是在那边那个路口，三号楼旁边"
    assert talk.state.doubt == MAYBE
    assert settled(talk) == ["open"]


@pytest.mark.parametrize("yes", ["对", "对对", "是的", "嗯"])
def test_a_bare_yes_behind_what_was_calmly_told_is_asked_about(yes: str) -> None:
    talk = asked().say("就是在那边那个路口").say(yes).hear_out()
    assert talk.of(do.Transfer) == talk.of(do.JoinQueue) == []
    assert talk.said.count(CLEAR) == 2
    assert talk.state.doubt == MAYBE


def test_who_is_asked_about_that_yes_still_comes_to_help() -> None:
    told = asked().say("就是在那边那个路口").say("对").hear_out()
    assert [t.service for t in told.say("有").hear_out().of(do.Transfer)] == ["119"]
    told = asked().say("就是在那边那个路口").say("对").hear_out()
    assert settled(told.say("没有").hear_out()) == ["open", "denied"]
    told = asked().say("就是在那边那个路口").say("对").hear_out()
    told = told.say("对").hear_out()
    assert told.of(do.Transfer) == []
    assert [wish.emergency for wish in told.of(do.JoinQueue)] == [True]


@pytest.mark.parametrize("yes", ["有", "对有人受伤", "有危险", "是有人受伤了"])
def test_a_yes_that_names_the_danger_is_danger_whatever_was_told(yes: str) -> None:
    talk = asked().say("就是在那边那个路口").say(yes).hear_out()
    assert len(talk.of(do.Transfer)) == 1


def test_a_yes_after_silence_is_danger() -> None:
    talk = asked().silent().say("对").hear_out()
    assert [t.service for t in talk.of(do.Transfer)] == ["119"]


@pytest.mark.parametrize("answer", ["昨天的事", "前天我就看见了", "上个月刮风那回"])
def test_what_is_long_over_is_asked_about_no_more(answer: str) -> None:
    talk = asked().say(answer).hear_out()
    assert "哪里" in talk.last
    assert talk.state.matter == f"{ODD}，{answer}"
    assert talk.state.doubt == MAYBE


@pytest.mark.parametrize("answer", ["昨天到现在还压着呢", "前天就不行了人起不来"])
def test_what_began_long_ago_and_goes_on_is_not_over(answer: str) -> None:
    talk = asked().say(answer).hear_out()
    assert "哪里" not in talk.last


FRAUD = "我被骗了他们让我转了两万"
GONE_TODAY = "请问是今天的事吗？"
WEARY = "说活着没意思"


def doubting(words: str) -> Talk:
    def heard(text: str, whole: str, _among: tuple[str, ...]) -> ev.Understood:
        told = ev.Understood(text, whole, None, matters=(MATTER,))
        doubt = ev.Emergency("110", "疑似险情", words)
        return replace(told, kind="help", doubt=doubt) if words in text else told

    return Talk(shipped("12345"), heard).start().say(words).hear_out()


def test_whose_money_went_hears_whom_to_ring_and_is_asked_of_the_day() -> None:
    talk = doubting(FRAUD)
    assert "96110" in talk.last
    assert talk.last.endswith(GONE_TODAY)
    assert QUESTION not in talk.said


@pytest.mark.parametrize(
    "answer", ["是", "是啊", "今天上午的事", "就刚才", "刚转的", "对", "半个小时"]
)
def test_money_that_went_today_is_danger(answer: str) -> None:
    talk = doubting(FRAUD).say(answer).hear_out()
    assert [t.service for t in talk.of(do.Transfer)] == ["110"]


@pytest.mark.parametrize("answer", ["不是", "上个月的事", "去年就转了", "是前天"])
def test_money_that_went_long_ago_is_a_ticket(answer: str) -> None:
    talk = doubting(FRAUD).say(answer).hear_out()
    assert talk.of(do.Transfer) == talk.of(do.JoinQueue) == []
    assert "哪里" in talk.last


def test_who_does_not_say_of_which_day_is_asked_in_clearer_words() -> None:
    talk = doubting(FRAUD).say("他们说是银行的").hear_out()
    assert "今天转出去" in talk.last


def test_who_is_weary_of_life_comes_to_people_unasked() -> None:
    talk = doubting(WEARY)
    assert QUESTION not in talk.said
    assert [wish.emergency for wish in talk.of(do.JoinQueue)] == [True]


def read_back() -> Talk:
    def heard(text: str, whole: str, among: tuple[str, ...]) -> ev.Understood:
        told = replace(understood(text, whole, among), matters=(replace(MATTER, to_ask=()),))
        return replace(told, kind="help" if "路灯" in text or ODD in text else None)

    talk = Talk(shipped("12345"), heard).start().say("路灯坏了").say("没有了").hear_out()
    assert talk.last.endswith("对吗？")
    return talk.say(ODD)


def test_a_yes_that_may_be_meant_for_the_read_back_is_asked_about() -> None:
    talk = read_back().say("对").hear_out()
    assert talk.last == CLEAR
    assert settled(talk.say("没有").hear_out()) == ["open", "denied"]
    assert talk.last.endswith("对吗？")


def test_a_second_such_yes_brings_people_and_a_plain_one_is_danger() -> None:
    talk = read_back().say("对").say("对").hear_out()
    assert [wish.emergency for wish in talk.of(do.JoinQueue)] == [True]
    talk = read_back().say("对").say("有").hear_out()
    assert [t.service for t in talk.of(do.Transfer)] == ["119"]


def test_what_only_with_words_before_sounds_like_danger_is_not_asked_at_a_read_back() -> None:
    def heard(text: str, whole: str, among: tuple[str, ...]) -> ev.Understood:
        told = ev.Understood(text, whole, "help", matters=(replace(MATTER, to_ask=()),))
        return replace(told, doubt=MAYBE, pieced=True) if "生气" in text else told

    talk = Talk(shipped("12345"), heard).start().say("路灯坏了").say("没有了").hear_out()
    talk.say("老太太生气").hear_out()
    assert QUESTION not in talk.said
    assert talk.last.endswith("对吗？")


def test_understanding_knows_what_was_asked_about() -> None:
    talk = asked().say("没有").hear_out().say("在那个路口")
    assert [wish.asked for wish in talk.of(do.Understand)] == [False, True, True]


def test_silence_brings_people_before_all_others() -> None:
    talk = asked().silent()
    assert talk.last == CLEAR
    talk.silent().hear_out()
    assert [wish.emergency for wish in talk.of(do.JoinQueue)] == [True]


def test_it_is_asked_once_a_call() -> None:
    talk = asked().say("没有").hear_out().say("再砍一次")
    assert talk.said.count(QUESTION) == 1


def test_who_wants_a_person_gets_one_without_a_question() -> None:
    talk = Talk(shipped("12345"), understood).start().say(f"转人工，{ODD}").hear_out()
    assert QUESTION not in talk.said
    assert settled(talk) == ["open"]
    assert [wish.emergency for wish in talk.of(do.JoinQueue)] == [True]
