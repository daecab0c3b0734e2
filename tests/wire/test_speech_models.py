"""Fetching, checking and installing models, against a real server with bad habits."""

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
        (b"PK\x05\x06 is no zip", "not a whole zip"),
    ],
)
def test_a_bad_zip_leaves_nothing_behind(
    tmp_path: Path, models: Path, serve: Callable[..., ModelServer], content: bytes, word: str
) -> None:
    before = sorted(os.listdir(models))
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
