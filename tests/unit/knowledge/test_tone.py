"""What the wording of questions and grievances teaches."""

from pathlib import Path

import pytest

from ivr.knowledge import KnowledgeBase
from ivr.knowledge.lexicon import Lexicon, LexiconFile
from ivr.knowledge.terms import spoken
from ivr.knowledge.tone import FILE, Tone
from ivr.knowledge.tone_fit import Worded, learn
from tests.unit.knowledge.conftest import FOLDER

LEXICON = Lexicon(LexiconFile())
LINES = [
    *(Worded(f"{what}怎么办理", what, True, 1.0) for what in ("护照", "执照", "社保卡", "驾照")),
    *(Worded(f"{what}坏了没人管", what, False, 1.0) for what in ("路灯", "电梯", "水管", "井盖")),
]


def tone_of(tone: Tone, text: str) -> float:
    return tone.of(spoken(text, LEXICON))


def test_wording_is_learnt_and_outlives_what_is_misheard() -> None:
    tone = learn(LINES, LEXICON)
    assert tone_of(tone, "居住证怎么办理") > 0.1
    assert tone_of(tone, "居住证怎么板里") > 0.05  # by its sound
    assert tone_of(tone, "信号灯坏了没人管") < -0.1
    assert tone_of(tone, "") == 0.0


def test_what_was_learnt_is_kept(tmp_path: Path) -> None:
    tone = learn(LINES, LEXICON)
    tone.write(tmp_path / "tone.tsv")
    kept, faults = Tone.load(tmp_path / "tone.tsv")
    assert (kept.weights, faults) == (tone.weights, [])


def test_nothing_to_learn_from_tells_nothing() -> None:
    assert tone_of(learn([], LEXICON), "护照怎么办理") == 0.0


@pytest.mark.parametrize("content", ["怎么", "怎么\tviel", "a\t1\t2"])
def test_a_broken_file_is_named_and_the_other_cues_decide(tmp_path: Path, content: str) -> None:
    (tmp_path / "tone.tsv").write_text(content, encoding="utf-8")
    tone, faults = Tone.load(tmp_path / "tone.tsv")
    assert tone.weights == {}
    assert [fault.file for fault in faults] == [str(tmp_path / "tone.tsv")]


def test_the_shipped_weights_are_read(kb: KnowledgeBase) -> None:
    tone, faults = Tone.load(FOLDER / FILE)
    assert faults == []
    assert tone.of(kb.taken_apart("请问补办要带什么材料")) > 0.3
    assert tone.of(kb.taken_apart("投诉好几回了他们就是不管")) < -0.3
