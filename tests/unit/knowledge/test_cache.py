"""The kept index: the same answers, made again whenever it cannot be trusted."""

from pathlib import Path

import pytest

from ivr.knowledge import KnowledgeBase
from ivr.knowledge import cache as cache_module
from ivr.knowledge import prepare as prepare_module
from tests.unit.knowledge.conftest import TODAY

ARTICLES = """
articles:
  - {id: lost, question: 身份证丢了怎么补, keys: [身份证, 丢了|补办], answer: 到派出所补办。}
  - {id: heat, question: 几号供暖, ways: [暖气哪天来], keys: [供暖, 几号|哪天], answer: 十一月}
  - {id: old, question: 公交卡在哪办, valid_until: 2020-01-01, answer: 旧窗口。}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kb" / "articles").mkdir(parents=True)
    (tmp_path / "kb" / "articles" / "a.yaml").write_text(ARTICLES, encoding="utf-8")
    return tmp_path / "kb"


def load(folder: Path) -> KnowledgeBase:
    return KnowledgeBase.load(folder, {}, TODAY, folder.parent / "cache")[0]


def kept(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*"))


def test_a_second_load_takes_the_kept_index_and_decides_alike(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, faults = KnowledgeBase.load(folder, {}, TODAY, folder.parent / "cache")

    def never(*_args: object) -> None:
        raise AssertionError("made anew")

    monkeypatch.setattr(prepare_module, "made_of", never)
    second, again = KnowledgeBase.load(folder, {}, TODAY, folder.parent / "cache")
    assert [str(f) for f in again] == [str(f) for f in faults]
    assert second.articles == first.articles
    for text in ("身份证丢了咋整", "深份正丢了咋补", "哪天来暖气", "公交卡在哪办"):
        assert second.decide(text) == first.decide(text), text
    assert len(kept(folder)) == 1


@pytest.mark.parametrize("broken", ["flipped", "short", "empty", "other", "text"])
def test_a_broken_cache_is_made_again_without_a_word(folder: Path, broken: str) -> None:
    expected = load(folder).decide("身份证丢了咋整")
    (path,) = kept(folder)
    good = path.read_bytes()
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 1
    path.write_bytes(
        {
            "flipped": bytes(flipped),
            "short": good[:-9],
            "empty": b"",
            "other": b"IVRKB000" + good[8:],
            "text": b"not a cache",
        }[broken]
    )
    assert load(folder).decide("身份证丢了咋整") == expected
    assert path.read_bytes() == good


def test_a_changed_article_is_seen_and_old_caches_do_not_pile_up(folder: Path) -> None:
    articles = folder / "articles" / "a.yaml"
    for n in range(5):
        articles.write_text(ARTICLES.replace("到派出所补办", f"到{n}号窗口办"), encoding="utf-8")
        assert load(folder).article("lost").answer == f"到{n}号窗口办。"
    assert len(kept(folder)) <= 3


def test_another_program_does_not_read_this_ones_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder)
    monkeypatch.setattr(cache_module, "_MADE_BY", cache_module._MADE_BY[:-1])
    load(folder)
    assert len(kept(folder)) == 2


def test_a_cache_that_cannot_be_written_is_no_fault(folder: Path) -> None:
    (folder.parent / "cache").write_text("a file where the folder should be")
    kb, faults = KnowledgeBase.load(folder, {}, TODAY, folder.parent / "cache")
    assert kb.decide("身份证丢了怎么补").entry == "lost"
    assert [f.entry for f in faults] == ["old"]
