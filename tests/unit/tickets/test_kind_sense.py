"""Kinds of appeals by learnt weights; the labels follow the definitions of docs/TICKETS.md."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from ivr.language.intent import Kind, says_it_is
from ivr.tickets import Understanding
from ivr.tickets.kind_sense import FILE, features, read_kind_sense, stretches
from ivr.tickets.kinds import Kinds
from ivr.tickets.taxonomy import Taxonomy
from tools.learn_kinds import digest

FOLDER = Path(__file__).parents[3]
UNSEEN = FOLDER / "tests" / "data" / "understanding" / "kinds_unseen.jsonl"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("路灯坏了好几天没人来修", Kind.HELP),
        ("单元门坏了跟物业说了八百遍就是不给修", Kind.COMPLAINT),
        ("暖气打了两回电话也没人来，请派师傅上门看看", Kind.HELP),
        ("物业推给供热公司供热公司又推给物业，暖气就这么凉着", Kind.COMPLAINT),
        ("退休认证过了钱还没到账，麻烦帮我催一催", Kind.HELP),
        ("化工厂半夜往河里偷排废水", Kind.REPORT),
        ("楼下烧烤店的油烟天天往我家窗户里灌", Kind.COMPLAINT),
        ("我要投诉楼上，没手续就私自搭了个阳光房", Kind.COMPLAINT),
        ("举报我们校长收家长红包", Kind.REPORT),
        ("路口的绿灯太短，能不能延长几秒", Kind.SUGGESTION),
        ("投诉电话是多少，向谁投诉", Kind.INQUIRY),
        ("谢谢你们啊，路灯第二天就有人来修好了，给师傅点个赞", Kind.PRAISE),
        ("帮我叫个开锁的师傅", Kind.SERVICE),
        ("我们公司给镇政府修路，工程款三年没给结", Kind.BUSINESS_COMPLAINT),
        ("这物业费涨得简直是要抢劫一平涨到三块八", Kind.COMPLAINT),  # no cry for help
        ("我想问一下家里没人的时候燃气阀门用不用关", Kind.INQUIRY),
        ("快来人啊有人拿刀抢劫", Kind.HELP),
    ],
)
def test_borderline_cases(
    understanding: Understanding, called_at: datetime, text: str, kind: Kind
) -> None:
    (ticket,) = understanding.draft(text, called_at=called_at).tickets
    assert ticket.kind is kind


def test_words_nobody_has_learnt_from(understanding: Understanding, called_at: datetime) -> None:
    """46 of 57 when they were first judged; far below means that the weights are broken."""
    cases = [json.loads(line) for line in UNSEEN.read_text("utf-8").splitlines()]
    drafts = [understanding.draft(case["text"], called_at=called_at) for case in cases]
    right = sum(
        bool(draft.tickets) and draft.tickets[0].kind == case["tickets"][0]["kind"]
        for draft, case in zip(drafts, cases, strict=True)
    )
    assert right >= 0.7 * len(cases)


def test_what_was_learnt_is_of_the_shipped_sentences(understanding: Understanding) -> None:
    """After a change of the tables: python -m tools.learn_kinds."""
    taxonomy = understanding.classifier.taxonomy
    assert taxonomy.kind_sense.digest == digest(taxonomy)


def test_the_shares_are_of_one() -> None:
    sense = read_kind_sense(FOLDER / "knowledge_base" / "taxonomy" / FILE)
    likely = sense.of(features("楼道灯不亮", stretches("楼道灯不亮"), {}, {}))
    assert set(likely) == {*Kind, None}
    assert sum(likely.values()) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("broken", [None, b"", b"no archive", b"PK\x03\x04 broken"])
def test_without_what_was_learnt_the_words_of_the_lists_decide(
    tmp_path: Path, understanding: Understanding, broken: bytes | None
) -> None:
    file = tmp_path / FILE
    if broken is not None:
        file.write_bytes(broken)
    sense = read_kind_sense(file)
    assert not sense.rows
    assert sense.of(features("我要举报", stretches("我要举报"), {}, {})) == {}
    judged = understanding.classifier.judge("我要投诉物业乱收费")
    words = "我要投诉物业乱收费"
    assert Kinds(Taxonomy()).of(words, words, judged, counted=False) is Kind.COMPLAINT


def test_what_the_caller_calls_it() -> None:
    assert says_it_is("我想举报一家饭店") == (Kind.REPORT,)
    assert says_it_is("现投诉物业公司") == (Kind.COMPLAINT,)
    assert says_it_is("请问怎么投诉") == ()
    assert says_it_is("去年举报过没结果") == ()


def test_stretches() -> None:
    found = stretches("找了三次，不修")
    assert "找_三" in found  # a gap
    assert "次不" not in found  # not over a comma
    assert {"<找", ">修"} <= set(found)
    assert stretches("") == {}
