"""A model's zip to a model's folder, whole or not at all; nothing in the zip is trusted."""

import contextlib
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ivr.errors import UserError
from ivr.speech.models import NAME, load_failure, missing_parts

LARGEST_TOTAL = 8 << 30  # bytes unpacked; the biggest public Mandarin model needs about 2 GB
MOST_FILES = 2000
LARGEST_RATIO = 200  # unpacked to packed; models reach about 3


def name_inside(archive: Path) -> str:
    """The name that a model's zip gives it; `UserError` when it is none or must not be unpacked."""
    with _opened(archive) as zipped:
        members = _checked(zipped, archive)
        top = _top_folder(members, archive)
        if not any(member.filename.endswith("final.mdl") for member in members):
            raise UserError(f"{archive}: not a vosk model: final.mdl is missing in it")
        return top


def install_zip(archive: Path, models: Path, name: str = "") -> Path:
    """Unpack a model into `models`; the folder in the zip names it unless `name` is given."""
    with _opened(archive) as zipped:
        models.mkdir(parents=True, exist_ok=True)
        members = _checked(zipped, archive)
        top = _top_folder(members, archive)
        name = name or top
        if not NAME.fullmatch(name):
            raise UserError(f"{archive}: {name!r} cannot be a model's name")
        work = Path(tempfile.mkdtemp(dir=models, prefix=".unpack-"))
        try:
            _unpack(zipped, members, work, archive)
            return _install(work / top, models / name, archive)
        finally:
            shutil.rmtree(work, ignore_errors=True)


@contextlib.contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as zipped:
            yield zipped
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(f"{archive}: not a whole zip file: {error}; download it again") from error
    except OSError as error:
        raise UserError(f"{archive}: cannot be installed: {error}") from error


def _checked(zipped: zipfile.ZipFile, archive: Path) -> list[zipfile.ZipInfo]:
    """The members, after a look at their names, kinds and sizes; a bad one refuses the whole."""
    members = zipped.infolist()
    if len(members) > MOST_FILES:
        raise UserError(f"{archive}: refused: {len(members)} files; no model has so many")
    for member in members:
        name = member.filename
        path = PurePosixPath(name)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in path.parts:
            raise UserError(f"{archive}: refused: {name!r} would be written outside of the folder")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise UserError(f"{archive}: refused: {name!r} is a link or a special file")
        if member.file_size > LARGEST_RATIO * max(member.compress_size, 1024):
            raise UserError(f"{archive}: refused: {name!r} would grow beyond all measure")
    total = sum(member.file_size for member in members)
    if total > LARGEST_TOTAL:
        raise UserError(f"{archive}: refused: it would take {total >> 20} MB of disk")
    return members


def _top_folder(members: list[zipfile.ZipInfo], archive: Path) -> str:
    tops = {PurePosixPath(member.filename).parts[0] for member in members if member.filename}
    tops.discard("__MACOSX")
    if len(tops) != 1:
        raise UserError(f"{archive}: not a model: a model's zip holds one folder")
    return tops.pop()


def _unpack(
    zipped: zipfile.ZipFile, members: list[zipfile.ZipInfo], work: Path, archive: Path
) -> None:
    """Write the files, counting what really comes out: headers may lie."""
    left = LARGEST_TOTAL
    for member in members:
        if member.filename.startswith("__MACOSX/"):
            continue
        target = work.joinpath(*PurePosixPath(member.filename).parts)
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipped.open(member) as source, target.open("xb") as copy:
            while piece := source.read(1 << 20):
                left -= len(piece)
                if left < 0:
                    raise UserError(f"{archive}: refused: it grows beyond all measure")
                copy.write(piece)


def _install(unpacked: Path, target: Path, archive: Path) -> Path:
    """Try the model, then put it in its place by renaming."""
    if missing := missing_parts(unpacked):
        raise UserError(f"{archive}: not a vosk model: {', '.join(missing)} is missing in it")
    if reason := load_failure(unpacked):
        raise UserError(f"{archive}: vosk cannot load this model: {reason}")
    old = unpacked.parent / ".old"
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(unpacked, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    return target
