"""`ivr call`: a simulated citizen, on an independent SIP stack (pyVoIP), speaks Mandarin."""

import argparse
import asyncio
import signal
from pathlib import Path

from ivr.cli.common import add_json, add_site, console, errors, plain, print_json, settings_of
from ivr.cli.dialled import add_script, own_address, script_of, target_of
from ivr.phone import CallReport, Citizen, Manners, PhoneEvent
from ivr.phone.dialing import TIMED_OUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    add_script(parser)
    parser.add_argument("--record", metavar="FILE", type=Path, help="write what was heard (WAV)")
    parser.add_argument("--user", default="02400000001", metavar="NUMBER", help="own number")
    parser.add_argument("--password", default="", help="for a registrar that asks for one")
    parser.add_argument("--ring", type=float, default=30.0, metavar="S", help="give up after (30)")
    parser.add_argument(
        "--stay", type=float, metavar="S", help="listen so long after the last word (12)"
    )
    parser.add_argument("--quiet", action="store_true", help="no live lines")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Make the call; 0 when it was answered and everything was said."""
    settings = settings_of(args)
    number, host, port = target_of(args.to, settings)
    script = asyncio.run(script_of(getattr(args, "script", None) or [], settings))

    def tell(event: PhoneEvent) -> None:
        if not args.quiet:
            name = _WORDS.get(event.name, event.name)
            errors.print(f"[dim]{event.at:6.2f}[/] {name} {plain(event.detail)}", highlight=False)

    citizen = Citizen(
        host,
        port,
        user=args.user,
        password=args.password,
        own_ip=own_address(host),
        on_event=tell,
    )
    signal.signal(signal.SIGINT, lambda *_: citizen.hang_up())
    signal.signal(signal.SIGTERM, lambda *_: citizen.hang_up())
    manners = Manners() if args.stay is None else Manners(linger=args.stay)
    report = citizen.call(
        number, script, manners=manners, record=args.record, ring_seconds=args.ring
    )
    if args.json:
        print_json(report)
    else:
        show(report)
    return 0 if report.answered and not report.unsaid else 1


_WORDS = {
    "registered": "注册",
    "ringing": "振铃",
    "answered": "接通",
    "says": "市民说：",
    "said": "（说完）",
    "presses": "按键",
    "hung_up": "挂断",
    "failed": "未接通",
}


def show(report: CallReport) -> None:
    """The call in a line; with nobody there, what to do."""
    if not report.answered:
        console.print(f"未接通：{report.status} {report.reason}")
        if report.status == TIMED_OUT:
            console.print("没有人应答这个地址。请先用 ivr run 启动服务，或用 --to 指明正确的地址。")
        return
    console.print(
        f"接通 {report.answered_ms:.0f} 毫秒，通话 {report.duration:.1f} 秒，"
        f"听到声音 {report.heard:.1f} 秒，说了 {len(report.utterances)} 句，"
        f"丢包 {report.packets_lost}，由{'对方' if report.ended_by == 'them' else '市民'}挂断"
    )
    if report.recording:
        console.print(f"录音 {report.recording}")
