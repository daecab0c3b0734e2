"""``python -m tools.asr_train STAGE|all``: make the shipped speech model, or a part of it."""

import argparse
import dataclasses
import subprocess
import sys
from functools import partial
from pathlib import Path

from . import work
from .settings import HERE, Places, Settings
from .stages import Ledger, Stage, fingerprint, run


def stages(settings: Settings) -> list[Stage]:
    """All stages in order."""
    places, made = settings.places, settings.places.work

    def stage(name: str, purpose: str, job: work.Job, *shapers: object) -> Stage:
        return Stage(name, purpose, partial(fingerprint, shapers), partial(job, settings))

    texts = (places.free, places.templates, places.knowledge, places.exam)
    code = [HERE / f"{name}.py" for name in ("lexicon", "lm", "graph", "language", "phones")]
    return [
        stage("text", "gather sentences", work.gather_text, settings.language, *texts),
        stage("synth", "speak the script", work.speak, settings.speech),
        stage("augment", "make it sound like telephone calls", work.damage, settings.speech),
        stage("train", "train the network", work.learn, settings.steps, settings.speech),
        stage("export", "write the network for Kaldi", work.export, made / "net.pt"),
        stage(
            "graph", "compose the search graph", work.draw_graph,
            settings.language, settings.decoding, made / "text", *code,
        ),
        stage("eval", "examine it through vosk", work.evaluate, places.built, places.exam),
        stage("card", "write the card, install the model", work.install, made / "notes/eval.json"),
    ]  # fmt: skip


def main() -> int:
    """Read the command line and run what it names."""
    defaults = Settings()
    names = [stage.name for stage in stages(defaults)]
    parser = argparse.ArgumentParser(
        prog="python -m tools.asr_train",
        description=__doc__,
        epilog="stages: "
        + "; ".join(f"{stage.name} ({stage.purpose})" for stage in stages(defaults)),
    )
    parser.add_argument("stage", choices=[*names, "all"])
    parser.add_argument("--work", type=Path, default=defaults.places.work, help="work folder")
    parser.add_argument("--model", type=Path, default=defaults.places.model, help="the result")
    parser.add_argument("--steps", type=int, default=defaults.steps, help="training steps")
    parser.add_argument("--threads", type=int, default=1, help="processor cores for training")
    parser.add_argument("--shards", type=int, default=defaults.speech.shards)
    parser.add_argument("--force", action="store_true", help="do it even when up to date")
    chosen = parser.parse_args()
    settings = dataclasses.replace(
        defaults,
        places=Places(work=chosen.work, model=chosen.model),
        speech=dataclasses.replace(defaults.speech, shards=chosen.shards),
        steps=chosen.steps,
        threads=chosen.threads,
    )
    if chosen.stage == "all":
        rest = sys.argv[1:]
        rest.remove("all")
        for name in names:
            subprocess.run([sys.executable, "-m", "tools.asr_train", name, *rest], check=True)
        return 0
    (stage,) = (stage for stage in stages(settings) if stage.name == chosen.stage)
    run(stage, Ledger(settings.places.work), chosen.force)
    return 0


if __name__ == "__main__":
    sys.exit(main())
