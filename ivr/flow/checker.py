"""Checks a loaded flow: every fault a person can make in `dialplans/*.yaml`, with file and line."""

import re
from collections.abc import Iterable, Iterator

from ivr.errors import Fault
from ivr.flow.model import COMMON_WORDS, Flow

_PLACE = re.compile(r"\{([^{}]*)\}")


def check_flow(flow: Flow, words: Iterable[str] = ()) -> list[Fault]:
    """What is wrong; `words` are the placeholders the site's settings fill."""
    faults = list(_unknown_steps(flow))
    if faults:
        return faults  # the rest would only follow from these
    faults += _unreachable(flow)
    faults += _no_people(flow)
    faults += _endless(flow)
    faults += _prompts(flow, COMMON_WORDS | set(words))
    return faults


def prompts_of(flow: Flow, words: dict[str, str]) -> Iterator[tuple[int | None, str]]:
    """(line, sentence) of everything the flow can say that needs no caller: for the voice."""
    for name, step in flow.steps.items():
        for prompt in step.prompts():
            text = _PLACE.sub(lambda m: words.get(m[1], m[0]), prompt.text)
            if text.strip() and not _PLACE.search(text):
                yield _line(flow, name, prompt.field), text.strip()
    phrases = flow.phrases
    for text in (
        phrases.machine,
        *phrases.silence,
        *phrases.unclear,
        phrases.wait,
        phrases.ready,
        phrases.listening,
        phrases.here,
        phrases.to_human,
        phrases.give_up,
        phrases.danger,
        phrases.danger_clear,
        phrases.danger_open,
        phrases.trouble,
        phrases.wrap_up,
    ):
        if text.strip():
            yield flow.lines.get("phrases"), text


def _line(flow: Flow, step: str, field: str = "") -> int | None:
    path = f"steps.{step}.{field}" if field else f"steps.{step}"
    return flow.lines.get(path) or flow.lines.get(f"steps.{step}")


def _unknown_steps(flow: Flow) -> Iterator[Fault]:
    known = ", ".join(flow.steps)
    for field in ("start", "human", "emergency"):
        name = getattr(flow, field)
        if name not in flow.steps:
            yield Fault(
                flow.file,
                flow.lines.get(field),
                f"{field} names the step {name!r}, which does not exist",
                f"steps: {known}",
            )
    for name, step in flow.steps.items():
        for field, exit_name in step.exits():
            if exit_name not in flow.steps:
                yield Fault(
                    flow.file,
                    _line(flow, name, field),
                    f"step {name!r}: {field} names the step {exit_name!r}, which does not exist",
                    f"steps: {known}",
                )


def _reached(flow: Flow, start: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    open_steps = list(start)
    while open_steps:
        name = open_steps.pop()
        if name not in seen:
            seen.add(name)
            open_steps += [to for _, to in flow.steps[name].exits()]
    return seen


def _unreachable(flow: Flow) -> Iterator[Fault]:
    reached = _reached(flow, (flow.start, flow.human, flow.emergency))
    for name in flow.steps:
        if name not in reached:
            yield Fault(
                flow.file,
                _line(flow, name),
                f"no way leads to the step {name!r}",
                "name it in another step, or remove it",
            )


def _no_people(flow: Flow) -> Iterator[Fault]:
    for field in ("human", "emergency"):
        name = getattr(flow, field)
        if not flow.steps[name].reaches_people:
            yield Fault(
                flow.file,
                flow.lines.get(field),
                f"{field} names the step {name!r}, which brings no human being",
                "name a step of kind queue or transfer",
            )


def _endless(flow: Flow) -> Iterator[Fault]:
    """A circle of steps none of which waits for anything would never end."""
    for name, step in flow.steps.items():
        if step.listens:
            continue
        open_steps = [to for _, to in step.exits()]
        seen: set[str] = set()
        while open_steps:
            to = open_steps.pop()
            if to == name:
                yield Fault(
                    flow.file,
                    _line(flow, name),
                    f"from the step {name!r} a circle leads back without ever listening",
                    "put a step into the circle that listens",
                )
                break
            if to not in seen and not flow.steps[to].listens:
                seen.add(to)
                open_steps += [onward for _, onward in flow.steps[to].exits()]


def _prompts(flow: Flow, words: frozenset[str] | set[str]) -> Iterator[Fault]:
    for name, step in flow.steps.items():
        for prompt in step.prompts():
            line = _line(flow, name, prompt.field)
            if prompt.field == "text" and not prompt.text.strip() and _needs_text(step):
                yield Fault(flow.file, line, f"step {name!r} has nothing to say", "write text: …")
            for place in _PLACE.findall(prompt.text):
                if place not in words and place not in prompt.placeholders:
                    allowed = ", ".join(sorted(words | prompt.placeholders))
                    yield Fault(
                        flow.file,
                        line,
                        f"step {name!r}: {prompt.field} holds {{{place}}}, which nothing fills",
                        f"known here: {allowed}",
                    )
            left = _PLACE.sub("", prompt.text)
            if "{" in left or "}" in left:
                yield Fault(
                    flow.file, line, f"step {name!r}: {prompt.field} has a lone brace", "pair it"
                )


def _needs_text(step: object) -> bool:
    return type(step).__name__ in ("Say", "Listen", "Ask", "Offer", "Survey", "LeaveMessage")
