"""`ivr bench kb`: right answers, coverage, calibration and time, at several sizes, beside peers."""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ivr.cli.bench_hearing import hear
from ivr.cli.bench_peers import peers
from ivr.cli.bench_plot import precision_against_coverage
from ivr.cli.common import console
from ivr.clock import now
from ivr.errors import UserError
from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.bench import (
    Guess,
    calibration_error,
    calibration_table,
    guesses,
    measure,
    misheard,
    tradeoff,
)
from ivr.knowledge.labelled import Labelled, read_labelled
from ivr.knowledge.synthetic import enlarged
from ivr.settings.model import Settings

Row = dict[str, Any]
Lines = dict[str, list[tuple[float, float]]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--set", type=Path, metavar="FILE", help="labelled questions")
    parser.add_argument("--part", default="test", metavar="NAME", help="dev or test (test)")
    parser.add_argument("--noise", type=float, metavar="SHARE", help="mishear by rule instead")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=[300, 10_000, 100_000],
        metavar="N",
        help="how many articles (300 10000 100000; the largest takes minutes the first time)",
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="precision against coverage, SVG")
    parser.add_argument("--hear", action="store_true", help="speak and recognise the set anew")


def run(settings: Settings, args: argparse.Namespace) -> list[Row]:
    """A row for each size, each kind of text and each engine.

    right: share of the answers given that is; cover: share of the questions answered rightly;
    leaf: answers to what none answers; p50, p99: milliseconds of processor time; load: seconds.
    """
    shipped = settings.knowledge_base / "eval"
    file = args.set or shipped / "questions.tsv"
    if not file.is_file():
        raise UserError(f"there is no file {file}; name one on the command line")
    if args.hear:
        hear(settings, read_labelled(file), file.with_name("heard.tsv"))
    texts = {"as said": _part(file, args.part)}
    heard = file.with_name("heard.tsv")
    if args.noise is not None:
        texts[f"{args.noise:.0%} by rule"] = misheard(texts["as said"], args.noise, 8)
    elif heard.is_file():
        texts["as heard"] = _part(heard, args.part)
    rows: list[Row] = []
    lines: Lines = {}
    for size in args.sizes or [300]:
        kb, seconds = _of_size(settings, size)
        first = size == (args.sizes or [300])[0]
        for row, name, points in _measured(kb, texts, seconds):
            rows.append({k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()})
            if first:
                lines[name] = points
        if first and not args.json:
            _show_calibration(kb, texts)
    if args.plot:
        args.plot.parent.mkdir(parents=True, exist_ok=True)
        args.plot.write_text(precision_against_coverage(lines), encoding="utf-8")
    return rows


def _of_size(settings: Settings, size: int) -> tuple[KnowledgeBase, float]:
    """The knowledge base, made as large as that, and the seconds a load from the cache takes.

    Every local value counts as filled: what is measured is the finding, not the site.
    """
    cache = settings.base / ".cache" / "knowledge"
    folder, today = settings.knowledge_base, now().date()
    local = {name: value or "以公告为准" for name, value in settings.tables.local.items()}
    real, _faults = KnowledgeBase.load(folder, local, today, cache)

    def load() -> KnowledgeBase:
        if size <= len(real):
            return KnowledgeBase.load(folder, local, today, cache)[0]
        return enlarged(folder, real.articles, size, cache / "bench", today)

    load()  # the first may have to make it
    start = time.perf_counter()
    kb = load()
    return kb, time.perf_counter() - start


def _part(file: Path, part: str) -> list[Labelled]:
    chosen = [item for item in read_labelled(file) if item.part == part]
    if not chosen:
        raise UserError(f"{file}: no line of the part {part!r}; it has dev and test")
    return chosen


def _measured(
    kb: KnowledgeBase, texts: dict[str, list[Labelled]], seconds: float
) -> Iterator[tuple[Row, str, list[tuple[float, float]]]]:
    others = peers(kb.articles)
    for kind, labelled in texts.items():
        figures, _wrong = measure(kb, labelled, time.process_time)
        found = guesses(kb, labelled)
        row = {
            "size": len(kb),
            "texts": kind,
            "engine": "ivr",
            "R@1": figures.first,
            "R@10": figures.tenth,
            "given": figures.given,
            "right": figures.precision,
            "cover": figures.coverage,
            "leaf": figures.leaflets,
            "ECE": calibration_error(found),
            "p50": figures.p50 * 1000,
            "p99": figures.p99 * 1000,
            "load": seconds,
        }
        yield row, f"ivr, {kind}", tradeoff(found, figures.questions)
        for name, search in others.items():
            peer, peers_guesses = _peer(search, labelled)
            blank = dict.fromkeys(row, "")
            yield (
                {**blank, "size": len(kb), "texts": kind, "engine": name, **peer},
                f"{name}, {kind}",
                tradeoff(peers_guesses, figures.questions),
            )


def _peer(
    search: Callable[[str, int], list[tuple[str, float]]], labelled: Sequence[Labelled]
) -> tuple[Row, list[Guess]]:
    times, found = [], []
    hits = [0, 0]
    for item in labelled:
        start = time.process_time()
        best = search(item.text, 10)
        times.append(time.process_time() - start)
        names = [entry for entry, _score in best]
        hits[0] += bool(item.answers & set(names[:1]))
        hits[1] += bool(item.answers & set(names))
        if best:
            found.append(Guess(best[0][1], names[0] in item.answers, True))
    times.sort()
    questions = max(sum(1 for item in labelled if item.answers), 1)
    return {
        "R@1": hits[0] / questions,
        "R@10": hits[1] / questions,
        "p50": times[len(times) // 2] * 1000,
        "p99": times[int(len(times) * 0.99)] * 1000,
    }, found


def _show_calibration(kb: KnowledgeBase, texts: dict[str, list[Labelled]]) -> None:
    for kind, labelled in texts.items():
        table = calibration_table(guesses(kb, labelled))
        bands = "; ".join(f"{mean:.2f} → {share:.2f} ({n})" for mean, share, n in table)
        console.print(f"calibration {kind}, score → share right (how many): {bands}")
