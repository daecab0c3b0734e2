"""`ivr tickets NUMBER --step MOVE`: a ticket goes a step on, is merged with others or separated."""

import argparse
import sys

import msgspec

from ivr.app.parts import open_ledger
from ivr.cli.common import console, print_json
from ivr.clock import now
from ivr.errors import UserError
from ivr.labels import TICKET_MOVES, TICKET_STATES
from ivr.language.mask import mask_fields
from ivr.settings.model import Settings
from ivr.tickets import merging
from ivr.tickets.life import Move, step
from ivr.tickets.model import Ticket

_BY_NAME = {TICKET_MOVES[move]: move for move in Move}
_OWN_OPTION = frozenset({Move.MERGE, Move.SEPARATE})
_ON_THE_PAGE = Move.EDIT  # corrections are made there


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what changes a ticket."""
    moves = " ".join(
        f"{move}({name})"
        for move, name in TICKET_MOVES.items()
        if move not in (*_OWN_OPTION, _ON_THE_PAGE)
    )
    change = parser.add_argument_group("a step on (the steps a ticket can take: docs/TICKETS.md)")
    change.add_argument("--step", metavar="MOVE", help=f"take this step: {moves}")
    change.add_argument("--days", type=int, default=0, metavar="N", help="working days of 延期")
    change.add_argument("--rating", type=int, metavar="N", help="of 评价 or 回访: 1 to 5 (content)")
    change.add_argument(
        "--merge", nargs="+", metavar="OTHER", help="并单: others become part of it"
    )
    change.add_argument("--separate", metavar="OTHER", help="拆单: OTHER stands alone again")
    change.add_argument("--by", default="", metavar="WHO", help="who does it, or asks for --raw")
    change.add_argument("--why", default="", metavar="TEXT", help="the reason, also of --raw")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Change and write; exit 1 with the reason where the rules refuse."""
    args.by, args.why = args.by.strip(), args.why.strip()
    if not args.by:
        raise UserError("who does it? — add --by NAME")
    at = now()
    others = args.merge or ([args.separate] if args.separate else [])
    move = _move(args.step) if args.step else None

    def change(held: list[Ticket]) -> list[Ticket]:
        if args.merge:
            return merging.merge(held[0], held[1:], by=args.by, at=at, why=args.why)
        if args.separate:
            return list(merging.separate(held[0], held[1], by=args.by, at=at, why=args.why))
        assert move is not None
        return [
            step(
                held[0],
                move,
                by=args.by,
                at=at,
                why=args.why,
                days=args.days,
                rating=args.rating,
            )
        ]

    ledger = open_ledger(settings)
    try:
        changed = ledger.change_tickets([args.number, *others], change, at)
    except (ValueError, LookupError) as error:
        print(f"ivr: {error.args[0]}", file=sys.stderr)
        return 1
    finally:
        ledger.close()
    for ticket in changed:
        if args.json:
            print_json(
                ticket if args.raw else mask_fields(msgspec.to_builtins(ticket, str_keys=True))
            )
        else:
            console.print(f"{ticket.number} {TICKET_STATES[ticket.state]}", highlight=False)
    return 0


def _move(word: str) -> Move:
    move = _BY_NAME.get(word) or (Move(word) if word in set(Move) else None)
    if move is None:
        raise UserError(f"there is no step {word} — {' '.join(Move)}")
    if move in _OWN_OPTION:
        raise UserError(f"for {TICKET_MOVES[move]} use --{move} OTHER")
    return move
