"""Whether somebody has the skills that the queues ask for: a typing mistake in one is silent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivr.errors import Fault
from ivr.flow.model import Flow
from ivr.flow.steps.queue import Queue
from ivr.queueing.config import OperatorConfig


@dataclass(frozen=True, slots=True)
class Unstaffed:
    """无人具备的技能 a queue step names a skill that no configured operator has."""

    flow: str
    step: str
    skill: str
    overflow: bool  # it is the second group that is missing
    file: str
    line: int | None

    @property
    def fault(self) -> Fault:
        """For `ivr check` and the log."""
        then = "callers are never given to a second group" if self.overflow else "anybody serves it"
        field = "overflow" if self.overflow else "skill"
        return Fault(
            self.file,
            self.line,
            f"step {self.step!r}: {field} names the skill {self.skill!r}, which no operator has; "
            + then,
            f"give skills = [{self.skill!r}] to an operator in config/queue.toml, or correct it",
        )

    def words(self) -> str:
        """For the pages."""
        then = "来电不会溢出到支援组" if self.overflow else "来电改由全部坐席接听"
        return (
            f"流程 {self.flow} 的排队环节要求技能“{self.skill}”，但没有坐席具备，{then}；"
            "请核对流程与坐席的技能设置。"
        )


def unstaffed(flows: Mapping[str, Flow], operators: Iterable[OperatorConfig]) -> list[Unstaffed]:
    """Every skill that nobody has; none where no operators are configured (another notice)."""
    there = list(operators)
    known = {skill for operator in there for skill in operator.skills}
    return [each for each in _asked(flows) if each.skill not in known] if there else []


def _asked(flows: Mapping[str, Flow]) -> Iterator[Unstaffed]:
    for name, flow in flows.items():
        for key, step in flow.steps.items():
            if isinstance(step, Queue):
                for field, skill in (("skill", step.skill), ("overflow", step.overflow)):
                    if skill:
                        path = f"steps.{key}"
                        line = flow.lines.get(f"{path}.{field}") or flow.lines.get(path)
                        yield Unstaffed(name, key, skill, field == "overflow", flow.file, line)
