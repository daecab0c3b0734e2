"""What words said to a draft are to it."""

import pytest

from ivr.flow.events import Finding, Matter, Reply, Understood
from ivr.flow.telling import Telling, telling_of

COLD = Matter("help", "您家暖气不热", to_ask=("place", "time"))


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("对", Telling.AGREES),
        ("没", Telling.AGREES),
        ("对就这么回事你们快点吧", Telling.AGREES),
        ("不对", Telling.DENIES),
        ("不行", Telling.DENIES),
        ("不对是三万", Telling.CORRECTS),
        ("地址错了是兴工街", Telling.CORRECTS),
        ("要求给补偿", Telling.ADDS),
        ("半年了", Telling.ADDS),
        ("天天", Telling.ADDS),
        ("就是大东区小东街道的东顺小区", Telling.ADDS),
        ("对了我还想问", Telling.OPENS),
        ("我哪知道啥时候建的", Telling.KNOWS_NOT),
        ("不敢说学校名", Telling.KNOWS_NOT),
        ("什么时候能给我办啊", Telling.OF_TICKET),
        ("能给个准信吗", Telling.OF_TICKET),
        ("一般多长时间", Telling.OF_TICKET),
        ("能给我解决吗", Telling.OF_TICKET),
        ("给我个单号", Telling.OF_TICKET),
        ("这个有期限吗", Telling.OF_TICKET),
        ("明天呢", Telling.OF_TICKET),
        ("我怎么知道你们给没给我报", Telling.OF_TICKET),
        ("你们光记有啥用啊", Telling.OF_TICKET),
        ("需要我留个电话吗", Telling.OF_TICKET),
        ("你知道我电话不", Telling.OF_TICKET),
        ("你能查到我的号码吧", Telling.OF_TICKET),
        ("就打我这个电话就行", Telling.OF_TICKET),
        ("你贵姓啊", Telling.ASKS),
        ("问这个有啥用", Telling.ASKS),
        ("我电话欠费了", Telling.ADDS),
        ("物业不让我留电话", Telling.ADDS),
        ("他们老打我电话", Telling.ADDS),
        ("我打电话没人接", Telling.ADDS),
        ("打这个电话打不通", Telling.ADDS),
        ("明天", Telling.ADDS),
        ("他们说了有啥用", Telling.ADDS),
        ("对，那多长时间给我回话", Telling.OF_TICKET),
        ("赶紧给我登记上吧", Telling.AGREES),
        ("你们可得给我解决啊", Telling.AGREES),
        ("就这么报吧", Telling.AGREES),
        ("今天", Telling.ADDS),
        ("几天了", Telling.ADDS),
        ("物业给我处理了", Telling.ADDS),
        ("你记一下", Telling.ADDS),
        ("啊", Telling.UNCLEAR),
    ],
)
def test_telling(text: str, telling: Telling) -> None:
    assert telling_of(Understood(text, text, None), None) is telling


def test_a_question_is_no_part_of_the_matter_unless_it_tells_what_was_missing() -> None:
    before = Understood("我家暖气不热", "我家暖气不热", "help", matters=(COLD,))
    asked = Understood("你们几点下班", "你们几点下班", "inquiry", matters=(COLD,))
    assert telling_of(asked, before) is Telling.ASKS
    placed = Matter("help", "您家暖气不热", to_ask=("time",))
    told = Understood("就文安路谁知道几号楼", "就文安路谁知道几号楼", "inquiry", matters=(placed,))
    assert telling_of(told, before) is Telling.ADDS


def test_what_an_article_answers_is_asked_and_who_wants_hands_asks_nothing() -> None:
    answer = Reply(Finding.ANSWER, "social-card-lost")
    asked = Understood("社保卡丢了怎么补办", "社保卡丢了怎么补办", "inquiry", answer)
    assert telling_of(asked, None) is Telling.ASKS
    urged = Understood("能不能快点派人来修啊", "能不能快点派人来修啊", "inquiry", answer)
    assert telling_of(urged, None) is Telling.ADDS


def test_how_long_it_takes_is_asked_of_the_matter_where_that_is_a_question() -> None:
    asked = Matter("inquiry", "您咨询护照怎么办")
    before = Understood("护照怎么办", "护照怎么办", "inquiry", matters=(asked,))
    heard = Understood("几天能下来", "护照怎么办，几天能下来", "inquiry", matters=(asked,))
    assert telling_of(heard, before) is not Telling.OF_TICKET
    told = Understood("几天给我回话", "几天给我回话", "inquiry", matters=(asked,))
    assert telling_of(told, before) is Telling.OF_TICKET
