"""What each stage does, from sentences to the installed model.

Heavy libraries are imported inside the stage that needs them: PyTorch, kaldifst and vosk bring
copies of the same C++ libraries and crash when they meet in one process, so ``all`` gives every
stage a process of its own.
"""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from .settings import Settings
from .stages import Facts

LARGEST = 25_000_000  # bytes of the shipped model
Job = Callable[[Settings], Facts]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, "utf-8")
    partial.rename(path)


def gather_text(settings: Settings) -> Facts:
    """Collect free, templated and knowledge sentences without those of the examination."""
    from . import corpus
    from .grammar import Grammar

    places, language = settings.places, settings.language
    exam = corpus.examination(places.exam)
    made = Grammar(places.templates).sentences("sentence", language.templated, language.seed)
    found = {
        "free": corpus.free_sentences(places.free),
        "templated": made,
        "knowledge": corpus.knowledge_sentences(places.knowledge),
    }
    facts: Facts = {}
    for name, lines in found.items():
        usable = [line for line in lines if corpus.spoken(line)]
        kept = corpus.without_examination(usable, exam)
        _write(places.work / "text" / f"{name}.txt", "\n".join(kept) + "\n")
        facts[name] = len(kept)
        facts[f"{name}_in_examination"] = len(usable) - len(kept)
    print(facts)
    return facts


def read_text(settings: Settings, name: str) -> list[str]:
    """The sentences of one kind that the stage ``text`` kept."""
    path = settings.places.work / "text" / f"{name}.txt"
    return path.read_text("utf-8").splitlines() if path.exists() else []


def speak(settings: Settings) -> Facts:
    """Let espeak-ng say the script, a shard a file."""
    from . import script, synth

    folder = settings.places.work / "audio"
    folder.mkdir(parents=True, exist_ok=True)
    templated = read_text(settings, "templated")
    random.Random(settings.speech.seed).shuffle(templated)
    domain = read_text(settings, "free") * 2 + templated[:12000]
    shards, size = settings.speech.shards, settings.speech.shard
    lines = script.compose(domain, shards * size, settings.speech.seed)
    facts: Facts = {"sentences": 0, "hours": 0.0}
    for number in tqdm(range(shards), unit="shard"):
        target = folder / f"{number:04}.npz"
        if not target.exists():
            part = lines[number * size : (number + 1) * size]
            synth.write_shard(part, 1000 + number, target)
        count, hours = synth.shard_size(target)
        facts["sentences"] += count
        facts["hours"] = round(facts["hours"] + hours, 3)
    return facts


def damage(settings: Settings) -> Facts:
    """Send every spoken file over a bad telephone line and keep its features."""
    from .prepare import prepare_shard

    folder = settings.places.work / "features"
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted((settings.places.work / "audio").glob("[0-9]*.npz"))
    for number, source in enumerate(tqdm(sources, unit="shard")):
        if not (folder / f"{source.stem}.mfcc.npy").exists():
            prepare_shard(source, folder / f"{source.stem}.x", 5000 + number)
    return {"shards": len(sources)}


def learn(settings: Settings) -> Facts:
    """Train the network."""
    import torch

    from .net import Net
    from .train import Plan, train

    torch.set_num_threads(settings.threads)
    work = settings.places.work
    plan = Plan(steps=settings.steps, save_every=min(250, max(1, settings.steps // 2)))
    train(work / "features", work / "net.state.pt", work / "net.pt", plan)
    recipe = f"{plan.steps:,} steps of {plan.batch} three-second crops"
    return {"recipe": recipe, "parameters": sum(p.numel() for p in Net().parameters())}


def export(settings: Settings) -> Facts:
    """Write the network as Kaldi's nnet3."""
    import numpy as np
    import torch

    from . import nnet3, train
    from .net import Net

    work = settings.places.work
    net = Net()
    net.load_state_dict(torch.load(work / "net.pt", weights_only=True))
    prior = train.priors(net, train.Crops(work / "features", net))
    target = settings.places.built / "am" / "final.mdl"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(nnet3.final_mdl(net, np.maximum(prior, 1e-5)))
    return {"bytes": target.stat().st_size}


def draw_graph(settings: Settings) -> Facts:
    """Estimate the language model and compose the search graph; write the configuration."""
    from . import features, graph, language, lexicon, phones

    built = settings.places.built
    texts = {name: read_text(settings, name) for name in ("free", "templated", "knowledge")}
    model, words = language.estimate(texts, settings.language)
    numbers = graph.word_table(words)
    composed, mark = graph.compose(model, lexicon.build(words), numbers)
    expansion = graph.Expansion(composed, mark)
    expansion.run()
    (built / "graph" / "phones").mkdir(parents=True, exist_ok=True)
    graph.write_const_fst(expansion.arcs, expansion.finals, built / "graph" / "HCLG.fst")
    _write(built / "graph" / "words.txt", "".join(f"{w} {n}\n" for w, n in numbers.items()))
    boundary = built / "graph" / "phones" / "word_boundary.int"
    _write(boundary, "\n".join(phones.word_boundary_lines()) + "\n")
    _write(built / "conf" / "mfcc.conf", features.MFCC_CONF)
    _write(built / "conf" / "model.conf", settings.decoding.text())
    single = sum(len(word) == 1 for word in words)
    facts: Facts = {"words": len(words), "characters": single, "grams": model.size()}
    facts |= {name: len(lines) for name, lines in texts.items()}
    return facts | graph.sizes(expansion.arcs)


def evaluate(settings: Settings) -> Facts:
    """Let the real vosk sit the examination."""
    from dataclasses import asdict

    from .examine import examine

    places = settings.places
    results = examine(places.built, places.exam, places.work / "exam", settings.sentences)
    for score, _ in results:
        print(f"{score.name:40} CER {score.error_rate:6.2%}  whole {score.whole:6.1%}")
    wrong = "\n".join(f"{score.name}: {line}" for score, lines in results for line in lines)
    _write(places.work / "wrong.txt", wrong + "\n")
    return {"scores": [asdict(score) for score, _ in results]}


def install(settings: Settings) -> Facts:
    """Write the card and put the finished model in its place."""
    from .card import write_card

    places = settings.places
    size = sum(path.stat().st_size for path in places.built.rglob("*") if path.is_file())
    if size > LARGEST:
        raise SystemExit(
            f"the model has {size / 1e6:.1f} MB, the repository allows {LARGEST / 1e6:.0f}: "
            "raise Language.pruning in settings.py and run it again"
        )
    notes = places.work / "notes"
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in notes.glob("*.json")}
    fresh = places.model.with_name(places.model.name + ".part")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(places.built, fresh)
    _write(fresh / "README.md", write_card(found, places.built, rehearsed=bool(settings.sentences)))
    shutil.rmtree(places.model, ignore_errors=True)
    os.replace(fresh, places.model)
    return {"bytes": sum(p.stat().st_size for p in places.model.rglob("*") if p.is_file())}
