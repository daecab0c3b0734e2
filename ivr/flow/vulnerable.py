"""优先照顾 who is served before others among the calm ones: told by their own words, one table.

Words that only ask about a rule (八十岁以上老人有什么补贴, 残疾证怎么办) are not meant.
"""

import re

WORDS: dict[str, tuple[str, ...]] = {
    "old age": (
        r"(?:[七八九]十[多几来一二三四五六七八九]?|[789]\d|1[01]\d)多?岁"
        r"(?!以上|以下|老人|的老人|能|可以|有什么)",
    ),
    "old and alone": (
        r"(?:老人|老太太|老爷子|爸|妈|奶奶|爷爷|姥姥|姥爷).{0,4}(?:独居|孤寡|一个人(?:在家|住))",
    ),
    "disability": (
        r"(?:我|本人|家里|老伴|爸|妈|父亲|母亲|孩子).{0,4}(?:残疾|盲人|聋|瘫痪|看不见|听不见)",
        r"坐着?轮椅|卧床|拄拐",
    ),
    "child": (
        r"我(?:今年|才|是)?(?:[四五六七八九十]|十[一二三]|[4-9]|1[0-3])岁(?!以)",
        r"我是(?:小学生|小孩|孩子)",
        r"(?:家里|我家|我们家|带着|抱着).{0,6}(?:孩子|小孩|宝宝|婴儿|新生儿)",
        r"(?:孩子|小孩|宝宝).{0,4}(?:一个人|独自|自己)(?:在|关)",
    ),
    "pregnancy": (r"(?:我|爱人|媳妇|老婆|家里).{0,4}(?:怀孕|孕妇|坐月子)",),
    "illness": (r"(?:我|家里|老人|老伴|爸|妈|孩子).{0,6}(?:吸氧|透析|化疗|重病|心脏病|呼吸机)",),
}
_FOUND = re.compile("|".join(f"(?:{one})" for words in WORDS.values() for one in words))


def is_vulnerable(text: str) -> bool:
    """Whether the words tell of age, disability, a child, pregnancy or grave illness."""
    return _FOUND.search(text) is not None
