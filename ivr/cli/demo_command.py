"""`ivr demo`: three simulated citizens call the service on loopback; shows each call live."""

import argparse
import asyncio
import fcntl
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import msgspec

from ivr import log
from ivr.app.demo import SCENES, Demo, Played
from ivr.calls.live import LiveLine
from ivr.cli.common import add_json, add_site, console, print_json, settings_of, table
from ivr.cli.live_lines import describe
from ivr.cli.tickets_command import ticket_table
from ivr.errors import UserError
from ivr.labels import OUTCOMES
from ivr.settings.model import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--keep", action="store_true", help="keep the page open until Enter")
    parser.add_argument("--no-keep", action="store_true", help="end at once, also in a terminal")
    parser.add_argument("--sip", metavar="HOST:PORT", help="SIP address (any free port)")
    parser.add_argument("--web", metavar="HOST:PORT", help="address of the pages (any free port)")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Play all scenes; 0 only when every call ended as it should."""
    args.sip = args.sip or "127.0.0.1:0"
    args.web = args.web or "127.0.0.1:0"
    settings = settings_of(args)
    if not args.data:
        settings = replace(settings, data=_fresh_folder(settings.base / ".cache"))
    log.set_up("error")
    keep = args.keep or (sys.stdin.isatty() and not args.no_keep and not args.json)
    return asyncio.run(_run(_for_demo(settings), as_json=args.json, keep=keep))


def _fresh_folder(cache: Path) -> Path:
    """An empty folder that is this demonstration's as long as the process lives.

    A second one at the same time gets its own: it must not take the first one's ledger away.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for name in ("demo", *(f"demo-{number}" for number in range(2, 100))):
        lock = os.open(cache / f"{name}.lock", os.O_RDWR | os.O_CREAT)  # until the process ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        shutil.rmtree(cache / name, ignore_errors=True)
        return cache / name
    raise UserError("too many demonstrations run at once — end some")


def _for_demo(settings: Settings) -> Settings:
    """No operators and no outbound calls: the three scenes need none."""
    tables = msgspec.structs.replace(
        settings.tables, queue=msgspec.structs.replace(settings.tables.queue, operators=[])
    )
    return replace(settings, tables=tables)


async def _run(settings: Settings, *, as_json: bool, keep: bool) -> int:
    playing = asyncio.current_task()
    assert playing
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, playing.cancel)

    def tell(text: str) -> None:
        if not as_json:
            console.print(f"[cyan]{text}[/]", highlight=False)

    demo = Demo(settings, tell)
    tell("正在启动服务：语音识别、语音合成、媒体进程……")
    played: list[Played] = []
    try:
        await demo.start()
        host, port = demo.service.gateway.address
        tell(f"服务已启动：sip:12345@{host}:{port}  网页 {demo.service.desk.url}")
        if not as_json:
            demo.service.calls.live.listen(_show_line)
        for number, scene in enumerate(SCENES, 1):
            if not as_json:
                console.rule(f"第 {number} 通　{scene.title}", align="left")
            played.append(await demo.play(scene))
        if as_json:
            for one in played:
                print_json({"scene": one.scene.title, "good": one.good, "record": one.record})
        else:
            _show(demo, played)
        if keep:
            tell(f"网页 {demo.service.desk.url} 现在可以查看同样的内容。按回车键结束。")
            await _enter_pressed()
    except asyncio.CancelledError:
        pass  # Ctrl-C: what was played is judged
    finally:
        await demo.stop()
    if len(played) < len(SCENES):
        tell("演示已中断，三通电话没有打完。")
        return 130
    return 0 if all(one.good for one in played) else 1


async def _enter_pressed() -> None:
    pressed = asyncio.Event()
    if not sys.stdin.isatty():  # --keep without a terminal: until a signal
        await pressed.wait()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, pressed.set)
    try:
        await pressed.wait()
    finally:
        loop.remove_reader(sys.stdin)


def _show_line(line: LiveLine) -> None:
    if text := describe(line):
        console.print(text, highlight=False, soft_wrap=True)


def _show(demo: Demo, played: list[Played]) -> None:
    console.rule("结果", align="left")
    shown = table("三通电话", "来电", "应有结果", "实际结果", "通话时长", "是否符合")
    for one in played:
        record = one.record
        shown.add_row(
            one.scene.title,
            one.scene.wanted,
            OUTCOMES[record.outcome] if record else "没有记录",
            f"{record.seconds:.0f} 秒" if record and record.seconds else "—",
            "[green]符合[/]" if one.good else "[red]不符合[/]",
        )
    console.print(shown)
    console.print(ticket_table(demo.service.ledger.tickets()))
    data = demo.service.settings.data
    here = Path.cwd()
    short = data.relative_to(here) if data.is_relative_to(here) else data
    console.print(f"网页：{demo.service.desk.url}", highlight=False)
    console.print(f"演示结束后再看：.venv/bin/ivr run --data {short}", highlight=False)
    for one in played:
        if not one.good:
            call = one.record.call if one.record else "last"
            console.print(
                f"[red]第 {played.index(one) + 1} 通不符合预期[/]，逐步查看："
                f".venv/bin/ivr replay {call} --data {short}",
                highlight=False,
            )
