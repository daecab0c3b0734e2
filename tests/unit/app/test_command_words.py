"""What a newcomer gets to read after a slip: the reason and the remedy, and the right status."""

import io
from pathlib import Path

import pytest

from ivr.cli.call_command import show
from ivr.cli.common import items
from ivr.cli.main import main
from ivr.clock import now
from ivr.phone.report import CallReport, EndedBy
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    try:
        status = main(list(words))
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out + said.err


@pytest.fixture
def site(tmp_path: Path) -> list[str]:
    (tmp_path / "hotline.toml").write_text("", "utf-8")
    return ["--config", str(tmp_path / "hotline.toml"), "--data", str(tmp_path / "data")]


def test_a_mistyped_command_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    status, words = told(capsys, "chek")
    assert status == 2
    assert "did you mean check" in words
    assert len(words.splitlines()) == 1


def test_no_command_lists_them_and_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, words = told(capsys)
    assert status == 2
    assert "start the service" in words
    status, words = told(capsys, "--version")
    assert (status, words.split()[0]) == (0, "ivr")


@pytest.mark.parametrize(
    "words",
    [["purge", "--dry-run"], ["stats"], ["tickets"], ["calls"], ["followup", "list"]],
    ids=" ".join,
)
def test_without_a_ledger_nothing_is_made_and_the_start_is_named(
    capsys: pytest.CaptureFixture[str], site: list[str], words: list[str]
) -> None:
    data = Path(site[-1])
    for _ in range(2):  # the first must not make what the second stumbles over
        status, said = told(capsys, *words, *site)
        assert status == 1
        assert "ivr run" in said
        data.mkdir(exist_ok=True)
    (data / "ledger.db").touch()
    assert "ivr run" in told(capsys, *words, *site)[1]


@pytest.mark.parametrize("words", [["tickets", "--limit", "-3"], ["stats", "--days", "0"]])
def test_a_count_below_one_is_refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    status, said = told(capsys, *words)
    assert status == 2
    assert "from 1 up" in said


def test_a_key_that_no_telephone_has_is_refused(
    capsys: pytest.CaptureFixture[str], site: list[str]
) -> None:
    status, said = told(capsys, "call", "--press", "abc", *site)
    assert status == 2
    assert "'abc'" in said


def test_a_file_that_cannot_be_written_is_named_without_numbers(
    capsys: pytest.CaptureFixture[str], site: list[str], tmp_path: Path
) -> None:
    Ledger(StoreConfig(), Path(site[-1])).close()
    out = tmp_path / "none" / "tickets.csv"
    status, said = told(capsys, "export", "tickets", "--out", str(out), *site)
    assert status == 1
    assert said.strip() == f"ivr: {out}: No such file or directory"


def test_one_fault_is_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, said = told(capsys, "check", "--config", str(tmp_path / "none.toml"))
    assert status == 1
    assert said.splitlines()[-1] == "1 fault"


def test_nobody_there_says_what_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = ("12345", 408, False, None, None, 0.0, 0.0, (), 0, EndedBy.NOBODY, 0, 0, None, None)
    show(CallReport(*nothing, reason="Request Timeout"))
    assert "ivr run" in capsys.readouterr().out


def test_brackets_of_a_caller_are_shown_as_they_are(
    capsys: pytest.CaptureFixture[str], site: list[str]
) -> None:
    """A telephone may say of itself what it likes; the lists must not break over it."""
    ledger = Ledger(StoreConfig(), Path(site[-1]))
    ledger.record("c1", EventKind.ARRIVED, {"caller": "[/x]", "called": "[red]"}, now())
    ledger.record("c1", EventKind.HEARD, {"text": "[/b] 暖气[ok]不热"}, now())
    ledger.close()
    status, said = told(capsys, "calls", *site)
    assert status == 0
    assert "[/x]" in said
    status, said = told(capsys, "replay", "c1", *site)
    assert status == 0
    assert "暖气[ok]不热" in said


def test_input_that_is_no_utf8_is_read_nevertheless(monkeypatch: pytest.MonkeyPatch) -> None:
    source = io.BytesIO(b"\xff\xe5\xa4\xa9\n")
    wrapped = io.TextIOWrapper(source, encoding="utf-8", errors="surrogateescape")
    monkeypatch.setattr("sys.stdin", wrapped)
    assert list(items("-")) == ["\ufffd天"]
    assert list(items("\udcff天")) == ["\ufffd天"]


def test_ctrl_c_while_a_command_is_loaded_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ivr.cli.main._load", pressed)
    assert told(capsys, "run") == (130, "")


@pytest.mark.parametrize("address", ["nonsense", "nosuch://host/ledger"])
def test_a_database_that_cannot_be_used_names_the_setting(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, address: str
) -> None:
    config = tmp_path / "hotline.toml"
    config.write_text(f'[store]\ndatabase = "{address}"\n', "utf-8")
    status, said = told(capsys, "calls", "--config", str(config), "--data", str(tmp_path))
    assert status == 1
    assert "[store] database" in said
