"""TOML files as one tree that remembers where each key stands, so that a fault names its line.

A site has one main file; `include = ["lines.toml", …]` in it brings in its neighbours. A table may
stand in any one of them, but only in one.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivr.errors import Fault

_TABLE = re.compile(r"^\s*+\[\[?([^\[\]]++)\]\]?\s*+(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]+\")\s*=")


@dataclass(slots=True)
class Source:
    """The merged tables of a site and the place of every key."""

    tables: dict[str, Any] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def place(self, path: str) -> tuple[str, int | None]:
        """File and line of a dotted path such as `operators[1].phone`, or of its nearest parent."""
        while path:
            if path in self._places:
                return self._places[path]
            cut = max(path.rfind("."), path.rfind("["))
            path = path[:cut] if cut > 0 else ""
        return (str(self.files[0]) if self.files else "config", None)


def read(main: Path) -> Source:
    """Read the main file and what it includes; faults are collected, not raised."""
    source = Source()
    first = _read_one(main, source)
    included = first.pop("include", [])
    if not isinstance(included, list) or not all(isinstance(name, str) for name in included):
        remedy = 'write include = ["lines.toml"]'
        source.faults.append(Fault(*source.place("include"), "include is no list of files", remedy))
        included = []
    for name in included:
        if (main.parent / name).is_file():
            _read_one(main.parent / name, source)
            continue
        message, remedy = f"includes {name}, which is not there", f"make {main.parent / name}"
        place = source.place("include")
        source.faults.append(Fault(*place, message, f"{remedy}, or take it out of include"))
    source.tables.pop("include", None)
    return source


def _read_one(path: Path, source: Source) -> dict[str, Any]:
    source.files.append(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        source.faults.append(
            Fault(str(path), None, f"cannot be read: {reason}", "give the file with --config FILE")
        )
        return {}
    except UnicodeDecodeError:
        source.faults.append(Fault(str(path), None, "is not UTF-8", "save it as UTF-8"))
        return {}
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        source.faults.append(
            Fault(str(path), int(line[1]) if line else None, f"not valid TOML: {error}")
        )
        return {}
    places = _key_places(text)
    for key, value in tables.items():
        if key in source.tables:
            other = source.place(key)
            source.faults.append(
                Fault(
                    str(path),
                    places.get(key),
                    f"[{key}] stands already in {other[0]}:{other[1]}",
                    "keep a table in one file",
                )
            )
            continue
        source.tables[key] = value
    for dotted, line_number in places.items():
        source._places.setdefault(dotted, (str(path), line_number))
    return tables


def _key_places(text: str) -> dict[str, int]:
    """Line of every table and key, as dotted paths with [n] for arrays of tables."""
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if table := _TABLE.match(line):
            name = table[1].strip().replace('"', "")
            if line.lstrip().startswith("[["):
                index = counts.get(name, 0)
                counts[name] = index + 1
                places.setdefault(name, number)
                name = f"{name}[{index}]"
            here = name
            places.setdefault(here, number)
            places.setdefault(here.split(".")[0], number)
        elif key := _KEY.match(line):
            name = key[1].strip('"')
            places.setdefault(f"{here}.{name}" if here else name, number)
    return places
