"""`ivr operator --simulate`: a phone that answers by itself: operator, desk or citizen."""

import argparse
import asyncio
import json
import signal
import urllib.request
from pathlib import Path

import msgspec

from ivr.app.simulated_phone import Manner, PhoneScript, SimulatedPhone
from ivr.cli.common import add_json, add_site, console, plain, print_json, settings_of
from ivr.errors import UserError
from ivr.settings.load import parse_address
from ivr.speech.voice import Voice


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--simulate", action="store_true", help="answer by itself (required)")
    parser.add_argument("--sip", default="127.0.0.1:0", metavar="HOST:PORT", help="own SIP address")
    parser.add_argument("--say", nargs="*", default=[], metavar="TEXT", help="said when answered")
    parser.add_argument("--after", type=float, default=1.0, metavar="S", help="rings so long (1)")
    parser.add_argument("--pause", type=float, default=0.0, metavar="S", help="between sentences")
    parser.add_argument("--talk", type=float, metavar="S", help="hangs up after (never)")
    parser.add_argument("--refuse", action="store_true", help="is busy")
    parser.add_argument("--ignore", action="store_true", help="never picks up")
    parser.add_argument("--record", type=Path, metavar="DIR", help="record what is said and heard")
    parser.add_argument("--desk", metavar="URL", help="the service's page: shows the draft first")
    parser.add_argument("--name", default="坐席", help="shown in front of every line")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Be a phone until Ctrl-C."""
    if not args.simulate:
        raise UserError("a person's phone needs no command; add --simulate for one that answers")
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    sip, args.sip = args.sip, None  # ours, not the service's
    settings = settings_of(args)
    host, port = parse_address(sip, "--sip")

    def tell(text: str) -> None:
        if args.json:
            print_json({"name": args.name, "event": text})
        else:
            console.print(f"[cyan]{plain(args.name)}[/] {plain(text)}", highlight=False)
        if args.desk and text.startswith("来电振铃"):
            background = asyncio.get_running_loop().run_in_executor(None, _drafts, args.desk)
            background.add_done_callback(lambda done: _tell_all(done.result()))

    def _tell_all(lines: list[str]) -> None:
        for line in lines:
            tell(line)

    manner = Manner.REFUSE if args.refuse else Manner.IGNORE if args.ignore else Manner.ANSWER
    script = PhoneScript(tuple(args.say), args.after, args.pause, args.talk, manner, args.record)
    telephone = msgspec.structs.replace(
        settings.tables.telephone, sip_host=host, sip_port=port, media_host=host
    )
    media = msgspec.structs.replace(settings.tables.media, host=host, rtp_ports=(30000, 39999))
    voice = Voice(settings.tables.voice)
    await voice.start()
    phone = SimulatedPhone(telephone, media, script, voice, tell)
    try:
        address = await phone.start()
        if args.json:
            print_json({"ready": f"{address[0]}:{address[1]}"})
        else:
            console.print(f"ready sip:{args.name}@{address[0]}:{address[1]}", highlight=False)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()
    finally:
        await phone.stop()
        await voice.stop()
    return 0


def _drafts(desk: str) -> list[str]:
    """What the operator's page shows of the calls that are being offered now."""
    try:
        with urllib.request.urlopen(f"{desk.rstrip('/')}/api/live", timeout=2) as answer:
            calls = json.load(answer)["calls"]
    except (OSError, ValueError, KeyError) as error:
        return [f"看不到工单草稿：{error}"]
    return [f"屏幕上的工单草稿：{text}" for call in calls for text in call["drafts"]]
