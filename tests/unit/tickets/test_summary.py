"""What is read back: one sentence, said once, to the caller and not about them."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from ivr.tickets import Understanding
from ivr.tickets.model import Kind
from ivr.tickets.summary import summary_of

DEV = Path(__file__).parents[2] / "data" / "understanding" / "dev.jsonl"


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        (
            "本人系铁西区建设大道三号楼业主，家里暖气一直不热，要求尽快维修。",
            "您反映铁西区建设大道三号楼家里暖气一直不热，希望尽快维修。",
        ),
        ("我们单元的门禁坏了谁都能进", "您反映您单元的门禁坏了谁都能进。"),
        (
            "现举报皇姑区一家饭店用地沟油，请查处。",
            "您举报沈阳市皇姑区一家饭店用地沟油，希望查处。",
        ),
        (
            "小区门口小区的路灯坏了半个月了没人修",
            "您反映小区门口的路灯坏了半个月了没人修。",
        ),
        ("请问个税退税怎么申请", "您咨询个税退税怎么申请。"),
        (
            "我家暖气不热赶紧派人来看看在辽阳县刘二堡镇",
            "您反映辽阳县刘二堡镇您家暖气不热，希望赶紧派人来看看。",
        ),
        ("哎，那个，我们楼顶铁皮檐子让风掀起来了", "您反映您楼顶铁皮檐子让风掀起来了。"),
        (
            "水库冰面上有人掉下去了另外一个看不见了",
            "您反映水库冰面上有人掉下去了另外一个看不见了。",
        ),
        ("我腿脚不好，能不能，呃，派人上门量一量", "您需要您腿脚不好，能不能，派人上门量一量。"),
    ],
)
def test_the_sentence(
    understanding: Understanding, called_at: datetime, said: str, read_back: str
) -> None:
    ticket = understanding.draft(said, called_at=called_at).tickets[0]
    assert ticket.summary == read_back


def test_no_sentence_speaks_of_the_caller_as_me_or_says_its_place_twice(
    understanding: Understanding, called_at: datetime
) -> None:
    cases = map(json.loads, DEV.read_text("utf-8").splitlines())
    for text in (case["text"] for case in cases if "author" not in case):
        for ticket in understanding.draft(text, called_at=called_at).tickets:
            assert ticket.summary is not None
            assert ticket.summary.endswith("。")
            assert not re.search(r"我|咱|本人|您您|^您..。$", ticket.summary), ticket.summary
            if ticket.place and len(ticket.place) > 4:
                assert ticket.summary.count(ticket.place) <= 1, ticket.summary


def test_a_place_begun_by_the_first_matter_is_said_once(
    understanding: Understanding, called_at: datetime
) -> None:
    text = (
        "我家住在沈阳市铁西区建设中路三号楼，家里暖气不热，希望派人来修。"
        "还有一个事，小区门口的路灯坏了，希望尽快修好。"
    )
    lamp = understanding.draft(text, called_at=called_at).tickets[1]
    assert lamp.summary is not None
    assert lamp.summary.count("小区") == 1
    assert "门口路灯坏了" in lamp.summary


def test_what_was_asked_later_is_told_where_it_belongs() -> None:
    place = "沈阳市铁西区建设中路三号楼"
    course = f"我家才十五度，我要投诉供热公司，{place}"
    assert summary_of(Kind.COMPLAINT, place, place, course, None) == (
        f"您投诉{place}供热公司，您家才十五度。"
    )
    course = f"树上有马蜂窝，{place}"
    assert summary_of(Kind.HELP, place, place, course, "能不能来人处理一下") == (
        f"您反映{place}树上有马蜂窝，希望能来人处理一下。"
    )
