"""`ivr tickets` and `ivr report` as a person calls them, on a ledger of their own."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ivr.cli.main import main
from ivr.clock import now
from ivr.store.config import StoreConfig
from ivr.store.ledger import Ledger
from ivr.tickets.deadlines import deadline_for
from ivr.tickets.life import TABLE, Move
from ivr.tickets.model import Kind, PlaceParts, Ticket, TicketDraft, TicketState

NO_STEP = {Move.MERGE, Move.SEPARATE, Move.EDIT}  # they have commands of their own


def ticket(number: str, call: str, caller: str, state: TicketState = TicketState.DRAFT) -> Ticket:
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    created = max(now() - timedelta(hours=1), today)  # the lists are of today, also after midnight
    draft = TicketDraft(
        kind=Kind.HELP, category=("供热", "室温不达标", "家中不热"), time=None,
        place="铁西区万科小区3号楼", course="家里不热", state=None, request=None, respondent=None,
        summary="您反映铁西区万科小区3号楼家里不热。",
        deadline=deadline_for(Kind.HELP, created.date() - timedelta(days=40)), route=None,
        evidence={}, place_parts=PlaceParts("沈阳市", "铁西区", None, "万科小区3号楼"),
    )  # fmt: skip
    return Ticket(number, call, created, caller, draft, state)


@pytest.fixture
def site(tmp_path: Path) -> list[str]:
    config = tmp_path / "hotline.toml"
    config.write_text("", "utf-8")
    ledger = Ledger(StoreConfig(), tmp_path / "data")
    ledger.save_ticket(ticket("1", "c1", "13900000001"))
    ledger.save_ticket(ticket("2", "c2", "13900000001"))
    ledger.save_ticket(ticket("3", "c3", "13900000003", TicketState.HANDLING))
    ledger.close()
    return ["--config", str(config), "--data", str(tmp_path / "data")]


def test_a_step_is_taken_and_an_illegal_one_refused_with_the_reason(
    site: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tickets", "1", "--step", "受理", "--by", "甲", *site]) == 0
    assert "已受理" in capsys.readouterr().out
    assert main(["tickets", "1", "--step", "close", "--by", "甲", *site]) == 1
    assert "不能办结；可以：即时答复、转办" in capsys.readouterr().err
    assert main(["tickets", "1", "--step", "route", *site]) == 2  # by nobody
    assert main(["tickets", "1", "--step", "fly", "--by", "甲", *site]) == 2
    assert main(["tickets", "9", "--step", "route", "--by", "甲", *site]) == 1
    assert main(["replay", "c1", *site]) == 0
    assert "工单流转" in capsys.readouterr().out


def test_extensions_end_at_two_and_forty_days(
    site: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    extend = ["tickets", "3", "--step", "extend", "--by", "甲", "--why", "等材料", *site]
    assert main([*extend, "--days", "41"]) == 1
    assert "40 个工作日" in capsys.readouterr().err
    assert main([*extend, "--days", "20"]) == 0
    assert main([*extend, "--days", "20"]) == 0
    assert main([*extend, "--days", "1"]) == 1
    assert "2 次" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "key", "value"),
    [
        ("--due", "情况", "超期"),
        ("--same-day", "工单号", "1"),
        ("--repeats", "来电", "139****0001"),
        ("--merges", "可并入", "2"),  # 3 is being handled: it may lead, but not go into another
        ("--spot-check", "级别", "一级（班组）"),
    ],
)
def test_every_list(
    site: list[str], option: str, key: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tickets", option, "--json", *site]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first[key] == value
    assert main(["tickets", option, *site]) == 0


def test_a_merge_and_a_report(
    site: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merge = ["tickets", "3", "--merge", "1", "2", "--by", "甲", "--why", "同一小区", *site]
    assert main(merge) == 0
    assert main([*merge]) == 1
    capsys.readouterr()
    assert main(["tickets", "3", *site]) == 0
    shown = capsys.readouterr().out
    assert "1 139****0001" in shown
    assert "2 139****0001" in shown
    page = tmp_path / "report.html"
    assert main(["report", "--hours", "4", "--out", str(page), *site]) == 0
    assert "共 3 件" in page.read_text("utf-8")
    assert "3号楼" not in page.read_text("utf-8")
    assert main(["report", "--hours", "25", *site]) == 2


def test_a_day_beyond_the_official_calendar_is_shown_as_reckoned(
    site: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    ledger = Ledger(StoreConfig(), Path(site[3]))
    beyond = ticket("4", "c4", "13900000004", TicketState.HANDLING)
    late = deadline_for(Kind.HELP, date(2099, 12, 20))
    ledger.save_ticket(replace(beyond, draft=replace(beyond.draft, deadline=late)))
    ledger.close()
    assert main(["tickets", "4", *site]) == 0
    assert "放假安排尚未收录" in capsys.readouterr().out.replace("\n", "")
    assert main(["tickets", *site]) == 0
    assert "（推算）" in capsys.readouterr().out


def test_every_step_the_table_does_not_know_is_refused(
    site: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """From every state, as a person does it: legal 0, illegal 1 with the reason."""
    ledger = Ledger(StoreConfig(), Path(site[3]))
    pairs = [(state, move) for state in TicketState for move in Move if move not in NO_STEP]
    for number, (state, _) in enumerate(pairs, 100):
        ledger.save_ticket(ticket(str(number), f"c{number}", "13900000009", state))
    ledger.close()
    more = {Move.EXTEND: ["--days", "5"], Move.RATE: ["--rating", "4"]}
    wrong = []
    for number, (state, move) in enumerate(pairs, 100):
        wish = ["tickets", str(number), "--step", move, "--by", "甲", "--why", "试", *site]
        code = main([*wish, *more.get(move, [])])
        said = capsys.readouterr()
        legal = (state, move) in TABLE
        if code != (0 if legal else 1) or (not legal and "，不能" not in said.err):
            wrong.append((state, move, code, said.err))
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["3", "--step", "feed_back", "--merge", "1", "--by", "甲"], "one at a time"),
        (["3", "--step", "feed_back", "--due", "--by", "甲"], "one at a time"),
        (["3", "--due"], "leave 3 out"),
        (["3", "--step", "feed_back", "--by", "  "], "who does it"),
        (["--due", "--on", "9999-12-31"], "the year must be"),
        (["--spot-check", "--on", "昨天"], "is no day"),
    ],
)
def test_what_cannot_be_meant_is_said_and_changes_nothing(
    site: list[str], capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["tickets", *words, *site]) == 2
    assert told in capsys.readouterr().err
    assert main(["tickets", "3", "--json", *site]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "handling"


def test_a_blank_is_no_reason(site: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    step = ["tickets", "3", "--step", "supervise", "--by", "甲", "--why"]
    assert main([*step, "  ", *site]) == 1
    assert "督办要写明理由" in capsys.readouterr().err
    assert main([*step, "拖延", *site]) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["export", "calls", "--until", "9999-12-31"],
        ["export", "calls", "--since", "昨天"],
        ["export", "calls", "--since", "2026-12-01", "--until", "2026-01-01"],
        ["report", "--at", "0001-01-01T00:00"],
        ["stats", "--day", "0001-01-01"],
        ["stats", "--days", "99999999999"],
        ["replay", "--check", "--day", "9999-12-31"],
    ],
)
def test_days_beyond_all_calendars_are_refused_in_words(
    site: list[str], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main([*words, *site]) == 2
    assert capsys.readouterr().err.startswith("ivr: --")


def test_raw_data_for_a_blank_reason_is_refused(
    site: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    config = Path(site[1])
    config.write_text('[privacy]\nraw_by = ["王主任"]\n', "utf-8")
    raw = ["export", "tickets", "--raw", "--by", "王主任", "--why"]
    assert main([*raw, " ", *site]) == 2
    assert "13900000001" not in capsys.readouterr().out
    assert main([*raw, "核查", *site]) == 0
    assert "13900000001" in capsys.readouterr().out
