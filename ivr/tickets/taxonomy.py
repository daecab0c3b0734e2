"""确权责任清单: industries, types, manifestations and duties, read from tables people edit.

Three more, which a site may leave out, hold whole sentences as citizens say them (examples.csv),
what is asked of a matter of each type (asks.csv) and by which words the manifestations of a type
are told from each other (signs.csv).

The shape of the province's list is 48, 222, 1117 and 418 (DOMAIN.md S0). The shipped tables are a
reference; a site puts its own in their place, and every fault in them is named with its line.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ivr.errors import Fault
from ivr.labels import KINDS
from ivr.tickets.asks import ASKS, REST, Ask
from ivr.tickets.asks import FILE as ASKS_FILE
from ivr.tickets.kind_sense import FILE as KIND_SENSE
from ivr.tickets.kind_sense import KindSense, read_kind_sense
from ivr.tickets.learnt import FILE as LEARNT
from ivr.tickets.learnt import Learnt, read_learnt
from ivr.tickets.matter_sense import FILE as MATTER_SENSE
from ivr.tickets.matter_sense import MatterSense, read_matter_sense
from ivr.tickets.model import Kind, Level

_KINDS = {name: Kind(key) for key, name in KINDS.items() if key != "business_complaint"}
_KINDS_SAID = {name: Kind(key) for key, name in KINDS.items()}
_LEVELS = {level.value: level for level in Level}
TypeKey = tuple[str, str]  # industry, type
Category = tuple[str, str, str]  # with the manifestation
SIGNS = "signs.csv"


@dataclass(frozen=True, slots=True)
class Duty:
    """权责: what must be done and who must do it."""

    name: str
    unit: str  # without the place: 供热主管部门
    level: Level


@dataclass(frozen=True, slots=True)
class Manifestation:
    """问题表现: the lowest class, with the words citizens use for it."""

    industry: str
    type: str
    name: str
    words: tuple[str, ...]
    duty: str

    @property
    def category(self) -> tuple[str, str, str]:
        return (self.industry, self.type, self.name)


@dataclass(frozen=True, slots=True)
class Example:
    """市民原话: one sentence as a citizen says it, and what it is."""

    industry: str
    type: str
    kind: Kind
    words: str


@dataclass(frozen=True)
class Taxonomy:
    """确权责任清单."""

    types: Mapping[TypeKey, tuple[str, ...]] = field(default_factory=dict)  # with its topic words
    manifestations: tuple[Manifestation, ...] = ()
    duties: Mapping[tuple[str, str, str], Duty] = field(default_factory=dict)
    usual: Mapping[TypeKey, Kind] = field(default_factory=dict)  # 常见诉求: what it mostly is
    examples: tuple[Example, ...] = ()
    asks: Mapping[TypeKey, tuple[Ask, ...]] = field(default_factory=dict)
    signs: Mapping[Category, tuple[str, ...]] = field(default_factory=dict)  # of its type
    learnt: Learnt = field(default_factory=Learnt)
    kind_sense: KindSense = field(default_factory=KindSense)
    matter_sense: MatterSense = field(default_factory=MatterSense)

    def shape(self) -> tuple[int, int, int, int]:
        """Industries, types, manifestations, duties."""
        industries = {industry for industry, _ in self.types}
        return len(industries), len(self.types), len(self.manifestations), len(self.duties)

    def duty_of(self, category: tuple[str, str, str]) -> Duty | None:
        name = self._duty_names.get(category)
        return self.duties.get((*category[:2], name)) if name is not None else None

    def asks_of(self, industry: str, kind: str = REST) -> tuple[Ask, ...] | None:
        """要问: what is asked of a type, else of its industry; None: the list is silent."""
        return self.asks.get((industry, kind), self.asks.get((industry, REST)))

    @cached_property
    def _duty_names(self) -> Mapping[tuple[str, str, str], str]:
        return {m.category: m.duty for m in self.manifestations}


class _Table:
    """One CSV file read row by row, with the faults found on the way."""

    def __init__(self, path: Path, columns: Sequence[str], faults: list[Fault]) -> None:
        self.path, self.columns, self.faults = path, columns, faults

    def fault(self, line: int, message: str, remedy: str) -> None:
        self.faults.append(Fault(str(self.path), line, message, remedy))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        try:
            text = self.path.read_text("utf-8-sig")
        except OSError:
            self.faults.append(
                Fault(
                    str(self.path),
                    None,
                    "no such file",
                    "restore it, or `ivr taxonomy import` a list",
                )
            )
            return
        except UnicodeDecodeError:
            self.faults.append(Fault(str(self.path), None, "is not UTF-8", "save it as CSV UTF-8"))
            return
        reader = csv.reader(text.splitlines())
        head = next(reader, [])
        if [h.strip() for h in head] != list(self.columns):
            self.fault(1, f"the columns are {'、'.join(head)}", f"write {'、'.join(self.columns)}")
            return
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(self.columns) or not all(cell.strip() for cell in row[:2]):
                self.fault(
                    reader.line_num,
                    "too few or too many cells, or an empty one",
                    f"a row has {len(self.columns)}",
                )
                continue
            yield reader.line_num, [cell.strip() for cell in row]


def load_taxonomy(folder: Path) -> tuple[Taxonomy, list[Fault]]:
    """Read the three tables and check that they agree."""
    faults: list[Fault] = []
    columns = ("行业领域", "问题类型", "主题词", "常见诉求")
    types, usual = _types(_Table(folder / "types.csv", columns, faults))
    duties, duty_lines = _duties(
        _Table(folder / "duties.csv", ("行业领域", "问题类型", "权责", "责任单位", "层级"), faults),
        types,
    )
    manifestations = _manifestations(
        _Table(
            folder / "manifestations.csv",
            ("行业领域", "问题类型", "问题表现", "说法", "权责"),
            faults,
        ),
        types,
        duties,
    )
    used = {(m.industry, m.type, m.duty) for m in manifestations}
    for key, line in duty_lines.items():
        if key not in used:
            faults.append(
                Fault(
                    str(folder / "duties.csv"),
                    line,
                    f"no 问题表现 uses the 权责 {key[2]!r}",
                    "take it out, or name it with a 问题表现",
                )
            )
    filled = {(m.industry, m.type) for m in manifestations}
    for industry, kind in types:
        if (industry, kind) not in filled:
            faults.append(
                Fault(
                    str(folder / "types.csv"),
                    None,
                    f"{industry}／{kind} has no 问题表现",
                    "add one, or take the type out",
                )
            )
    examples = _examples(folder / "examples.csv", types, faults)
    asks, signs = _asks(folder / ASKS_FILE, faults), _signs(folder / SIGNS, faults)
    senses = read_kind_sense(folder / KIND_SENSE), read_matter_sense(folder / MATTER_SENSE)
    told = usual, examples, asks, signs, read_learnt(folder / LEARNT)
    return Taxonomy(types, tuple(manifestations), duties, *told, *senses), faults


def _examples(
    path: Path, types: Mapping[TypeKey, object], faults: list[Fault]
) -> tuple[Example, ...]:
    """The sentences of the types that the list has; those of others wait for another list."""
    if not path.exists():
        return ()
    table = _Table(path, ("行业领域", "问题类型", "诉求", "说法"), faults)
    found = []
    for line, (industry, kind, appeal, words) in table.rows():
        if appeal not in _KINDS_SAID:
            table.fault(line, f"诉求 {appeal!r} is none", f"known: {' '.join(_KINDS_SAID)}")
        elif not words:
            table.fault(line, "说法 is empty", "write a citizen's sentence, or take the row out")
        elif (industry, kind) in types:
            found.append(Example(industry, kind, _KINDS_SAID[appeal], words))
    return tuple(found)


def _asks(path: Path, faults: list[Fault]) -> dict[TypeKey, tuple[Ask, ...]]:
    """What is asked; rows of types that the list does not have wait for another list."""
    if not path.exists():
        return {}
    table = _Table(path, ("行业领域", "问题类型", "要问"), faults)
    found: dict[TypeKey, tuple[Ask, ...]] = {}
    for line, (industry, kind, words) in table.rows():
        names = words.split()
        unknown = [name for name in names if name not in ASKS]
        if unknown or not names:
            table.fault(line, f"要问 {' '.join(unknown)!r} is none", f"known: {' '.join(ASKS)}")
        elif (industry, kind) in found:
            table.fault(line, f"{industry}／{kind} stands twice", "take one row out")
        else:
            found[industry, kind] = tuple(ASKS[name] for name in names)
    return found


def _signs(path: Path, faults: list[Fault]) -> dict[Category, tuple[str, ...]]:
    """区别: words that tell a manifestation from the others of its type."""
    if not path.exists():
        return {}
    table = _Table(path, ("行业领域", "问题类型", "问题表现", "区别"), faults)
    found: dict[Category, tuple[str, ...]] = {}
    for line, (industry, kind, name, words) in table.rows():
        if (industry, kind, name) in found:
            table.fault(line, f"{industry}／{kind}／{name} stands twice", "take one row out")
        elif not words:
            table.fault(line, "区别 is empty", "write some words, or take the row out")
        else:
            found[industry, kind, name] = tuple(words.split())
    return found


def _types(table: _Table) -> tuple[dict[TypeKey, tuple[str, ...]], dict[TypeKey, Kind]]:
    types: dict[TypeKey, tuple[str, ...]] = {}
    usual: dict[TypeKey, Kind] = {}
    for line, (industry, kind, words, appeal) in table.rows():
        if (industry, kind) in types:
            table.fault(line, f"{industry}／{kind} stands twice", "take one row out")
            continue
        if appeal and appeal not in _KINDS:
            table.fault(
                line, f"常见诉求 {appeal!r} is none", f"known: {' '.join(_KINDS)}, or empty"
            )
            continue
        types[industry, kind] = tuple(words.split())
        if appeal:
            usual[industry, kind] = _KINDS[appeal]
    return types, usual


def _duties(
    table: _Table, types: Mapping[TypeKey, object]
) -> tuple[dict[tuple[str, str, str], Duty], dict[tuple[str, str, str], int]]:
    duties: dict[tuple[str, str, str], Duty] = {}
    lines: dict[tuple[str, str, str], int] = {}
    for line, (industry, kind, name, unit, level) in table.rows():
        key = (industry, kind, name)
        if (industry, kind) not in types:
            table.fault(line, f"there is no type {industry}／{kind}", "add it to types.csv")
        elif level not in _LEVELS:
            table.fault(line, f"层级 {level!r} is none", f"known: {' '.join(_LEVELS)}")
        elif not name or not unit or key in duties:
            table.fault(
                line,
                f"权责 {name!r} stands twice or has no 责任单位",
                "one row each, with its unit",
            )
        else:
            duties[key] = Duty(name, unit, _LEVELS[level])
            lines[key] = line
    return duties, lines


def _manifestations(
    table: _Table, types: Mapping[TypeKey, object], duties: Mapping[tuple[str, str, str], Duty]
) -> list[Manifestation]:
    found: dict[tuple[str, str, str], Manifestation] = {}
    for line, (industry, kind, name, words, duty) in table.rows():
        if (industry, kind) not in types:
            table.fault(line, f"there is no type {industry}／{kind}", "add it to types.csv")
        elif (industry, kind, duty) not in duties:
            table.fault(line, f"there is no 权责 {duty!r}", "add it to duties.csv")
        elif not name or (industry, kind, name) in found:
            table.fault(
                line, f"问题表现 {name!r} stands twice or is empty", "rename it, or take it out"
            )
        else:
            found[industry, kind, name] = Manifestation(
                industry, kind, name, tuple(words.split()), duty
            )
    return list(found.values())
