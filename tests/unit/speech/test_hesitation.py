"""Which words of a turn carry no fact."""

import pytest

from ivr.language.numbers import written
from ivr.speech.hesitation import with_fillers
from ivr.speech.results import Word


def words(spoken: str) -> list[Word]:
    """Words apart by spaces; `|` is a pause."""
    made, at = [], 0.0
    for text in spoken.split():
        if text == "|":
            at += 0.3
            continue
        made.append(Word(text, at, at + 0.2, 0.9))
        at += 0.2
    return made


@pytest.mark.parametrize(
    ("spoken", "fillers"),
    [
        ("嗯 就是说 我家 暖气 不热", ["嗯", "就是说"]),
        ("我家 | 那个 | 暖气 不热", ["那个"]),
        ("那个 | 我家 暖气 不热", ["那个"]),
        ("这个 我 知道", []),
        ("那个 小区 停水 了", []),
        ("我 找 那个 小区 的 物业", []),
        ("嗯", []),  # an answer
        ("嗯 嗯", []),
        ("", []),
    ],
)
def test_hesitation_is_marked_and_nothing_is_lost(spoken: str, fillers: list[str]) -> None:
    heard = words(spoken)
    marked = with_fillers(heard)
    assert [w.text for w in marked if w.filler] == fillers
    assert [(w.text, w.start, w.confidence) for w in marked] == [
        (w.text, w.start, w.confidence) for w in heard
    ]
    assert written("".join(w.text for w in marked)) == written("".join(w.text for w in heard))
