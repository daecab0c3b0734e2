"""CSV as Excel in China saves it, XLSX, and files that are neither; `ivr taxonomy import` whole."""

from pathlib import Path

import openpyxl
import pytest

from ivr.app.sheets import read_rows
from ivr.cli.main import main
from ivr.errors import UserError
from ivr.tickets.taxonomy import load_taxonomy

ROWS = [
    ["行业领域", "问题类型", "问题表现", "权责", "责任单位", "层级"],
    ["供热", "室温不达标", "家中不热", "供热质量监管", "供热中心", "县"],
    ["供热", "室温不达标", "卧室不热", "供热质量监管", "供热中心", "县"],
]


def workbook(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_any_of_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text("\n".join(",".join(row) for row in ROWS), encoding)
    assert [row for _, row in read_rows(file)] == ROWS


@pytest.mark.parametrize("separator", ["\t", ";", "，"])
def test_other_separators_and_unicode_text_of_excel(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text("\n".join(separator.join(row) for row in ROWS), "utf-16")
    assert [row for _, row in read_rows(file)] == ROWS


def test_an_open_quotation_mark_does_not_swallow_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('a,b,c\n1,"2,3\n4,5,6\n', "utf-8")
    with pytest.raises(UserError, match="quotation mark"):
        read_rows(file)


def test_a_workbook_that_begins_with_a_cover_names_its_sheets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("清单")
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    (tmp_path / "hotline.toml").write_text("", "utf-8")
    words = ["taxonomy", "import", str(tmp_path / "list.xlsx"), "--to", str(tmp_path / "out")]
    site = ["--config", str(tmp_path / "hotline.toml")]
    assert main([*words, *site]) == 1
    assert "--sheet Sheet｜清单" in capsys.readouterr().err
    assert main([*words, "--sheet", "清单", *site]) == 0


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "missing.csv"])
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    if "missing" not in name:
        (tmp_path / name).write_bytes(b"PK\x03\x04 nothing of the kind")
    with pytest.raises(UserError, match=name):
        read_rows(tmp_path / name)


def test_a_workbook_is_imported_and_the_old_tables_are_kept(tmp_path: Path) -> None:
    config = tmp_path / "config" / "hotline.toml"
    config.parent.mkdir()
    config.write_text("", "utf-8")
    site = ["--config", str(config)]
    file = workbook(tmp_path / "list.xlsx", ROWS)
    target = tmp_path / "knowledge_base" / "taxonomy"
    assert main(["taxonomy", "import", str(file), "--dry-run", *site]) == 0
    assert not target.exists()
    for _ in range(2):
        assert main(["taxonomy", "import", str(file), *site]) == 0
    taxonomy, faults = load_taxonomy(target)
    assert faults == []
    assert taxonomy.shape() == (1, 1, 2, 1)
    assert [p.name[:7] for p in target.iterdir() if p.is_dir()] == ["before-"]
    assert main(["taxonomy", "check", *site]) == 0


def test_a_faulty_list_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "hotline.toml"
    config.write_text("", "utf-8")
    file = workbook(tmp_path / "list.xlsx", [*ROWS, [*ROWS[1]]])
    to = tmp_path / "out"
    assert main(["taxonomy", "import", str(file), "--to", str(to), "--config", str(config)]) == 1
    assert "list.xlsx:4" in capsys.readouterr().err
    assert not to.exists()
