"""Pieces of addresses, by their form and by the names of the gazetteer."""

from pathlib import Path

import pytest

from ivr.tickets.address_pieces import find_pieces
from ivr.tickets.gazetteer import Gazetteer, load_gazetteer

FOLDER = Path(__file__).parents[3] / "knowledge_base" / "gazetteer"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    loaded, faults = load_gazetteer(FOLDER)
    assert not faults
    return loaded


def _pieces(text: str, gazetteer: Gazetteer) -> list[str]:
    return [text[slice(*piece.span)] for piece in find_pieces(text, gazetteer)]


def test_every_division_is_found_by_its_name(gazetteer: Gazetteer) -> None:
    """沈北新区 is no estate called 沈北, 北街街道 no road; 朝阳 alone may be the sun."""
    lost = []
    for name in gazetteer.by_name:
        text = f"在{name}停水了"
        found = [p.span for p in find_pieces(text, gazetteer) if p.named is not None]
        lost += [] if (1, 1 + len(name)) in found else [name]
    assert lost == ["朝阳"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("我在沈北新区蒲河大道", ["沈北新区", "蒲河大道"]),
        ("浑南新区白塔街", ["浑南新区", "白塔街"]),
        ("兴隆中街路灯坏了", ["兴隆中街"]),
        ("和平区太原街街道太原街", ["和平区", "太原街街道", "太原街"]),
        ("阳光一百二号楼停水", ["阳光一百", "二号楼"]),
        ("皇姑区阳光一百小区十二号楼", ["皇姑区", "阳光一百小区", "十二号楼"]),
        ("罚了一百，交了一百", []),
        ("幸福小区一百零二号楼", ["幸福小区", "一百零二号楼"]),
        ("在向阳街", ["向阳街"]),
        ("兴华街六十六号停水了", ["兴华街六十六号"]),
        ("兴华街六号停水了", ["兴华街"]),
        ("我向光明小区物业投诉", ["光明小区"]),
        ("在和悦广场", ["和悦广场"]),
        ("铁西区兴华街上有人", ["铁西区", "兴华街"]),
        ("上学路上", []),
        ("我们那儿兴华街", ["兴华街"]),
        ("我是大连人，兴华街路灯", ["大连", "兴华街"]),
        ("沈阳铁西区的。兴华街", ["沈阳", "铁西区", "兴华街"]),
    ],
)
def test_pieces_from_left_to_right(text: str, pieces: list[str], gazetteer: Gazetteer) -> None:
    assert _pieces(text, gazetteer) == pieces
