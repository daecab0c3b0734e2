"""`--raw`: personal data unmasked, only by right, and never unnoticed."""

import argparse

from ivr.clock import now
from ivr.errors import HotlineError, UserError
from ivr.settings.model import Settings
from ivr.store.raw_access import may_see_raw


class NotAllowedError(HotlineError):
    """Somebody asked for unmasked data who has no right to it."""


def add_raw(parser: argparse.ArgumentParser, *, with_by: bool = True) -> None:
    """`--raw` and who asks for it (`with_by` false: the command has --by and --why itself)."""
    parser.add_argument(
        "--raw", action="store_true", help="unmasked; needs --by (a name in raw_by) and --why"
    )
    if with_by:
        parser.add_argument("--by", default="", metavar="WHO", help="who asks for --raw")
        parser.add_argument("--why", default="", metavar="TEXT", help="what --raw is needed for")


def check_raw(args: argparse.Namespace, settings: Settings, what: str) -> None:
    """Nothing without `--raw`; else write the wish down and refuse who is not allowed."""
    if not args.raw:
        return
    args.by, args.why = args.by.strip(), args.why.strip()
    if not args.by or not args.why:
        raise UserError("unmasked data needs --by WHO and --why TEXT")
    allowed = may_see_raw(
        settings.tables.privacy, settings.data, by=args.by, why=args.why, what=what, at=now()
    )
    if not allowed:
        raise NotAllowedError(
            f"{args.by} may not see unmasked data — add the name to raw_by in [privacy]"
        )
