"""What a dial test makes of a call."""

from dataclasses import replace

from ivr.phone.report import CallReport, EndedBy, Utterance
from ivr.phone.verdict import CheckName, Expected, HeardWord, Verdict, judge, likeness

GOOD = CallReport(
    "12345",
    200,
    answered=True,
    answered_ms=40.0,
    first_sound_ms=100.0,
    duration=12.0,
    heard=8.0,
    utterances=(Utterance("社保卡丢了怎么补办", 6.0, 8.0),),
    unsaid=0,
    ended_by=EndedBy.US,
    packets=600,
    packets_lost=0,
    registered=None,
    recording=None,
)
WORDS = [HeardWord("您好", 0.2), HeardWord("请讲", 1.0), HeardWord("社保卡", 9.0)]
WANTED = Expected("您好，请讲。", "社保卡")


def failed(verdict: Verdict) -> list[CheckName]:
    return [check.name for check in verdict.checks if not check.passed]


def test_a_good_call_passes() -> None:
    verdict = judge(GOOD, WORDS, WANTED)
    assert verdict.passed
    assert (verdict.greeting, verdict.reply) == ("您好请讲", "社保卡")
    assert [check.name.value for check in verdict.checks] == [
        "answered", "sound", "greeting", "said", "reply",
    ]  # fmt: skip


def test_each_fault_is_named() -> None:
    for changed, words, name in [
        (replace(GOOD, answered_ms=3001.0), WORDS, CheckName.ANSWERED),
        (replace(GOOD, first_sound_ms=1200.0), [*WORDS[:2], HeardWord("社保卡", 9)], "sound"),
        (GOOD, [HeardWord("嘟嘟", 0.2), WORDS[2]], CheckName.GREETING),
        (GOOD, WORDS[:2], CheckName.REPLY),
        (replace(GOOD, unsaid=1), WORDS, CheckName.SAID),
        (replace(GOOD, registered=403), WORDS, CheckName.REGISTERED),
    ]:
        verdict = judge(changed, words, WANTED)
        assert failed(verdict) == [name]
        assert not verdict.passed


def test_a_call_that_never_came_has_one_fault() -> None:
    dead = replace(
        GOOD, status=408, answered=False, answered_ms=None, first_sound_ms=None, utterances=(),
        unsaid=1, packets=0, reason="Request Timeout",
    )  # fmt: skip
    verdict = judge(dead, [], WANTED)
    assert failed(verdict) == [CheckName.ANSWERED]
    assert verdict.checks[0].detail == "408 Request Timeout"


def test_silence_after_the_answer_is_a_fault() -> None:
    silent = replace(GOOD, first_sound_ms=None, packets=0)
    assert failed(judge(silent, [], Expected())) == [
        CheckName.SOUND, CheckName.GREETING, CheckName.REPLY,
    ]  # fmt: skip


def test_likeness_forgives_what_a_recogniser_mishears() -> None:
    assert likeness("您好，请问有什么可以帮您？", "您好请问有什么可以帮您") == 1
    assert likeness("您好，请问有什么可以帮您？", "你好请问有什么可以帮") > 0.8
    assert likeness("您好，请问有什么可以帮您？", "您拨打的号码是空号") < 0.4
    assert likeness("", "x") == 1
