"""Personal data never enters a log line, not even through a traceback's local variables."""

import subprocess
import sys

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
