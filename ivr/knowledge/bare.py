"""只问不说事: questions that name no matter (需要本人去吗, 多少钱, 几天能办下来).

They fit every article and so none: what is asked for is there, of what is not. A text is bare when
nothing but grammar is left of it without the words that any matter is asked with.
"""

import re

from ivr.knowledge.cues import asks
from ivr.knowledge.terms import GRAMMAR, Spoken

WHICH_MATTER = "请问您要问的是哪一件事？比如身份证补办，或者公积金提取。"
_ASKING = re.compile(
    "|".join(
        (
            r"多(?:少|大|久|长|高|远|快|晚|早)(?:岁数|年纪|年龄|时间|时候)?",
            r"(?:什么|啥|几|多少)(?:天|次|年|个月|月|号|点钟?|个人|人|份|遍|趟|回|样|种|条(?!件)|项|步|家)",
            r"(?:工作日|礼拜|星期|小时|个月|时候|时间|钱|费用?|价|元|块)",
            r"本人|自己|亲自|别人|家人|代办|代替|替|委托|陪|一起",
            r"材料|手续|证件|证明|原件|复印件?|资料|文件|表格?|照片|相片|单位|盖章|签字",
            r"地方|地址|地点|位置|窗口|部门|机构|单子|(?<!什么)电话|号码|网上|线上|网站|手机(?!号)|现场|柜台",
            r"办理|办完|办好|受理|申请|申办|补办|咨询|预约|排队|登记|注销|恢复|更改|变更|修改|延期|加急|代领|领取",
            r"到账|下来|拿到|领到|取到|收到|寄到家?|邮寄|快递|寄|到家|家里|出来|上班|下班|开门|关门|休息|周末|周六|周日|节假日|中午",
            r"条件|要求|资格|规定|标准|政策|流程|程序|步骤|期限|有效期?|过期|到期|限制|范围|用处|作用",
            r"收费|免费|花钱?|交钱?|掏|付|报销|退钱?|补钱?|领|取|交|缴|查|转|换|改|退|补|丢|坏|没了|弄丢|找",
            r"外地人?|本地人?|外省|老人|小孩|孩子|老年人|学生|朋友|父母|亲戚|家属",
            r"第一步|一(?:[份次个张趟下般共起步定]|遍就)|最[多少快晚早高低长短]|一般|大概|大约|一共|总共|平时|现在|今天|明天|今年|还是|或者",
            r"符合|够|满足|必须|一定|应当|应该|可以|可能|允许|方便|麻烦|复杂|简单|容易|具体|详细|相关|各种|全|齐|不全|不齐",
            r"事情?|事儿|情况|问题|方式|办法|方法|渠道|途径|地儿|业务",
            r"请问|你好|干|月|年|天|日|号|点|次|份|张|等|完|好|成|对|真|快|慢|早|晚|麻溜|谁|起|为|按|从|由|向|跟|同|与|或|及|其|此|该|每|各|另|外|先后",
        )
    )
)
_ACTS = frozenset("办弄整")
_MATTERS = ("你们", "不要我", "跟别人一样")  # in words that any matter is asked with


def names_nothing(text: str, said: Spoken) -> bool:
    """Whether a text asks, but not of what."""
    if any(matter in said.text for matter in _MATTERS):
        return False
    rest = _ASKING.sub("", said.text)
    asked = rest != said.text or not _ACTS.isdisjoint(rest)
    return asked and not set(rest) - GRAMMAR and asks(text)
