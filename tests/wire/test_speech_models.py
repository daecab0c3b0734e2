"""Fetching, checking and installing models, against a real server with bad habits."""

import argparse
import hashlib
import io
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from model_server import ModelServer

from ivr.cli import models_command
from ivr.errors import ConfigError, ModelMissingError, UserError
from ivr.speech import models as store
from ivr.speech.download import ChecksumError, add, fetch

NAME = "vosk-model-test"
REPOSITORY = Path(__file__).parents[2]


def _no_wait(_seconds: float) -> None:
    """Do not wait between attempts."""


@pytest.fixture(scope="module")
def model_zip(speech_model: Path) -> bytes:
    """A real model as the public ones are packed: one folder in a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for file in sorted(speech_model.rglob("*")):
            if file.is_file():
                zipped.write(file, f"{NAME}/{file.relative_to(speech_model)}")
    return buffer.getvalue()


@pytest.fixture
def models(tmp_path: Path, model_zip: bytes) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    _write_manifest(folder, hashlib.sha256(model_zip).hexdigest())
    return folder


@pytest.fixture
def serve() -> Iterator[Callable[..., ModelServer]]:
    servers: list[ModelServer] = []

    def start(*args: object, **kwargs: object) -> ModelServer:
        servers.append(ModelServer(*args, **kwargs))  # type: ignore[arg-type]
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def _write_manifest(folder: Path, sha256: str, url: str = "http://127.0.0.1:9/x.zip") -> None:
    (folder / "manifest.toml").write_text(
        f'[{NAME}]\ntitle = "Test"\nrate = 8000\nlicense = "none"\n'
        f'url = "{url}"\nsha256 = "{sha256}"\nsha256_source = "the test"\n'
    )


def test_fetch_verify_use(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    seen: list[tuple[int, int | None]] = []
    folder = fetch(
        models, NAME, base=serve(model_zip).url, progress=lambda *p: seen.append(p), wait=_no_wait
    )
    assert folder == models / NAME
    assert seen[-1] == (len(model_zip), len(model_zip))
    assert store.verify(models, NAME) == []
    assert store.use(models, NAME) == folder
    assert store.chosen(models) == NAME
    assert store.folder_of(models) == folder
    state = {s.name: s for s in store.list_models(models)}[NAME]
    assert state.installed
    assert state.in_use
    assert not list(models.glob(".downloads/*"))
    assert not list(models.glob(".unpack*"))


@pytest.mark.parametrize("ranges", [True, False])
def test_a_dropped_connection_is_continued(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer], ranges: bool
) -> None:
    server = serve(model_zip, drops=2, ranges=ranges)
    assert fetch(models, NAME, base=server.url, wait=_no_wait).is_dir()
    assert server.requests[0] is None
    assert server.requests[1] == f"bytes={len(model_zip) // 2}-"


@pytest.mark.parametrize("length", ["", "many", "-5"])
def test_a_server_that_does_not_say_how_long_the_file_is(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer], length: str
) -> None:
    server = serve(model_zip, drops=1, length=length)
    told: list[str] = []
    fetch(models, NAME, base=server.url, notice=told.append, wait=_no_wait)
    assert server.requests == [None, f"bytes={len(model_zip) // 2}-"]
    assert told == [
        f"the connection ended after {len(model_zip) // 2:,} bytes, within the zip; trying again"
    ]


def test_more_than_any_model_is_refused_before_it_comes(
    models: Path, serve: Callable[..., ModelServer]
) -> None:
    with pytest.raises(UserError, match="larger than any model"):
        fetch(models, NAME, base=serve(b"x", length="9" * 13).url, wait=_no_wait)


def test_a_full_disk_is_no_broken_line(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    server = serve(model_zip)
    (models / ".downloads").mkdir()
    (models / ".downloads" / f"{NAME}.zip.part").symlink_to("/dev/full")
    with pytest.raises(UserError, match="No space left"):
        fetch(models, NAME, base=server.url, wait=_no_wait)
    assert len(server.requests) == 1


def test_stopped_by_hand_and_continued(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    def stop(got: int, _whole: int | None) -> None:
        if got > 1 << 20:
            raise KeyboardInterrupt

    server = serve(model_zip)
    with pytest.raises(KeyboardInterrupt):
        fetch(models, NAME, base=server.url, progress=stop, wait=_no_wait)
    kept = (models / ".downloads" / f"{NAME}.zip.part").stat().st_size
    assert kept > 1 << 20
    assert fetch(models, NAME, base=server.url, wait=_no_wait).is_dir()
    assert server.requests == [None, f"bytes={kept}-"]


def test_a_pinned_model_brought_by_hand_is_compared(
    models: Path, model_zip: bytes, tmp_path: Path
) -> None:
    _write_manifest(models, "0" * 64)
    file = tmp_path / "from-a-stick.zip"
    file.write_bytes(model_zip)
    with pytest.raises(ChecksumError, match=r"ivr models add .*from-a-stick.zip --accept") as asked:
        add(models, file)
    assert not (models / NAME).exists()
    assert add(models, file, accept_sha256=asked.value.sha256.upper()).is_dir()
    assert file.is_file()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_the_question_is_asked(
    models: Path, model_zip: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_manifest(models, "0" * 64)
    (tmp_path / "a.zip").write_bytes(model_zip)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "hotline.toml").write_text('[speech]\nmodels = "models"\n')
    parser = argparse.ArgumentParser()
    models_command.add_arguments(parser)
    site = ["--config", str(tmp_path / "config" / "hotline.toml")]
    args = parser.parse_args(["add", str(tmp_path / "a.zip"), *site])
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    with pytest.raises(UserError, match="nothing was installed"):
        models_command.run(args)
    assert not (models / NAME).exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(ChecksumError):  # nobody sits there: no question
        models_command.run(args)
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert models_command.run(args) == 0
    assert (models / NAME).is_dir()


def test_an_earlier_attempt_is_continued(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    (models / ".downloads").mkdir()
    (models / ".downloads" / f"{NAME}.zip.part").write_bytes(model_zip[:1000])
    server = serve(model_zip)
    assert fetch(models, NAME, base=server.url, wait=_no_wait).is_dir()
    assert server.requests == ["bytes=1000-"]


def test_halves_of_two_files_are_fetched_anew(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    (models / ".downloads").mkdir()
    (models / ".downloads" / f"{NAME}.zip.part").write_bytes(b"x" * 1000)
    server = serve(model_zip)
    assert fetch(models, NAME, base=server.url, wait=_no_wait).is_dir()
    assert server.requests == ["bytes=1000-", None]


def test_a_wrong_file_is_a_question_and_the_answer_needs_no_second_download(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    _write_manifest(models, "0" * 64)
    server = serve(model_zip)
    with pytest.raises(ChecksumError, match="--accept-sha256") as raised:
        fetch(models, NAME, base=server.url, wait=_no_wait)
    assert not (models / NAME).exists()
    with pytest.raises(UserError, match="not the accepted"):
        fetch(models, NAME, base=server.url, accept_sha256="1" * 64, wait=_no_wait)
    server.requests.clear()
    with pytest.raises(ChecksumError):
        fetch(models, NAME, base=server.url, wait=_no_wait)
    accepted = raised.value.sha256
    assert fetch(models, NAME, base=server.url, accept_sha256=accepted, wait=_no_wait).is_dir()
    assert len(server.requests) == 1


def test_a_web_page_instead_of_a_zip_is_no_question(
    models: Path, serve: Callable[..., ModelServer]
) -> None:
    server = serve(b"<html>please log in</html>" * 20)
    with pytest.raises(UserError, match="a web page of 520 bytes") as raised:
        fetch(models, NAME, base=server.url, wait=_no_wait)
    assert not isinstance(raised.value, ChecksumError)
    assert not list(models.glob(".downloads/*"))


def test_without_a_pinned_sum_the_user_is_asked(
    models: Path, model_zip: bytes, serve: Callable[..., ModelServer]
) -> None:
    _write_manifest(models, "")
    with pytest.raises(ChecksumError, match="vouched for by nobody"):
        fetch(models, NAME, base=serve(model_zip).url, wait=_no_wait)


def test_not_found_says_how_to_go_on_by_hand(
    models: Path, serve: Callable[..., ModelServer]
) -> None:
    with pytest.raises(UserError, match=r"404.*ivr models add"):
        fetch(models, NAME, base=serve(b"", status=404).url, wait=_no_wait)


def test_offline_says_how_to_go_on_by_hand(models: Path) -> None:
    waits: list[float] = []
    with pytest.raises(UserError, match=r"no connection.*ivr models add") as raised:
        fetch(models, NAME, wait=waits.append)  # nobody listens on port 9
    assert "is kept" not in str(raised.value)
    assert waits == sorted(waits)
    assert sum(waits) < 5  # said soon


def test_an_unknown_name_and_a_shipped_model_are_not_fetched(models: Path) -> None:
    with pytest.raises(UserError, match=NAME):
        fetch(models, "nothing-like-it")
    shutil.copy(REPOSITORY / "asr_models" / "manifest.toml", models)
    with pytest.raises(UserError, match="part of this repository"):
        fetch(models, store.DEFAULT)


def _evil(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members:
            zipped.writestr(name, content)
    return buffer.getvalue()


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (_evil((f"{NAME}/../../evil", b"x")), "outside"),
        (_evil(("../evil", b"x")), "outside"),
        (_evil(("/tmp/evil", b"x")), "outside"),
        (_evil((f"{NAME}\\..\\evil", b"x")), "outside"),
        (_evil((_link(f"{NAME}/am"), b"/etc")), "link"),
        (_evil((f"{NAME}/am/final.mdl", bytes(50 << 20))), "beyond all measure"),
        (_evil((f"{NAME}/a", b"x"), ("other/b", b"x")), "one folder"),
        (_evil((f"{NAME}/readme", b"x")), "not a vosk model"),
        (b"PK\x05\x06 is no zip", "no.* zip file"),
    ],
)
@pytest.mark.parametrize("pinned", [True, False])
def test_a_bad_zip_is_no_question_and_leaves_nothing_behind(
    tmp_path: Path,
    models: Path,
    serve: Callable[..., ModelServer],
    content: bytes,
    word: str,
    pinned: bool,
) -> None:
    before = sorted(os.listdir(models))
    if pinned:
        _write_manifest(models, hashlib.sha256(content).hexdigest())
    with pytest.raises(UserError, match=word):
        fetch(models, NAME, base=serve(content).url, wait=_no_wait)
    assert not list(tmp_path.rglob("evil"))
    assert not list(models.rglob("*.mdl"))
    assert sorted(set(os.listdir(models)) - {".downloads"}) == before


def test_a_model_that_does_not_load_never_replaces_one_that_does(
    models: Path, model_zip: bytes, tmp_path: Path, speech_model: Path
) -> None:
    shutil.copytree(speech_model, models / NAME)
    _write_manifest(models, "")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(
        _evil(
            (f"{NAME}/am/final.mdl", b"x"),
            (f"{NAME}/conf/mfcc.conf", b"--sample-frequency=8000\n"),
            (f"{NAME}/graph/HCLG.fst", b"x"),
        )
    )
    with pytest.raises(UserError, match="cannot load"):
        add(models, broken)
    assert store.verify(models, NAME) == []
    whole = tmp_path / "whole.zip"
    whole.write_bytes(model_zip)
    assert add(models, whole, "other-name") == models / "other-name"
    assert add(models, whole) == models / NAME


def test_a_missing_model_names_the_command(models: Path) -> None:
    with pytest.raises(ModelMissingError, match="ivr models fetch vosk-model-test"):
        store.folder_of(models, NAME)
    with pytest.raises(ModelMissingError, match="ivr models use hotline-cn-small"):
        store.folder_of(models)
    with pytest.raises(ModelMissingError):
        store.use(models, NAME)
    with pytest.raises(ModelMissingError, match=r"no model is called 'nosuch'.*ivr models list"):
        store.use(models, "nosuch")
    with pytest.raises(UserError):
        store.use(models, "../elsewhere")
    (models / NAME).mkdir()
    assert "am/final.mdl" in store.verify(models, NAME)[0].file


def test_a_broken_choice_or_manifest_is_a_config_error(models: Path) -> None:
    (models / "active.toml").write_text("model = [")
    with pytest.raises(ConfigError, match="ivr models use"):
        store.chosen(models)
    (models / "manifest.toml").write_text("[x]\nsurprise = 1\n")
    with pytest.raises(ConfigError):
        store.manifest(models)


def test_the_shipped_manifest_reads() -> None:
    known = store.manifest(REPOSITORY / "asr_models")
    assert known[store.DEFAULT].shipped
    assert known[store.PUBLIC].sha256.startswith("3af8b0e7")
    assert all(entry.shipped or entry.url.startswith("https://") for entry in known.values())
