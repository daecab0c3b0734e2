"""`ivr kb gaps` on a ledger as a service writes it."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from ivr.cli.main import main
from ivr.clock import CHINA
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger

START = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)
HEARD = [
    ("c1", "滑雪场的门票多少钱", "handoff"),
    ("c2", "想问一下滑雪场门票多少钱", "handoff"),
    ("c3", "身份证丢了怎么补办", "answer"),
    ("c4", "我要投诉物业公司", "handoff"),
    ("c5", "转人工", "handoff"),
]


def test_what_was_handed_over_is_gathered_from_the_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = Ledger(StoreConfig(), tmp_path)
    for n, (call, text, finding) in enumerate(HEARD):
        at = START + timedelta(minutes=n)
        steps = [
            (EventKind.ARRIVED, {"caller": "02400000001", "called": "12345", "flow": "assistant"}),
            (EventKind.ANSWERED, {}),
            (EventKind.UNDERSTOOD, {"text": text, "finding": finding}),
            (EventKind.ENDED, {"cause": "normal", "by": "them"}),
        ]
        for kind, data in steps:
            ledger.record(call, kind, data, at)
    ledger.close()
    assert main(["kb", "gaps", "--json", "--data", str(tmp_path)]) == 0
    found = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    assert [(gap["text"], gap["count"]) for gap in found] == [("想问一下滑雪场门票多少钱", 2)]
    assert found[0]["others"] == ["滑雪场的门票多少钱"]
