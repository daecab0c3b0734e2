"""What the synthesiser says: domain sentences, random words, numbers and very short answers.

Random words make every syllable meet every other one; without them the network would learn the
domain's sentences by heart instead of the sounds.
"""

import random

from .words import WordDice

_DIGITS = "零一二三四五六七八九幺两"
_SHORT_LINE = (
    "是 对 好 不 行 没有 是的 对的 好的 不是 不用 可以 嗯 人工 转人工 你好 您好 喂 喂你好 "
    "谢谢 再见 没了 没有了 听不清 再说一遍 等一下 不对 没错 知道了 明白 救命 着火了 快点 "
    "拜拜 嗯嗯 对对对 满意 不满意 一般 同意 不同意 重说 返回 查进度 继续"
)
_SHORT = _SHORT_LINE.split()


def digits(dice: random.Random) -> str:
    """A row of digits as in telephone and house numbers."""
    count = dice.choice((2, 3, 4, 6, 7, 8, 11, 11))
    row = [dice.choice(_DIGITS) for _ in range(count)]
    if count > 6 and dice.random() < 0.5:
        row.insert(3, "，")
    return "".join(row)


def compose(domain: list[str], count: int, seed: int) -> list[str]:
    """Sentences to be spoken, in a random but repeatable order."""
    dice = random.Random(seed)
    words = WordDice()
    lines = []
    for _ in range(count):
        lot = dice.random()
        if lot < 0.55 and domain:
            line = dice.choice(domain)
        elif lot < 0.60:
            line = digits(dice)
        elif lot < 0.64:
            line = dice.choice(_SHORT)
        elif lot < 0.68:
            line = words.draw(dice, 1)
        else:
            line = words.draw(dice, dice.randint(2, 7))
            if dice.random() < 0.2:
                line += "，" + words.draw(dice, dice.randint(1, 4))
        lines.append(line)
    return lines
