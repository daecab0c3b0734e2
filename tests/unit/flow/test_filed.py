"""What words are to the ticket just written."""

import pytest

from ivr.flow.events import Matter, Understood
from ivr.flow.filed import OfFiled, said_of_filed
from ivr.flow.routing import way_of

LAMP, HEAT = "照明与市政设施/路灯", "供热/室温不达标"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("工单号再说一遍", OfFiled.NUMBER),
        ("刚才那个号我没记住", OfFiled.NUMBER),
        ("没记住", OfFiled.NUMBER),
        ("刚才那个路灯地址我说错了是19号", OfFiled.MENDS),
        ("不对是三万八", OfFiled.MENDS),
        ("没有人来修啊", OfFiled.URGES),
        ("你们快点来修", OfFiled.URGES),
        ("还有个事", None),
        ("嗯", None),
    ],
)
def test_what_is_said_of_the_ticket(text: str, said: OfFiled | None) -> None:
    heard = Understood(text, text, None)
    assert said_of_filed(heard, way_of(heard), (LAMP,)) is said


@pytest.mark.parametrize(
    ("about", "to_ask", "kind", "said"),
    [
        (LAMP, ("place",), "help", OfFiled.MENDS),  # 那个路灯还一闪一闪的
        ("", ("place",), "complaint", OfFiled.MENDS),  # 上次修完又坏的
        (LAMP, (), "help", None),  # 泰山路3号那个路灯也不亮
        (HEAT, ("place",), "help", None),  # 暖气不热
        ("", (), "praise", None),
    ],
)
def test_only_what_is_surely_another_matter_is_one(
    about: str, to_ask: tuple[str, ...], kind: str, said: OfFiled | None
) -> None:
    text = "那个又一闪一闪的"
    heard = Understood(text, text, kind, matters=(Matter(kind, text, to_ask, about=about),))
    assert said_of_filed(heard, way_of(heard), (LAMP,)) is said
