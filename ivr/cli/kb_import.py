"""`ivr kb import`: articles from a table (CSV or XLSX) into a file of the knowledge base.

An id that is already in use becomes a new version: the former one ends the day before.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from ivr.app.sheets import read_rows
from ivr.errors import UserError
from ivr.knowledge.article import Article
from ivr.knowledge.faults import Severity
from ivr.knowledge.loader import finish_articles, parse_articles

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
_HEAD_WITHIN = 15  # rows in which titles and the head stand
_YES = ("是", "true", "1", "yes", "y", "√")
_NO = ("否", "false", "0", "no", "n", "×", "-")
_NOTHING = "; nothing was imported"
_SAFE_ID = re.compile(r"[\w.-]+")


def import_table(
    table: Path, folder: Path, today: date, variables: Mapping[str, str] | None = None
) -> tuple[int, int]:
    """How many articles were written, and how many of them are new versions of known ones.

    A table with an article that could not be used is refused whole: a version that is read to
    callers today must not end for one that is not.
    """
    rows = _rows(table)
    known: dict[str, list[Article]] = {}
    for article in parse_articles(folder)[0]:
        known.setdefault(article.id, []).append(article)
    target = folder / f"{table.stem}.yaml"
    if target.exists():
        raise UserError(f"{target} exists already; rename {table.name} and import it again")
    entries = [_entry(row, f"{table.name}:{line}") for line, row in rows]
    ending: list[tuple[Article, date]] = []
    newer = 0
    seen: set[str] = set()
    for entry, (line, _) in zip(entries, rows, strict=True):
        place = f"{table.name}:{line}"
        if entry["id"] in seen:
            raise UserError(f"{place}: id {entry['id']} is used twice; keep one{_NOTHING}")
        seen.add(entry["id"])
        start = date.fromisoformat(entry.setdefault("valid_from", today.isoformat()))
        former = [a for a in known.get(entry["id"], []) if a.valid_until is None]
        _check_usable(entry, start, variables or {}, place)
        for article in former:
            _check_follows(entry, start, article, today, place)
            ending.append((article, start - timedelta(days=1)))
        newer += bool(former)
    text = yaml.safe_dump({"articles": entries}, allow_unicode=True, sort_keys=False, width=200)
    target.write_text(f"# 由 ivr kb import {table.name} 写成\n{text}", encoding="utf-8")
    for article, last in sorted(ending, key=lambda e: -e[0].line):  # lines above stay in place
        _end(article, last)
    return len(entries), newer


def _check_usable(
    entry: Mapping[str, Any], start: date, variables: Mapping[str, str], place: str
) -> None:
    """What `ivr kb check` would leave out is refused here, with the row."""
    last = entry.get("valid_until")
    if last is not None and date.fromisoformat(last) < start:
        raise UserError(f"{place}: ends on {last}, before it begins on {start}{_NOTHING}")
    given = {name: entry[name] for name in ("id", "question", "answer")}
    full = entry.get("full", entry["answer"])
    article = Article(ways=tuple(entry.get("ways", ())), full=full, **given)
    faults = finish_articles([article], variables, start)[1]
    for fault in faults:
        if fault.severity is Severity.ERROR:
            raise UserError(f"{place}: {fault.message} — {fault.remedy}{_NOTHING}")


def _check_follows(
    entry: Mapping[str, Any], start: date, former: Article, today: date, place: str
) -> None:
    """A new version begins after the former one did, and is not over already."""
    if former.valid_from is not None and start <= former.valid_from:
        raise UserError(
            f"{place}: the version in use began on {former.valid_from}; "
            f"a new one must begin later, not on {start}{_NOTHING}"
        )
    last = entry.get("valid_until")
    if last is not None and date.fromisoformat(last) < today:
        raise UserError(f"{place}: the new version was over on {last}{_NOTHING}")


def _rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    """Line number and fields by name of every row that is not empty; titles are passed over."""
    rows = [(line, cells) for line, cells in read_rows(table) if any(map(str.strip, cells))]
    if not rows:
        raise UserError(f"{table} is empty; the first row names the columns")
    names = {other: name for name, others in _COLUMNS.items() for other in (name, *others)}
    heads = [[names.get(cell.strip()) for cell in cells] for _, cells in rows[:_HEAD_WITHIN]]
    best = max(range(len(heads)), key=lambda at: len({*heads[at]} & {*_NEEDED}))
    lacking = [name for name in _NEEDED if name not in heads[best]]
    if lacking:
        wanted = "、".join(f"{name}（{_COLUMNS[name][0]}）" for name in lacking)
        raise UserError(f"{table}: the first row lacks the columns {wanted}")
    if not rows[best + 1 :]:
        raise UserError(f"{table} has no rows under its head")
    return [
        (n, {name: cell.strip() for name, cell in zip(heads[best], line, strict=False) if name})
        for n, line in rows[best + 1 :]
    ]


def _entry(row: dict[str, str], place: str) -> dict[str, Any]:
    lacking = [name for name in _NEEDED if not row.get(name)]
    if lacking:
        raise UserError(f"{place}: no {' and no '.join(lacking)}{_NOTHING}")
    if not _SAFE_ID.fullmatch(row["id"]):
        raise UserError(
            f"{place}: id {row['id']!r}: only letters, digits, - and . please{_NOTHING}"
        )
    entry: dict[str, Any] = {}
    for name, value in row.items():
        if not value:
            continue
        if name in _LISTS:
            entry[name] = [part.strip() for part in re.split(_LISTS[name], value) if part.strip()]
        elif name in ("valid_from", "valid_until"):
            entry[name] = _day(value, place)
        elif name == "police":
            entry[name] = _flag(value, place)
        else:
            entry[name] = value
    return entry


def _flag(value: str, place: str) -> bool:
    if value.lower() not in (*_YES, *_NO):
        raise UserError(f"{place}: 公安 {value!r}: write 是 or 否{_NOTHING}")
    return value.lower() in _YES


def _day(value: str, place: str) -> str:
    parts = [int(n) for n in re.findall(r"\d+", value)[:3]]
    try:
        return date(*parts).isoformat()
    except (TypeError, ValueError):
        raise UserError(
            f"{place}: {value!r} is no date; write it as 2026-01-31{_NOTHING}"
        ) from None


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
