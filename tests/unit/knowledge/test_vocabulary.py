"""What several parts learnt of the same strings, looked up once."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.knowledge.vocabulary import Vocabulary

_STRINGS = st.text("证身份电费", min_size=1, max_size=3)
_LEARNT = st.dictionaries(_STRINGS, st.floats(-9, 9), max_size=9)


@given(parts=st.lists(_LEARNT, min_size=1, max_size=4), asked=st.lists(_STRINGS, unique=True))
def test_each_part_tells_what_it_learnt_whatever_the_others_did(
    parts: list[dict[str, float]], asked: list[str]
) -> None:
    vocabulary = Vocabulary()
    columns = []
    for learnt in parts:
        columns.append(vocabulary.column(learnt, 0.5))
        for known, column in zip(parts, columns, strict=False):
            assert column.of(asked).tolist() == [known.get(string, 0.5) for string in asked]


def test_the_same_strings_are_looked_up_once() -> None:
    vocabulary = Vocabulary()
    first, second = (vocabulary.column({"身份": n}, 0) for n in (1, 2))
    asked = ["身份", "电费"]
    assert vocabulary.numbers(asked) is vocabulary.numbers(asked)
    assert (first.of(asked).tolist(), second.of(asked).tolist()) == ([1, 0], [2, 0])
    assert first.of(["电费"]).tolist() == [0]
