"""Settings of the queue, the operators and outbound work."""

from datetime import time, timedelta

import msgspec

from ivr.queueing.world import Rules


class OperatorConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """坐席 One person (or seat) who takes calls."""

    name: str
    target: str  # sip:user@host:port, or the user of a registered phone
    number: str = ""  # 工号
    skills: list[str] = msgspec.field(default_factory=list)  # police, business, a language
    helper: bool = False  # 支援组: only for callers whom a queue step lets its skill serve too
    signed_in: bool = False  # ready as soon as the service runs; otherwise when the phone registers


class QueueConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How callers wait."""

    ring_seconds: float = 20.0
    offer_seconds: float = 0.25  # the draft is on the page so long before the phone rings
    wrap_up_seconds: float = 10.0
    no_answer_pause_seconds: float = 120.0  # out of rotation after not picking up
    alarm_wait_seconds: float = 120.0  # the pages warn when somebody waits longer
    operators: list[OperatorConfig] = msgspec.field(default_factory=list)


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours of the day in which citizens may be rung."""

    begin: time
    end: time


def _windows() -> list[Window]:
    return [Window(time(8, 30), time(11, 30)), Window(time(14, 0), time(20, 0))]


class OutboundConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How citizens are rung."""

    trunk: str = ""  # sip:{number}@host:port
    caller: str = "12345"  # the real number is shown
    reserve_operators: int = 1  # free operators that outbound calls must leave
    reserve_share: float = 0.5  # of an operator's colleagues, free while they ring somebody
    reserve_lines: int = 2
    lines: int = 30  # calls the trunk carries at once
    demand_share: float = 1.0  # of the callers with the assistant: how many may want a person
    after_cancel_seconds: float = 60.0  # a citizen whose ringing gave way is left alone so long
    windows: list[Window] = msgspec.field(default_factory=_windows)
    max_attempts: int = 3
    retry_minutes: float = 60.0
    ring_seconds: float = 30.0
    park_text: str = "抱歉，有市民的紧急来电需要先接听，请您稍候，我马上回来。"  # 寄存
    alone_text: str = "让您久等了，话务员暂时不能回来，请智能语音助手继续为您服务。"
    starving_minutes: float = 240.0  # work due for longer raises the alarm


def rules_of(queue: QueueConfig, outbound: OutboundConfig) -> Rules:
    """The site's figures as the policy wants them."""
    return Rules(
        reserve_operators=outbound.reserve_operators,
        reserve_share=outbound.reserve_share,
        reserve_lines=outbound.reserve_lines,
        lines=outbound.lines,
        trunk=bool(outbound.trunk),
        windows=tuple((w.begin, w.end) for w in outbound.windows),
        demand_share=outbound.demand_share,
        after_cancel=timedelta(seconds=outbound.after_cancel_seconds),
        max_attempts=outbound.max_attempts,
        retry=timedelta(minutes=outbound.retry_minutes),
        wrap_up=timedelta(seconds=queue.wrap_up_seconds),
        no_answer_pause=timedelta(seconds=queue.no_answer_pause_seconds),
        starving=timedelta(minutes=outbound.starving_minutes),
    )
