"""Questions are told from appeals: by the lines whose kind is known, and by what they taught."""

import json
from pathlib import Path

import pytest

from ivr.knowledge import KnowledgeBase
from ivr.knowledge.appeals import told_by_kind
from ivr.knowledge.labelled import read_labelled
from ivr.tickets.model import Kind
from tests.unit.knowledge.conftest import FOLDER, ROOT

CALLS = ROOT / "tests" / "data" / "understanding"
APPEALS = {kind.value for kind in Kind} - {Kind.INQUIRY.value, Kind.SERVICE.value}


@pytest.mark.parametrize(
    "text",
    [
        "水表怎么过户",
        "违章怎么处理",
        "食品备案号在哪查",
        "征信影响贷款吗",
        "手机怎么开防骚扰",
        "押金最多收几个月",
        "证券公司投诉电话",
        "怎么在网上投诉商家",
        "楼上跑水把我家天棚泡了这钱该谁掏",
        "打雷把电视打坏了算谁的",
        "网上买的鞋三天了让退不",
        "拖着三年没给物业钱能告我不",
        "我爸走得急存折密码谁也不知道这钱咋取",
        "让单位撵出来了公积金能取不",
    ],
)
def test_a_question_is_one_even_where_trouble_is_told_first(kb: KnowledgeBase, text: str) -> None:
    assert kb.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "楼下天天吵怎么过",
        "赶紧派人来处理",
        "这事必须处理",
        "有没有人管管",
        "大喇叭响一宿",
        "我要投诉物业",
        "楼上漏水物业不管你们给修不",
        "灯坏了没人修",
        "干了一年不签合同人事说签不签都一样要签先把工资降五百",
        "健身卡还剩九个月店里换老板了新老板说找旧的去",
        "我村新盖的三间房想装电表一月递的材料供电所让补了四回至今没装",
    ],
)
def test_an_appeal_asks_nothing_however_calmly_it_is_told(kb: KnowledgeBase, text: str) -> None:
    assert not kb.asks(text)


def test_calls_that_were_never_learnt_are_told_apart(kb: KnowledgeBase) -> None:
    """The calls by which drafts are judged: who appeals hears no leaflet, who asks may be heard."""
    calls = [json.loads(line) for line in (CALLS / "test.jsonl").read_text("utf-8").splitlines()]
    told = [(c["text"], c["tickets"][0]["kind"]) for c in calls if len(c["tickets"]) == 1]
    appeals = [text for text, kind in told if kind in APPEALS]
    questions = [text for text, kind in told if kind == Kind.INQUIRY]
    assert sum(map(kb.asks, appeals)) <= 0.05 * len(appeals)
    assert sum(map(kb.asks, questions)) >= 0.85 * len(questions)
    leaflets = [text for text in appeals if kb.decide(text).answer]
    assert len(leaflets) <= len(appeals) / 100, leaflets


def test_lines_of_a_known_kind_are_read_as_far_as_they_are_there(tmp_path: Path) -> None:
    assert told_by_kind(tmp_path, tmp_path) == []
    (tmp_path / "kinds.tsv").write_text("路灯\thelp\t灯坏了\n路灯\tinquiry\t灯归谁管\n", "utf-8")
    one, two = {"kind": "complaint"}, {"kind": "inquiry"}
    calls = [
        {"text": "不热", "tickets": [one]},
        {"text": "不热，再问个事", "tickets": [one, two]},
        {"text": "着火了", "tickets": [one], "emergency": "119"},
        {"text": "你好", "tickets": [{"kind": None}]},
    ]
    text = "\n".join(json.dumps(call) for call in calls)
    (tmp_path / "authors.jsonl").write_text(text, "utf-8")
    found = {line.text: line.appeal for line in told_by_kind(tmp_path, tmp_path)}
    assert found == {"灯坏了": True, "灯归谁管": False, "不热": True}


def test_an_appeal_is_labelled_and_no_article_answers_it(tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text("dev\tnone\t护照是谁发明的\ndev\tappeal\t护照压了俩月\ndev\ta|b\t问\n", "utf-8")
    lines = [(line.text, line.appeal, sorted(line.answers)) for line in read_labelled(file)]
    assert lines == [
        ("护照是谁发明的", False, []),
        ("护照压了俩月", True, []),
        ("问", False, ["a", "b"]),
    ]
    assert {line.appeal for line in read_labelled(FOLDER / "eval" / "questions.tsv")} == {
        True,
        False,
    }
