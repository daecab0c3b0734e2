"""Reading and cleaning sentences: free ones, templated ones, the knowledge base, the exam.

A sentence is kept as it is spoken: hanzi only, pauses dropped.  Digits are spelt out, because the
recogniser hears words, not figures.  No examination sentence may occur in training text.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PAUSES = re.compile(r"[，。？！、；：,.?!;:…—\s“”\"‘’'（）()《》〈〉【】·~-]+")
_OTHER = re.compile(r"[^一-龥]")
_BREAKS = re.compile(r"[。？！；\n]+")
_DIGIT = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def spoken(sentence: str) -> str:
    """The sentence as hanzi without pauses; empty when it holds anything that is not hanzi."""
    text = "".join(_DIGIT.get(character, character) for character in sentence)
    text = _PAUSES.sub("", text)
    return "" if _OTHER.search(text) else text


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a text file that are neither empty nor comments."""
    for line in path.read_text("utf-8").splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            yield line


def free_sentences(folder: Path) -> list[str]:
    """All naturally worded sentences, punctuation still in them."""
    return [line for path in sorted(folder.glob("*.txt")) for line in read_lines(path)]


def knowledge_sentences(folder: Path) -> list[str]:
    """Sentences out of the knowledge base as far as they are hanzi; none without a folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".toml", ".txt") and path.is_file():
            for piece in re.findall(r"[一-龥，、]{4,60}", path.read_text("utf-8")):
                found.append(piece.strip("，、"))
    return list(dict.fromkeys(found))


def examination(folder: Path) -> dict[str, list[str]]:
    """The examination sentences by set."""
    return {path.stem: list(read_lines(path)) for path in sorted(folder.glob("*.txt"))}


def without_examination(sentences: Iterable[str], exam: dict[str, list[str]]) -> list[str]:
    """The sentences that the examination does not contain; short everyday answers may stay."""
    forbidden = {spoken(line) for lines in exam.values() for line in lines}
    return [line for line in sentences if spoken(line) not in forbidden]


def pieces(sentence: str) -> list[str]:
    """Whole sentences within a longer text."""
    return [part for part in _BREAKS.split(sentence) if part.strip()]
