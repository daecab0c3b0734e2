"""Draws a flow as Mermaid, from the same exits the checker and the interpreter use."""

from ivr.flow.model import Flow

_SHAPES = {"queue": ("([", "])"), "transfer": ("([", "])"), "hang_up": ("((", "))")}


def mermaid(flow: Flow) -> str:
    """A flow chart; the ways from everywhere (人工, 紧急) are drawn once, dashed."""
    number = {name: f"s{index}" for index, name in enumerate(flow.steps)}
    lines = ["flowchart TD"]
    for name, step in flow.steps.items():
        kind = kind_of(step)
        opened, closed = _SHAPES.get(kind, ("[", "]"))
        lines.append(f'  {number[name]}{opened}"{name}<br/><small>{kind}</small>"{closed}')
    lines.append(f"  call((来电)) --> {number[flow.start]}")
    lines.append(f'  anywhere((随时)) -. "人工、按0" .-> {number[flow.human]}')
    lines.append(f'  anywhere -. "紧急" .-> {number[flow.emergency]}')
    for name, step in flow.steps.items():
        for field, to in step.exits():
            lines.append(f'  {number[name]} -- "{field.rpartition(".")[2]}" --> {number[to]}')
    return "\n".join(lines) + "\n"


def kind_of(step: object) -> str:
    """What a step's `kind` says in the file."""
    config = getattr(step, "__struct_config__", None)
    return str(getattr(config, "tag", type(step).__name__))
