"""语气 cues: what in an utterance speaks for a question, beside its tone.

`Curve.question` weighs them with weights fitted on lines whose kind is known
(knowledge_base/eval/calibration.yaml). How a question and a grievance are worded is not listed
here: that is learnt (`ivr.knowledge.tone`).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from ivr.knowledge.lexicon import steady
from ivr.language.intent import Kind, kind_scores
from ivr.language.pinyin import folded

kinds_of = lru_cache(maxsize=16)(kind_scores)  # the gate asks for the same text
CUES = ("asks", "inquiry", "length", "tone")
_MARKS = "，。？！,.?! "

# A question word, or a wish for something that the hotline explains.
_ASKS = re.compile(
    r"(?<!不)怎么(?!回事|还|这么|那么|不|没|又|老|着|的)|如何|怎样|咋(?!还|不|没|回事|这么)|(?<!为)什么(?!都|也|年代|事都|玩意|态度)|(?<!为)(?<!没)啥(?!都|也)|哪|吗|呢$|多少|多久|多长|多大|找谁|谁(?:能|给|管|负责|开|出)|几[个天岁年月次点号种寸倍回分路家门档]"
    r"|能不能|能否|可不可以|可以不|行不行|是不是|有没有|要不要|用不用|得不得|是否|会不会|算不算|(?<!还)(?<!也)(?<!都)(?<!就)(?:不|还不|没|没有|么|嘛|不呢|不啊)$"
    r"|(?![管敢])(\S)[不没]\1|多(?:高|远|重|厚|宽)|谁(?:定|批|收|付|掏)|还是.{1,6}[好对行]?$"
    r"|请问|想问|问一下|问下|咨询|打听|了解|想知道|流程|什么手续|要手续|标准|规定|政策|期限|有效期|费用"
    r"|步骤|程序|条件|限制|税率|上限|(?:(?<!接)(?<!打)电话|热线|号码|地址|时间|日期|查询|年限|渠道|材料)$"
)
_WANTS = re.compile(
    r"(?:想|(?<!不)要|打算|准备|需要)(?:去|来|给我|把|帮)?.{0,10}(?:办|申请|补|换|开|领|交|缴|查|提取|转|迁|注销|登记|报销|落户|改|立|装|挪|考|贷|退|报)"
)
# The same through a recogniser's errors: 怎么, 啥, 什么, 多少, 哪里, 能不能, a last 吗.
_ASKS_BY_SOUND = re.compile(
    r"\b(?:zen me|sen me|za (?:ban|zen|lon)|sa (?:sou|tiao|cai|zen|dou|si)|duo sao"
    r"|duo ziu|la li|len bu len|ke bu ke)\b| ma $"
)
_HOW_TO_COMPLAIN = re.compile(
    r"(?:怎么|如何|咋|去哪|到哪|找谁|向谁|向哪|找哪|哪里|哪个部门|什么部门|打什么|打哪个|哪个平台|什么平台).{0,10}(?:投诉|举报|反映|维权|告(?!诉))|(?:投诉|举报|反映|维权).{0,6}(?:电话|渠道|流程|途径|去哪|找谁|找哪|平台|打(?:哪|什么|啥)|咋打|上哪|什么|(?:需要|准备|要|带)(?:什么|啥|哪些)|归谁|保密|实名|匿名)|(?:投诉|举报).{0,8}知道(?:是)?(?:我|谁)"
)


def asks(text: str) -> bool:
    """Whether something is asked, or a matter is to be done that the hotline explains."""
    text = text.rstrip(_MARKS)
    if _ASKS.search(text) or _WANTS.search(text):
        return True
    return bool(_ASKS_BY_SOUND.search(" ".join(folded(text[:400])) + " "))


def asks_how_to_complain(text: str) -> bool:
    """去哪投诉: a question about a complaint, not a complaint."""
    return bool(_HOW_TO_COMPLAIN.search(text))


def cues_of(text: str, tone: float) -> Mapping[str, float]:
    """Every cue with its figure, between 0 and 1 but for the tone."""
    text = steady(text)
    return {
        "asks": float(asks(text)),
        "inquiry": min(kinds_of(text).get(Kind.INQUIRY, 0.0), 8.0) / 8,
        "length": min(len(text) / 50, 2.0),
        "tone": tone,
    }
