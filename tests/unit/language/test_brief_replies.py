"""What is nothing but a reply, and what only begins like one."""

import pytest

from ivr.language.brief_replies import (
    corrects,
    denies,
    is_brief,
    is_question,
    nods,
    opens,
    thanks,
)
from ivr.language.elliptic import (
    completed,
    goes_over,
    in_topic,
    is_whole,
    narrows,
    stated,
    subject_of,
)
from ivr.language.replies import asks_if_machine, is_done, wants_human, wants_it_again, yes_no

QUESTIONS = (
    "要不要扣分 要不要钱 要不要预约啊 不用预约吧 没身份证行不 不去北京吧 不要钱吧 "
    "要照片不要 要交多少税 要上哪仲裁 有年龄限制不 有啥补贴没 有车行不 你们几点下班 "
    "要带啥材料 你们多长时间能给我回信儿"
)


@pytest.mark.parametrize("text", QUESTIONS.split())
def test_a_question_is_no_yes_no_or_goodbye(text: str) -> None:
    assert is_question(text)
    assert yes_no(text) is None
    assert not is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "嗯呢",
        "还没呢",
        "不是不是",
        "没有没有",
        "不对不对",
        "行吧",
        "那就这样吧",
        "没有了吧",
        "我自己去吧",
        "啥也没有了",
        "可不咋的",
        "好几天了",
        "对了",
        "半年了",
        "这周二",
        "天天",
        "不知道",
        "没什么了",
    ],
)
def test_what_asks_nothing_is_no_question(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "对呀",
        "嗯哪",
        "可不咋的",
        "没有了谢谢",
        "行我知道了拜拜",
        "那就这样吧麻烦你了姑娘",
        "对就这么回事",
        "对你们快点给办吧",
        "就这些别的没有了尽快给我解决",
        "没有没有挂了",
        "都不是",
        "说错了",
        "好嘞没事了再见",
    ],
)
def test_a_reply_with_nothing_behind_it(text: str) -> None:
    assert is_brief(text)


@pytest.mark.parametrize(
    "text",
    [
        "没什么人管",
        "要求给补偿",
        "就是大东区小东街道的东顺小区",
        "不在你们这",
        "没热过",
        "是的给孩子办",
        "不对是三万",
        "没给我解决",
        "没处理",
        "就这样他们还不管",
        "有人",
        "不热",
        "没钱",
        "别提了",
    ],
)
def test_what_tells_is_no_mere_reply(text: str) -> None:
    assert not is_brief(text)


@pytest.mark.parametrize(
    "text",
    [
        "没啦",
        "没有别的了",
        "就这事儿",
        "就这么地吧",
        "问完了",
        "够了",
        "都没有",
        "应该没了吧",
        "完事了",
        "我撂了啊",
        "拜拜了您嘞",
        "回见",
        "行了没事了谢谢",
        "打错了",
        "那我等你们电话",
        "你忙吧",
        "好的也祝你生活愉快",
        "行那我就去派出所办去了",
        "拉倒吧",
    ],
)
def test_goodbyes_in_other_words(text: str) -> None:
    assert is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "没什么人管",
        "没什么大事就是我家跑水了",
        "就这样干等着啊",
        "没有谁来看过",
        "可以了是吧",
        "这就完了啊",
        "我去派出所不给办了",
    ],
)
def test_no_goodbye(text: str) -> None:
    assert not is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "我想问问那个",
        "我想反映个事儿",
        "那个我还要说一个事儿",
        "还有个事",
        "等一下",
        "没说完呢你别挂",
        "再问你个事",
        "哎对了",
        "那个啥",
        "没有了哎不对我还有个事",
        "好的谢谢再见哎等一下还没说完呢",
        "你听我说啊不是这么回事",
        "我就想反映反映",
    ],
)
def test_there_is_something_to_come(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize(
    "text", ["没事我就问问", "我家停水了", "我要投诉物业", "有", "没有", "对了", "就这个事"]
)
def test_nothing_is_announced(text: str) -> None:
    assert not opens(text)


def test_denials_corrections_and_thanks() -> None:
    assert all(denies(t) for t in ("不对", "不是", "记错了"))
    assert not any(denies(t) for t in ("没有", "不用了", "是不是"))
    assert all(corrects(t) for t in ("不对是三万八", "等一下我说错了", "哎不对地址说错了"))
    assert not any(corrects(t) for t in ("不用了", "是不是错了", "我家暖气不热"))
    assert thanks("好的谢谢")
    assert not thanks("谢谢我还想问社保卡")


def test_what_was_not_heard_is_told_from_what_was_not_understood() -> None:
    assert all(wants_it_again(t) for t in ("再说一遍", "啊？", "没听清"))
    assert not any(wants_it_again(t) for t in ("没听明白", "啥意思"))


def test_an_incomplete_question_is_completed_by_what_was_spoken_of() -> None:
    assert subject_of("低保的事") == "低保"
    assert completed("驾照", "到期了")[0] == "驾照到期了"
    assert completed("护照怎么办理", "那港澳通行证呢")[0] == "港澳通行证怎么办理"
    assert completed("", "多少钱") == ()
    assert is_whole("火星移民怎么申请")
    assert not is_whole("没有照片怎么办")
    assert goes_over("那水电费有没有优惠")
    assert not goes_over("那得多少钱")


def test_a_nod_wants_nothing_and_asks_nothing() -> None:
    assert yes_no("昂") is True
    assert all(nods(t) for t in ("昂", "好嘞", "妥了", "行", "嗯嗯", "哦", "得嘞", "没错"))
    assert not any(nods(t) for t in ("有啊", "没有了", "要", "对了", "不行", "转吧", "停水了"))


def test_a_person_complained_of_and_a_counter_are_no_wish_for_one() -> None:
    assert not any(asks_if_machine(t) for t in ("我要投诉这人", "你们管不管这人"))
    assert all(asks_if_machine(t) for t in ("你是人吗", "你是个人还是机器", "你是机器人吧"))
    assert not wants_human("去不动产登记到人工窗口排了三个小时")
    assert wants_human("给我转到人工")


def test_words_that_narrow_a_matter_and_what_is_spoken_of_then() -> None:
    assert narrows("我媳妇74年的")
    assert not narrows("我去过了")
    assert completed("公积金怎么提取", "租房的")[0] == "租房的公积金怎么提取"
    assert in_topic("护照怎么办理", "那孩子的呢") == "护照孩子"
    assert in_topic("", "驾照") == "驾照"


def test_what_has_happened_is_parted_from_the_question_what_to_do() -> None:
    assert stated("我家停水了啥时候来") == "我家停水了"
    assert stated("我家停电了咋整啊") == "我家停电了"
    assert stated("家里还没供暖呢") == "家里还没供暖"
    assert stated("护照怎么办理") == "护照怎么办理"
