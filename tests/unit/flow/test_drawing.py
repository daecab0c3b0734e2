"""The picture of a flow: every step and way is in it, nothing lies on anything else."""

import re
from itertools import pairwise
from xml.etree import ElementTree as Xml

import pytest

from ivr.flow.drawing import mermaid
from ivr.flow.svg import ACROSS, WIDTH, svg
from tests.unit.flow.talk import ROOT, shipped

NAMES = ("12345", "12345-direct", "followup", "ringback")
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
def test_every_step_and_way_is_drawn(name: str) -> None:
    flow = shipped(name)
    picture = Xml.fromstring(svg(flow))
    texts = ["".join(text.itertext()) for text in picture.iter(f"{SPACE}text")]
    rows = " ".join(text for text in texts if "→" in text or "↺" in text)
    for step_name, step in flow.steps.items():
        assert step_name in texts
        for way, to in step.exits():
            assert re.search(rf"\b{way.rpartition('.')[2]}\b[^→↺]*[→↺] {to}\b", rows)
    assert mermaid(flow).count("-->") > len(flow.steps)


@pytest.mark.parametrize("name", NAMES)
def test_no_box_lies_on_another(name: str) -> None:
    picture = Xml.fromstring(svg(shipped(name)))
    boxes = [b for b in picture.iter(f"{SPACE}rect") if b.get("class") == "b"]
    _, _, width, height = map(float, (picture.get("viewBox") or "").split())
    layers: dict[str, list[float]] = {}
    for box in boxes:
        layers.setdefault(box.get("y") or "", []).append(float(box.get("x") or 0))
        assert 0 < float(box.get("x") or 0) < width - WIDTH
        assert float(box.get("y") or 0) + float(box.get("height") or 0) < height
    for row in layers.values():
        assert all(b - a >= WIDTH + ACROSS - 1 for a, b in pairwise(sorted(row)))


def test_the_picture_in_the_documents_is_the_shipped_flow() -> None:
    kept = ROOT / "docs" / "flow-12345-direct.svg"
    remedy = f"ivr flow draw 12345-direct --out {kept}"
    assert kept.read_text("utf-8") == svg(shipped("12345-direct")), remedy
