"""`ivr bench kb`: right answers, coverage and time of a decision, beside two peers.

The part `test` is only measured. Where a file has none, the part `dev` is measured in folds: no
line is asked of a knowledge base that learnt it.
"""

import argparse
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from ivr.cli.bench_bars import Bar, held
from ivr.cli.bench_hearing import TAUGHT, hear
from ivr.cli.bench_peers import Search, peers
from ivr.cli.bench_plot import precision_against_coverage
from ivr.cli.common import console, errors, table
from ivr.clock import now
from ivr.errors import UserError
from ivr.knowledge import KnowledgeBase
from ivr.knowledge.appeals import told_by_kind
from ivr.knowledge.bench import (
    Figures,
    Guess,
    Source,
    calibration_error,
    calibration_table,
    error_rate,
    guesses,
    measure,
    misheard,
    tradeoff,
)
from ivr.knowledge.fit import cross_validated, fit
from ivr.knowledge.folds import FOLDS, Lessons, fold_of, learning, seen_in_folds, worded_lines
from ivr.knowledge.judgement import Judgement
from ivr.knowledge.labelled import FILE, Labelled, heard_of, learnt, read_heard, read_labelled
from ivr.knowledge.synthetic import enlarged
from ivr.settings.model import Settings

Row = dict[str, Any]
Lines = dict[str, list[tuple[float, float]]]
SAID, HEARD = "as said", "heard.tsv"
CALLS = Path("tests") / "data" / "understanding"  # whose kinds are known; may be missing
_MISHEARD = 0.2  # share of the characters, in the lines that are fitted on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--set", type=Path, metavar="FILE", help="labelled questions")
    parser.add_argument(
        "--part",
        metavar="NAME",
        help="dev, fresh, test or blind (test where there is one, else dev in folds)",
    )
    parser.add_argument(
        "--noise", type=float, default=0.2, metavar="SHARE", help="misheard by rule (0.2)"
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=[300, 10_000, 100_000],
        metavar="N",
        help="how many articles (300 10000 100000; the largest takes minutes the first time)",
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="precision against coverage, SVG")
    parser.add_argument(
        "--hear", action="store_true", help="speak and recognise new lines, of --part"
    )
    parser.add_argument(
        "--untaught", type=Path, metavar="FOLDER", help="the model of tools.asr_train.untaught"
    )
    parser.add_argument("--fit", action="store_true", help="learn anew, fit and keep")
    parser.add_argument("--wrong", action="store_true", help="list the answers that were wrong")


def run(settings: Settings, args: argparse.Namespace) -> list[Row]:
    """A row for each size, each kind of text and each engine.

    CER: characters of the texts that were misheard;
    right: share of the answers given that is; cover: share of the questions answered rightly;
    helped: the same with those where one of two offered was right; leaf: answers to what none
    answers; p50, p99: milliseconds of processor time; load: seconds.
    """
    file = args.set or settings.knowledge_base / FILE
    if not file.is_file():
        raise UserError(f"there is no file {file}; name one on the command line")
    every = read_labelled(file)
    if args.hear:
        _hear(settings, every, file, args.untaught, args.part)
    if args.fit:
        _fit(settings, every, file)
    part = args.part or ("test" if any(i.part == "test" for i in every) else "dev")
    texts = _texts(file, every, part, args.noise)
    sizes = args.sizes or [300]
    rows: list[Row] = []
    lines: Lines = {}
    with errors.status("kb") as shown:
        for size in sizes:
            shown.update(f"kb: {size} articles")
            folds = part == "dev" and args.set is None
            source, kb, seconds = _of_size(settings, size, folds)
            taught = _taught(settings, folds) if kb is not source or not folds else [[]]
            gc.collect()
            gc.freeze()  # as `ivr run` does once all is loaded
            for row, name, points in _measured(source, kb, taught, texts, seconds):
                shown.update(f"kb: {size} articles, {name}")
                rows.append({k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()})
                if size == sizes[0]:
                    lines[name] = points
            rows.sort(key=lambda row: (row["size"], list(texts).index(row["texts"])))
            if size == sizes[0] and not args.json:
                _explain(source, texts, args.wrong)
            gc.unfreeze()
    if args.plot:
        args.plot.parent.mkdir(parents=True, exist_ok=True)
        args.plot.write_text(precision_against_coverage(lines), encoding="utf-8")
    if not args.json:
        _show_bars(held(rows))
    return rows


def _hear(
    settings: Settings,
    every: list[Labelled],
    file: Path,
    untaught: Path | None,
    part: str | None,
) -> None:
    said = list(dict.fromkeys(item.text for item in every if part in (None, item.part)))
    heard = file.with_name(HEARD)
    labelled = {item.text for item in every}
    known = {text: ears for text, ears in read_heard(heard).items() if text in labelled}
    with errors.status("hear") as shown:
        tell = shown.update if errors.is_terminal else errors.print
        hear(settings, said, known, heard, untaught, tell)


def _texts(file: Path, every: list[Labelled], part: str, noise: float) -> dict[str, list[Labelled]]:
    said = [item for item in every if item.part == part]
    if not said:
        has = ", ".join(sorted({item.part for item in every})) or "no line"
        raise UserError(f"{file}: no line of the part {part!r}; it has {has}")
    texts = {SAID: said}
    texts |= heard_of(said, read_heard(file.with_name(HEARD)))
    if noise:
        texts[f"{noise:.0%} by rule"] = misheard(said, noise, 8)
    return texts


def _local(settings: Settings) -> dict[str, str]:
    """Every local value counts as filled: what is measured is the finding, not the site."""
    return {name: value or "以公告为准" for name, value in settings.tables.local.items()}


def _of_size(
    settings: Settings, size: int, folds: bool
) -> tuple[KnowledgeBase | Source, KnowledgeBase, float]:
    """Whom to ask, the knowledge base of that size, and the seconds of a load from the cache."""
    cache = settings.base / ".cache" / "knowledge"
    folder, today, local = settings.knowledge_base, now().date(), _local(settings)
    real, _faults = KnowledgeBase.load(folder, local, today, cache)

    def load() -> KnowledgeBase:
        if size <= len(real):
            return KnowledgeBase.load(folder, local, today, cache)[0]
        return enlarged(folder, real.articles, size, cache / "bench", today, not folds)

    load()  # the first may have to make it
    start = time.perf_counter()
    kb = load()
    seconds = time.perf_counter() - start
    if not folds or size > len(real):
        return kb, kb, seconds
    dev = [i for i in read_labelled(folder / FILE) if i.part == "dev"]
    made = [
        learning(folder, local, today, lines, [i.said for i in dev if fold_of(i.said) == fold])
        for fold, lines in enumerate(_taught(settings, folds))
    ]
    return (lambda item: made[fold_of(item.said)]), kb, seconds


def _taught(settings: Settings, folds: bool) -> list[list[Labelled]]:
    """The labelled lines that are learnt; in folds: for each those of the others."""
    lines = [i for i in read_labelled(settings.knowledge_base / FILE) if i.part == "dev"]
    if not folds:
        return [lines]
    return [[i for i in lines if fold_of(i.said) != fold] for fold in range(FOLDS)]


def _measured(
    source: KnowledgeBase | Source,
    kb: KnowledgeBase,
    taught: Sequence[list[Labelled]],
    texts: dict[str, list[Labelled]],
    seconds: float,
) -> Iterator[tuple[Row, str, list[tuple[float, float]]]]:
    """Ours first, then the peers: each engine is timed without another's tables in the way."""
    questions = {}
    for kind, labelled in texts.items():
        figures, _wrong = measure(source, labelled, time.process_time)
        found = guesses(source, labelled)
        questions[kind] = figures.questions
        row = {
            "size": len(kb),
            "texts": kind,
            "engine": "ivr",
            "CER": error_rate(labelled),
            "R@1": figures.first,
            "R@10": figures.tenth,
            "given": figures.given,
            "right": figures.precision,
            "cover": figures.coverage,
            "helped": figures.helped,
            "leaf": figures.leaflets,
            "ECE": calibration_error([g for g in found if g.may]),
            "p50": figures.p50 * 1000,
            "p99": figures.p99 * 1000,
            "load": seconds,
        }
        yield row, f"ivr, {kind}", tradeoff(found, figures.questions)
    blank = dict.fromkeys(row, "")
    others = [peers(kb.articles, learnt(lines)) for lines in taught]
    for name in others[0]:
        for kind, labelled in texts.items():
            peer, found = _peer([engines[name] for engines in others], labelled)
            yield (
                {**blank, "size": len(kb), "texts": kind, "engine": name, **peer},
                f"{name}, {kind}",
                tradeoff(found, questions[kind]),
            )


def _peer(searches: Sequence[Search], labelled: Sequence[Labelled]) -> tuple[Row, list[Guess]]:
    times, found = [], []
    hits = [0, 0]
    for item in labelled:
        search = searches[fold_of(item.said) % len(searches)]
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


def _explain(
    source: KnowledgeBase | Source, texts: dict[str, list[Labelled]], list_wrong: bool
) -> None:
    """Where the questions went, how well the figures of probability hold, what was wrong."""
    went = table("where the questions went", "texts", *_ways_of(None))
    for kind, labelled in texts.items():
        figures, wrong = measure(source, labelled, time.process_time)
        went.add_row(kind, *(str(n) for n in _ways_of(figures).values()))
        found = [g for g in guesses(source, labelled) if g.may]
        bands = (f"{m:.2f} → {s:.2f} ({n})" for m, s, n in calibration_table(found))
        console.print(f"calibration {kind}, score → share right (how many): {'; '.join(bands)}")
        for item, decision in wrong if list_wrong else ():
            if decision.entry:
                wanted = "|".join(sorted(item.answers)) or "none"
                console.print(f"  wrong: {item.text} → {decision.entry} (want {wanted})")
    console.print(went)


def _ways_of(figures: Figures | None) -> dict[str, int]:
    """Of the questions that an article answers: how many went which way."""
    f = figures
    wrong = f.given - f.right - f.leaflets if f else 0
    ways = {
        "answered": f.right if f else 0,
        "wrongly": wrong,
        "offered": f.clarified_right if f else 0,
        "offered others": f.clarified - f.clarified_right if f else 0,
    }
    for reason in ("grievance", "emergency", "human", "unsure", "unknown", "unfilled", "empty"):
        ways[reason] = f.handed.get(reason, 0) if f else 0
    return ways


def _show_bars(bars: Sequence[Bar]) -> None:
    shown = table("bars", "bar", "wanted", "found", "")
    for bar in bars:
        verdict = "[green]held[/]" if bar.held else "[red]missed[/]"
        shown.add_row(bar.name, bar.wanted, bar.found, verdict)
    console.print(shown)


def _fit(settings: Settings, every: list[Labelled], file: Path) -> None:
    """Learns and fits, and keeps it; says what it is worth on lines it was fitted without."""
    kinds = _untaught(_texts(file, every, "dev", _MISHEARD))
    own = any(item.part == "fresh" for item in every)
    fresh = _untaught(_texts(file, every, "fresh", _MISHEARD)) if own else []
    folder, local = settings.knowledge_base, _local(settings)
    if not (settings.base / CALLS).is_dir():
        errors.print(f"no folder {CALLS}: the tone is learnt from the other lines alone")
    with errors.status("fit") as shown:
        told = told_by_kind(folder, settings.base / CALLS)
        worded = worded_lines(folder, kinds, told, _MISHEARD)
        lessons = Lessons(folder, local, now().date(), kinds, list(chain(*fresh)), worded)
        seen, cues, learnt = seen_in_folds(lessons, shown.update)
        before = Judgement.load(folder)[0].curve
        found = [guess for _one, guess in cross_validated(before, seen, cues)]
        curve = fit(before, seen, cues)
    replace(learnt, curve=curve).write(folder)
    may = [g for g in found if g.may]
    given = [g for g in may if g.score >= curve.answer_from]
    right = sum(g.right for g in given)
    errors.print(
        f"fitted; in folds {right} of {len(given)} answers right, "
        f"ECE {calibration_error(may):.3f}, over all kinds of text"
    )


def _untaught(texts: dict[str, list[Labelled]]) -> list[list[Labelled]]:
    """All but what our own recogniser heard, which was taught these very lines."""
    return [lines for name, lines in texts.items() if name != TAUGHT]
