"""``python -m tools.asr_train STAGE|all``: make the shipped speech model, or a part of it."""

import argparse
import dataclasses
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from . import work
from .settings import HERE, Settings, rehearsal
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
    try:
        return _run(_arguments())
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here", file=sys.stderr)
        return 130


def _arguments() -> argparse.Namespace:
    described = stages(Settings())
    parser = argparse.ArgumentParser(
        prog="python -m tools.asr_train",
        description=__doc__,
        epilog="stages: " + "; ".join(f"{stage.name} ({stage.purpose})" for stage in described),
    )
    parser.add_argument("stage", choices=[*(stage.name for stage in described), "all"])
    parser.add_argument(
        "--rehearse", action="store_true", help="all of it with tiny numbers, in a minute or two"
    )
    parser.add_argument("--work", type=Path, help="work folder")
    parser.add_argument("--model", type=Path, help="the result")
    parser.add_argument("--steps", type=int, help="training steps")
    parser.add_argument("--threads", type=int, help="processor cores for training (1)")
    parser.add_argument("--shards", type=int, help="how many files of speech")
    parser.add_argument("--force", action="store_true", help="do it even when up to date")
    return parser.parse_args()


def _settings(chosen: argparse.Namespace) -> Settings:
    """The usual numbers, or those of a rehearsal, with what the command line changes."""
    base = rehearsal() if chosen.rehearse else Settings()
    places = {"work": chosen.work, "model": chosen.model}
    given = {"steps": chosen.steps, "threads": chosen.threads}
    return dataclasses.replace(
        base,
        places=dataclasses.replace(base.places, **_present(places)),
        speech=dataclasses.replace(base.speech, **_present({"shards": chosen.shards})),
        **_present(given),
    )


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _run(chosen: argparse.Namespace) -> int:
    settings = _settings(chosen)
    all_stages = stages(settings)
    if chosen.stage == "all":
        rest = sys.argv[1:]
        rest.remove("all")
        for stage in all_stages:  # each in a process of its own, see `work`
            done = subprocess.run([sys.executable, "-m", "tools.asr_train", stage.name, *rest])
            if done.returncode:
                return done.returncode
        return 0
    (stage,) = (stage for stage in all_stages if stage.name == chosen.stage)
    run(stage, Ledger(settings.places.work), chosen.force)
    return 0


if __name__ == "__main__":
    sys.exit(main())
