"""Which of the times that were said is the matter's: learnt, and without what was learnt."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ivr.tickets import Understanding
from ivr.tickets.model import Kind
from ivr.tickets.time_choice import TimeChoice, Told, read_time_choice
from ivr.tickets.when import every_time


def told(words: str, called_at: datetime, kind: Kind = Kind.COMPLAINT) -> Told:
    return Told(words, every_time(words, called_at), kind, None)


def chosen(choice: TimeChoice, said: Told) -> str | None:
    time = choice.of(said)
    return said.words[slice(*time.span)] if time else None


def test_without_what_was_learnt_the_heaviest_is_taken(called_at: datetime) -> None:
    nothing = TimeChoice()
    assert chosen(nothing, told("最近老停电，昨天又停了", called_at)) == "昨天"
    assert chosen(nothing, told("有人把路堵了", called_at)) is None
    assert chosen(nothing, told("最近交费去哪里", called_at, Kind.INQUIRY)) is None


def test_weights_move_the_choice(called_at: datetime) -> None:
    said = told("去年三月买的车，这个月开始漏油", called_at)
    assert chosen(TimeChoice({"leftmost": 9.0}), said) == "去年三月"
    assert chosen(TimeChoice({"rightmost": 9.0}), said) == "这个月开始"
    assert chosen(TimeChoice({"0": 9.0}), said) is None


def test_the_net_moves_the_choice(understanding: Understanding, called_at: datetime) -> None:
    """Where it is asked; else the weights decide alone."""
    said = told("我家这楼是九八年盖的，上礼拜三开始漏雨，一漏就一屋子水", called_at)
    choice = replace(understanding.choice, weights={"leftmost": 0.1})
    assert chosen(choice, said) == "九八年"
    assert "上礼拜三" in (chosen(choice, replace(said, blanked=said.words)) or "")


@pytest.mark.parametrize("broken", [None, b"", b"no archive", b"PK\x03\x04 broken"])
def test_without_its_file_nothing_is_learnt(tmp_path: Path, broken: bytes | None) -> None:
    path = tmp_path / "times.npz"
    if broken is not None:
        path.write_bytes(broken)
    assert not read_time_choice(path).weights


def test_the_shipped_weights_choose(understanding: Understanding, called_at: datetime) -> None:
    draft = understanding.draft(
        "我去年五月在城东买的房，合同写今年九月交房，到现在还没交，开发商不给说法",
        called_at=called_at,
    )
    assert understanding.choice.weights
    assert draft.tickets[0].time is not None
