"""SIP over TLS with a certificate made for the test: between two gateways, and refused."""

import asyncio
import subprocess
from pathlib import Path

import pytest
from house import House

from bridge.events import CallArrived, Cause, LegAnswered, LegEnded


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    files = str(folder / "cert.pem"), str(folder / "key.pem")
    command = (
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
        *("-nodes", "-days", "2", "-subj", "/CN=gateway", "-addext"),
        *("subjectAltName=IP:127.0.0.1", "-out", files[0], "-keyout", files[1]),
    )
    subprocess.run(command, check=True, capture_output=True)
    return files


def settings(certificate: tuple[str, str], *, believes: bool = True) -> dict[str, object]:
    chain, key = certificate
    given: dict[str, object] = {"tls_certificate": chain, "tls_key": key, "tls_port": 0}
    return given | ({"tls_authorities": chain} if believes else {})


async def test_a_call_over_tls(certificate: tuple[str, str]) -> None:
    async with House(**settings(certificate)) as us, House(**settings(certificate)) as them:
        target = f"sips:12345@127.0.0.1:{them.gateway.tls_port}"
        leg = us.gateway.dial(target, caller="8001")
        await us.event(LegAnswered, leg=leg)
        await them.event(LegAnswered)
        there = await them.event(CallArrived)
        them.gateway.hang_up(there.leg)  # on the connection that stands
        assert (await us.event(LegEnded)).cause is Cause.NORMAL


async def test_a_certificate_nobody_vouches_for(certificate: tuple[str, str]) -> None:
    strict = settings(certificate, believes=False)
    async with House(**strict) as us, House(**settings(certificate)) as them:
        us.gateway.dial(f"sip:1@127.0.0.1:{them.gateway.tls_port};transport=tls", caller="8001")
        assert (await us.event(LegEnded)).cause is Cause.UNREACHABLE
        assert them.events == []


async def test_without_a_certificate_nothing_goes_in_the_clear() -> None:
    async with House() as us:
        us.gateway.dial("sips:1@127.0.0.1:5061", caller="8001")
        assert (await us.event(LegEnded)).cause is Cause.UNREACHABLE


async def test_a_certificate_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        async with House(tls_certificate=str(tmp_path / "none.pem")):
            pass


async def test_openssl_speaks_to_us(certificate: tuple[str, str]) -> None:
    async with House(**settings(certificate)) as house:
        client = await house.program(
            *("openssl", "s_client", "-quiet", "-connect", f"127.0.0.1:{house.gateway.tls_port}"),
            *("-CAfile", certificate[0], "-verify_return_error"),
            cwd=Path("/tmp"),
            stdin=asyncio.subprocess.PIPE,
        )
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(
            b"OPTIONS sip:12345@127.0.0.1 SIP/2.0\r\n"
            b"Via: SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bK1\r\n"
            b"From: <sip:a@b>;tag=1\r\nTo: <sip:12345@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
            b"Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        )
        async with asyncio.timeout(20):
            line = b""
            while not line.startswith(b"SIP/2.0"):
                line = await client.stdout.readline()
                assert line
        assert line.startswith(b"SIP/2.0 200")
