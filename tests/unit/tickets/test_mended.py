"""改口: what the caller took back does not stay in the draft."""

from datetime import datetime

import pytest

from ivr.tickets import Understanding


@pytest.mark.parametrize(
    ("said", "name", "value", "gone"),
    [
        # at the read-back: the matter's words, then what was wrong with them
        ("铁西区兴华街我家暖气不热，昨天，不对不是昨天是前天", "time", "前天", "昨天"),
        (
            "我家停水了，今天早上六点，不对不是早上六点是昨天晚上十点",
            "time",
            "昨天晚上十点",
            "六点",
        ),
        ("铁西区建设大路路灯不亮，地址错了是兴工街", "place", "铁西区兴工街", "建设大路"),
        ("和平区十三纬路9号路灯不亮，不是9号是19号", "place", "沈阳市和平区十三纬路19号", "路9号"),
        ("我家停电了，大东区万莲小区，不对，是万泉小区", "place", "万泉小区", "万莲"),
        ("楼下烧烤店天天半夜划拳，不对不是烧烤店是铁锅炖", "respondent", "铁锅炖", "烧烤店"),
        (
            "我在老李头烧烤吃坏肚子，老李头烧烤错了 是老吕头烧烤",
            "respondent",
            "老吕头烧烤",
            "老李头",
        ),
        ("白塔街路灯不亮，白塔街不对 是白塔二街", "place", "白塔二街", "白塔街路"),
        ("理发店多收我十块，不是十块是二十", "course", "多收我二十", "十块"),
        ("铁西区兴华南街9号楼停水了，是1号楼 不是9号楼", "place", "1号楼", "9号楼"),
        ("今天早上七点四十公交甩站，不是七点四十 是七点二十", "time", "今天早上七点二十", "四十"),
        # in one breath
        ("宏发小区不对是宏伟小区楼道里的灯不亮", "place", "宏伟小区", "宏发"),
        ("前天不对大前天我们小区停水了", "time", "大前天", "前天不对"),
        ("老板欠我工资两万，不对是三万", "course", "老板欠我工资", "两万"),
        # said anew without a pause, and it goes on
        (
            "我家被狗咬了不是我家是我家孩子让狗给咬了狗主人不管连疫苗钱都不给掏",
            "course",
            "我家孩子让狗给咬了狗主人不管连疫苗钱都不给掏",
            "我家被狗咬了",
        ),
    ],
)
def test_the_right_words_stand_for_the_wrong_ones(
    understanding: Understanding,
    called_at: datetime,
    said: str,
    name: str,
    value: str,
    gone: str,
) -> None:
    (ticket,) = understanding.draft(said, called_at=called_at).tickets
    assert value in (getattr(ticket, name) or ""), ticket
    assert ticket.summary is not None
    assert gone not in ticket.summary
    assert gone not in ticket.text
    assert "不对" not in ticket.summary
    for start, end in ticket.evidence.values():
        assert 0 <= start < end <= len(said)


@pytest.mark.parametrize(
    "said",
    [
        "不是我不交钱是他们不给修，物业收了钱不干活",
        "物业说是我家的事，不是我家的事是他们的管道漏水",
        "昨晚发现老人脸色不对，连夜叫车送医，护工不肯登记",
        "窗口说材料不对，第二次说时间不对，我跑了三趟",
        "能不能跟他们说说错开上课，礼拜一礼拜三上午装修太吵",
        "买的手机我一看不对，是假的，商家不给退",
    ],
)
def test_who_denies_or_tells_of_a_mistake_takes_nothing_back(
    understanding: Understanding, called_at: datetime, said: str
) -> None:
    tickets = understanding.draft(said, called_at=called_at).tickets
    assert "".join(ticket.text for ticket in tickets) == said
