"""问题表现: of a type's manifestations, the one that words and kind speak of."""

from dataclasses import replace
from datetime import datetime

import pytest

from ivr.tickets.model import Kind
from ivr.tickets.understanding import Understanding
from ivr.tickets.within import Within


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        ("野猪进地把苞米拱了一大片，林业上赔不赔", "野生动物救助"),
        ("联通的网从昨天就连不上，装机的不来", "宽带故障"),
        ("跑网约车的，平台一单抽成三成多，也不告诉", "违规收费"),
        ("岛上的船停航四天了，什么时候能开", "停运减班"),
        ("大杨树叫风刮倒了，横在我家门口", "树木倒伏断枝"),
        ("快递总给我扔驿站，说啥不给送上楼", "不送货上门"),
        ("买的果树苗栽下去根上全是瘤子，老板不认", "假种子"),
        ("护理院里老人身上好几块淤青，护工说自己碰的", "养老院服务差"),
        ("建议给我们新城开一条去火车站的公交线", "开通新线路"),
        ("房子住五年了产权证还办不出来，开发商说欠税", "房产证办不下来"),
        ("我妈的养老金这几个月每月少发一百多，没人给说法", "养老金待遇计算"),
        ("重残护理补贴材料交了半年，一分钱没收到", "补贴未发放"),
        ("我在站上招手，二一五路公交车没停就开过去了", "甩站不停"),
    ],
)
def test_a_complaint_gets_what_goes_wrong(
    understanding: Understanding, called_at: datetime, words: str, shows: str
) -> None:
    (ticket,) = understanding.draft(words, called_at=called_at).tickets
    assert ticket.category is not None
    assert ticket.category[2] == shows


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        ("请问护理补贴怎么申请，一个月给多少钱", "补贴申请咨询"),
        ("请问今年的养老金什么时候涨，涨多少", "养老金调整咨询"),
        ("我想问一下买房怎么提取公积金", "购房提取咨询"),
        ("请问租房能取公积金不，一年能取几次", "租房提取咨询"),
        ("不动产证丢了想问问怎么补办", "不动产证补办"),
        ("请问残疾证怎么办理，需要什么材料", "残疾证办理咨询"),
        ("家里停电了，请问几点来电", "恢复供电时间咨询"),
        ("楼前天天跳广场舞，音响太大了", "广场舞噪声"),
        ("山上的树让人偷着砍伐了，我要举报", "盗伐滥伐"),
        ("我要表扬公交司机，扶我妈下车还给送到站里", "表扬公交司机"),
    ],
)
def test_a_question_keeps_its_question_and_the_rest_its_own(
    understanding: Understanding, called_at: datetime, words: str, shows: str
) -> None:
    (ticket,) = understanding.draft(words, called_at=called_at).tickets
    assert ticket.category is not None
    assert ticket.category[2] == shows


def test_kind_and_words_decide_and_nothing_said_changes_nothing(
    understanding: Understanding,
) -> None:
    within = Within(replace(understanding.classifier.taxonomy, signs={}))
    asked = ("社会保险", "养老保险", "养老金调整咨询")
    unpaid = ("社会保险", "养老保险", "养老金未发放")
    assert within.best("养老金补发的钱没给发", asked, Kind.INQUIRY, {}) == asked
    assert within.best("养老金补发的钱没给发", asked, Kind.COMPLAINT, {}) == unpaid
    first = ("社会保险", "养老保险", "退休办理咨询")
    for kind in (Kind.INQUIRY, Kind.COMPLAINT):
        assert within.best("我", asked, kind, {}) in {asked, first}
    praised = ("公共交通", "公交服务", "表扬公交司机")
    assert within.best("司机", praised, Kind.COMPLAINT, {}) != praised
    assert within.best("司机", praised, Kind.PRAISE, {}) == praised
