"""What the caller says, in the short answers that steer a call."""

import pytest

from ivr.language.fillers import strip_fillers
from ivr.language.intent import Kind, kind_of
from ivr.language.replies import asks_if_machine, asks_repeat, is_done, wants_human, yes_no


@pytest.mark.parametrize(
    "text",
    [
        *(
            "转人工",
            "我要找人工",
            "找真人",
            "我要跟人说",
            "你给我接人工客服",
            "人工",
            "叫个人来跟我说",
        ),
        *("人工人工人工", "客服，客服", "真人", "转接", "嗯话务员", "接人", "真人接听行不行"),
        *("让话务员接", "叫值班的来", "有没有会喘气的", "找个明白人跟我说", "换个人跟我说"),
        *("我要跟你们领导说话", "让你们经理接电话", "来个人说话", "不乐意跟机器人唠"),
        *("给我转一下", "你别说了帮我转接呗", "转仁工服务", "赚人工", "转人公"),
    ],
)
def test_wants_a_human(text: str) -> None:
    assert wants_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们这片人工湖水脏",
        "人工智能是什么",
        "人工费太贵",
        "不用转人工",
        "人工降雨",
        "没人管",
        "房子空着暖气不想烧了咋跟人说",
        *(
            "我跟领导说了好几回没人管",
            "找工作人员说过他说等着",
            "把户口给我转一下",
            "帮我转一下社保",
        ),
        *("村领导说话不算数", "有人占道", "想跟人说理没处说", "物业客服态度差", "找人接送孩子"),
        "",
    ],
)
def test_does_not_want_a_human(text: str) -> None:
    assert not wants_human(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(
            (t, True)
            for t in ("对", "是的", "嗯", "没错", "行", "可以", "嗯对", "好的转吧", "没问题")
        ),
        *((t, False) for t in ("不对", "不是这样的", "没有", "不用了谢谢", "别转", "说错了")),
        *((t, None) for t in ("好像是", "是不是", "对不起", "我家没水", "")),
    ],
)
def test_yes_or_no(text: str, answer: bool | None) -> None:
    assert yes_no(text) is answer


@pytest.mark.parametrize(
    "text", ["没有了", "就这些", "不用了谢谢", "没了", "没事了", "就这样吧再见"]
)
def test_is_done(text: str) -> None:
    assert is_done(text)


@pytest.mark.parametrize("text", ["没有水了", "家里没有暖气", "还有一个事", ""])
def test_is_not_done(text: str) -> None:
    assert not is_done(text)


def test_repeat_and_machine() -> None:
    assert all(asks_repeat(t) for t in ("没听明白", "再说一遍", "啥", "你说什么", "我听不清"))
    assert all(
        asks_if_machine(t) for t in ("你是真人吗", "你是机器人吗", "你是人还是机器", "这是AI吗")
    )
    assert not asks_if_machine("人工智能怎么申报")
    assert not asks_repeat("我家暖气不热")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我家暖气不热", Kind.HELP),
        ("我要投诉物业", Kind.COMPLAINT),
        ("怎么投诉物业", Kind.INQUIRY),
        ("身份证丢了怎么补办", Kind.INQUIRY),
        ("建议在路口增加一个红绿灯", Kind.SUGGESTION),
        ("表扬一下公交司机", Kind.PRAISE),
        ("有人在山上偷偷烧秸秆我举报", Kind.REPORT),
        ("我们公司的许可证卡了三个月一直不批", Kind.BUSINESS_COMPLAINT),
        ("帮我找个开锁师傅", Kind.SERVICE),
        ("你好", None),
        ("", None),
    ],
)
def test_kind(text: str, kind: Kind | None) -> None:
    assert kind_of(text) is kind


def test_fillers_go_and_facts_stay() -> None:
    assert strip_fillers("喂你好嗯我家暖气不热") == "我家暖气不热"
    assert strip_fillers("那个小区没水") == "那个小区没水"
    assert strip_fillers("") == ""


@pytest.mark.parametrize("text", ["啥意思", "什么意思啊", "没懂", "不太明白", "我没整明白"])
def test_who_did_not_understand_wants_it_again(text: str) -> None:
    assert asks_repeat(text)


@pytest.mark.parametrize("text", ["行了挂了吧", "那我挂了", "就到这吧"])
def test_who_hangs_up_has_nothing_more(text: str) -> None:
    assert is_done(text)


@pytest.mark.parametrize("text", ["我不懂电脑怎么操作医保", "电话挂了好几次都没人接"])
def test_words_of_a_matter_are_no_reply(text: str) -> None:
    assert not asks_repeat(text)
    assert not is_done(text)
