"""The lists of names a site keeps."""

from dataclasses import replace
from pathlib import Path

import msgspec

from ivr.app.names import names_of, read_names
from ivr.app.parts import understanding_of
from ivr.settings.load import load


def test_a_list_is_one_name_a_line_and_its_faults_have_lines(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.txt"
    file.write_text("# 小区\n鸿熙湾小区  # 浑南\n\n和平\nA座三号楼\n", "utf-8")
    names, faults = read_names(file)
    assert names == ["鸿熙湾小区"]
    assert [fault.line for fault in faults] == [4, 5]
    file.write_bytes(b"\xff\xfe\xff")
    assert "UTF-8" in str(read_names(file)[1][0])


def test_a_list_that_is_named_but_not_there_is_said(tmp_path: Path) -> None:
    config = tmp_path / "config" / "hotline.toml"
    config.parent.mkdir()
    config.write_text('[speech]\nlexicon = "config/lexikon.txt"\n', "utf-8")
    _, (fault,) = names_of(load(config), understanding_of(load()))
    assert (Path(fault.file).name, fault.line) == ("hotline.toml", 2)
    assert "lexikon.txt is not there" in fault.message
    config.write_text("", "utf-8")  # the usual place may be empty
    assert names_of(load(config), understanding_of(load()))[1] == []


def test_gazetteer_shipped_list_and_own_list_come_together(tmp_path: Path) -> None:
    settings = load()
    own = tmp_path / "own.txt"
    own.write_text("鸿熙湾小区\n", "utf-8")
    speech = msgspec.structs.replace(settings.tables.speech, lexicon=own)
    tables = msgspec.structs.replace(settings.tables, speech=speech)
    names, faults = names_of(replace(settings, tables=tables), understanding_of(settings))
    assert not faults
    assert len(names) > 1000
    for heard, name in (
        ("黄姑区", "皇姑区"),
        ("会天热电", "惠天热电"),
        ("红西完小区", "鸿熙湾小区"),
    ):
        found = names.corrections(heard, [1.0] * len(heard))
        assert [c.name for c in found] == [name]
