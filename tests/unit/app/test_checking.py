"""`ivr check` and the service's start see the same faults, with file and line."""

import shutil
from pathlib import Path

import pytest

from ivr.app.checking import check_site
from ivr.errors import Fault
from ivr.settings.load import load

ROOT = Path(__file__).parents[3]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the shipped site, to be broken."""
    for folder in ("config", "dialplans", "knowledge_base"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "asr_models").symlink_to(ROOT / "asr_models")
    return tmp_path


def errors_of(site: Path) -> list[Fault]:
    return check_site(load(site / "config" / "hotline.toml")).errors


def test_the_shipped_site_has_no_fault(site: Path) -> None:
    found = check_site(load(site / "config" / "hotline.toml"))
    assert found.errors == []
    assert found.left_out == []
    assert found.knowledge is not None
    assert len(found.knowledge) >= 300


def test_a_wrong_target_is_named_where_it_stands(site: Path) -> None:
    lines = site / "config" / "lines.toml"
    lines.write_text(
        '[[linkage.lines]]\nservices = ["110"]\ntitle = "公安"\ntarget = "sip:110@desk.invalid"\n'
    )
    fault = errors_of(site)[0]
    assert (fault.file, fault.line) == (str(lines), 4)
    assert "literal address" in fault.remedy


def test_a_broken_dialplan_is_named_with_its_line(site: Path) -> None:
    flow = site / "dialplans" / "12345.yaml"
    text = flow.read_text("utf-8").replace("next: open_question", "next: open_qestion", 1)
    flow.write_text(text, encoding="utf-8")
    fault = errors_of(site)[0]
    assert fault.file == str(flow)
    assert fault.line == 1 + text[: text.index("open_qestion")].count("\n")


def test_a_number_without_flow_is_a_fault(site: Path) -> None:
    main = site / "config" / "hotline.toml"
    main.write_text(main.read_text("utf-8").replace('default = "12345"', 'default = "none"'))
    assert any("does not exist" in fault.message for fault in errors_of(site))


def test_a_broken_article_is_left_out_and_named(site: Path) -> None:
    broken = site / "knowledge_base" / "articles" / "zz_broken.yaml"
    broken.write_text("articles:\n  - id: broken\n    question: [\n", encoding="utf-8")
    found = check_site(load(site / "config" / "hotline.toml"))
    assert found.errors == []
    assert [fault.file for fault in found.left_out] == [str(broken)]
    assert found.left_out[0].line is not None


def test_a_missing_model_says_which_command_brings_it(site: Path) -> None:
    (site / "asr_models").unlink()
    (site / "asr_models").mkdir()
    assert any("ivr models fetch" in str(fault) for fault in errors_of(site))


def test_two_operators_of_one_name_are_a_fault(site: Path) -> None:
    queue = site / "config" / "queue.toml"
    seat = '[[queue.operators]]\nname = "坐席一"\ntarget = "8001"\n'
    queue.write_text(seat + seat.replace("8001", "8002"), "utf-8")
    faults = errors_of(site)
    assert [(fault.file, fault.line) for fault in faults] == [(str(queue), 2), (str(queue), 5)]
    assert all("twice" in fault.message for fault in faults)
