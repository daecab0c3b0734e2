"""Purging and exporting as commands: recordings go with their day, raw data only by right."""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.cli.main import main
from ivr.clock import now
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger
from ivr.tickets.model import Ticket, TicketDraft, TicketState


@pytest.fixture
def site(tmp_path: Path) -> list[str]:
    config = tmp_path / "hotline.toml"
    cache = tmp_path / "voice"
    cache.mkdir()
    config.write_text(
        f'[voice]\ncache = "{cache}"\n[privacy]\nraw_by = ["档案员"]\nkeep_recordings_days = 30\n',
        "utf-8",
    )
    for name, age in (("old.al", 31), ("new.al", 1)):
        (cache / name).write_bytes(b"\xd5")
        made = (now() - timedelta(days=age)).timestamp()
        os.utime(cache / name, (made, made))
    data = tmp_path / "data"
    ledger = Ledger(StoreConfig(), data)
    ledger.record("c1", EventKind.ARRIVED, {"caller": "13900005678", "called": "12345"}, now())
    ledger.record("c1", EventKind.HEARD, {"text": "=我叫王小明，电话幺三九幺二三四五六七八"}, now())
    ledger.close()
    for day in (now() - timedelta(days=31), now()):
        folder = data / "recordings" / f"{day:%Y%m%d}"
        folder.mkdir(parents=True)
        (folder / "call.wav").write_bytes(b"RIFF" * 25)
    return ["--config", str(config), "--data", str(data)]


def test_old_recordings_go_and_new_ones_stay(
    site: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    recordings = Path(site[-1]) / "recordings"
    assert main(["purge", "--dry-run", *site]) == 0
    assert len(list(recordings.rglob("*.wav"))) == 2
    capsys.readouterr()
    assert main(["purge", "--json", *site]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["proved"]
    assert (told["recordings"], told["recording_bytes"], told["clips"]) == (1, 100, 1)
    assert [c.name for c in Path(site[-1]).parent.glob("voice/*")] == ["new.al"]
    assert [f.parent.name for f in recordings.rglob("*.wav")] == [f"{now():%Y%m%d}"]


def test_the_recording_of_an_open_ticket_stays(site: list[str]) -> None:
    data = Path(site[-1])
    day = f"{now() - timedelta(days=31):%Y%m%d}"
    (data / "recordings" / day / "c1.wav").write_bytes(b"RIFF")
    ledger = Ledger(StoreConfig(), data)
    draft = TicketDraft(*[None] * 11, evidence={})
    ticket = Ticket("T-1", "c1", now(), "", draft, TicketState.HANDLING)
    ledger.save_ticket(ticket)
    ledger.close()
    assert main(["purge", *site]) == 0
    assert [f.name for f in data.glob(f"recordings/{day}/*")] == ["c1.wav"]
    ledger = Ledger(StoreConfig(), data)
    ledger.save_ticket(replace(ticket, state=TicketState.CLOSED))
    ledger.close()
    assert main(["purge", *site]) == 0
    assert not (data / "recordings" / day).exists()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_is_masked(
    site: list[str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "journal", "--format", form, *site]) == 0
    out = capsys.readouterr().out
    assert "王小明" not in out
    assert "13900005678" not in out
    assert "二三四五六七" not in out
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert rows[1]["data.text"].startswith("'=我叫王**")


@pytest.mark.parametrize("command", [["export", "calls"], ["calls", "--json"], ["replay", "c1"]])
def test_raw_needs_the_right_and_is_written_down(
    site: list[str], command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    raw = [*command, "--raw", "--why", "核查", *site]
    assert main(raw) == 2
    assert main([*raw, "--by", "某人"]) == 1
    assert "13900005678" not in capsys.readouterr().out
    assert main([*raw, "--by", "档案员"]) == 0
    assert "13900005678" in capsys.readouterr().out
    lines = (Path(site[-1]) / "raw-access.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["allowed"] for line in lines] == [False, True]


def test_lists_are_masked(site: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["calls"], ["calls", "--json"], ["replay", "c1"], ["replay", "--json", "c1"]):
        assert main([*command, *site]) == 0
        told = capsys.readouterr().out
        assert "王小明" not in told
        assert "13900005678" not in told
        assert "二三四五六七" not in told
