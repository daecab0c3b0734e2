"""哪个字: which character is meant, said behind a name (老汪三点水的汪, 章建国立早章).

It tells how the name is written, and is no part of the name.
"""

import re

_LONGEST = 4  # characters that tell of one
# Surnames are told by their parts.
_PARTS = (
    r"立早章|弓长张|木子李|口天吴|耳东陈|双木林|古月胡|言午许|草头黄|大肚黄|走肖赵|双口吕|干勾于|人可何"
    r"|文刀刘|女字旁姚|三横王|水工江|双人徐|言射谢|禾乃秀|日月明|木易杨"
)
_TOLD = re.compile(rf"(?:{_PARTS})$|[一-龥]{{1,{_LONGEST}}}的(?P<one>[一-龥])字?$")

_NEXT = re.compile(
    rf"[，, ](?:就?是)?(?:{_PARTS}|[一-龥]{{1,{_LONGEST}}}的(?P<one>[一-龥]))字?(?=$|[，,。 ])"
)


def spelt_from(words: str, start: int, end: int) -> int:
    """Where it begins to tell how the name that starts there is written; `end` where it does not.

    >>> spelt_from("老汪三点水的汪", 0, 7), spelt_from("章建国立早章", 0, 6)
    (2, 3)
    >>> spelt_from("老汪", 0, 2)
    2
    """
    told = _TOLD.search(words, start + 1, end)
    if told is None:
        return end
    if told["one"] is None:
        return told.start() if words[told.end() - 1] in words[start : told.start()] else end
    last = max(start + 1, told.start("one") - 1 - _LONGEST)
    spots = range(told.start("one") - 2, last - 1, -1)
    return next((at for at in spots if words[at - 1] == told["one"]), end)


def spelt_behind(words: str, name: tuple[int, int], at: int) -> int:
    """Where the clause behind ends that tells how the name is written; `at` where it does not."""
    told = _NEXT.match(words, at)
    if told is None:
        return at
    one = told["one"] or words[told.end() - 1]
    return told.end() if one in words[slice(*name)] else at
