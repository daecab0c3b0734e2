"""打错电话: who believes to have called somebody else. Pure."""

import re

_OTHERS = (
    r"(?:客服(?:中心|热线|电话)?|营业厅|公司|银行|医院|物业|快递|热力|燃气|自来水"
    r"|供电局?|电业局|派出所|税务局?|社保局?|[0-9一二三四五六七八九零]{5})"
)
_MISDIALLED = re.compile(
    r"(?:[嗯啊哦诶哎喂，]|你好|您好|请问|那个)*+"
    r"(?:这里?|这儿|这边|[你您]们?(?:这里?|这儿|那儿?|那边)?)?(?:不是|是不是|是)"
    rf"(?P<who>[一-龥]{{0,8}}?{_OTHERS})(?:的|那边|的?客服|的?电话)?(?:[吗么吧]|啊)"
)
_US = re.compile(r"政府|市长|政务|便民|市民|热线办|一二三四五|12345")


def is_misdialled(text: str) -> bool:
    """这不是移动客服吗: somebody else is wanted, and nothing told.

    >>> is_misdialled("这不是移动客服吗"), is_misdialled("你们是供电公司吗")
    (True, True)
    >>> is_misdialled("这是市长热线吗"), is_misdialled("这是不是物业的责任")
    (False, False)
    """
    found = _MISDIALLED.fullmatch(text.strip(" ，,。？?"))
    return found is not None and _US.search(text) is None


_REGRETS = re.compile(
    r"(?:[嗯啊哦诶哎喂，]|你好|您好|不好意思|对不起|抱歉|那|我|可能|好像|是)*+(?:打|拨|找)错(?:了)?(?:电话|号码?|地方|人)?了?"
    r"(?:[啊吧呀，]|不好意思|对不起|抱歉|打扰(?:你|您)?了?|再见|拜拜)*+"
)


def regrets_the_call(text: str) -> bool:
    """不好意思打错了: a goodbye.

    >>> regrets_the_call("喂你好打错了"), regrets_the_call("我打错了想打物业电话")
    (True, False)
    """
    return _REGRETS.fullmatch(text) is not None
