"""导入清单: a site's own list, one row a manifestation, turned into the three tables. Pure.

The list may have titles above its head, other names for its columns, and cells left empty because
they are merged with the one above. Words citizens use come from the list where it has them, else
from the tables in use; nothing else is filled in.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ivr.errors import Fault
from ivr.labels import KINDS
from ivr.tickets.model import Level
from ivr.tickets.taxonomy import Taxonomy

Row = tuple[int, Sequence[str]]  # line in the file, cells

COLUMNS: dict[str, tuple[str, ...]] = {
    "industry": ("行业领域", "行业", "领域", "一级分类", "一级"),
    "type": ("问题类型", "类型", "二级分类", "二级"),
    "name": ("问题表现", "表现", "问题表现形式", "三级分类", "三级", "具体问题"),
    "duty": ("权责", "权责事项", "职责", "责任事项", "权责清单"),
    "unit": ("责任单位", "主责单位", "承办单位", "责任部门", "主管部门"),
    "level": ("层级", "办理层级", "责任层级", "级别"),
    "sayings": ("说法", "市民说法", "关键词", "常见说法"),
    "topics": ("主题词", "类型关键词"),
    "appeal": ("常见诉求", "诉求类型"),
}
_NEEDED = ("industry", "type", "name", "duty", "unit")
_MERGED = ("industry", "type", "duty", "unit", "level")  # empty: as in the row above
_HEAD_WITHIN = 15
_APPEALS = frozenset(name for key, name in KINDS.items() if key != "business_complaint")
_OTHER_LEVELS = {
    Level.PROVINCE: "省级 省本级",
    Level.CITY: "市级 市本级 地市级",
    Level.COUNTY: "县级 区级 区 区县 县区 区县级 县市区 县（市、区） 区（县） 县（区）",
    Level.TOWNSHIP: "乡级 乡镇 镇 乡镇级",
    Level.STREET: "街道级",
    Level.GRID: "社区 社区级 网格级 村",
}
_LEVELS = {level.value: level for level in Level} | {
    name: level for level, names in _OTHER_LEVELS.items() for name in names.split()
}


@dataclass(slots=True)
class Tables:
    """The three tables as rows, in the list's own order."""

    types: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    manifestations: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    duties: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    own_words: int = 0  # manifestations for which the list or the tables in use had words

    def as_csv(self) -> Mapping[str, str]:
        """File name → text, with the head that `load_taxonomy` expects."""
        return {
            "types.csv": _written(
                ("行业领域", "问题类型", "主题词", "常见诉求"), self.types.values()
            ),
            "manifestations.csv": _written(
                ("行业领域", "问题类型", "问题表现", "说法", "权责"), self.manifestations.values()
            ),
            "duties.csv": _written(
                ("行业领域", "问题类型", "权责", "责任单位", "层级"), self.duties.values()
            ),
        }


def _written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def read_list(
    rows: Sequence[Row], file: str, known: Taxonomy, level: Level | None = None
) -> tuple[Tables, list[Fault]]:
    """The tables of a list; `level` stands for a column 层级 that the list does not have."""
    places, start, faults = _head(rows, file, level)
    tables = Tables()
    if faults:
        return tables, faults
    sayings = {m.category: " ".join(m.words) for m in known.manifestations}
    above: dict[str, str] = {}
    for line, cells in rows[start:]:
        told = {
            name: " ".join(str(cells[at]).split()) if at < len(cells) else ""
            for name, at in places.items()
        }
        if not any(told.values()):
            continue
        for name in _MERGED:
            if name in told and not told[name] and _may_follow(name, told, above):
                told[name] = above.get(name, "")
        above = told
        fault = _add(tables, told, known, sayings, level)
        if fault:
            faults.append(Fault(file, line, *fault))
    if not tables.types and not faults:
        faults.append(Fault(file, None, "the list has no rows", "is it the right file and sheet?"))
    return tables, faults


def _may_follow(name: str, told: Mapping[str, str], above: Mapping[str, str]) -> bool:
    """A merged cell ends with its type: the next type has a duty of its own."""
    if name in ("industry", "type"):
        return True
    same = told["industry"] == above.get("industry") and told["type"] == above.get("type")
    return same and (name == "duty" or told["duty"] == above.get("duty"))


def _head(
    rows: Sequence[Row], file: str, level: Level | None
) -> tuple[dict[str, int], int, list[Fault]]:
    """Where each column stands; titles above the head are passed over."""
    best: dict[str, int] = {}
    for index, (_, cells) in enumerate(rows[:_HEAD_WITHIN]):
        names = [_plain_name(str(cell)) for cell in cells]
        found = {
            column: next(names.index(alias) for alias in aliases if alias in names)
            for column, aliases in COLUMNS.items()
            if any(alias in names for alias in aliases)
        }
        if all(name in found for name in _NEEDED) and ("level" in found or level):
            return found, index + 1, []
        if len(found) > len(best):
            best = found
    wanted = [*_NEEDED, *(() if level else ("level",))]
    missing = "、".join(COLUMNS[name][0] for name in wanted if name not in best)
    remedy = "the head needs " + "、".join(COLUMNS[name][0] for name in wanted)
    if missing == "层级":
        remedy += "; or give all one level with --level"
    return {}, 0, [Fault(file, None, f"columns are missing: {missing}", remedy)]


def _plain_name(cell: str) -> str:
    """A column's name without blanks, stars and what stands in brackets: 责任单位（主责）*."""
    return re.sub(r"[（(].*?[）)]|[\s*＊]", "", cell)


def _add(
    tables: Tables,
    told: Mapping[str, str],
    known: Taxonomy,
    sayings: Mapping[tuple[str, str, str], str],
    default: Level | None,
) -> tuple[str, str] | None:
    """Put one row into the tables; what is wrong with it, and what to do about it."""
    for name in _NEEDED:
        if not told[name]:
            return f"{COLUMNS[name][0]} is empty", "fill it in, or take the row out"
    said = told.get("level", "")
    level = (
        _LEVELS.get("".join(said.split()).replace("(", "（").replace(")", "）"))
        if said
        else default
    )
    if level is None:
        return f"层级 {said!r} is none", "known: " + " ".join(_LEVELS)
    appeal = told.get("appeal", "")
    if appeal and appeal not in _APPEALS:
        return f"常见诉求 {appeal!r} is none", "known: " + " ".join(sorted(_APPEALS))
    kind = (told["industry"], told["type"])
    full, duty = (*kind, told["name"]), (*kind, told["duty"])
    if full in tables.manifestations:
        return f"问题表现 {told['name']!r} stands twice", "rename one, or take one row out"
    row = [*duty, told["unit"], level.value]
    if tables.duties.setdefault(duty, row) != row:
        unit, other = tables.duties[duty][3:]
        return (
            f"权责 {told['duty']!r} has two units or levels; above it was {unit}（{other}）",
            "make them one, or two 权责",
        )
    if kind not in tables.types:
        topics = told.get("topics") or " ".join(known.types.get(kind, ()))
        usual = known.usual.get(kind)
        tables.types[kind] = [*kind, topics, appeal or (KINDS[usual] if usual else "")]
    words = told.get("sayings") or sayings.get(full, "")
    tables.own_words += bool(words)
    split = words.replace("、", " ").replace("；", " ").replace("，", " ")
    tables.manifestations[full] = [*full, split, told["duty"]]
    return None
