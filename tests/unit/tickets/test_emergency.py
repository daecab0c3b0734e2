"""Emergencies: recall first, and nothing that is not now, not so, or not meant."""

import pytest

from ivr.tickets.emergency import find_emergency, find_sensitive
from ivr.tickets.excuses import excuse

NOW = [
    ("着火了 我家厨房着火了快来人", "119"),
    ("二楼冒浓烟", "119"),
    ("有人晕倒了", "120"),
    ("没有着火但是有人晕倒了", "120"),
    ("我爸心脏病犯了", "120"),
    ("煤气味特别大", "119"),
    ("我闻到一股煤气味", "119"),
    ("电梯里困人了", "119"),
    ("我被困在电梯里了", "119"),
    ("有人要跳楼", "110"),
    ("有人拿刀砍人", "110"),
    ("有人打架", "110"),
    ("他打我媳妇打电话报警了", "110"),
    ("他打我妈，电话也给摔了", "110"),
    ("他打我手机砸了", "110"),
    ("孩子丢了", "110"),
    ("老人走失了", "110"),
    ("出车祸了有人受伤", "122"),
    ("两车追尾了", "122"),
    ("被车撞了", "122"),
    ("我不想活了", "110"),
    ("快叫救护车", "120"),
    ("救命啊", "110"),
    ("家里招火了", "119"),
    ("楼上找火了", "119"),
    ("吃了毒蘑菇", "120"),
    ("邻居家煤气泄漏", "119"),
    ("小偷正在撬我家门", "110"),
    ("我妈昏迷了叫不醒", "120"),
    ("有个人掉进井里了", "119"),
    ("孩子掉河里了", "119"),
    ("从十一月一号开始煤气就有味今天煤气泄漏了", "119"),
    ("刚才发生交通事故人躺地上了", "122"),
    ("十分钟前着火了现在还在烧", "119"),
    ("我要报警", "110"),
    ("老公打我救命", "110"),
    ("车翻了着火了人困在里面", "119"),
    ("配电箱冒烟了", "119"),
    ("电动车自燃", "119"),
    ("喝农药了", "120"),
    ("我儿子不见了", "110"),
    ("我妈从楼梯摔下来动不了了", "120"),
]
NOT = [
    "让他们打我媳妇电话",
    "他们打我手机吧",
    "没有着火",
    "去年着过火",
    "气得我都要爆炸了",
    "消防通道堵了",
    "110的电话是多少",
    "电视剧里着火了",
    "我家房子一百二十平暖气不热",
    "热水器打不着火",
    "上个月出了车祸责任认定不合理",
    "上次电梯困人了",
    "怕着火",
    "楼道堆杂物容易着火",
    "烟囱冒黑烟",
    "火锅店油烟大",
    "差点被车撞了",
    "听说那边着火了",
    "如果着火了怎么办",
    "万一着火",
    "救护车收费太高",
    "昨天晚上有人打架派出所不管",
    "我想咨询一下心脏病慢病怎么办",
    "楼上天天吵得我头都要炸了",
    "超市抢购",
    "跳楼价",
    "打架子鼓扰民",
    "我的救命钱被他们拖着不给",
    "昨天下午我被车撞了交警一直没出责任认定",
    "公司欠薪活不下去了",
    "我孩子找不到幼儿园",
    "工厂排放的烟太呛人",
    "电动车在楼道充电怕爆炸",
    "建议增加消防演练",
    "表扬120救护车司机",
    "交通事故责任认定怎么申请复核",
    "办理残疾证",
    "孩子丢了身份证怎么补办",
    "我去年被抢劫的案子还没破",
    "三年前我爸脑出血现在申请残疾证",
]


@pytest.mark.parametrize(("text", "service"), NOW)
def test_an_emergency_is_found(text: str, service: str) -> None:
    found = find_emergency(text)
    assert found is not None
    assert found.service == service
    assert found.words in text
    assert found.rule
    assert found.reason


@pytest.mark.parametrize("text", NOT)
def test_no_false_alarm(text: str) -> None:
    assert find_emergency(text) is None


def test_several_services_at_once() -> None:
    found = find_emergency("车翻了着火了人困在里面流了好多血")
    assert found is not None
    assert set(found.services) >= {"119", "120", "122"}
    assert found.services[0] == found.service == "119"


def test_found_on_the_first_words() -> None:
    text = "我家厨房着火了你们快点派人来我在大东区"
    first = next(n for n in range(1, len(text)) if find_emergency(text[:n]))
    assert text[:first].endswith("着火")


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("公司欠薪我真的活不下去了", "self_harm"),
        ("我们一百多个工人堵在门口讨工资", "mass_incident"),
        ("业主们要去市政府拉横幅", "mass_incident"),
        ("再不解决我就跟他们同归于尽", "public_order"),
        ("暖气不热", None),
        ("跳楼价大甩卖是虚假广告", None),
        ("活着真没意思", "self_harm"),
        ("人活着一点意思都没有", "self_harm"),
        ("活着还有啥盼头", "self_harm"),
        ("喝药死的老人有没有丧葬费", None),
    ],
)
def test_sensitive_matters(text: str, sort: str | None) -> None:
    found = find_sensitive(text)
    assert (found.sort if found else None) == sort


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        ("我家没有着火", "着火", "denied"),
        ("差点着火", "着火", "denied"),
        ("气得我都要爆炸了", "爆炸", "figure"),
        ("楼道堆杂物我怕哪天着火", "着火", "feared"),
        ("如果着火了打什么电话", "着火了", "supposed_or_asked"),
        ("群里传有人要跳楼", "要跳楼", "told"),
        ("孩子从床上掉下来磕了个包", "从床上掉下来", "slight_or_settled"),
        ("老人走失已经找回来了", "老人走失", "over"),
        ("去年着火了", "着火了", "past"),
        ("被车撞了对方说不赔", "被车撞了", "on_paper"),
        ("仓库着火了保险给赔不", "着火了", "supposed_or_asked"),
        ("棚子要是着了咋整", "棚子要是着了", "feared"),
        ("棚子里天天烧塑料，冒黑烟", "冒黑烟", "day_by_day"),
        ("棚子里天天烧塑料，冒黑烟了", "冒黑烟", None),
        ("棚子里天天烧塑料，今天冒黑烟", "冒黑烟", None),
        ("刚才着火了现在还在烧", "着火了", None),
        ("去年着过火现在又着火了", "着火了", None),
    ],
)
def test_an_excuse_names_the_state(text: str, words: str, state: str | None) -> None:
    start = text.index(words)
    rule = "injury" if "磕" in text else "traffic" if "车" in text else "fire"
    assert excuse(text, start, start + len(words), rule) == state


@pytest.mark.parametrize(
    "words", ["我站在大桥栏杆外头了", "药我都备好了帮我跟我妈说声对不起", "有个女的坐在天台边上哭"]
)
def test_self_harm_is_the_duty_managers_too(words: str) -> None:
    found = find_sensitive(words)
    assert found is not None
    assert found.sort == "self_harm"
