"""What is read back: one sentence, said once, to the caller and not about them."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from ivr.tickets import Understanding
from ivr.tickets.model import Kind
from ivr.tickets.summary import Gist, summary_of

DEV = Path(__file__).parents[2] / "data" / "understanding" / "dev.jsonl"


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        (
            "本人系铁西区建设大道三号楼业主，家里暖气一直不热，要求尽快维修。",
            "您反映铁西区建设大道三号楼家里暖气一直不热，希望尽快维修。",
        ),
        ("我们单元的门禁坏了谁都能进", "您反映您所在的单元的门禁坏了谁都能进。"),
        (
            "现举报皇姑区一家饭店用地沟油，请查处。",
            "您举报沈阳市皇姑区一家饭店用地沟油，希望查处。",
        ),
        (
            "小区门口小区的路灯坏了半个月了没人修",
            "您反映小区门口的路灯坏了半个月了没人修。",
        ),
        ("请问个税退税怎么申请", "您咨询个税退税怎么申请。"),
        (
            "我家暖气不热赶紧派人来看看在辽阳县刘二堡镇",
            "您反映辽阳县刘二堡镇您家暖气不热，希望赶紧派人来看看。",
        ),
        ("哎，那个，我们楼顶铁皮檐子让风掀起来了", "您反映您家楼顶铁皮檐子让风掀起来了。"),
        (
            "水库冰面上有人掉下去了另外一个看不见了",
            "您反映水库冰面上有人掉下去了，另外一个看不见了。",
        ),
        ("我腿脚不好，能不能，呃，派人上门量一量", "您反映您腿脚不好，希望派人上门量一量。"),
    ],
)
def test_the_sentence(
    understanding: Understanding, called_at: datetime, said: str, read_back: str
) -> None:
    ticket = understanding.draft(said, called_at=called_at).tickets[0]
    assert ticket.summary == read_back


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        ("邻居在小区里把我车给划了，还骂人，我要他道歉", "希望他道歉"),
        ("培训班关门了不上课，我就想退钱", "希望退钱"),
        (
            "我们村停水一个月了，希望街道给村民接通自来水，请住建部门查一查",
            "希望街道给村民接通自来水，请住建部门查一查",
        ),
        ("老板欠我们七个人工资，半年了一直不给", "欠你们七个人工资"),
        ("我们楼顶漏水，单元门也坏了，物业不管", "您家楼顶漏水"),
    ],
)
def test_the_wish_and_the_caller_are_turned_as_one_speaks(
    understanding: Understanding, called_at: datetime, said: str, read_back: str
) -> None:
    ticket = understanding.draft(said, called_at=called_at).tickets[0]
    assert ticket.summary is not None
    assert read_back in ticket.summary


def test_no_sentence_speaks_of_the_caller_as_me_or_says_its_place_twice(
    understanding: Understanding, called_at: datetime
) -> None:
    cases = map(json.loads, DEV.read_text("utf-8").splitlines())
    for text in (case["text"] for case in cases if "author" not in case):
        for ticket in understanding.draft(text, called_at=called_at).tickets:
            assert ticket.summary is not None
            assert ticket.summary.endswith("。")
            assert not re.search(r"我|咱|本人|您您|^您..。$", ticket.summary), ticket.summary
            if ticket.place and len(ticket.place) > 4:
                assert ticket.summary.count(ticket.place) <= 1, ticket.summary


def test_a_place_begun_by_the_first_matter_is_said_once(
    understanding: Understanding, called_at: datetime
) -> None:
    text = (
        "我家住在沈阳市铁西区建设中路三号楼，家里暖气不热，希望派人来修。"
        "还有一个事，小区门口的路灯坏了，希望尽快修好。"
    )
    lamp = understanding.draft(text, called_at=called_at).tickets[1]
    assert lamp.summary is not None
    assert lamp.summary.count("小区") == 1
    assert "门口路灯坏了" in lamp.summary


def test_what_was_asked_later_is_told_where_it_belongs() -> None:
    place = "沈阳市铁西区建设中路三号楼"
    told = ("我家才十五度，我要投诉供热公司",)
    gist = Gist(Kind.COMPLAINT, told, place=place, place_said=place)
    assert summary_of(gist) == f"您投诉{place}供热公司，您家才十五度。"
    gist = Gist(Kind.HELP, ("树上有马蜂窝",), "能不能来人处理一下", place, place)
    assert summary_of(gist) == f"您反映{place}树上有马蜂窝，希望来人处理一下。"


@pytest.mark.parametrize(
    ("said", "holds", "lacks"),
    [
        (  # a salutation, who writes and the thanks are no part of the matter
            "尊敬的领导您好，我是和平区南湖街道文萃路的居民，从十月份开始楼下烧烤店天天半夜还在营业，"
            "油烟味特别大，希望相关部门尽快查处，还居民安宁，万分感谢！",
            ["和平区南湖街道文萃路", "烧烤店天天半夜还在营业", "希望", "尽快查处", "还居民安宁"],
            ["领导", "您好", "感谢", "的居民"],
        ),
        (  # who is asked to act stands before the demands, and all of them are said
            "我家楼上漏水，墙皮都掉了，请物业、社区出面协调，赔偿损失，恢复原状。谢谢",
            ["漏水", "协调", "赔偿损失", "恢复原状"],
            ["谢谢"],
        ),
        (  # recognised speech is given commas to breathe at
            "喂你好我想反映个事就是说我们家这个暖气啊不热昨天量了才十五度家里还有俩孩子你们给管管呗",
            ["不热，昨天量了才十五度", "希望管管"],
            ["喂", "你好", "反映个事", "呗"],
        ),
        (  # what others demand is nothing that the caller wants
            "开发商要求我补交五万块钱才给钥匙，合同里根本没有这一条，希望住建局管一管",
            ["开发商要求您补交五万块钱", "希望住建局管一管"],
            [],
        ),
        (  # a short clause at the end is a part of the matter
            "我们单元的灯坏了半个月，楼道漆黑的，没人管",
            ["灯坏了半个月", "楼道漆黑的", "没人管"],
            [],
        ),
        (  # greetings and what only leads up are no part of it, and a question is no wish
            "各位领导，特来信反映义县头台镇天天有人烧秸秆，烟大得喘不上气。请问何时能有人管？",
            ["您", "烧秸秆", "想问何时能有人管"],
            ["领导", "来信", "希望"],
        ),
        (  # the sum and the harm are the matter, however late they are told
            "我在大连市金普新区一处工地绑钢筋，带班的姓柳，总包是海腾建设，干了三个月，一共欠我们8个人工资12万元，总包说钱早拨了，请帮我们要回来",
            ["欠你们8个人工资12万元", "希望帮您要回来"],
            [],
        ),
        (
            "我家住鞍山市铁东区，楼下养了两条狼狗，白天黑夜地叫，出门从不拴绳，上周还把我儿子咬伤了，找过社区，社区说管不了，能不能管管",
            ["楼下养了两条狼狗", "把您儿子咬伤了"],
            [],
        ),
        (
            "我想表扬锦州市凌河区的环卫工人赵师傅，我爱人腿脚不好，前天下雪她主动扶着过马路，还把人送到家门口",
            ["主动扶着过马路"],
            [],
        ),
        (  # a mere time tells no matter
            "我要投诉沈阳市铁西区兴华街老李烧烤店半夜扰民，从上周开始",
            ["老李烧烤店从上周开始半夜扰民。"],
            [],
        ),
        (  # whom it is about is heard, though it was only told on being asked
            "我买的手机坏了不给退，大连五星电器，中山区解放路，半年了，要求退钱",
            ["五星电器，您买的手机坏了不给退", "半年了", "希望退钱"],
            ["不给退，大连"],
        ),
        (
            "物业乱收停车费，万科物业，浑南区新隆街，今年三月",
            ["新隆街万科物业，今年三月物业乱收停车费。"],
            [],
        ),
        (  # but no mere role
            "老板欠我们七个人工资，半年了一直不给",
            ["您投诉老板欠"],
            ["老板，"],
        ),
        (  # two wishes, told apart
            "邻居在小区里把我车划了，要求他道歉，他还骂人，希望赔我一千块钱",
            ["希望", "道歉", "赔您一千块钱"],
            [],
        ),
        (  # what is asked about the matter
            "开发商晚交房半年违约金一分不给这合理吗，铁西区宏达名苑，去年",
            ["宏达名苑去年开发商晚交房半年违约金一分不给，想问这合理吗。"],
            [],
        ),
        (  # whom it is about is said
            "我父亲李守田，68岁，大石桥市周家镇三家堡村人，家里没有收入来源。去年申请低保，请问能不能办低保？",
            ["您父亲李守田"],
            ["村68岁"],
        ),
        (
            "我去年腊月二十八在铁岭清河区乐家家电买的冰箱今年国庆节前一天就坏了说好三年保修现在不给修",
            ["买的冰箱", "您投诉的是，您"],
            ["二十八，今年"],
        ),
        (
            "我看见盖州市归州镇码头每天早上四五点都有小船下地笼，网眼特别小。如果还在禁渔，请渔政部门查一查。",
            ["下地笼", "希望渔政部门查一查"],
            ["看见，", "如果"],
        ),
        (  # no false start, no breath within a name
            "我要投诉你们那个不是那啥公交二三七路司机今天早上一脚油门就走了得给我个说法",
            ["公交二三七路司机", "希望给您个说法"],
            ["那啥", "不是"],
        ),
        (
            "你说这事气不气人我在新民市那个市场买了十斤螃蟹绳子就占三两你们给查查他那个秤",
            ["十斤螃蟹", "希望查查"],
            ["气不气人"],
        ),
        (  # a wish is none to be asked, whatever is to be found out
            "我在直播间买了一台电暖气，11月16日到货，用了两天插头就烧化了，商家不退，说我使用不当。请市场监管局查一下这个厂子有没有生产资质。",
            ["希望市场监管局查一下"],
            ["想问"],
        ),
        (
            "联通宽带断了半个月，报修了四次。要么尽快修好，要么给我退费。",
            ["希望要么尽快修好，要么给您退费"],
            ["想问"],
        ),
        (  # all that is asked
            "喂我问一下灵活就业交社保今年档次是多少啊我在本溪这边上个月刚辞职能不能自己接着交",
            ["档次是多少", "能不能自己接着交"],
            [],
        ),
        (
            "我要投诉小区保安打人，昨天晚上的事，人没事，鞍山市立山区双山路和平小区",
            ["保安打人"],
            [],
        ),
        (
            "想表扬一下派出所民警，帮我找回走丢的我妈，锦州市太和区营盘派出所",
            ["您表扬", "帮您找回走丢的"],
            [],
        ),
        (
            "我老公在葫芦岛工地摔了，暖气公司的人也不管，那你到是告诉我啥时候赔啊",
            ["啥时候赔"],
            ["告诉"],
        ),
        (  # a name and a number to ring are not read back
            "我叫佟大海，电话是13900000000，我家水表坏了，麻烦来换一个",
            ["水表坏了", "希望来换一个"],
            ["佟大海", "139"],
        ),
    ],
)
def test_the_sentence_tells_the_matter_and_nothing_else(
    understanding: Understanding,
    called_at: datetime,
    said: str,
    holds: list[str],
    lacks: list[str],
) -> None:
    (ticket,) = understanding.draft(said, called_at=called_at).tickets
    assert ticket.summary is not None
    for words in holds:
        assert words in ticket.summary, ticket.summary
    for words in lacks:
        assert words not in ticket.summary, ticket.summary
