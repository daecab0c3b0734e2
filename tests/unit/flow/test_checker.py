"""Faults in call flows are named with file and line."""

from pathlib import Path

import pytest

from ivr.flow.checker import check_flow, prompts_of
from ivr.flow.loader import load_flow, load_flows
from tests.unit.flow.talk import ROOT

HEAD = """flow: x
start: hello
human: people
emergency: people
steps:
  hello: {kind: say, text: 您好。, next: people}
  people: {kind: queue, next: bye}
  bye: {kind: hang_up}
"""


def faults_of(tmp_path: Path, text: str) -> list[tuple[int | None, str]]:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    flow, faults = load_flow(path)
    if flow is not None:
        faults = check_flow(flow)
    assert all(f.file == str(path) and f.remedy for f in faults)
    return [(f.line, f.message) for f in faults]


def test_a_sound_flow_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, HEAD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("next: people}", "next: nowhere}", 6, "nowhere"),
        ("human: people", "human: hello", 3, "no human being"),
        ("human: people", "human: folk", 3, "folk"),
        ("text: 您好。", "text: ''", 6, "nothing to say"),
        ("text: 您好。", "text: '您好{name}。'", 6, "{name}"),
        ("text: 您好。", "text: '您好}。'", 6, "lone brace"),
        ("text: 您好。", "txt: 您好。", 6, "txt"),
        ("text: 您好。", "text: 3", 6, "str"),
        ("kind: say", "kind: sing", 6, "sing"),
        ("{kind: queue, next: bye}", "{kind: queue}", 7, "next"),
        ("  bye: {kind: hang_up}\n", "", 7, "bye"),
        ("  bye:", "  lost: {kind: hang_up}\n  bye:", 8, "no way leads"),
        ("next: people}", "next: again}\n  again: {kind: goto, next: hello}", 6, "circle"),
        ("flow: x", "flow: x\nhours: 3", 2, "hours"),
        ("start: hello\n", "", 1, "start"),
        ("steps:\n", "steps:\n  - [\n", 8, "not YAML"),
        # what YAML allows and nobody means
        ("  bye:", "  hello: {kind: hang_up}\n  bye:", 8, "'hello' is written twice"),
        ("text: 您好。,", "text: 您好。, text: 再见。,", 6, "'text' is written twice"),
        ("steps:\n", "steps: &all\n  more: *all\n", 5, "holds itself"),
        ("start: hello", "start: 3", 2, "is no text"),
        ("flow: x", "flow: {a: b}", 1, "is no text"),
        # figures that would leave a caller waiting, or alone
        ("flow: x", "flow: x\nlimits: {misses: 3}", 2, "misses"),
        ("flow: x", "flow: x\nlimits: {silence_seconds: 0}", 2, "silence_seconds"),
        ("flow: x", "flow: x\nphrases: {silence: []}", 2, "phrases.silence"),
        ("next: bye}", "next: bye, announce_seconds: 0}", 7, "announce_seconds"),
        (
            "{kind: say, text: 您好。, next: people}",
            '{kind: hours, begin: "08:00:00", end: "17:00:00", days: [8], open: bye, closed: bye}',
            6,
            "days",
        ),
        (
            "{kind: queue, next: bye}",
            "{kind: transfer, next: bye, failed: bye, comfort: []}",
            7,
            "comfort",
        ),
    ],
)
def test_every_fault_has_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in HEAD
    faults = faults_of(tmp_path, HEAD.replace(old, new, 1))
    assert any(said in message for _, message in faults), faults
    assert any(at == line for at, message in faults if said in message), faults


def test_the_shipped_flows_are_sound() -> None:
    flows, faults = load_flows(ROOT / "dialplans")
    assert faults == []
    assert {"12345"} <= set(flows)
    for flow in flows.values():
        assert check_flow(flow) == []
        assert all("{" not in text for _, text in prompts_of(flow, {}))


def test_what_is_nested_without_end_is_a_fault(tmp_path: Path) -> None:
    ((_, message),) = faults_of(tmp_path, "a: " + "[" * 2000)
    assert "too deeply" in message


def test_two_flows_of_one_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(HEAD, encoding="utf-8")
    flows, faults = load_flows(tmp_path)
    assert len(flows) == 1
    assert "also in" in faults[0].message


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert load_flows(tmp_path)[1]
    assert load_flows(tmp_path / "none")[1]
