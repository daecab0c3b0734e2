"""`ivr tickets`: the newest tickets, one whole, one a step on, or what must be looked at."""

import argparse

import msgspec

from ivr.app.parts import read_ledger
from ivr.cli import ticket_lists, ticket_steps
from ivr.cli.common import add_json, add_site, console, count, plain, print_json, settings_of, table
from ivr.cli.draft_command import FIELDS
from ivr.cli.raw_right import add_raw, check_raw
from ivr.clock import now
from ivr.errors import UserError
from ivr.labels import KINDS, TICKET_MOVES, TICKET_STATES
from ivr.language.mask import mask_fields
from ivr.tickets.additions import additions
from ivr.tickets.deadlines import is_certain
from ivr.tickets.life import NextStep, moves
from ivr.tickets.merging import earlier_of
from ivr.tickets.model import Deadline, Ticket


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("number", nargs="?", metavar="NUMBER", help="show this ticket whole")
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="how many (20)")
    add_raw(parser, with_by=False)
    ticket_steps.add_arguments(parser)
    ticket_lists.add_arguments(parser)
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """List tickets, show one, take one a step on, or list what must be looked at."""
    settings = settings_of(args)
    check_raw(args, settings, f"tickets {args.number or args.list or ''}".rstrip())
    asked = [f"--{w}" for w in ("step", "merge", "separate", "list") if getattr(args, w)]
    if len(asked) > 1:
        raise UserError(
            f"one at a time — not {' and '.join(asked)}".replace("--list", f"--{args.list}")
        )
    if args.list and args.number:
        raise UserError(f"--{args.list} lists all tickets — leave {args.number} out")
    if args.step or args.merge or args.separate:
        if not args.number:
            raise UserError("which ticket? — ivr tickets NUMBER --step …")
        return ticket_steps.run(args, settings)
    ledger = read_ledger(settings)
    if args.list:
        return ticket_lists.run(args, settings, ledger)
    if args.number:
        ticket = ledger.ticket(args.number)
        if ticket is None:
            raise UserError(f"there is no ticket {args.number} — `ivr tickets` lists them")
        tickets = [ticket]
        earlier = earlier_of(ticket, ledger.tickets(None)) if not args.json else ()
    else:
        tickets = ledger.tickets(args.limit)
    if not args.raw:
        tickets = [_masked(ticket) for ticket in tickets]
    if args.json:
        for ticket in tickets:
            print_json(ticket)
    elif args.number:
        _show_one(tickets[0], moves(tickets[0], now()), earlier)
    else:
        console.print(ticket_table(tickets))
    return 0


def _masked(ticket: Ticket) -> Ticket:
    return msgspec.convert(mask_fields(msgspec.to_builtins(ticket, str_keys=True)), Ticket)


def ticket_table(tickets: list[Ticket]) -> object:
    """The list that `ivr tickets` and the demo print."""
    shown = table("工单")
    for column in ("工单号", "类别", "摘要与分类", "承办与期限"):
        shown.add_column(column, overflow="fold", no_wrap=column == "工单号")
    for ticket in tickets:
        draft = ticket.draft
        shown.add_row(
            f"{ticket.number}\n[dim]{TICKET_STATES[ticket.state]}{_added(ticket)}[/]",
            KINDS.get(draft.kind or "", "—"),
            f"{plain(draft.summary or '—')}\n[dim]{' / '.join(draft.category or ('未分类',))}[/]",
            f"{draft.route.unit if draft.route else '—'}\n[dim]{_close(draft.deadline)} 前办结[/]",
        )
    return shown


def _added(ticket: Ticket) -> str:
    names = dict.fromkeys(TICKET_MOVES[said.action] for said in additions(ticket))
    return "".join(f"\n有{name}" for name in names)


def _close(deadline: Deadline | None) -> str:
    if deadline is None:
        return "—"
    return f"{deadline.close_by}" + ("" if is_certain(deadline, deadline.close_by) else "（推算）")


def _show_one(ticket: Ticket, following: tuple[NextStep, ...], earlier: tuple[str, ...]) -> None:
    made = msgspec.to_builtins(ticket.draft)
    shown = table(f"工单 {ticket.number}", "项目", "内容")
    shown.add_row("状态", TICKET_STATES[ticket.state])
    shown.add_row("来电人确认", "已读回确认" if ticket.confirmed else "未经来电人确认")
    for said in additions(ticket):
        shown.add_row(TICKET_MOVES[said.action], f"{plain(said.why)}（{said.at:%m-%d %H:%M}）")
    if ticket.rating is not None:
        shown.add_row("满意度", f"{ticket.rating} 分（5 分为满意）")
    shown.add_row("通话", ticket.call)
    shown.add_row("来电", plain(ticket.caller or "—"))
    shown.add_row("受理时间", f"{ticket.created:%Y-%m-%d %H:%M}")
    shown.add_row("类别", KINDS.get(made["kind"] or "", "—"))
    shown.add_row("分类", " / ".join(made["category"] or ["—"]))
    for field, label in FIELDS.items():
        before = "（承前一件诉求）" if field in ticket.draft.carried else ""
        shown.add_row(label, plain(made[field] or "—") + before)
    if ticket.draft.deadline:
        shown.add_row("时限", ticket.draft.deadline.told())
    if ticket.draft.route:
        shown.add_row("承办", f"{ticket.draft.route.unit}（{ticket.draft.route.level}）")
    if ticket.merged_into:
        shown.add_row("并入", ticket.merged_into)
    for joined in ticket.joined:
        shown.add_row("并单来电", f"{joined.number} {plain(joined.caller or '—')}")
    if earlier:
        shown.add_row("此前诉求", "、".join(earlier))
    next_steps = "、".join(
        f"{n.label}（写明理由）" if n.needs_reason else n.label for n in following
    )
    shown.add_row("下一步", next_steps or "—")
    console.print(shown)
    for step in ticket.history:
        name = TICKET_MOVES[step.action]
        console.print(
            f"  {step.at:%m-%d %H:%M} {step.by} {name} {step.why}", highlight=False, markup=False
        )
