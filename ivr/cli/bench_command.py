"""`ivr bench`: measures speech, answers, understanding and media; ratios within one run."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from ivr.app.parts import understanding_of
from ivr.cli import bench_answers, bench_drafts, bench_queue, bench_speech
from ivr.cli.common import add_json, add_site, console, errors, print_json, settings_of, table
from ivr.errors import UserError
from ivr.settings.model import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    topics = parser.add_subparsers(dest="topic", metavar="TOPIC", required=True)
    speech = topics.add_parser("speech", help="character errors, real-time factor, overhead")
    bench_speech.add_arguments(speech)
    answers = topics.add_parser("kb", help="right answers, coverage, time of a decision")
    bench_answers.add_arguments(answers)
    understanding = topics.add_parser("understanding", help="kind, split, fields, emergencies")
    understanding.add_argument("--set", type=Path, metavar="FILE", help="labelled utterances")
    media = topics.add_parser("media", help="its bars: CPU against the kernel's floor, gaps, loss")
    media.add_argument(
        "--seconds", type=float, default=4.0, metavar="S", help="of each of its runs (4)"
    )
    sip = topics.add_parser("sip", help="loss, calls a second, overload, memory; loads with sipp")
    sip.add_argument(
        "--calls", type=int, default=2000, metavar="N", help="for memory, twice (2000)"
    )
    sip.add_argument("--seconds", type=float, default=4.0, metavar="S", help="at each rate (4)")
    queue = topics.add_parser("queue", help="a day of callers, with and without follow-ups")
    bench_queue.add_arguments(queue)
    for topic in (speech, answers, understanding, media, sip, queue):
        add_json(topic)
        add_site(topic)


def run(args: argparse.Namespace) -> int:
    """Measure one topic."""
    settings = settings_of(args)
    rows = _TOPICS[args.topic](settings, args)
    if args.json:
        for row in rows:
            print_json(row)
        return 0
    shown = table(f"ivr bench {args.topic}", *rows[0])
    for row in rows:
        shown.add_row(*(_cell(value) for value in row.values()))
    console.print(shown)
    return 0


def _cell(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _understanding(settings: Settings, args: argparse.Namespace) -> list[dict[str, Any]]:
    from ivr.tickets.bench import bench
    from ivr.tickets.bench_fields import judge_fields

    understanding = understanding_of(settings)
    shipped = settings.base / bench_answers.CALLS
    files = [args.set] if args.set else [shipped / "dev.jsonl", shipped / "test.jsonl"]
    rows = []
    reports = [bench(understanding, _file(file, file)) for file in files]
    marked = shipped / "roles.tsv"
    if not args.set and marked.exists():
        reports += (judge_fields(understanding, marked, part) for part in ("test", "ordinary"))
    for report in reports:
        for measure, right, share in report.rows():
            rows.append(
                {"part": report.part, "measure": measure, "right/judged": right, "share": share}
            )
    texts = [json.loads(line)["text"] for line in files[0].read_text("utf-8").splitlines() if line]
    return rows + bench_drafts.rows(understanding, texts)


def _media(_settings: Settings, args: argparse.Namespace) -> list[dict[str, Any]]:
    from bridge.media.bench.bars import figures, measure

    with errors.status("media") as shown:
        bars = asyncio.run(measure(args.seconds, shown.update))
    return figures(bars) if args.json else [bar.row() for bar in bars]


def _sip(_settings: Settings, args: argparse.Namespace) -> list[dict[str, Any]]:
    from bridge.gateway.bench import BenchError, bench

    try:
        with errors.status("sip") as shown:
            tell = shown.update if errors.is_terminal else errors.print
            return asyncio.run(bench(args.calls, args.seconds, tell))
    except BenchError as error:
        raise UserError(str(error)) from None


def _file(given: Path | None, shipped: Path) -> Path:
    file = given or shipped
    if not file.is_file():
        raise UserError(f"there is no file {file}; name one on the command line")
    return file


_TOPICS = {
    "speech": bench_speech.rows,
    "kb": bench_answers.run,
    "understanding": _understanding,
    "media": _media,
    "sip": _sip,
    "queue": bench_queue.measure,
}
