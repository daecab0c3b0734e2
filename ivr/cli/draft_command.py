"""`ivr draft TEXT`: the draft tickets of what a caller said, without a call."""

import argparse
from typing import Any

import msgspec

from ivr.app.parts import understanding_of
from ivr.cli.common import add_json, add_site, console, each, plain, settings_of, table
from ivr.cli.moments import moment_of
from ivr.clock import now
from ivr.labels import KINDS
from ivr.tickets.model import Deadline


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what a caller said; - reads lines")
    parser.add_argument("--at", metavar="TIME", help="when the call came, ISO 8601 (now)")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Draft each text."""
    called_at = moment_of("--at", args.at) if args.at is not None else now()
    understanding = understanding_of(settings_of(args))

    def make(text: str) -> Any:
        return {"text": text, **msgspec.to_builtins(understanding.draft(text, called_at=called_at))}

    return each(args.text, as_json=args.json, make=make, show=_show)


FIELDS = {
    "time": "时间",
    "place": "地点",
    "course": "过程",
    "state": "现状",
    "request": "诉求",
    "respondent": "被反映对象",
    "summary": "摘要",
}

_ASKED = {**FIELDS, "city": "所在城市"}


def _show(text: str, made: dict[str, Any]) -> None:
    console.print(f"[bold]{plain(text)}[/]")
    if made["emergency"]:
        service, reason = made["emergency"]["service"], made["emergency"]["reason"]
        console.print(f"  [red bold]紧急 {service}[/] {plain(reason)}")
    elif made["doubt"]:
        console.print(
            f"  [yellow bold]疑似险情[/] 请先问清是否有危险：{plain(made['doubt']['words'])}"
        )
    if not made["tickets"]:
        console.print("  没有可以立单的事项")
    for number, ticket in enumerate(made["tickets"], 1):
        shown = table(f"工单草稿 {number}", "项目", "内容")
        shown.add_row("类别", KINDS.get(ticket["kind"] or "", "—"))
        shown.add_row("分类", " / ".join(ticket["category"] or ["—"]))
        for field, label in FIELDS.items():
            shown.add_row(label, plain(ticket[field] or "—"))
        if ticket["deadline"]:
            shown.add_row("时限", msgspec.convert(ticket["deadline"], Deadline).told())
        if ticket["route"]:
            shown.add_row("承办", f"{ticket['route']['unit']}（{ticket['route']['level']}）")
        shown.add_row("待询问", "、".join(_ASKED.get(f, f) for f in ticket["to_ask"]) or "无")
        console.print(shown)
