"""The language of the ear that was taught nothing of our matters."""

from math import exp

import pytest

from tools.asr_train.lm import END
from tools.asr_train.untaught import general


def test_every_word_is_as_likely_as_it_is_frequent_whatever_stands_before() -> None:
    model = general(30000)
    likely = model.grams[()]
    assert model.order == 1
    assert sum(map(exp, likely.values())) == pytest.approx(1.0)
    assert likely["我们"] > likely["鑫"]
    assert model.score(("公积金",), "的") == model.score((), "的")
    assert END in likely
