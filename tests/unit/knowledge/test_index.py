"""What is remembered between questions changes no decision; short cuts find what long ways do."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.knowledge import KnowledgeBase
from ivr.knowledge import index as searching
from ivr.knowledge.lexicon import Heard, Lexicon, LexiconFile

ASKED = (
    "身份证丢了咋补办",
    "公积金提取要带啥材料",
    "我家暖气不热你们管不管",
    "异地就一怎么备案",
    "zzz",
    "落户",
    "电动车上牌照要多少钱",
)


def test_what_was_asked_before_changes_no_decision(kb: KnowledgeBase) -> None:
    first = [kb.decide(text) for text in ASKED]
    again = [kb.decide(text) for text in reversed(ASKED)]
    assert list(reversed(again)) == first


def test_remembered_terms_are_bounded_and_forgetting_changes_nothing(kb: KnowledgeBase) -> None:
    first = [kb.decide(text) for text in ASKED]
    kept = searching._REMEMBERED
    searching._REMEMBERED = 0
    try:
        assert [kb.decide(text) for text in ASKED] == first
    finally:
        searching._REMEMBERED = kept


WORDS = st.lists(st.text(alphabet="甲乙丙丁", min_size=1, max_size=9), max_size=12)


@given(words=WORDS, text=st.text(alphabet="甲乙丙丁戊", max_size=20))
def test_the_longest_word_is_found_at_each_place(words: list[str], text: str) -> None:
    found = Lexicon(LexiconFile(others=words)).concepts(text, ())
    assert [(h.start, h.end) for h in found] == list(_longest(set(words), text))
    assert all(h == Heard(text[h.start : h.end], 1.0, h.start, h.end) for h in found)


def _longest(words: set[str], text: str) -> list[tuple[int, int]]:
    """By trying every length at every place."""
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        ends = [e for e in range(start + 1, start + 9) if text[start:e] in words and e <= len(text)]
        if ends:
            places.append((start, ends[-1]))
        start = ends[-1] if ends else start + 1
    return places
