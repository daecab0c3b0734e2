"""A site's own list becomes the three tables, or every fault in it is named with its line."""

from pathlib import Path

import pytest

from ivr.tickets import Understanding
from ivr.tickets.model import Level
from ivr.tickets.taxonomy import Taxonomy, load_taxonomy
from ivr.tickets.taxonomy_check import notices
from ivr.tickets.taxonomy_import import Row, read_list

HEAD = ["序号", "行业领域", "问题类型", "问题表现", "权责", "责任单位", "层级"]
NOTHING = Taxonomy()


def numbered(*rows: list[str]) -> list[Row]:
    return list(enumerate(rows, 1))


GOOD = numbered(
    ["某市确权责任清单"],
    HEAD,
    ["1", "供热", "室温不达标", "家中不热", "供热质量监管", "供热中心", "区县"],
    ["2", "", "", "卧室不热", "", "", ""],  # merged with the row above
    ["3", "", "停暖", "全楼停暖", "应急抢修", "供热企业", "区县"],
    [],
    ["4", "城管", "占道", "摆摊", "占道整治", "综合执法队", "街道"],
)


def test_titles_merged_cells_and_other_words_are_understood(tmp_path: Path) -> None:
    tables, faults = read_list(GOOD, "清单.xlsx", NOTHING)
    assert faults == []
    for name, text in tables.as_csv().items():
        (tmp_path / name).write_text(text, "utf-8")
    taxonomy, faults = load_taxonomy(tmp_path)
    assert faults == []
    assert taxonomy.shape() == (2, 3, 4, 3)
    duty = taxonomy.duty_of(("供热", "室温不达标", "卧室不热"))
    assert duty is not None
    assert (duty.unit, duty.level) == ("供热中心", Level.COUNTY)


def test_words_in_use_are_kept_for_what_stays(understanding: Understanding) -> None:
    tables, _ = read_list(GOOD, "清单.csv", understanding.classifier.taxonomy)
    assert "暖气" in tables.types["供热", "室温不达标"][2]
    assert "冰凉" in tables.manifestations["供热", "室温不达标", "家中不热"][3]
    assert tables.types["城管", "占道"][2] == ""


@pytest.mark.parametrize(
    ("row", "line", "message"),
    [
        (["9", "供热", "停暖", "全楼停暖", "应急抢修", "供热企业", "县"], 8, "stands twice"),
        (["9", "供热", "停暖", "半楼停暖", "应急抢修", "燃气公司", "县"], 8, "two units"),
        (["9", "供热", "停暖", "半楼停暖", "应急抢修", "供热企业", "国"], 8, "is none"),
        (["9", "供电", "停电", "停电", "", "", "县"], 8, "权责 is empty"),
    ],
)
def test_a_fault_names_its_line(row: list[str], line: int, message: str) -> None:
    _, (fault,) = read_list([*GOOD, (8, row)], "清单.csv", NOTHING)
    assert (fault.file, fault.line) == ("清单.csv", line)
    assert message in fault.message


def test_a_list_without_its_columns_or_rows_is_refused() -> None:
    _, (fault,) = read_list(numbered(HEAD[:-1]), "a.csv", NOTHING)
    assert "层级" in fault.message
    assert "--level" in fault.remedy
    _, (fault,) = read_list(numbered(["甲", "乙"]), "a.csv", NOTHING)
    assert "行业领域" in fault.message
    _, (fault,) = read_list(numbered(HEAD), "a.csv", NOTHING)
    assert "no rows" in fault.message


def test_heads_with_notes_and_levels_as_offices_write_them(tmp_path: Path) -> None:
    head = [
        "行业领域（一级）",
        "问题类型*",
        "问题 表现",
        "权责事项",
        "责任单位（主责）",
        "办理层级",
    ]
    rows = numbered(
        head,
        ["供电", "停电", "突然停电", "抢修", "供电公司", "县(市、区)"],
        ["供电", "停电", "频繁停电", "巡查", "供电公司", "市 本级"],
    )
    tables, faults = read_list(rows, "a.csv", NOTHING)
    assert faults == []
    assert [row[-1] for row in tables.duties.values()] == ["县", "市"]
    _, (fault,) = read_list(
        [*rows, (4, ["供电", "停电", "a", "b", "c", "乡镇（街道）"])], "a", NOTHING
    )
    assert "乡镇（街道）" in fault.message  # either could be meant


def test_a_list_may_have_one_level(tmp_path: Path) -> None:
    rows = numbered(HEAD[:-1], ["1", "供电", "停电", "突然停电", "抢修", "供电公司"])
    tables, faults = read_list(rows, "a.csv", NOTHING, Level.CITY)
    assert faults == []
    assert tables.duties["供电", "停电", "抢修"][-1] == "市"


def test_the_shipped_tables_need_no_notice_and_a_small_list_does(
    understanding: Understanding,
) -> None:
    assert notices(understanding.classifier.taxonomy) == []
    assert any("province's list has 48" in line for line in notices(NOTHING))
    assert any("emergencies" in line for line in notices(NOTHING))
