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
        # recognised speech has no marks within a breath
        ("烧烤店半夜吵，一个月了，不是一个月两个月了", "time", "两个月了", "一个月"),
        ("烧烤店吵一个月了不是一个月两个月了没人管", "time", "两个月了", "一个月"),
        ("我家宽带断了找移动不给修，昨天，不是移动是联通", "respondent", "联通", "移动"),
        ("我家宽带断了找移动不是移动是联通不给修", "respondent", "联通", "移动"),
        ("皇姑区昆山路停水了，昨天，应该是崇山路我说错了", "place", "皇姑区崇山路", "昆山路"),
        ("皇姑区昆山路停水了，昨天，不是，是崇山路", "place", "皇姑区崇山路", "昆山路"),
        ("老板欠我工资四千不给，上个月，错了是两千四", "course", "工资两千四不给", "工资四千"),
        ("老板欠我工资两万，不对是三万八", "course", "三万八", "两万"),
        ("物业收了我停车费三千二百，不对是三千六", "course", "三千六", "三千二"),
        ("楼下广场舞天天晚上吵，不是每天就是周五", "time", "周五晚上", "天天"),
        ("楼下广场舞周四晚上吵，和平区南湖公园，不对是周五", "time", "周五晚上", "周四"),
        ("周四停电了，不对不对是周五", "time", "周五", "周四"),
        ("今天早上六点我家停水了，不对是七点", "time", "今天早上七点", "六点"),
        ("昨天晚上八点我家停电了，不对不是昨天是前天", "time", "前天晚上八点", "昨天"),
        ("一号楼电梯坏了，于洪区万科城，昨天，说错了是二号楼", "summary", "二号楼", "一号楼"),
        (
            "我家下水道堵了，大东区万莲小区一号楼二单元，不是二单元是三单元",
            "place",
            "一号楼三单元",
            "二单元",
        ),
        (
            "大东区万莲小区停水万莲小区物业不管，不是万莲小区是万泉小区",
            "place",
            "万泉小区",
            "万莲",
        ),
        # a district by its short name, insisted on, or of another rank
        (
            "路灯不亮，大连市沙河口区黄河路，不是沙河口是西岗",
            "place",
            "大连市西岗区黄河路",
            "沙河口",
        ),
        ("垃圾没人清，鞍山市铁东区园林路，是铁西不是铁东", "place", "鞍山市铁西区园林路", "铁东"),
        (
            "垃圾没人清，鞍山市铁东区园林路，不是鞍山市铁东区是铁西区",
            "place",
            "鞍山市铁西区",
            "铁东",
        ),
        ("路灯不亮，沈阳市铁西区，不是沈阳的是鞍山的", "place", "鞍山市铁西区", "沈阳"),
        ("自来水漏了，朝阳市双塔区光明街，错了错了是龙城区", "place", "朝阳市龙城区", "双塔"),
        ("暖气不热，盘锦市双台子区红旗街，我说的是兴隆台区", "place", "兴隆台区红旗街", "双台子"),
        ("垃圾没人清，沈阳市皇姑区昆山路，不对是浑南区新隆街", "place", "浑南区新隆街", "昆山"),
        # other facts
        ("路上有坑，盘锦市石油大街，应该是惠宾大街我记错了", "place", "惠宾大街", "石油"),
        ("路上有坑，盘锦市石油大街，你听错了我说的是惠宾大街", "place", "惠宾大街", "石油"),
        (
            "垃圾没人清，园林路幸福小区，小区名不对是幸福里小区",
            "place",
            "幸福里小区",
            "幸福小区",
        ),
        (
            "手机坏了不给退，买了两千八，我说的是两千九不是两千八",
            "summary",
            "两千九",
            "两千八",
        ),
        ("包工头不给钱，叫王大力，不叫王大力叫王大利胜利的利", "respondent", "王大利", "大力"),
        ("包工头不给钱，姓赵，不姓赵姓曹", "summary", "姓曹", "赵"),
        ("我家停电了，昨天晚上，不是昨晚是今天早上", "time", "今天早上", "昨"),
        ("快递丢了，圆通，沈阳市沈北新区，是申通不是圆通", "summary", "申通", "圆通"),
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
        "物业说是正常现象，不是正常现象是质量问题，楼板漏水",
        "他们说漏水是开发商的问题，不是开发商的问题是物业的问题",
        "烧烤店一天到晚吵，不是一天两天了",
        "邻居周六装修太吵，不是周六就是周日",
        "小区老漏水，不是漏水就是跑水",
        "停水三天，不是三天两天能修好的",
        "开发商卖给我的房面积不够，是物业登记错了",
        "老板欠我工资四千，押金两千也不退，铁西区，不对是三千五",
        "大东区万莲小区11号楼停水，不是1号楼是2号楼",
        "我办港澳通行证窗口不给办，不是港澳是护照",
        "路灯坏了铁西区，他们说不是铁西是铁东",
        "物业要八百，我说是五百，他们不同意",
        "我家停水了，我说是管子坏了他们不信",
        "月饼厂三年前查过，我说的是今年，小区后门地下室做假月饼",
        "户口本把我名字登记错了，应该是李红",
    ],
)
def test_who_denies_or_tells_of_a_mistake_takes_nothing_back(
    understanding: Understanding, called_at: datetime, said: str
) -> None:
    tickets = understanding.draft(said, called_at=called_at).tickets
    assert "".join(ticket.text for ticket in tickets) == said


@pytest.mark.parametrize(
    "again", ["不对", "不是", "错了", "我说错", "不是天天", "不对是三千", "每天不是每天就是"]
)
def test_what_repeats_comes_to_an_end(
    understanding: Understanding, called_at: datetime, again: str
) -> None:
    said = f"我家停水了{again * (1200 // len(again))}"
    understanding.draft(said, called_at=called_at)
