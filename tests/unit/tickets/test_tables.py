"""The shipped tables have the province's shape; every fault is named with its line."""

import shutil
from pathlib import Path

import pytest

from ivr.tickets.gazetteer import load_gazetteer
from ivr.tickets.taxonomy import load_taxonomy

FOLDER = Path(__file__).parents[3] / "knowledge_base"


def test_the_reference_tree_has_the_shape_of_the_provinces_list() -> None:
    taxonomy, faults = load_taxonomy(FOLDER / "taxonomy")
    assert not faults
    assert taxonomy.shape() == (48, 222, 1117, 418)
    assert all(taxonomy.duty_of(m.category) for m in taxonomy.manifestations)


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("types.csv", "供热,室温不达标,暖气,求助", "stands twice"),
        ("types.csv", "供热,新类型,暖气,求救", "常见诉求"),
        ("types.csv", "供热,空类型,暖气,求助", "has no 问题表现"),
        ("manifestations.csv", "供热,没有的类型,表现,词,权责", "no type 供热／没有的类型"),
        ("manifestations.csv", "供热,室温不达标,表现,词,没有的权责", "no 权责"),
        ("duties.csv", "供热,室温不达标,新权责,单位,区", "层级"),
        ("duties.csv", "供热,室温不达标,新权责,单位,县", "no 问题表现 uses"),
        ("duties.csv", "供热,室温不达标", "cells"),
        ("examples.csv", "供热,室温不达标,求救,屋里冷", "诉求 '求救' is none"),
        ("examples.csv", "供热,室温不达标,求助,", "说法 is empty"),
        ("signs.csv", "供热,室温不达标,家中不热,凉", "stands twice"),
        ("signs.csv", "供热,室温不达标,没有的表现,", "区别 is empty"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, table: str, line: str, says: str) -> None:
    shutil.copytree(FOLDER / "taxonomy", tmp_path / "taxonomy")
    path = tmp_path / "taxonomy" / table
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    _, faults = load_taxonomy(tmp_path / "taxonomy")
    assert any(says in f.message for f in faults)
    assert all(f.remedy for f in faults)


def test_every_type_has_sentences_and_sentences_of_other_lists_wait(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "taxonomy", tmp_path / "taxonomy")
    with (tmp_path / "taxonomy" / "examples.csv").open("a", encoding="utf-8") as file:
        file.write("没有的行业,没有的类型,求助,一句话\n")
    taxonomy, faults = load_taxonomy(tmp_path / "taxonomy")
    assert faults == []
    assert {(e.industry, e.type) for e in taxonomy.examples} == set(taxonomy.types)
    (tmp_path / "taxonomy" / "examples.csv").unlink()
    assert load_taxonomy(tmp_path / "taxonomy")[0].examples == ()


def test_signs_are_of_the_tree_and_signs_of_other_lists_wait(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "taxonomy", tmp_path / "taxonomy")
    taxonomy, _ = load_taxonomy(tmp_path / "taxonomy")
    assert set(taxonomy.signs) <= {m.category for m in taxonomy.manifestations}
    with (tmp_path / "taxonomy" / "signs.csv").open("a", encoding="utf-8") as file:
        file.write("没有的行业,没有的类型,没有的表现,词\n")
    assert load_taxonomy(tmp_path / "taxonomy")[1] == []
    (tmp_path / "taxonomy" / "signs.csv").unlink()
    taxonomy, faults = load_taxonomy(tmp_path / "taxonomy")
    assert (taxonomy.signs, faults) == ({}, [])


def test_missing_and_garbled_tables(tmp_path: Path) -> None:
    _, faults = load_taxonomy(tmp_path)
    assert len(faults) == 3
    (tmp_path / "types.csv").write_bytes("行业领域".encode("gbk"))
    _, faults = load_taxonomy(tmp_path)
    assert any("UTF-8" in f.message for f in faults)


def test_the_gazetteer_of_liaoning() -> None:
    gazetteer, faults = load_gazetteer(FOLDER / "gazetteer")
    assert not faults
    cities = {d.city for places in gazetteer.by_name.values() for d in places}
    districts = {(d.city, d.district) for p in gazetteer.by_name.values() for d in p if d.rank == 2}
    assert len(cities) == 14
    assert len({d for d in districts if not d[1] or not d[1].startswith("沈抚")}) >= 100


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我家住黄姑区三台子街道", ["皇姑区", "三台子街道"]),
        ("我在混南区", ["浑南区"]),
        ("朝阳的房子", []),
        ("和平小区", []),
        ("瓦房店市复州城镇", ["瓦房店市", "复州城镇"]),
    ],
)
def test_names_by_character_and_by_sound(text: str, names: list[str]) -> None:
    gazetteer, _ = load_gazetteer(FOLDER / "gazetteer")
    assert [n.places[0].name for n in gazetteer.find(text)] == names


def test_a_broken_gazetteer(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("cities:\n  沈阳: {}\n  大连市:\n    中山: 甲\n", "utf-8")
    _, faults = load_gazetteer(tmp_path)
    assert [f.line for f in faults] == [2, 4]
    (tmp_path / "a.yaml").write_text("cities: [", "utf-8")
    assert load_gazetteer(tmp_path)[1][0].line
    assert load_gazetteer(tmp_path / "none")[1]
