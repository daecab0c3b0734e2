"""A second demonstration at the same time leaves the first one's ledger alone."""

import subprocess
import sys
from pathlib import Path

from ivr.cli.demo_command import _fresh_folder

HOLD = """
import sys
from pathlib import Path
from ivr.cli.demo_command import _fresh_folder
folder = _fresh_folder(Path(sys.argv[1]))
folder.mkdir()
(folder / "ledger.db").write_text("kept")
print(folder.name, flush=True)
sys.stdin.read()
"""


def test_two_demonstrations_have_two_folders(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "old").touch()
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "demo\n"
        assert not (tmp_path / "demo" / "old").exists()
        assert _fresh_folder(tmp_path).name == "demo-2"
        assert (tmp_path / "demo" / "ledger.db").read_text() == "kept"
        first.communicate()
    assert _fresh_folder(tmp_path).name == "demo"
    assert not (tmp_path / "demo").exists()
