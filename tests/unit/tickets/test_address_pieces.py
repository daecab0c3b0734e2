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
    ],
)
def test_pieces_from_left_to_right(text: str, pieces: list[str], gazetteer: Gazetteer) -> None:
    assert _pieces(text, gazetteer) == pieces
