"""Dangers as citizens tell them, and what only sounds so: rules and the learnt sense together.

`emergencies_calls.jsonl` was written before either knew it: panic, a child, old people, dialect, a
relay for the deaf, whispers, understatement, complaints with a danger in the middle, misheard
words. Its parts `check`, `exam`, `extorted` and `families` (by other authors, later) have never
been learnt from: write no rule and no example for them. `families` has seventy sorts of danger.
`emergencies_rounds.jsonl` holds four rounds of ordinary dangers and of calls near to them,
`danger_calls.jsonl` three sets by other authors: all were learnt from after they had been counted.
"""

import json
from pathlib import Path

import pytest

from ivr.tickets.danger_features import PIECE
from ivr.tickets.emergency import find_emergency
from ivr.tickets.understanding import Understanding
from tools.danger_examples import TOLD_CALLS, askings, calls, dangers, lines_of

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "understanding"
CALLS = [
    json.loads(line) for line in (DATA / "emergencies_calls.jsonl").read_text("utf-8").splitlines()
]
CHECK = [row for row in CALLS if row["part"] in ("check", "exam")]
DANGERS = [row for row in CHECK if row["services"]]
ROUNDS = [
    json.loads(line) for line in (DATA / "emergencies_rounds.jsonl").read_text("utf-8").splitlines()
]
TOLD = [json.loads(line) for line in (DATA / TOLD_CALLS).read_text("utf-8").splitlines()]
LOOK_ALIKES = [row["text"] for row in CHECK if not row["services"]]


def test_most_dangers_nobody_learnt_from_are_acted_on_and_more_are_asked_about(
    understanding: Understanding,
) -> None:
    judged = [understanding.danger(row["text"]) for row in DANGERS]
    assert len(judged) >= 290
    assert sum(acted is not None for acted, _ in judged) >= 0.88 * len(judged)
    assert sum(any(both) for both in judged) >= 0.94 * len(judged)


def test_the_services_are_told_apart_on_unseen_words(understanding: Understanding) -> None:
    acted = [(row, found) for row in DANGERS if (found := understanding.danger(row["text"])[0])]
    right = [
        row
        for row, found in acted
        if all(set(e.split("/")) & set(found.services) for e in row["services"].split("+"))
    ]
    assert len(right) >= 0.9 * len(acted)


def test_most_dangers_of_seventy_sorts_are_acted_on_and_more_are_asked_about(
    understanding: Understanding,
) -> None:
    rows = [row for row in CALLS if row["part"] in ("extorted", "families")]
    told = [understanding.danger(row["text"]) for row in rows if row["services"]]
    near = [understanding.danger(row["text"]) for row in rows if not row["services"]]
    assert (len(told), len(near)) == (320, 260)
    assert sum(acted is not None for acted, _ in told) >= 0.8 * len(told)
    assert sum(any(both) for both in told) >= 0.92 * len(told)
    assert sum(acted is not None for acted, _ in near) <= 0.05 * len(near)


def test_what_was_learnt_is_acted_on(understanding: Understanding) -> None:
    rows = [(row["text"], bool(row["services"])) for row in ROUNDS]
    rows += [(row["text"], row["emergency"] is not None) for row in TOLD]
    told = [understanding.danger(text) for text, danger in rows if danger]
    plain = [understanding.danger(text) for text, danger in rows if not danger]
    assert len(told) >= 600
    assert sum(acted is not None for acted, _ in told) >= 0.94 * len(told)
    assert sum(any(both) for both in told) >= 0.99 * len(told)
    assert sum(acted is not None for acted, _ in plain) <= 0.02 * len(plain)


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("着火了", "119"),
        ("煤气味特别大", "119"),
        ("老人摔倒起不来", "120"),
        ("撞车了有人受伤", "122"),
        ("有人拿刀", "110"),
        ("孩子找不着了", "110"),
        ("一上楼就闻着煤汽味儿越走越冲", "119"),
        ("前面那辆车走S形来回画龙像是喝多了", "122"),
        ("我妈接了个自称警察的电话正在转账怎么劝都不听", "110"),
        ("树林里发现一个死人", "110"),
        ("一氧化碳报警器响个不停我头有点晕", "119"),
        ("大车把老太太刮倒了司机没停直接跑了", "122"),
        ("化粪池里下去一个没上来又下去一个也没上来", "119"),
    ],
)
def test_told_plainly_it_is_never_a_question(
    understanding: Understanding, words: str, service: str
) -> None:
    for said in (words, f"喂你好，{words}", f"{words}，在铁西区建设大道三十三号"):
        found = understanding.danger(said)[0]
        assert found is not None, said
        assert service in found.services


@pytest.mark.parametrize(
    "words",
    [
        "救命啊这物业停车费又涨了一百",
        "楼下饭店油烟往我家灌，一做菜满屋子烟",
        "别的小区电瓶车爆炸烧了一片我们这楼道里也停着好几台",
        "狗被车撞死了扔路中间没人收",
        "工地围挡倒了没砸着人想让他们扶起来",
        "对面楼总有人站在窗台上擦玻璃也没绳子看着害怕",
    ],
)
def test_what_only_sounds_so_moves_nothing(understanding: Understanding, words: str) -> None:
    assert understanding.danger(words)[0] is None


@pytest.mark.parametrize(
    "words",
    [
        "有个人在小区养了七八只鸡天天打鸣，大东区上园街道上园小区五号楼前面那个菜园子",
        "我要举豹有人往河里倒拉圾",
        "有人往和里倒拉圾",
        "有人往河里倒垃圾，苏家屯区沙河街道沙河桥底下",
        "有人往河里倒残土，沙河桥底下",
        "有人往沟里倒粪",
        "有人把垃圾倒在河边",
        "喂你好我家暖起不热就客厅温乎卧室拔凉拔凉的",
        "屋里冰凉也没人管",
        "楼下烧烤店冒烟",
    ],
)
def test_what_is_harmless_is_not_even_asked_about(understanding: Understanding, words: str) -> None:
    assert understanding.danger(words) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "早上遛狗狗一直冲草棵子叫 我过去一看是个包被 里头还动弹呢 哼哼唧唧的",
        "半夜狗叫唤院里有个人影",
        "猪叫唤把孩子顶了",
        "鸭绿江里头有叫唤的快不行了",
        "有人往河里倒下去了",
        "有人往垃圾桶里扔了个孩子还在哭",
        "有人在河里倒垃圾自己掉进去了",
        "倒垃圾的老太太摔倒了",
        "我家那口子冰凉了",
        "媳妇在卧室冰凉冰凉的",
        "同学在宿舍冰凉",
        "屋里冰凉的手摸着硬了",
        "楼下烧烤店冒烟了",
        "楼下烧烤店冒烟火苗都窜出来了",
        "烧烤店冒浓烟有人晕倒了",
    ],
)
def test_with_harm_beside_the_harmless_is_heeded(understanding: Understanding, words: str) -> None:
    assert any(understanding.danger(words))


def test_where_it_happens_tells_nothing(understanding: Understanding) -> None:
    """Addresses are said in complaints and in dangers; neither may sound like the other."""
    for where in ("沈阳市和平区南湖街道", "我在铁西区建设大道三十三号"):
        assert understanding.danger(f"{where}有人触电了叫不醒")[0] is not None
        assert understanding.danger(f"{where}路灯坏了好几天没人修") == (None, None)


def test_the_sense_names_a_service_that_the_rule_does_not(understanding: Understanding) -> None:
    words = "脚手架倒了砸着三个人有一个没反应"
    rules, both = find_emergency(words), understanding.danger(words)[0]
    assert rules is not None
    assert both is not None
    assert both.rule == rules.rule
    assert set(both.services) >= set(rules.services)
    assert "120" in both.services


def test_few_look_alikes_nobody_learnt_from_raise_an_alarm(understanding: Understanding) -> None:
    """They are hard on purpose; of every day's calls below it is less than one in fifty."""
    false = [words for words in LOOK_ALIKES if understanding.danger(words)[0]]
    assert len(LOOK_ALIKES) >= 190
    assert len(false) <= 0.1 * len(LOOK_ALIKES), false


def test_few_ordinary_calls_raise_an_alarm(
    understanding: Understanding,
) -> None:
    for ordinary, most in (
        (calls("dev.jsonl")[::3], 0.03),
        (calls("dev.jsonl", kept=True), 0.04),  # not learnt from
        (askings()[::8], 0.02),
    ):
        false = [words for words in ordinary if understanding.danger(words)[0]]
        assert len(false) <= most * len(ordinary), false


def test_what_is_learnt_is_not_what_is_checked() -> None:
    learnt = {words for words, _ in dangers()}
    learnt |= set(lines_of(ROOT / "knowledge_base" / "dangers" / "ordinary.tsv"))
    assert not learnt & {row["text"] for row in CHECK}


def test_an_alarm_of_half_a_sentence_stays_when_more_is_said(understanding: Understanding) -> None:
    """Found while the words grow, nothing but a word that excuses it takes it back."""
    lost = []
    for row in DANGERS[::2]:
        text = row["text"]
        heard = [
            understanding.danger(text[:end], going_on=True)[0] is not None
            for end in range(PIECE // 2, len(text) + 1, 2)
        ]
        if True in heard and not all(heard[heard.index(True) :]):
            lost.append(text)
    assert len(lost) <= len(DANGERS) / 20, lost


def test_few_look_alikes_raise_an_alarm_only_on_the_way(understanding: Understanding) -> None:
    early = [
        text
        for text in LOOK_ALIKES
        if understanding.danger(text)[0] is None
        and any(
            understanding.danger(text[:end], going_on=True)[0] for end in range(6, len(text), 2)
        )
    ]
    assert len(early) <= len(LOOK_ALIKES) / 20, early


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("我家着火了你们快来", "我在三楼窗户这儿门打不开物业电话也打不通"),
        ("我妈晕倒了叫不醒", "我们家在铁西区启工街去年刚搬来的"),
        ("有人拿刀砍人", "就在夜市那边以前也打过架"),
    ],
)
def test_later_words_of_the_past_take_back_nothing(
    understanding: Understanding, first: str, later: str
) -> None:
    found = understanding.danger(first)[0]
    assert found is not None
    whole = understanding.danger(f"{first}，{later}")[0]
    assert whole is not None
    assert whole.service == found.service


@pytest.mark.parametrize(
    "words",
    [
        "我家着火了，哦不是现在，是去年的事，想开个证明",
        "有人被车撞了，那是上个月的事，我问赔偿",
        "老人走丢了，不是今天，是上周的事",
        "厂房爆炸了，我说的是新闻里",
    ],
)
def test_a_correction_is_honoured(understanding: Understanding, words: str) -> None:
    assert understanding.danger(words)[0] is None


def test_now_against_then_is_no_correction(understanding: Understanding) -> None:
    for words in ("着火了不是去年那次是现在", "又着火了不是上次那家", "刚才是小火现在着大了着火了"):
        assert any(understanding.danger(words)), words


def test_a_rules_hit_in_everyday_words_is_asked_about(understanding: Understanding) -> None:
    acted, doubt = understanding.danger("婚礼车队几十人堵路")
    assert acted is None
    assert doubt is not None
    assert doubt.rule != "likeness"


@pytest.mark.parametrize(
    "words",
    [
        "公司快死了员工社保怎么办",
        "梦见家里着火了吓得我一宿没睡",
        "孩子没丢就是放学没人看着我觉得不安全",
        "中介卷钱跑路了手机关机人也找不着了",
        "客服那态度气得我都要吐血",
        "鬼屋里头有人拿刀追着跑吓得孩子发烧了想退票",
        "楼下烧荒的烟味呛得嗓子都疼",
        "家里着火了保险给赔不",
        "去年被车撞了现在还能要钱不",
        "感谢您百忙之中抽出时间看我的信",
        "我是开出租的，那个公厕门都锁着",
        "楼道里堆的都是纸壳子，这要着火咋整啊",
        "残疾证到期了要换证，我腿脚不行下不了楼",
    ],
)
def test_what_is_very_calm_or_excused_is_not_even_asked_about(
    understanding: Understanding, words: str
) -> None:
    assert understanding.danger(words) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "老伴没了我也不想在这世上留着了",
        "这个冤屈洗不清我就吊死在村委会门口",
        "我早死早省心",
        "活着真没意思",
        "活着还有啥盼头",
    ],
)
def test_whoever_speaks_of_his_own_end_is_asked_about(
    understanding: Understanding, words: str
) -> None:
    assert any(understanding.danger(words)), words


def test_a_swindler_speaks_of_offices_too(understanding: Understanding) -> None:
    """Words of papers excuse what is certain of a likeness, never what is in doubt."""
    words = "我大娘在取款机跟前接着电话往里插卡，我拽她她不让，说耽误了领导办案要坐牢"
    assert any(understanding.danger(words))


def test_a_cry_for_help_is_never_weighed(understanding: Understanding) -> None:
    for words in ("救命啊", "帮我报警", "快叫救护车", "别过来"):
        assert understanding.danger(words)[0] is not None, words


def test_every_hit_names_its_words_and_its_rule(understanding: Understanding) -> None:
    for row in DANGERS:
        for found in understanding.danger(row["text"]):
            if found is not None:
                assert row["text"][slice(*found.span)] == found.words
                assert found.rule
                assert found.services[0] == found.service
