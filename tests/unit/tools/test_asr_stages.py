"""The stages: a rehearsal never touches the shipped model, and a stopped run goes on."""

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.asr_train import work
from tools.asr_train.settings import ROOT, Settings, rehearsal

TOOL = [sys.executable, "-m", "tools.asr_train"]
HEARS_CTRL_C = ["env", "--default-signal=INT"]  # what a shell starts behind its back does not


def test_a_rehearsal_stays_in_its_own_folder() -> None:
    tried, shipped = rehearsal().places, Settings().places
    assert tried.work != shipped.work
    assert tried.work in tried.model.parents
    assert ROOT / "asr_models" in shipped.model.parents


def test_a_stopped_run_says_so_and_goes_on(tmp_path: Path) -> None:
    where = ["--rehearse", "--work", str(tmp_path)]
    started = subprocess.Popen(
        [*HEARS_CTRL_C, *TOOL, "all", *where, "--shards", "500"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with started as running:
        assert running.stdout is not None
        said = ""
        while "1/500" not in said:  # the bar: one shard is spoken, the last is far away
            piece = running.stdout.read(1)
            assert piece, said
            said += piece
        os.killpg(running.pid, signal.SIGINT)
        said += running.stdout.read()
    assert running.returncode == 130, said
    assert "stopped; the same command goes on" in said
    assert "Traceback" not in said
    first = tmp_path / "audio" / "0000.npz"
    spoken = first.stat().st_mtime_ns
    for wanted in ("synth: speak", "synth: up to date"):
        done = subprocess.run(
            [*TOOL, "synth", *where, "--shards", "3"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert wanted in done.stdout
    assert first.stat().st_mtime_ns == spoken
    assert len(list((tmp_path / "audio").glob("*.npz"))) >= 3


def test_a_model_too_big_for_the_repository_is_not_installed(tmp_path: Path) -> None:
    places = dataclasses.replace(rehearsal().places, work=tmp_path, model=tmp_path / "made")
    graph = places.built / "graph" / "HCLG.fst"
    graph.parent.mkdir(parents=True)
    with graph.open("wb") as file:
        file.truncate(work.LARGEST + 1)
    with pytest.raises(SystemExit, match="pruning"):
        work.install(dataclasses.replace(rehearsal(), places=places))
    assert not places.model.exists()
