"""`ivr call`: a simulated citizen, on an independent SIP stack (pyVoIP), speaks Mandarin."""

import argparse
import asyncio
import re
import signal
import socket
from pathlib import Path
from typing import Any

from ivr.cli.common import add_json, add_site, console, errors, print_json, settings_of
from ivr.errors import UserError
from ivr.phone import CallReport, Citizen, Manners, PhoneEvent, Press, Say
from ivr.settings.load import parse_address
from ivr.settings.model import Settings
from ivr.speech.voice import Voice

_TARGET = re.compile(r"(?:sip:)?(?P<number>[^@]+)(?:@(?P<where>.+))?$")


class _Ordered(argparse.Action):
    """Keeps --say and --press in the order they were given."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        script = getattr(namespace, "script", None) or []
        texts = values if isinstance(values, list) else [values]
        namespace.script = [*script, *((option, text) for text in texts)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--to", metavar="SIP", help="sip:NUMBER@HOST:PORT (the configured service)")
    parser.add_argument(
        "--say",
        nargs="+",
        metavar="TEXT",
        action=_Ordered,
        help="sentences, each said when it is the citizen's turn; a .wav is played",
    )
    parser.add_argument("--press", metavar="KEYS", action=_Ordered, help="press keys in turn")
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
    number, host, port = _target(args.to, settings)
    words = getattr(args, "script", None) or []
    for _option, text in words:
        if text.endswith(".wav") and not Path(text).is_file():
            raise UserError(f"there is no file {text}")
    script = asyncio.run(_script(words, settings))

    def tell(event: PhoneEvent) -> None:
        if not args.quiet:
            errors.print(
                f"[dim]{event.at:6.2f}[/] {_WORDS.get(event.name, event.name)} {event.detail}",
                highlight=False,
            )

    citizen = Citizen(
        host,
        port,
        user=args.user,
        password=args.password,
        own_ip=_own_address(host),
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
        _show(report)
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


def _target(to: str | None, settings: Settings) -> tuple[str, str, int]:
    telephone = settings.tables.telephone
    if to is None:
        return "12345", telephone.sip_host, telephone.sip_port
    found = _TARGET.match(to)
    if not found:
        raise UserError(f"--to {to!r} is no address; write sip:12345@127.0.0.1:5060")
    where = found["where"]
    if where is None:
        return found["number"], telephone.sip_host, telephone.sip_port
    host, port = parse_address(where if ":" in where else f"{where}:5060", "--to")
    return found["number"], host, port


def _own_address(host: str) -> str:
    """The local address that reaches `host`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((host, 9))
        return str(probe.getsockname()[0])


async def _script(words: list[tuple[str, str]], settings: Settings) -> list[Say | Press]:
    voice = Voice(settings.tables.voice)
    spoken = [text for option, text in words if option == "--say" and not text.endswith(".wav")]
    if spoken:
        await voice.start()
    try:
        script: list[Say | Press] = []
        for option, text in words:
            if option == "--press":
                script.append(Press(text))
            elif text.endswith(".wav"):
                script.append(Say(Path(text), text))
            else:
                script.append(Say(await voice.clip(text), text))
        return script
    finally:
        await voice.stop()


def _show(report: CallReport) -> None:
    if not report.answered:
        console.print(f"未接通：{report.status} {report.reason}")
        return
    console.print(
        f"接通 {report.answered_ms:.0f} 毫秒，通话 {report.duration:.1f} 秒，"
        f"听到声音 {report.heard:.1f} 秒，说了 {len(report.utterances)} 句，"
        f"丢包 {report.packets_lost}，由{'对方' if report.ended_by == 'them' else '市民'}挂断"
    )
    if report.recording:
        console.print(f"录音 {report.recording}")
