"""Statements with marked facts (`tools/marked.py`), from which the net learns."""

import json

import pytest

from ivr.tickets.model import Kind
from tools.learn_respondents import DATA
from tools.marked import cases, unmarked


@pytest.mark.parametrize(
    ("marked", "text", "place", "time", "respondent"),
    [
        ("灯坏了没人修", "灯坏了没人修", None, None, None),
        ("{t:昨天}{pr:鑫源饭店}吃坏了", "昨天鑫源饭店吃坏了", "鑫源饭店", "昨天", "鑫源饭店"),
        (
            "在{p:兴华街{r:奥林超市}}买的",
            "在兴华街奥林超市买的",
            "兴华街奥林超市",
            None,
            "奥林超市",
        ),
    ],
)
def test_marks_are_taken_off(
    marked: str, text: str, place: str | None, time: str | None, respondent: str | None
) -> None:
    facts = {"place": place, "time": time, "respondent": respondent}
    assert unmarked(marked) == (text, facts)


def test_every_statement_can_be_learnt_from() -> None:
    measured = {
        json.loads(line)["text"] for line in (DATA / "test.jsonl").read_text("utf-8").splitlines()
    }
    said = list(cases())
    assert len(said) > 5000
    for case in said:
        (ticket,) = case["tickets"]
        assert Kind(ticket["kind"])
        assert case["author"]
        assert not set("{}") & set(case["text"])
        assert case["text"] not in measured
        for fact in ("place", "time", "respondent"):
            assert ticket[fact] is None or (ticket[fact] and ticket[fact] in case["text"])
