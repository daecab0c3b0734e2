"""One line of the terminal for one thing that happened in a call: who, what, how long it took."""

from collections.abc import Callable, Mapping
from typing import Any

from ivr.calls.live import LiveLine
from ivr.cli.common import plain
from ivr.labels import KINDS
from ivr.store.journal import EventKind

Words = Callable[[Mapping[str, Any]], str]

_FINDINGS = {"answer": "可以即时答复", "clarify": "需要反问", "handoff": "不直接答复"}


def _understood(data: Mapping[str, Any]) -> str:
    if not data.get("intent") and data.get("finding") == "handoff":
        return ""  # yes, no, thanks: nothing was asked
    kind = KINDS.get(str(data.get("intent") or ""), "未提出诉求")
    finding = _FINDINGS.get(str(data.get("finding")), "")
    entry = f"，条目 {data['entry']}（把握 {data['score']:.0%}）" if data.get("entry") else ""
    return f"判断 {kind}，{finding}{entry}"


def _heard(data: Mapping[str, Any]) -> str:
    took = f"识别 {data['took']:.2f} 秒"
    sure = f"，把握 {data['confidence']:.0%}" if data.get("confidence") is not None else ""
    return f"[bold]市民[/] {plain(data.get('text') or '（没听清）')} [dim]{took}{sure}[/]"


def _said(data: Mapping[str, Any]) -> str:
    to = "（对警务台）" if data.get("to") == "desk" else ""
    return f"[green]热线[/]{to} {plain(data['text'])}"


def _emergency(data: Mapping[str, Any]) -> str:
    why = f"{data.get('reason')}（“{data.get('words')}”）"
    return f"[red bold]紧急 {data.get('service')}[/] {plain(why)}"


_WORDS: dict[EventKind, Words] = {
    EventKind.ARRIVED: lambda d: f"来电 → {plain(d.get('called'))}，流程 {d.get('flow')}",
    EventKind.ANSWERED: lambda d: "接通",
    EventKind.SAID: _said,
    EventKind.HEARD: _heard,
    EventKind.KEY: lambda d: f"市民按键 {d.get('key')}",
    EventKind.UNDERSTOOD: _understood,
    EventKind.INSTANT_ANSWER: lambda d: f"即时答复 {d.get('title')}",
    EventKind.TICKET: lambda d: f"立单 {d.get('number')} {plain(d.get('summary') or '')}",
    EventKind.EMERGENCY: _emergency,
    EventKind.QUEUED: lambda d: "排队等待人工",
    EventKind.DIALLED: lambda d: f"呼叫 {d.get('title') or d.get('operator') or ''}",
    EventKind.CONNECTED: lambda d: f"已接通 {d.get('title') or d.get('operator') or '人工'}",
    EventKind.HELPED: lambda d: "市民未得到解决" if d.get("helped") == "no" else "市民的问题已解决",
    EventKind.FAULT: lambda d: f"[red]故障 {d.get('what')} {plain(d.get('error'))}[/]",
    EventKind.ENDED: lambda d: f"通话结束，{d.get('seconds')} 秒",
}


def describe(line: LiveLine) -> str:
    """The line, or "" for what is only of interest in the journal."""
    words = _WORDS.get(line.kind)
    text = words(line.data) if words else ""
    return f"[dim]{line.at:%H:%M:%S}[/] {text}" if text else ""
