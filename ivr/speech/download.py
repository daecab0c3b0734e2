"""Bring a public model: resumed, checked, installed whole or not at all."""

import errno
import hashlib
import http.client
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.errors import UserError
from ivr.speech.models import ModelEntry, manifest
from ivr.speech.unpack import install_zip, name_inside

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all where known
Notice = Callable[[str], None]  # what went wrong before the next attempt

PIECE = 1 << 18
TIMEOUT = 30.0
ATTEMPTS = 6  # in a row without a single new byte
UNANSWERED = 3  # the same where nobody ever answered: the address, the line or a proxy is wrong
FIRST_WAIT = 0.5
LARGEST = 6 << 30
OUR_SIDE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS)


class ChecksumError(UserError):
    """The download is whole, but nobody vouches for it: the user must say whether it is right."""

    def __init__(self, message: str, sha256: str) -> None:
        super().__init__(message)
        self.sha256 = sha256


def _no_progress(_done: int, _total: int | None) -> None:
    """Nobody watches."""


def _no_notice(_reason: str) -> None:
    """Nobody is told."""


def fetch(
    models: Path,
    name: str,
    *,
    base: str = "",
    accept_sha256: str = "",
    progress: Progress = _no_progress,
    notice: Notice = _no_notice,
    wait: Callable[[float], None] = time.sleep,
) -> Path:
    """Download a model of the manifest and install it; a broken download is continued later.

    `base` replaces the address up to the file's name (a mirror). `accept_sha256` is the user's
    answer to a `ChecksumError`.
    """
    entry = _entry(models, name)
    url = f"{base.rstrip('/')}/{name}.zip" if base else entry.url
    folder = models / ".downloads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder}: cannot be made: {error.strerror}") from error
    archive = folder / f"{name}.zip"
    if not (accept_sha256 and archive.is_file()):  # else: the answer about a file that is here
        part = folder / f"{name}.zip.part"
        download = Download(url, part, _by_hand(name, entry), progress, notice, wait)
        resumed = download.run()
        if resumed and entry.sha256 and _sha256(part) not in (entry.sha256, accept_sha256):
            part.unlink()  # two halves of different files, perhaps
            download.run()
        part.replace(archive)
    try:
        _check(archive, entry, accept_sha256, f"ivr models fetch {name}")
        installed = install_zip(archive, models, name)
    except ChecksumError:
        raise  # the file stays: the answer needs no second download
    except UserError:
        archive.unlink()
        raise
    archive.unlink()
    return installed


def add(models: Path, archive: Path, name: str = "", *, accept_sha256: str = "") -> Path:
    """Install a zip that was brought by hand; one that pretends to be a pinned model is asked for.

    Where no sum is pinned there is nothing to compare, and whoever brings a file vouches for it.
    """
    if not archive.is_file():
        what = "is a folder, not a zip" if archive.is_dir() else "there is no such file"
        raise UserError(f"{archive}: {what}; name the FILE.zip that was downloaded")
    name = name or name_inside(archive)
    entry = manifest(models).get(name)
    if entry is not None and entry.sha256:
        _check(archive, entry, accept_sha256, f"ivr models add {archive}")
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


def _check(archive: Path, entry: ModelEntry, accepted: str, command: str) -> None:
    found, name = _sha256(archive), archive.stem
    if found in (entry.sha256.lower(), accepted.strip().lower()):
        return
    if not zipfile.is_zipfile(archive):
        raise UserError(
            f"{name}: what came is no zip file but {_looks_like(archive)}; nothing was installed. "
            "Look at the address in a browser: a proxy or a login page may have answered"
        )
    name_inside(archive)  # what must not be unpacked is no question
    if accepted:
        raise UserError(f"{name}: its SHA-256 is {found}, not the accepted {accepted}")
    if entry.sha256:
        said = f"differs from the pinned {entry.sha256} (which comes from {entry.sha256_source})"
    else:
        said = "is vouched for by nobody: its makers publish none"
    raise ChecksumError(
        f"{name}: the file's SHA-256 {found} {said}. If you trust where it came from, run "
        f"`{command} --accept-sha256 {found}`; nothing was installed",
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


@dataclass
class Download:
    """One file into `part`, from where it ends, until it is whole."""

    url: str
    part: Path
    by_hand: str  # how to go on without this address
    progress: Progress
    notice: Notice
    wait: Callable[[float], None]

    def run(self) -> bool:
        """Bring it, however often the line breaks; True when it was continued."""
        failures = 0
        resumed = False
        while True:
            had = self._size()
            attempts = ATTEMPTS
            try:
                return self._continue(had) or resumed
            except urllib.error.HTTPError as error:
                reason = self._refused(error)
            except urllib.error.URLError as error:
                reason = f"no connection ({getattr(error.reason, 'strerror', 0) or error.reason})"
                attempts = ATTEMPTS if had else UNANSWERED
            except (OSError, http.client.HTTPException, ValueError) as error:
                if isinstance(error, OSError) and error.errno in OUR_SIDE:
                    raise UserError(f"{self.part}: {error.strerror}; then run it again") from error
                reason = str(error) or type(error).__name__
            resumed = True
            failures = 0 if self._size() > had else failures + 1
            if failures >= attempts:
                raise self._given_up(reason)
            self.notice(f"{reason}; trying again")
            self.wait(FIRST_WAIT * 2**failures)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _refused(self, error: urllib.error.HTTPError) -> str:
        """Why to try again after an answer that is no file; some answers are final."""
        if error.code == 416:  # the part is longer than the file: begin again
            self.part.unlink(missing_ok=True)
            return "the file has changed on the server"
        if error.code >= 500 or error.code in (408, 425, 429):
            return f"HTTP {error.code}"
        said = str(error.reason).splitlines()[0].rstrip(". ")
        raise UserError(f"{self.url}: HTTP {error.code} {said}. {self.by_hand}") from error

    def _given_up(self, reason: str) -> UserError:
        kept = " What came so far is kept and will be continued." if self._size() else ""
        return UserError(f"{self.url}: cannot be downloaded: {reason}.{kept} {self.by_hand}")

    def _continue(self, had: int) -> bool:
        """One request; True when the server continued where we were."""
        if not self.url.startswith(("https://", "http://")):
            raise UserError(f"{self.url}: an address begins with https:// or http://")
        request = urllib.request.Request(self.url, headers={"User-Agent": "ivr12345"})
        if had:
            request.add_header("Range", f"bytes={had}-")
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            resumed = answer.status == 206 and _begins_at(answer, had)
            done = had if resumed else 0
            length = answer.headers.get("Content-Length", "")
            total = done + int(length) if length.isdecimal() else None
            if (total or 0) > LARGEST:
                raise UserError(f"{self.url}: refused: larger than any model")
            with self.part.open("ab" if resumed else "wb") as file:
                self.progress(done, total)
                while piece := answer.read(PIECE):
                    file.write(piece)
                    done += len(piece)
                    if done > LARGEST:
                        raise UserError(f"{self.url}: refused: larger than any model")
                    self.progress(done, total)
        if total is not None and done < total:
            raise ConnectionError(f"the connection ended after {done:,} of {total:,} bytes")
        if total is None and _half_a_zip(self.part):
            raise ConnectionError(f"the connection ended after {done:,} bytes, within the zip")
        return resumed


def _begins_at(answer: Any, had: int) -> bool:
    """The server continues where we are, not where it likes."""
    said: str = answer.headers.get("Content-Range", "")
    return said.startswith(f"bytes {had}-")


def _half_a_zip(file: Path) -> bool:
    """A zip without its end: nobody said how long it is, and the connection broke."""
    with file.open("rb") as opened:
        return opened.read(4) == b"PK\x03\x04" and not zipfile.is_zipfile(file)
