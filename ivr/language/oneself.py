"""自报姓名: where callers say who they are and how they are reached: 我叫…, 我姓…, 我电话是….

It belongs to the ticket, and to no field of the matter: nobody complains of himself, and his name
and number are not read back to whoever listens.
"""

import re
from itertools import pairwise

from ivr.language import return_number
from ivr.language.common_words import common_words
from ivr.language.mask_names import SURNAME, TOLD_NAME, may_be_given
from ivr.language.said_digits import SAID

Span = tuple[int, int]

_I = "(?:我|俺|本人)"
_NAMED = re.compile(
    rf"(?:{_I}的?(?:名字|姓名|全名)?就?(?:叫做?|名叫|是叫|名字叫|(?<=[字名])是)|(?<![一-龥])(?:姓名|名字)[是叫:：]){TOLD_NAME}"
)
# 我姓王, but not 我姓王的邻居.
_SURNAMED = re.compile(rf"(?:{_I}|免贵)(?:免贵)?姓{SURNAME}(?![的某])")
_IDENTITY_CARD = re.compile(
    rf"(?:{_I}们?家?的?|(?<![一-龥]))身份证(?:号码?)?(?:就?是|为|[:：])?[，, ]?(?>{SAID}[xXＸ]?)"
)
_NOT_IN_A_NAME = 3  # characters of surname and given name


def tells_of_oneself(words: str) -> list[Span]:
    """Where, from left to right; stretches do not overlap."""
    found = [(m.start(), _end_of_name(m)) for m in _NAMED.finditer(words)]
    found += [m.span() for m in _SURNAMED.finditer(words)]
    found += [m.span() for m in (*_IDENTITY_CARD.finditer(words), *return_number.told_in(words))]
    found.sort()
    return [here for here, there in pairwise([*found, (len(words) + 1, 0)]) if here[1] <= there[0]]


def _end_of_name(told: re.Match[str]) -> int:
    """我叫王芳孩子上学: a word that begins with the last character of a name is not cut in two."""
    words, end = told.string, told.end("name")
    if len(told["name"]) < _NOT_IN_A_NAME or may_be_given(words[end - 1]):
        return end
    return end - 1 if words[end - 1 : end + 1] in common_words() else end
