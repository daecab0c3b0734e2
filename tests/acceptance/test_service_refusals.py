"""What is wrong with a site is said before the first call, with place and remedy."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hotline import write_site
from program import IVR, ROOT, Program

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def refused(config: Path, *options: str, what: str = "run") -> str:
    """Start the service on a broken site: status 1, words, no traceback, nothing on stdout."""
    service = Program(
        "the service",
        *(str(IVR), what, "--config", str(config), *options),
        *(() if "--data" in options else ("--data", str(config.parents[1] / "data"))),
        *(("--sip", "127.0.0.1:0", "--web", "127.0.0.1:0", "--json") if what == "run" else ()),
    )
    await service.start()
    try:
        status = await service.end(None, 60)
    finally:
        await service.sweep()
    told = "\n".join(service.errors if what == "run" else [*service.lines, *service.errors])
    assert status == 1, told
    assert "Traceback" not in told
    assert what != "run" or not service.objects(), "it said that it was ready"
    return told


async def test_a_broken_dialplan(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "dialplans", tmp_path / "dialplans")
    flow = tmp_path / "dialplans" / "12345.yaml"
    text = flow.read_text("utf-8")
    number = text[: text.index("next: open_question")].count("\n") + 1
    flow.write_text(text.replace("next: open_question", "next: nowhere", 1), "utf-8")
    config = write_site(tmp_path, tables={"folders": {"dialplans": str(flow.parent)}})
    told = await refused(config)
    assert f"{flow}:{number}: " in told
    assert "nowhere" in told
    assert f"{flow}:{number}: " in await refused(config, what="check")


async def test_a_dialplan_that_is_no_yaml(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "dialplans", tmp_path / "dialplans")
    flow = tmp_path / "dialplans" / "12345.yaml"
    flow.write_text("flow: '12345'\nsteps:\n  a: [\n", "utf-8")
    told = await refused(write_site(tmp_path, tables={"folders": {"dialplans": str(flow.parent)}}))
    assert f"{flow}:" in told


async def test_a_wrong_setting(tmp_path: Path) -> None:
    config = write_site(tmp_path, tables={"queue": {"ring_second": 5}})
    number = next(
        n for n, text in enumerate(config.read_text("utf-8").splitlines(), 1) if "ring_sec" in text
    )
    told = await refused(config)
    assert f"{config}:{number}: " in told
    assert "ring_second" in told


async def test_settings_that_are_no_toml(tmp_path: Path) -> None:
    config = write_site(tmp_path)
    config.write_text("[telephone\n", "utf-8")
    assert f"{config}:1: " in await refused(config)


async def test_no_settings_at_all(tmp_path: Path) -> None:
    told = await refused(tmp_path / "config" / "none.toml")
    assert "none.toml" in told
    assert "--config" in told


async def test_no_model(tmp_path: Path) -> None:
    """The command that brings one is named."""
    (tmp_path / "asr_models").mkdir()
    shutil.copy(ROOT / "asr_models" / "manifest.toml", tmp_path / "asr_models")
    config = write_site(tmp_path, tables={"speech": {"models": str(tmp_path / "asr_models")}})
    told = await refused(config)
    assert "ivr models " in told
    assert "ivr models " in await refused(config, what="check")


async def test_half_a_model(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "asr_models", tmp_path / "asr_models")
    (tmp_path / "asr_models" / "hotline-cn-small" / "am" / "final.mdl").unlink()
    config = write_site(
        tmp_path,
        tables={"speech": {"models": str(tmp_path / "asr_models"), "model": "hotline-cn-small"}},
    )
    told = await refused(config)
    assert "final.mdl" in told
    assert "ivr models " in told


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that is free neither for SIP nor for pages."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        stream.bind(("127.0.0.1", 0))
        stream.listen()
        port: int = stream.getsockname()[1]
        datagrams.bind(("127.0.0.1", port))
        yield port


@pytest.mark.parametrize("table", ["telephone", "web"])
async def test_a_port_that_is_taken(tmp_path: Path, taken: int, table: str) -> None:
    option = "--sip" if table == "telephone" else "--web"
    config = write_site(tmp_path)
    service = Program(
        "the service",
        *(str(IVR), "run", "--config", str(config), "--data", str(tmp_path / "data"), "--json"),
        *("--sip", "127.0.0.1:0", "--web", "127.0.0.1:0", option, f"127.0.0.1:{taken}"),
    )
    await service.start()
    try:
        status = await service.end(None, 60)
    finally:
        await service.sweep()
    told = "\n".join(line for line in service.errors if line.startswith(("ivr:", "  ")))
    assert status == 1, service.tail()
    assert str(taken) in told, service.tail()
    assert "Traceback" not in "\n".join(service.errors)
    assert option in told, f"no remedy: {told}"


async def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    told = await refused(write_site(tmp_path))
    assert str(tmp_path / "data") in told
