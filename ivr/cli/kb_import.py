"""`ivr kb import`: articles from a table (CSV or XLSX) into a file of the knowledge base.

An id that is already in use becomes a new version: the former one ends the day before.
"""

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from ivr.errors import UserError
from ivr.knowledge.article import Article
from ivr.knowledge.loader import parse_articles

_COLUMNS = {
    "id": ("编号", "条目编号"),
    "question": ("问题", "标准问题", "标题"),
    "ways": ("问法", "相似问法", "相似问"),
    "keys": ("关键词",),
    "answer": ("答案", "简短答案", "回答"),
    "full": ("完整答案", "详细答案"),
    "unit": ("单位", "承办单位", "责任单位"),
    "region": ("地区", "适用地区"),
    "source": ("来源", "依据"),
    "valid_from": ("生效日期", "生效时间"),
    "valid_until": ("失效日期", "失效时间"),
    "reviewer": ("审核人",),
    "police": ("公安",),
}
_NEEDED = ("id", "question", "answer")
_LISTS = {"ways": r"[\n；;]+", "keys": r"[\n；;]+"}
_SAFE_ID = re.compile(r"[\w.-]+")


def import_table(table: Path, folder: Path, today: date) -> tuple[int, int]:
    """How many articles were written, and how many of them are new versions of known ones."""
    rows = _rows(table)
    known: dict[str, list[Article]] = {}
    for article in parse_articles(folder)[0]:
        known.setdefault(article.id, []).append(article)
    target = folder / f"{table.stem}.yaml"
    if target.exists():
        raise UserError(f"{target} exists already; rename {table.name} and import it again")
    entries = [_entry(row, f"{table.name}:{line}") for line, row in rows]
    doubled = {e["id"] for e in entries if sum(o["id"] == e["id"] for o in entries) > 1}
    if doubled:
        raise UserError(f"{table.name}: id used twice: {', '.join(sorted(doubled))}; keep one each")
    ending: list[tuple[Article, date]] = []
    newer = 0
    for entry in entries:
        start = date.fromisoformat(entry.setdefault("valid_from", today.isoformat()))
        former = [a for a in known.get(entry["id"], []) if a.valid_until is None]
        newer += bool(former)
        ending += [(article, start - timedelta(days=1)) for article in former]
    text = yaml.safe_dump({"articles": entries}, allow_unicode=True, sort_keys=False, width=200)
    target.write_text(f"# 由 ivr kb import {table.name} 写成\n{text}", encoding="utf-8")
    for article, last in sorted(ending, key=lambda e: -e[0].line):  # lines above stay in place
        _end(article, last)
    return len(entries), newer


def _rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    """Line number and fields by name of every row that is not empty."""
    if not table.is_file():
        raise UserError(f"there is no file {table}")
    lines = _sheet(table) if table.suffix.lower() == ".xlsx" else _csv(table)
    if not lines:
        raise UserError(f"{table} is empty; the first row names the columns")
    names = {other: name for name, others in _COLUMNS.items() for other in (name, *others)}
    head = [names.get(cell.strip()) for cell in lines[0]]
    lacking = [name for name in _NEEDED if name not in head]
    if lacking:
        wanted = "、".join(f"{name}（{_COLUMNS[name][0]}）" for name in lacking)
        raise UserError(f"{table}: the first row lacks the columns {wanted}")
    return [
        (n, {name: cell.strip() for name, cell in zip(head, line, strict=False) if name})
        for n, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    ]


def _csv(table: Path) -> list[list[str]]:
    raw = table.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # spreadsheets in China save the second
        try:
            return list(csv.reader(raw.decode(encoding).splitlines(keepends=True)))
        except UnicodeDecodeError:
            continue
    raise UserError(f"{table}: neither UTF-8 nor GB18030; save it as CSV UTF-8")


def _sheet(table: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        sheet = load_workbook(table, read_only=True, data_only=True).worksheets[0]
        return [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # openpyxl raises what its unzipper and XML reader raise
        raise UserError(f"{table} cannot be read as XLSX: {error}; save it anew") from error


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell)


def _entry(row: dict[str, str], place: str) -> dict[str, Any]:
    lacking = [name for name in _NEEDED if not row.get(name)]
    if lacking:
        raise UserError(f"{place}: no {' and no '.join(lacking)}; nothing was imported")
    if not _SAFE_ID.fullmatch(row["id"]):
        raise UserError(f"{place}: id {row['id']!r}: only letters, digits, - and . please")
    entry: dict[str, Any] = {}
    for name, value in row.items():
        if not value:
            continue
        if name in _LISTS:
            entry[name] = [part.strip() for part in re.split(_LISTS[name], value) if part.strip()]
        elif name in ("valid_from", "valid_until"):
            entry[name] = _day(value, place)
        elif name == "police":
            entry[name] = value.lower() in ("是", "true", "1", "yes")
        else:
            entry[name] = value
    return entry


def _day(value: str, place: str) -> str:
    parts = [int(n) for n in re.findall(r"\d+", value)[:3]]
    try:
        return date(*parts).isoformat()
    except (TypeError, ValueError):
        raise UserError(f"{place}: {value!r} is no date; write it as 2026-01-31") from None


def _end(article: Article, last: date) -> None:
    """Writes the last day of a version beside its id, and leaves the rest of the file alone."""
    path = Path(article.file)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = lines[article.line - 1]
    indent = " " * (len(first) - len(first.lstrip(" -")))
    if "{" in first:  # an article on one line
        lines[article.line - 1] = first.replace("{", f"{{valid_until: {last}, ", 1)
    else:
        lines.insert(article.line, f"{indent}valid_until: {last}\n")
    path.write_text("".join(lines), encoding="utf-8")
