"""Every word of the glossary names something that exists in the code."""

import importlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WORDS = tomllib.loads((ROOT / "config" / "glossary.toml").read_text(encoding="utf-8"))["word"]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word["zh"])
def test_a_word_names_something_in_the_code(word: dict[str, str]) -> None:
    module, _, name = word["where"].partition(":")
    assert hasattr(importlib.import_module(module), name)


def test_no_chinese_word_is_listed_twice() -> None:
    names = [word["zh"] for word in WORDS]
    assert len(names) == len(set(names))
