"""`ivr purge`: remove what has been kept as long as `[privacy]` says, and prove it."""

import argparse

import msgspec

from ivr.app.purging import purge_site
from ivr.cli.common import add_json, add_site, console, print_json, settings_of, table
from ivr.clock import now


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--dry-run", action="store_true", help="only count what would go")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Remove, search for what was removed, and say both; exit 1 when something is left."""
    removed = purge_site(settings_of(args), now(), dry_run=args.dry_run)
    if args.json:
        print_json({**msgspec.to_builtins(removed), "proved": removed.proved and not args.dry_run})
    else:
        shown = table("将清除（未执行）" if args.dry_run else "已清除", "项目", "数量")
        ledger = removed.ledger
        for name, count in (
            ("通话记录", ledger.calls),
            ("流水", ledger.journal),
            ("工单", ledger.tickets),
            ("外呼任务", ledger.outbound),
            ("录音", removed.recordings),
            ("录音字节", removed.recording_bytes),
            ("播报音频", removed.clips),
            ("因工单未办结而保留的通话", ledger.kept_for_open_tickets),
        ):
            shown.add_row(name, str(count))
        console.print(shown)
        if ledger.proof:
            console.print(ledger.proof)
        if removed.files_left:
            console.print(f"还有 {removed.files_left} 个录音或音频文件没有删掉")
    return 0 if args.dry_run or removed.proved else 1
