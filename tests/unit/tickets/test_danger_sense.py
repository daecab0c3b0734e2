"""The learnt sense of danger: what no rule knows is asked about, what is ordinary is not."""

from datetime import datetime
from pathlib import Path

import pytest

from ivr.clock import CHINA
from ivr.tickets.danger_features import Concepts, features, stretches
from ivr.tickets.danger_sense import DangerSense
from ivr.tickets.emergency import find_emergency
from ivr.tickets.understanding import Understanding
from tools.danger_examples import digest

FOLDER = Path(__file__).parents[3] / "knowledge_base"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


@pytest.fixture(scope="module")
def sense() -> DangerSense:
    loaded, faults = DangerSense.load(FOLDER / "dangers")
    assert loaded is not None, faults
    return loaded


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("猫眼里看着有人蹲我门口", "110"),
        ("他把皮带抽出来了小点声", "110"),
        ("孩子的头都出来了堵在半道", "120"),
        ("开水整锅都扣身上了", "120"),
        ("眉气漏了呛得慌", "119"),
    ],
)
def test_odd_words_of_danger_are_noticed(sense: DangerSense, words: str, service: str) -> None:
    certain, doubt = sense.judge(words)
    found = certain or doubt
    assert found is not None
    assert found.services[0] == service
    assert found.rule == "likeness"
    assert words[slice(*found.span)] == found.words


@pytest.mark.parametrize(
    "words",
    [
        "你好我想问一下社保卡丢了怎么补办",
        "暖气不热家里十五度",
        "楼上太吵了睡不着",
        "物业费太高了不合理",
        "去年着过火保险没赔",
        "",
        "嗯",
        "12345",
        "hello",
        "，，，",
    ],
)
def test_ordinary_words_are_not(sense: DangerSense, words: str) -> None:
    assert sense.judge(words) == (None, None)


def test_a_danger_inside_a_long_story_is_noticed(sense: DangerSense) -> None:
    story = "你好我是住在东边那个小区的，平时物业也不怎么管，今天早上我出门买菜回来"
    found = sense.judge(f"{story}，孩子把门反锁了在屋里哭呢，灶上还坐着水，你们看看咋办")
    assert any(found)


def test_sounds_count_where_characters_are_wrong() -> None:
    nothing = Concepts({})
    common = set(features("煤气漏了", nothing)) & set(features("眉气漏了", nothing))
    assert "~mei qi lou" in common


def test_words_that_mean_the_same_are_the_same_pair_of_concepts() -> None:
    concepts = Concepts.load(FOLDER / "dangers")
    said = (features("手让机器夹住了", concepts), features("胳膊卡车门里头了", concepts))
    assert all("@body>@held" in found for found in said)
    assert "@body>@held" not in features("夹克的袖子太长", concepts)


def test_every_character_is_looked_at() -> None:
    text = "没有停顿的一句长话" * 9 + "，后来又说了两句"
    seen = {at for start, end in stretches(text) for at in range(start, end)}
    assert seen | {text.index("，")} == set(range(len(text)))


def test_a_broken_table_is_a_fault_with_its_line(tmp_path: Path) -> None:
    sense, faults = DangerSense.load(tmp_path)
    assert sense is None
    assert "没有疑似险情的权重" in str(faults[0])
    (tmp_path / "concepts.tsv").write_text("fire\t着火\n", "utf-8")
    (tmp_path / "weights.tsv").write_text("# head\n着火\tmuch\n", "utf-8")
    sense, faults = DangerSense.load(tmp_path)
    assert sense is None
    assert faults[0].line == 2


def test_the_weights_were_learnt_from_the_tables_as_they_stand() -> None:
    head = (FOLDER / "dangers" / "weights.tsv").read_text("utf-8").split("\n", 1)[0]
    assert digest() in head, "run python -m tools.danger_sense"


def test_a_draft_asks_about_doubt_and_acts_on_certainty(understanding: Understanding) -> None:
    doubtful = understanding.draft("树要倒了压着电线了能不能来砍一下", called_at=AT)
    assert doubtful.emergency is None
    assert doubtful.doubt is not None
    certain = understanding.draft("眉气漏了", called_at=AT)
    assert certain.emergency is not None
    assert certain.doubt is None
    assert understanding.draft("暖气不热", called_at=AT).doubt is None


def test_ordinary_sentences_are_seldom_asked_about(sense: DangerSense) -> None:
    """At most one in twelve of what no rule takes for danger, hazards and all, learnt or not."""
    lines = (FOLDER / "taxonomy" / "examples.csv").read_text("utf-8").splitlines()[1::20]
    said = [line.split(",")[3] for line in lines]
    asked = [words for words in said if find_emergency(words) is None and any(sense.judge(words))]
    assert len(asked) <= len(said) / 12, asked


@pytest.mark.parametrize(
    "words",
    [
        "咋没声呢", "喂咋没声了", "包工头跑了电话打不通", "中介卷钱跑了电话打不通",
        "老板跑路了联系不上", "现在又漏了", "上次反映过没人管，现在又漏了",
    ],
)  # fmt: skip
def test_a_dead_line_a_debtor_and_a_leak_are_not_asked_about(
    understanding: Understanding, words: str
) -> None:
    assert understanding.danger(words) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "我妈没声了", "孩子刚才还哭呢，咋没声了", "我家孩子跑了电话打不通",
        "我爸跑出去了联系不上", "煤气现在又漏了", "着火了", "救命", "有人打我", "我对象打我",
        "我对象老打我", "婆婆打我", "同学打我", "老公喝多了打我", "老板跑了，我爸气晕了",
    ],
)  # fmt: skip
def test_who_is_beaten_lost_or_silent_is(understanding: Understanding, words: str) -> None:
    assert understanding.danger(words) != (None, None)


@pytest.mark.parametrize("words", ["他打我电话说是银行的", "老板打我名下的卡", "同学打我招呼了"])
def test_who_is_rung_up_is_not_beaten(understanding: Understanding, words: str) -> None:
    assert understanding.danger(words)[0] is None


@pytest.mark.parametrize(
    "words",
    [
        "喂妈呀我家楼下饭店排烟道呼呼往我家灌烟儿老呛人了",
        "楼下烧烤店的烟直往我家卧室灌老呛人了",
        "我在外边风大，我说那个垃圾桶好几天没人倒了",
    ],
)
def test_fumes_of_a_kitchen_and_a_full_bin_are_not_asked_about(
    understanding: Understanding, words: str
) -> None:
    assert understanding.danger(words) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "饭店厨房的油烟往楼道里灌，老太太熏晕了",
        "我是一楼开烧烤店的 烟道里呼呼响 外头铁皮都红了 楼上住户还都在家呢",
        "楼下饭店烟往我家灌，越来越大",
        "垃圾桶没人倒有个人倒那了",
    ],
)
def test_what_only_resembles_them_is(understanding: Understanding, words: str) -> None:
    assert any(understanding.danger(words))
