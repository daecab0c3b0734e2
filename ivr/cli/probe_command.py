"""`ivr probe`: 拨测, a dial test on an independent SIP stack. Exit status 1: a check failed."""

import argparse
import asyncio
import signal
import tempfile
import threading
from pathlib import Path

from ivr.app.parts import model_folder
from ivr.cli.common import add_json, add_site, console, errors, print_json, settings_of
from ivr.cli.dialled import add_script, own_address, script_of, target_of
from ivr.cli.probe_metrics import ProbeMetrics
from ivr.phone import Citizen, Manners, Press, Say
from ivr.phone.verdict import Expected, HeardWord, Verdict, judge
from ivr.settings.load import parse_address
from ivr.settings.model import Settings
from ivr.speech.transcribe import transcribe

QUESTION = ("社保卡丢了怎么补办", "社保卡")  # said, and expected in the reply
METRICS = "127.0.0.1:9345"
GIVES_UP = 5.0  # seconds after the answer was due
MANNERS = Manners(pause=1.0, patience=8.0, linger=2.5, longest=60.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    add_script(parser)
    parser.add_argument("--greeting", metavar="TEXT", help="words it must greet with (the site's)")
    parser.add_argument("--expect", metavar="TEXT", help="words its last reply must hold")
    parser.add_argument(
        "--within", type=float, default=3000.0, metavar="MS", help="answered within (3000)"
    )
    parser.add_argument("--user", default="02400000099", metavar="NUMBER", help="own number")
    parser.add_argument("--password", default="", help="for a registrar that asks for one")
    parser.add_argument("--register", action="store_true", help="register first, and judge that")
    parser.add_argument("--every", type=float, metavar="S", help="again and again until Ctrl-C")
    parser.add_argument(
        "--metrics", default=METRICS, metavar="ADDR", help=f"with --every: /metrics ({METRICS})"
    )
    parser.add_argument("--record", metavar="FILE", type=Path, help="keep what was heard (WAV)")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Probe once, or until stopped; the status of the last verdict."""
    probe = Probe(args, settings_of(args))
    signal.signal(signal.SIGINT, lambda *_: probe.stop())
    signal.signal(signal.SIGTERM, lambda *_: probe.stop())
    if args.every is None:
        verdict = probe.once()
        _tell(verdict, as_json=args.json)
        return 0 if verdict.passed else 1
    return _again_and_again(probe, args)


def _again_and_again(probe: "Probe", args: argparse.Namespace) -> int:
    metrics = ProbeMetrics(*parse_address(args.metrics, "--metrics"))
    errors.print(f"[dim]{metrics.address}，Ctrl-C 结束[/]", highlight=False)
    passed = True
    try:
        while not probe.stopped.is_set():
            verdict = probe.once()
            if not probe.stopped.is_set():  # a call we cut off ourselves says nothing
                metrics.take(verdict)
                passed = verdict.passed
                _tell(verdict, as_json=args.json)
            probe.stopped.wait(args.every)
    finally:
        metrics.close()
    return 0 if passed else 1


class Probe:
    """One telephone that calls, listens and judges."""

    def __init__(self, args: argparse.Namespace, settings: Settings) -> None:
        self.stopped = threading.Event()
        self._args = args
        self._number, self._host, self._port = target_of(args.to, settings)
        words = getattr(args, "script", None) or [("--say", QUESTION[0])]
        reply = args.expect
        if reply is None:
            reply = QUESTION[1] if words == [("--say", QUESTION[0])] else ""
        greeting = args.greeting
        if greeting is None:
            greeting = settings.tables.flow.words(self._number)["greeting"]
        self._expected = Expected(greeting, reply, answer_ms=args.within)
        self._script: list[Say | Press] = asyncio.run(script_of(words, settings))
        self._model = model_folder(settings, None)
        self._citizen: Citizen | None = None

    def stop(self) -> None:
        """Hang up and come to an end."""
        self.stopped.set()
        if self._citizen is not None:
            self._citizen.hang_up()

    def once(self) -> Verdict:
        """Call and judge."""
        args = self._args
        self._citizen = Citizen(
            self._host,
            self._port,
            user=args.user,
            password=args.password,
            own_ip=own_address(self._host),
            register=args.register,
        )
        with tempfile.TemporaryDirectory(prefix="probe-") as folder:
            record = args.record or Path(folder) / "heard.wav"
            report = self._citizen.call(
                self._number,
                self._script,
                manners=MANNERS,
                record=record,
                ring_seconds=args.within / 1000 + GIVES_UP,
            )
            words = self._recognise(record) if report.packets else []
        return judge(report, words, self._expected)

    def _recognise(self, record: Path) -> list[HeardWord]:
        found = transcribe(record, self._model).words
        return [HeardWord(word.text, word.start) for word in found]


def _tell(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        print_json(verdict)
        return
    console.print("[green]通过[/]" if verdict.passed else "[red]未通过[/]")
    for check in verdict.checks:
        mark = "[green]✓[/]" if check.passed else "[red]✗[/]"
        console.print(f"  {mark} {_NAMES[check.name.value]}  {check.detail}", highlight=False)


_NAMES = {
    "registered": "注册",
    "answered": "接通",
    "sound": "首个声音",
    "greeting": "问候语",
    "said": "说完",
    "reply": "应答",
}
