"""Reads `dialplans/*.yaml` into typed flows; every fault comes with file and line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ivr.errors import Fault
from ivr.flow.model import Flow, Limits, Phrases, Step
from ivr.flow.steps import AnyStep

_FIELDS = ("flow", "title", "start", "human", "emergency", "limits", "phrases", "steps")
_FIELDS_ARE = f"fields: {', '.join(_FIELDS)}"
_PATH = re.compile(r" - at `\$(.*?)`$")


def load_flows(folder: Path) -> tuple[dict[str, Flow], list[Fault]]:
    """Every flow of the folder by name, and what is wrong with the rest."""
    flows: dict[str, Flow] = {}
    faults: list[Fault] = []
    if not folder.is_dir():
        return {}, [Fault(str(folder), None, "no such folder", "put the call flows (*.yaml) there")]
    for path in sorted(folder.glob("*.yaml")):
        flow, wrong = load_flow(path)
        faults += wrong
        if flow is None:
            continue
        if flow.name in flows:
            other = flows[flow.name].file
            faults.append(
                Fault(str(path), 1, f"flow {flow.name!r} is also in {other}", "rename one of them")
            )
            continue
        flows[flow.name] = flow
    if not flows and not faults:
        faults.append(Fault(str(folder), None, "holds no call flow", "put *.yaml flows there"))
    return flows, faults


def load_flow(path: Path) -> tuple[Flow | None, list[Fault]]:
    """One file; the flow is None when its shape is wrong."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        twisted = list(_twisted(file, node)) if node is not None else []
        data = None if twisted else yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        return None, [Fault(file, None, f"cannot be read: {error}", "save it as UTF-8")]
    except RecursionError:
        return None, [Fault(file, None, "is nested too deeply", "a flow needs four levels")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not YAML"
        line = mark.line + 1 if mark else None
        return None, [Fault(file, line, f"not YAML: {what}", "check indentation and quotes")]
    if twisted:
        return None, twisted
    if not isinstance(data, dict) or node is None:
        return None, [Fault(file, 1, "not a call flow", f"write the fields {', '.join(_FIELDS)}")]
    lines = _lines(node)
    faults = _head_faults(file, data, lines)
    if faults:
        return None, faults
    limits = _convert(file, data.get("limits", {}), Limits, "limits", lines, faults)
    phrases = _convert(file, data.get("phrases", {}), Phrases, "phrases", lines, faults)
    steps = _steps(file, data["steps"], lines, faults)
    if faults or limits is None or phrases is None:
        return None, faults
    flow = Flow(
        name=str(data["flow"]),
        title=str(data.get("title", data["flow"])),
        start=str(data["start"]),
        human=str(data["human"]),
        emergency=str(data["emergency"]),
        steps=steps,
        limits=limits,
        phrases=phrases,
        file=file,
        lines=lines,
    )
    return flow, []


def _head_faults(file: str, data: dict[str, Any], lines: dict[str, int]) -> list[Fault]:
    faults = [
        Fault(file, lines.get(str(name)), f"unknown field {name!r}", _FIELDS_ARE)
        for name in data
        if name not in _FIELDS
    ]
    faults += [
        Fault(file, 1, f"the field {name!r} is missing", f"write {name}: ... at the head")
        for name in ("flow", "start", "human", "emergency", "steps")
        if data.get(name) in (None, "")
    ]
    for name in ("flow", "title", "start", "human", "emergency"):
        if not isinstance(data.get(name, ""), str):
            message = f"{name}: {data[name]!r} is no text"
            faults.append(Fault(file, lines.get(name), message, "write it in quotes"))
    if not faults and not isinstance(data["steps"], dict):
        faults.append(
            Fault(file, lines.get("steps"), "steps is no mapping", "write name: {kind: …}")
        )
    return faults


def _steps(
    file: str, data: dict[Any, Any], lines: dict[str, int], faults: list[Fault]
) -> dict[str, Step]:
    steps: dict[str, Step] = {}
    for name, body in data.items():
        step = _convert(file, body, AnyStep, f"steps.{name}", lines, faults)
        if isinstance(step, Step):
            steps[str(name)] = step
    return steps


def _convert(
    file: str, data: Any, into: Any, where: str, lines: dict[str, int], faults: list[Fault]
) -> Any:
    try:
        return msgspec.convert(data, into, strict=True)
    except msgspec.ValidationError as error:
        message = str(error)
        found = _PATH.search(message)
        inner = re.sub(r"\[(\d+)\]", r".\1", found[1]) if found else ""
        line = lines.get(where + inner) or lines.get(where)
        said = f"{where}{inner}: {_PATH.sub('', message)}"
        faults.append(Fault(file, line, said, "see docs/CALLS.md for the fields of each kind"))
        return None


def _twisted(file: str, node: yaml.Node, within: tuple[int, ...] = ()) -> Iterator[Fault]:
    """What YAML allows and nobody means: a name written twice, a value that holds itself."""
    line = node.start_mark.line + 1
    if id(node) in within:
        yield Fault(file, line, "a value holds itself", "write it out instead of *…")
        return
    inside = (*within, id(node))
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            name = str(key.value)
            if isinstance(key, yaml.ScalarNode) and name in seen:
                message = f"{name!r} is written twice, first in line {seen[name]}"
                yield Fault(file, at, message, "rename or remove one of them")
            seen.setdefault(name, at)
            yield from _twisted(file, value, inside)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twisted(file, value, inside)


def _lines(node: yaml.Node, path: str = "") -> dict[str, int]:
    """`steps.greeting.text` -> line, for every value of the file."""
    lines = {path: node.start_mark.line + 1} if path else {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else str(key.value)
            lines |= _lines(value, inner)
            lines[inner] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines |= _lines(value, f"{path}.{index}")
    return lines
