"""Bring a public model: resumed, checked, installed whole or not at all."""

import hashlib
import http.client
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ivr.errors import UserError
from ivr.speech.models import ModelEntry, manifest
from ivr.speech.unpack import install_zip

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all where known

PIECE = 1 << 18
TIMEOUT = 30.0
ATTEMPTS = 6  # in a row without a single new byte
UNANSWERED = 3  # the same where nobody ever answered: the address, the line or a proxy is wrong
FIRST_WAIT = 0.5
LARGEST = 6 << 30


class ChecksumError(UserError):
    """The download is whole, but nobody vouches for it: the user must say whether it is right."""

    def __init__(self, message: str, sha256: str) -> None:
        super().__init__(message)
        self.sha256 = sha256


def _no_progress(_done: int, _total: int | None) -> None:
    """Nobody watches."""


def fetch(
    models: Path,
    name: str,
    *,
    base: str = "",
    accept_sha256: str = "",
    progress: Progress = _no_progress,
    wait: Callable[[float], None] = time.sleep,
) -> Path:
    """Download a model of the manifest and install it; a broken download is continued later.

    `base` replaces the address up to the file's name (a mirror). `accept_sha256` is the user's
    answer to a `ChecksumError`.
    """
    entry = _entry(models, name)
    url = f"{base.rstrip('/')}/{name}.zip" if base else entry.url
    folder = models / ".downloads"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{name}.zip"
    if not (accept_sha256 and archive.is_file()):  # else: the answer about a file that is here
        part = folder / f"{name}.zip.part"
        by_hand = _by_hand(name, entry)
        resumed = _download(url, part, progress, wait, by_hand)
        if resumed and entry.sha256 and _sha256(part) not in (entry.sha256, accept_sha256):
            part.unlink()  # two halves of different files, perhaps
            _download(url, part, progress, wait, by_hand)
        part.replace(archive)
    try:
        _check(archive, entry, accept_sha256, name)
        installed = install_zip(archive, models, name)
    except ChecksumError:
        raise  # the file stays: the answer needs no second download
    except UserError:
        archive.unlink()
        raise
    archive.unlink()
    return installed


def add(models: Path, archive: Path, name: str = "") -> Path:
    """Install a zip that was brought by hand."""
    if not archive.is_file():
        raise UserError(f"{archive}: there is no such file")
    return install_zip(archive, models, name)


def _entry(models: Path, name: str) -> ModelEntry:
    known = manifest(models)
    entry = known.get(name)
    if entry is None:
        names = ", ".join(n for n, e in known.items() if e.url) or "none"
        raise UserError(f"the manifest knows no model {name!r}; it can fetch: {names}")
    if not entry.url:
        raise UserError(f"{name} is part of this repository; there is nothing to fetch")
    return entry


def _by_hand(name: str, entry: ModelEntry) -> str:
    return (
        f"Without the internet: bring {entry.url} here in another way and run "
        f"`ivr models add {name}.zip`, or name a mirror: `ivr models fetch {name} --from URL`"
    )


def _check(archive: Path, entry: ModelEntry, accepted: str, name: str) -> None:
    found = _sha256(archive)
    if found in (entry.sha256.lower(), accepted.lower()):
        return
    if not zipfile.is_zipfile(archive):
        raise UserError(
            f"{name}: what came is no zip file but {_looks_like(archive)}; nothing was installed. "
            "Look at the address in a browser: a proxy or a login page may have answered"
        )
    if accepted:
        raise UserError(f"{name}: its SHA-256 is {found}, not the accepted {accepted}")
    if entry.sha256:
        said = f"differs from the pinned {entry.sha256} (which comes from {entry.sha256_source})"
    else:
        said = "is vouched for by nobody: its makers publish none"
    raise ChecksumError(
        f"{name}: the download's SHA-256 {found} {said}. If you trust where it came from, run "
        f"`ivr models fetch {name} --accept-sha256 {found}`; nothing was installed",
        found,
    )


def _looks_like(file: Path) -> str:
    with file.open("rb") as opened:
        begin = opened.read(200).lstrip().lower()
    size = f"{file.stat().st_size:,} bytes"
    return f"a web page of {size}" if begin.startswith((b"<!doctype", b"<html")) else size


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _download(
    url: str, part: Path, progress: Progress, wait: Callable[[float], None], by_hand: str
) -> bool:
    """Into `part`, from where it ends, until it is whole; True when it was continued."""
    failures = 0
    resumed = False
    while True:
        had = part.stat().st_size if part.is_file() else 0
        attempts = ATTEMPTS
        try:
            return _continue(url, part, had, progress) or resumed
        except urllib.error.HTTPError as error:
            if error.code == 416:  # the part is longer than the file: begin again
                part.unlink(missing_ok=True)
                reason = "the file has changed on the server"
            elif error.code < 500 and error.code not in (408, 425, 429):
                raise UserError(f"{url}: HTTP {error.code} {error.reason}. {by_hand}") from error
            else:
                reason = f"HTTP {error.code}"
        except urllib.error.URLError as error:
            reason = f"no connection ({getattr(error.reason, 'strerror', None) or error.reason})"
            attempts = UNANSWERED if not had else ATTEMPTS
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = str(error) or type(error).__name__
        resumed = True
        now = part.stat().st_size if part.is_file() else 0
        failures = 0 if now > had else failures + 1
        if failures >= attempts:
            kept = " What came so far is kept and will be continued." if now else ""
            raise UserError(f"{url}: cannot be downloaded: {reason}.{kept} {by_hand}")
        wait(FIRST_WAIT * 2**failures)


def _continue(url: str, part: Path, had: int, progress: Progress) -> bool:
    """One request; True when the server continued where we were."""
    if not url.startswith(("https://", "http://")):
        raise UserError(f"{url}: an address begins with https:// or http://")
    request = urllib.request.Request(url, headers={"User-Agent": "ivr12345"})
    if had:
        request.add_header("Range", f"bytes={had}-")
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        resumed = answer.status == 206 and _begins_at(answer, had)
        done = had if resumed else 0
        length = answer.headers.get("Content-Length")
        total = done + int(length) if length is not None else None
        with part.open("ab" if resumed else "wb") as file:
            progress(done, total)
            while piece := answer.read(PIECE):
                file.write(piece)
                done += len(piece)
                if done > LARGEST:
                    raise UserError(f"{url}: refused: larger than any model")
                progress(done, total)
    if total is not None and done < total:
        raise ConnectionError(f"the connection ended after {done} of {total} bytes")
    return resumed


def _begins_at(answer: Any, had: int) -> bool:
    """The server continues where we are, not where it likes."""
    said: str = answer.headers.get("Content-Range", "")
    return said.startswith(f"bytes {had}-")
