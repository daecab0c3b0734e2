"""What sounds alike, though half of a syllable was misheard."""

from ivr.knowledge import KnowledgeBase
from ivr.knowledge.lexicon import Lexicon, LexiconFile
from ivr.knowledge.postings import posted
from ivr.knowledge.sounding import Sounding
from ivr.knowledge.terms import spoken

LEXICON = Lexicon(LexiconFile())
ARTICLES = (("公积金提取", "公积金怎么提"), ("供暖几号开始",))
POSTINGS, SYLLABLES = posted([spoken(way, LEXICON) for way in ways] for ways in ARTICLES)


def likeness(text: str) -> list[tuple[float, float]]:
    return Sounding(POSTINGS, SYLLABLES).likeness(spoken(text, LEXICON).sounds, [0, 1])


def test_the_same_sound_is_wholly_alike_whatever_the_characters() -> None:
    (nearest, several), (other, _) = likeness("公基金提去")
    assert nearest == 1.0
    assert several < nearest
    assert other < 0.6


def test_half_a_syllable_counts_half() -> None:
    whole, half, none = (likeness(text)[0][0] for text in ("公积金提取", "公积金体区", "公积金"))
    assert whole >= half > none
    (misheard, _), _ = likeness("公七金提取")
    (missing, _), _ = likeness("公烫金提取")
    assert misheard > missing


def test_sounds_that_no_way_holds_and_no_sounds_at_all_are_alike_to_nothing() -> None:
    assert likeness("嗯哼")[0][0] < 0.3
    assert likeness("")[0][0] == 0.0
    assert Sounding(POSTINGS, SYLLABLES).likeness((), []) == []


def test_a_misheard_matter_is_found(kb: KnowledgeBase) -> None:
    for text, entry in (("公基金提去", "fund-withdraw"), ("异地就一备案", "remote-care-filing")):
        assert kb.search(text)[0].article.id == entry
