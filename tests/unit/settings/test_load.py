"""Settings: the shipped files are right; every wrong one is named with file and line."""

import re
from pathlib import Path

import pytest

from ivr.errors import ConfigError
from ivr.settings.load import Overrides, load

SHIPPED = Path(__file__).parents[3] / "config" / "hotline.toml"


def site(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    file = folder / "hotline.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_settings_load() -> None:
    settings = load(SHIPPED)
    assert [file.name for file in settings.files] == [
        "hotline.toml",
        "lines.toml",
        "queue.toml",
        "local.toml",
    ]
    assert settings.dialplans.is_dir()


def test_folders_of_models_and_voice_can_be_set(tmp_path: Path) -> None:
    file = site(tmp_path, "[speech]\nmodels = '/srv/models'\n[voice]\ncache = 'cache/clips'\n")
    tables = load(file).tables
    assert tables.speech.models == Path("/srv/models")
    assert tables.voice.cache == tmp_path / "cache" / "clips"


def test_the_command_line_wins(tmp_path: Path) -> None:
    settings = load(SHIPPED, Overrides("127.0.0.1:0", "[::1]:8080", str(tmp_path)))
    assert settings.tables.telephone.sip_port == 0
    assert (settings.tables.web.host, settings.tables.web.port) == ("::1", 8080)
    assert settings.data == tmp_path


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[telephone]\nsip_port = 'x'\n", 2, "Expected `int`"),
        ("[telephone]\n\nsip_prot = 5060\n", 3, "unknown field"),
        ("[telefon]\n", 1, "unknown table"),
        ("[web]\nport = 70000\n", 2, "no port"),
        ("[telephone]\nsip_host = 'hotline.example'\n", 2, "not a literal IP address"),
        ("[telephone\n", 1, "not valid TOML"),
        ("[[queue.operators]]\nname = 'a'\ntarget = 'b'\n[[queue.operators]]\nname = 'c'\n", 4, ""),
        ("[local]\nheating = 3\n", 2, "Expected `str`"),
        ("[voice]\ncache = 3\n", 2, "Expected `Path`"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    file = site(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(file)
    fault = raised.value.faults[0]
    assert (fault.file, fault.line) == (str(file), line)
    assert words in fault.message


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    file = site(tmp_path, "[web]\nport = 'a'\n[telephone]\nsip_port = 'b'\n[nonsense]\n")
    with pytest.raises(ConfigError) as raised:
        load(file)
    assert len(raised.value.faults) == 3


def test_a_table_in_two_files_is_a_fault(tmp_path: Path) -> None:
    file = site(tmp_path, 'include = ["more.toml"]\n[web]\nport = 1\n')
    (tmp_path / "config" / "more.toml").write_text("[web]\nport = 2\n")
    with pytest.raises(ConfigError, match="stands already"):
        load(file)


def test_a_missing_file_says_the_option(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load(tmp_path / "config" / "none.toml")


@pytest.mark.parametrize(
    ("include", "message"),
    [
        ('["none.toml"]', "hotline.toml:2: includes none.toml, which is not there"),
        ('"lines.toml"', "hotline.toml:2: include is no list"),
        ("[1]", "hotline.toml:2: include is no list"),
    ],
)
def test_what_is_wrong_with_an_include_is_said_where_it_stands(
    tmp_path: Path, include: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)) as raised:
        load(site(tmp_path, f"\ninclude = {include}\n"))
    assert "--config" not in str(raised.value)


def test_a_wrong_address_on_the_command_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--sip"):
        load(site(tmp_path, ""), Overrides(sip="5060"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[outbound]\nwindows = [{ begin = "08:30:00", end = "07:30:00" }]\n', 2),
        ("[queue]\nring_seconds = -1\n", 2),
        ("[privacy]\nkeep_calls_days = -1\n", 2),
        ("[privacy]\nkeep_recordings_days = 99999999999\n", 2),
        ("[outbound]\ncaller = '12345'\nmax_attempts = 0\n", 3),
    ],
)
def test_a_figure_with_which_nobody_is_rung_is_a_fault(
    tmp_path: Path, text: str, line: int
) -> None:
    file = site(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(file)
    (fault,) = raised.value.faults
    assert (fault.file, fault.line) == (str(file), line)
    assert fault.remedy
