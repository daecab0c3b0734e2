"""Personal data never enters a log line, not even through a traceback's local variables."""

import subprocess
import sys

from ivr.log import without_personal_numbers

SECRET = "幺三九零零零零一二三四"

PROGRAM = f"""
from ivr.log import get_logger
log = get_logger("test")
def listen():
    heard = "{SECRET}"
    raise ValueError("broken")
try:
    listen()
except ValueError:
    log.error("failed", exc_info=True, text="{SECRET}", call="c1")
"""


def test_neither_fields_nor_tracebacks_tell_what_was_heard() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True
    )
    assert "failed" in done.stderr
    assert "broken" in done.stderr
    assert "c1" in done.stderr
    assert SECRET not in done.stderr


def test_a_closed_standard_error_stops_nobody() -> None:
    program = (
        "import sys\n"
        "from ivr.log import get_logger\n"
        "log = get_logger('test')\n"
        "log.error('before')\n"
        "sys.stderr.close()\n"
        "log.error('after')\n"
        "print('still here')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert "before" in done.stderr
    assert "still here" in done.stdout


def test_numbers_in_a_line_lose_all_but_their_beginning() -> None:
    """A telephone in an exception's text or a URI is no field, and is masked all the same."""
    for line, shown in (
        ("sip:13900000000@127.0.0.1:5060", "sip:139****@127.0.0.1:5060"),
        ("call from +8613900000000 failed", "call from +86139**** failed"),
        ("id=21010119900101123X", "id=210****"),
        ("heard 幺三九零零零零一二三四", "heard 幺三九****"),
        ("heard 幺三九 零零零零，一二三四", "heard 幺三九****"),
        ("heard 一三九双零二个零一二三四", "heard 一三九****"),
        ("call 139-0000-0000", "call 139****"),
        ("call 139 0000 0000", "call 139****"),
        ("call 0086139000000000", "call 0086139****"),
        ("call １３９０００００００１", "call １３９****"),
        ("sip:024-00000000@host", "sip:024****@host"),
        ("call to 20000000 failed", "call to 20**** failed"),
        ("card 6222 0200 0000 0000 000", "card 622****"),
    ):
        assert without_personal_numbers(line) == shown
    for kept in (
        "ticket=2611210001",
        "2026-11-21T10:00:00",
        "1732156800.123456",
        "bytes=1234567",
        "bytes=23456789",
        '"bytes": 23456789',
        "2026-11-21 10:00:00",
        "2026-11-21 2026-11-22",
    ):
        assert without_personal_numbers(kept) == kept
