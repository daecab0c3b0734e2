"""Where the caller counts, however they count, one matter ends and the next begins."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from ivr.tickets import Understanding
from ivr.tickets.split_sense import FILE
from tools.labelled_matters import digest

TAXONOMY = Path(__file__).parents[3] / "knowledge_base" / "taxonomy"


@pytest.mark.parametrize(
    "text",
    [
        "我有两件烦心事，头一件，家里水管冻裂了没人修，二一件，楼下烧烤店半夜还吵",
        "我就问两样，一样是医保断缴能不能补，另一样是老年证补办要照几寸的相片",
        "有两档子事一档子是楼道的灯全灭了另一档子是对门把狗拴在楼梯口见人就咬",
        "我反映两件事，东头路口的信号灯坏了三天；西头菜店把菜摆到盲道上走不了人",
        "物业收了装修押金不退另外他家保安把我的车划了也不认账",
        "一函两事。甲，门口的井盖丢了没人补；乙，物业多收了我一季度的电梯费不退",
        "我跟你说俩事啊一个是院里的井往外冒粪水另一个胡同口那路灯也不亮黑灯瞎火的",
        "您好，我有两点建议：第一，末班车晚一个小时；第二，站台加个挡风板。",
        "您好，我是安居小区的居民。一是北门的早市占了机动车道；二是门前的站牌被撞倒了没人扶",
        "市场门口下水道天天冒黑水这是头一个，完了一个摊位一个月涨了二百块管理费也不说为啥涨",
    ],
)
def test_as_many_tickets_as_matters_were_counted(
    understanding: Understanding, called_at: datetime, text: str
) -> None:
    assert len(understanding.draft(text, called_at=called_at).tickets) == 2


@pytest.mark.parametrize(
    "text",
    [
        "我给物业打了两回电话一样没人来修水管",
        "我家暖气不热；找了供热公司两次都没来人",
        "车库里一股汽油味还有烟越来越大",
        "头一个月还行后来水压就上不来了",
        "我说两件事，我家暖气不热，打了三遍电话也没人来",  # the other is still to come
    ],
)
def test_what_counts_no_matters_is_one(
    understanding: Understanding, called_at: datetime, text: str
) -> None:
    assert len(understanding.draft(text, called_at=called_at).tickets) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("工资压着两个月不给还有奖金一分没有我们队长还打人", 1),
        ("锅炉房半夜冒黑烟呛得睡不着。另外我还想问一下，孩子转学要带什么材料？", 2),
        ("楼上天天半夜蹦跶，我找他说了，他还骂我。", 1),
        ("门口井盖碎了。对了，我妈的老年证丢了上哪补？", 2),
    ],
)
def test_what_goes_on_with_the_story_is_no_matter_of_its_own(
    understanding: Understanding, called_at: datetime, text: str, count: int
) -> None:
    assert len(understanding.draft(text, called_at=called_at).tickets) == count


def test_the_weights_are_of_the_calls_as_they_are_labelled() -> None:
    """Where this fails: `python -m tools.learn_splits` writes them anew."""
    with np.load(TAXONOMY / FILE) as file:
        assert file["calls"].item() == digest()


def test_as_many_as_the_caller_says_though_little_else_tells_them_apart(
    understanding: Understanding, called_at: datetime
) -> None:
    text = "我要反映三个事一个楼道灯全灭一个单元门锁坏了再一个物业那小子还骂人"
    tickets = understanding.draft(text, called_at=called_at).tickets
    assert [ticket.text[-4:] for ticket in tickets] == ["道灯全灭", "门锁坏了", "子还骂人"]


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("我家暖气不热屋里才十二度。还有两个事，一是门口路灯不亮，二是垃圾没人收", "我家暖气"),
        ("第一楼道灯不亮，第二门口井盖丢了，第三垃圾没人收，前两个事最急", "第一楼道"),
        ("楼上漏水把我家泡了，另外两个事，一个是电梯老坏，一个是楼道堆满破烂", "楼上漏水"),
    ],
)
def test_what_is_told_before_the_number_is_no_less_a_matter(
    understanding: Understanding, called_at: datetime, text: str, begin: str
) -> None:
    tickets = understanding.draft(text, called_at=called_at).tickets
    assert len(tickets) == 3
    assert tickets[0].text.startswith(begin)


def test_what_counts_is_no_part_of_a_name(
    understanding: Understanding, called_at: datetime
) -> None:
    text = "一是皇姑区昆山路没路灯，二是物业多收了我家一年的电梯费"
    first, second = understanding.draft(text, called_at=called_at).tickets
    assert (first.place, second.respondent) == ("沈阳市皇姑区昆山路", "物业")
    text = "第一我家暖气不热，第二大东区东站街路灯坏了"
    assert understanding.draft(text, called_at=called_at).tickets[1].place == "沈阳市大东区东站街"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "你好，我是葫芦岛市绥中县前所镇居民，我镇集市每逢农历三六九，商贩都占用102国道两侧摆摊，"
            "堵车一堵就是两个小时，救护车都过不去。这个问题反映过多次，镇政府的人说在研究新市场选址。"
            "请县里给个明确说法。",
            1,
        ),
        (
            "我父亲今年76岁，住在本溪满族自治县小市镇，因脑梗住院花了七万多，医保报销后自费三万八，"
            "家里只有我一个人打零工，实在承担不起。请问有没有临时救助可以申请？",
            1,
        ),
        (
            "渤海街道的5路公交车，末班车是下午五点二十，可是我们工厂五点半下班，几百名职工只能打黑车。"
            "建议将末班车延后至六点半。另外，5路车的车厢地面经常结冰，上周三有位大娘滑倒，"
            "希望司机及时清理。",
            2,
        ),
        (
            "第一件事，金水湾小区南门的路灯有五六盏不亮。第二件事，旁边的空地上有人倾倒建筑垃圾，"
            "堆得像小山一样，刮风就尘土飞扬。请一并解决。",
            2,
        ),
        ("送外卖的骑车闯红灯还在人行道上逆行我投诉这些送外卖的在沈河区五里河街道", 1),
        ("有个叫悦享家政的给我找的月嫂干了三天就走了押金不退中介费也不退", 1),
        ("我们村的路坑坑洼洼，去年有人摔断了腿。建议今年把路修了。", 1),
        ("暖气不热，小区门口的路灯也坏了", 2),
        ("我家暖气不热楼下路灯也不亮", 2),
        (
            "我要表扬政务服务中心的小刘，办证耐心。同时也提个建议，大厅的叫号机老是坏，希望能修好。",
            2,
        ),
    ],
)
def test_a_letter_is_one_matter_however_much_it_tells_of_it(
    understanding: Understanding, called_at: datetime, text: str, count: int
) -> None:
    """Demands and further grievances belong to it; what is counted or announced does not."""
    assert len(understanding.draft(text, called_at=called_at).tickets) == count
