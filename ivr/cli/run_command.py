"""`ivr run`: the service, until Ctrl-C; prints `ready` when it answers."""

import argparse
import asyncio
import gc
import signal

from ivr import log
from ivr.app.service import HotlineService
from ivr.cli.common import add_json, add_site, console, print_json, settings_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--sip", metavar="HOST:PORT", help="SIP address (127.0.0.1:5060)")
    parser.add_argument("--web", metavar="HOST:PORT", help="address of the pages (127.0.0.1:8345)")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Run until a signal; a second Ctrl-C does not wait."""
    settings = settings_of(args)
    log.set_up(settings.tables.log.level, as_json=settings.tables.log.json)
    return asyncio.run(_run(HotlineService(settings), as_json=args.json))


async def _run(service: HotlineService, *, as_json: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: None)  # nothing is read yet: nothing to reread
    await service.start()
    gc.collect()
    gc.freeze()  # a full collection over all that is loaded would stall every call for 0.2 s
    reloads: set[asyncio.Task[int]] = set()

    def reload() -> None:
        task = asyncio.ensure_future(service.reload_knowledge())
        reloads.add(task)  # kept until done: the loop itself keeps no task alive
        task.add_done_callback(reloads.discard)
        task.add_done_callback(lambda _done: gc.freeze())

    loop.add_signal_handler(signal.SIGHUP, reload)
    try:
        _say_ready(service, as_json=as_json)
        await stop.wait()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        if not as_json:
            console.print("正在停止：先告知通话中的市民，再写完记录……")
    finally:
        await service.stop()
    if not as_json:
        console.print("已停止，记录已全部保存。")
    return 0


def _say_ready(service: HotlineService, *, as_json: bool) -> None:
    host, port = service.gateway.address
    if as_json:
        print_json(
            {
                "ready": True,
                "sip": f"{host}:{port}",
                "web": service.desk.url,
                "data": str(service.settings.data),
            }
        )
        return
    console.print(f"拨打：用任意软电话呼叫 sip:12345@{host}:{port}，或者运行", highlight=False)
    console.print("      .venv/bin/ivr call --say 身份证丢了怎么补办", highlight=False)
    console.print(f"网页：{service.desk.url}")
    console.print(f"数据：{service.settings.data}")
    console.print(f"ready sip:{host}:{port} {service.desk.url}", highlight=False, soft_wrap=True)
