"""What words are to the tickets just written, and to which of them."""

import pytest

from ivr.flow.actions import AddToTicket
from ivr.flow.events import Heard, Matter, Understood
from ivr.flow.filed import OfFiled, said_of_filed, which
from ivr.flow.routing import way_of
from ivr.flow.state import Filed
from tests.unit.flow.talk import Talk, shipped

LAMP, HEAT = "照明与市政设施/路灯", "供热/室温不达标"
OF_LAMP = Filed("2611200001", Matter("help", "启工小区门口路灯不亮", about=LAMP))
OF_HEAT = Filed("2611200002", Matter("help", "您家暖气不热", about=HEAT))


def heard_as(text: str, kind: str | None = None, *matters: Matter) -> Understood:
    return Understood(text, text, kind, matters=matters)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("工单号再说一遍", OfFiled.NUMBER),
        ("刚才那个号我没记住", OfFiled.NUMBER),
        ("没记住", OfFiled.NUMBER),
        ("那我啥时候能接到电话", OfFiled.WHEN),
        ("几天能办完", OfFiled.WHEN),
        ("大概得等多长时间", OfFiled.WHEN),
        ("我这个事几个工作日有结果", OfFiled.WHEN),
        ("会有人给我打电话吗", OfFiled.WHEN),
        ("什么时候来暖气", OfFiled.URGES),
        ("没有人来修啊", OfFiled.URGES),
        ("你们快点来修", OfFiled.URGES),
        ("刚才那个路灯地址我说错了是19号", OfFiled.CORRECTS),
        ("不对是三万八", OfFiled.CORRECTS),
        ("是二号楼不是三号楼", OfFiled.CORRECTS),
        ("地址说错了", OfFiled.DENIES),
        ("别告诉人家是我举报的", OfFiled.HIDES),
        ("能不能替我保密", OfFiled.HIDES),
        ("没有了，就是别写我名字", OfFiled.HIDES),
        ("我白天上班晚上打", OfFiled.ADDS),
        ("来之前给我打个电话", OfFiled.ADDS),
        ("我要他们退钱", OfFiled.ADDS),
        ("对了是三单元", OfFiled.ADDS),
        ("我有照片", OfFiled.ADDS),
        ("这都第三次了", OfFiled.ADDS),
        ("他们态度可恶劣了", OfFiled.ADDS),
        ("补充一下他们没有执照", OfFiled.ADDS),
        ("还有个事", None),
        ("嗯", None),
        ("没有了谢谢", None),
        ("别登记了", None),
        ("今天天真冷", None),
        ("我要退休了", None),
    ],
)
def test_what_is_said_of_the_ticket(text: str, said: OfFiled | None) -> None:
    heard = heard_as(text)
    assert said_of_filed(heard, way_of(heard), (OF_LAMP,)) is said


@pytest.mark.parametrize(
    ("text", "about", "to_ask", "kind", "said"),
    [
        ("那个又一闪一闪的", LAMP, ("place",), "help", OfFiled.ADDS),
        ("还有个事路灯也一闪一闪的", LAMP, ("place",), "help", None),
        ("上次修完又坏的", "", ("place",), "complaint", OfFiled.ADDS),
        ("我在外地打工", "", ("course", "place"), "complaint", OfFiled.ADDS),
        ("我家猫丢了", "", ("place",), "complaint", None),
        ("泰山路3号那个路灯也不亮", LAMP, (), "help", None),
        ("暖气不热", HEAT, ("place",), "help", None),
        ("别告诉人家是我举报的", HEAT, ("place", "course"), "report", OfFiled.HIDES),
        ("小李服务真好", "", ("place",), "praise", None),
    ],
)
def test_only_what_is_surely_another_matter_is_one(
    text: str, about: str, to_ask: tuple[str, ...], kind: str, said: OfFiled | None
) -> None:
    heard = heard_as(text, kind, Matter(kind, text, to_ask, about=about))
    assert said_of_filed(heard, way_of(heard), (OF_LAMP,)) is said


@pytest.mark.parametrize(
    ("text", "about", "number"),
    [
        ("那个路灯还一闪一闪的", "", OF_LAMP.number),
        ("暖气管子还漏水", "", OF_HEAT.number),
        ("又一闪一闪的", LAMP, OF_LAMP.number),
        ("第一个是三单元", "", OF_LAMP.number),
        ("我白天上班晚上打", "", OF_HEAT.number),
    ],
)
def test_which_ticket_is_spoken_of(text: str, about: str, number: str) -> None:
    matters = (Matter("help", text, about=about),) if about else ()
    filed = (OF_LAMP, OF_HEAT)
    assert which(heard_as(text, None, *matters), filed, [f.number for f in filed]) == number


def test_a_wish_into_the_farewell_takes_it_back() -> None:
    def told(text: str, whole: str, among: tuple[str, ...]) -> Understood:
        lamp = (Matter("help", "路灯不亮"),) if "路灯" in text else ()
        return Understood(text, whole, "help" if lamp else None, matters=lamp)

    talk = Talk(shipped("12345"), told).start()
    for words in ("路灯不亮", "没有了", "对", "没有了"):
        talk.say(words)
    talk.feed(Heard("别说是我说的啊", 0.9))  # into 感谢您的来电
    talk.hear_out()
    assert [a.words for a in talk.of(AddToTicket)] == ["别说是我说的啊"]
    assert not talk.ended
