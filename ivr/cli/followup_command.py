"""`ivr followup`: the list of outbound work; a running service takes new entries over by itself."""

import argparse
import re
import secrets

import msgspec

from ivr.cli.common import add_json, add_site, console, print_json, settings_of, table
from ivr.clock import now
from ivr.errors import StoreError, UserError
from ivr.language.mask import mask_number
from ivr.queueing.tasks import FollowUp
from ivr.queueing.world import Work, WorkKind
from ivr.settings.model import Settings
from ivr.store.ledger import Ledger

_NUMBER = re.compile(r"\+?\d{3,20}|sip:[^@\s]+@[\d.]+(:\d+)?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("add", help="ring a citizen about a handled ticket")
    new.add_argument("number", metavar="NUMBER", help="telephone number, or sip:USER@ADDRESS:PORT")
    new.add_argument("--ticket", default="", metavar="NUMBER", help="the ticket it is about")
    new.add_argument("--summary", default="", metavar="TEXT", help="said to the citizen: 您反映的…")
    new.add_argument("--by-operator", action="store_true", help="an operator talks, not the robot")
    listing = actions.add_parser("list", help="who is still to be rung")
    for action in (new, listing):
        add_json(action)
        add_site(action)


def run(args: argparse.Namespace) -> int:
    """Add to the list, or show it."""
    settings = settings_of(args)
    if args.action == "list":
        return _list(settings, as_json=args.json)
    if not _NUMBER.fullmatch(args.number):
        raise UserError(f"{args.number!r} is neither a telephone number nor sip:USER@ADDRESS:PORT")
    ledger = Ledger(settings.tables.store, settings.data)
    try:
        work = Work(
            id=f"f{now():%y%m%d%H%M%S}{secrets.token_hex(3)}",
            kind=WorkKind.FOLLOW_UP,
            number=args.number,
            due=now(),
            by_robot=not args.by_operator,
            about=FollowUp(args.ticket, args.summary or _summary(ledger, args.ticket)),
        )
        ledger.save_outbound(work.id, work.due, work)
    finally:
        written = ledger.close()
    if not written:
        raise StoreError("the ledger took no entry; is the disk full or the database locked?")
    if args.json:
        print_json({"id": work.id})
    else:
        console.print(f"{work.id} is on the list; it is rung when nobody waits")
    return 0


def _summary(ledger: Ledger, number: str) -> str:
    if not number:
        return "此前反映的事项"
    ticket = ledger.ticket(number)
    if ticket is None:
        raise UserError(f"there is no ticket {number}; `ivr tickets` lists them")
    return ticket.draft.summary or "此前反映的事项"


def _list(settings: Settings, *, as_json: bool) -> int:
    ledger = Ledger(settings.tables.store, settings.data, read_only=True)
    shown = table("待呼", "编号", "类型", "号码", "应呼时间", "已试次数")
    for body in ledger.open_outbound():
        work = msgspec.convert(body, Work)
        if as_json:
            print_json({**body, "number": mask_number(work.number)})
            continue
        kind = "回访" if work.kind is WorkKind.FOLLOW_UP else "回拨"
        due = f"{work.due:%m-%d %H:%M}"
        shown.add_row(work.id, kind, mask_number(work.number), due, str(work.attempts))
    if not as_json:
        console.print(shown)
    return 0
