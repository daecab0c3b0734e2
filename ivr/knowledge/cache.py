"""索引缓存: keeps parsed articles and their postings in a file, so that 100,000 load in seconds.

A file is named by the hash of all it was made from: article files, word list, this program's own
text and the version of what reads sounds. It begins with a checksum of the rest. Whatever is
missing, broken or of another version is made again; a cache that cannot be written is no fault.
"""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
import pypinyin

from ivr.knowledge import article, faults, labelled, lexicon, loader, postings, terms
from ivr.knowledge.article import Article
from ivr.knowledge.bulk import uncollected
from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.postings import Postings
from ivr.language import pinyin

_MAGIC = b"IVRKB001"
_DIGEST = 32
_KEPT = 2  # files of former contents that stay, for going back to them
_MADE_BY = (article, faults, labelled, lexicon, loader, postings, terms, pinyin)


class Prepared(msgspec.Struct, frozen=True):
    """What is independent of the day and of the site's values."""

    articles: list[Article]  # as written: not filled, whether valid today or not
    faults: list[ArticleFault]
    words: list[str]  # the key words
    sounds: list[str]  # of each, its syllables with blanks between
    syllables: list[str]


class _Head(msgspec.Struct, frozen=True):
    arrays: list[tuple[str, str, int, int]]  # name, type, length, place
    body: tuple[int, int]


def key_of(files: Iterable[Path], folder: Path) -> str:
    """The hash of everything that the postings are made from."""
    digest = blake2b(f"{folder} {pypinyin.__version__} {np.__version__}".encode(), digest_size=16)
    own = [Path(module.__file__) for module in (*_MADE_BY,) if module.__file__]
    for path in [*own, Path(__file__), *files]:
        try:
            content = path.read_bytes()
        except OSError:
            content = b"?"
        digest.update(f"{path}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def read_cache(folder: Path, key: str) -> tuple[Prepared, Postings] | None:
    """What is kept under the key; None where nothing is, or nothing that can be trusted."""
    try:
        raw = np.fromfile(folder / f"{key}.kb", dtype=np.uint8)
        with uncollected():
            return _unpacked(raw)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, msgspec.MsgspecError):
        return None


def write_cache(folder: Path, key: str, prepared: Prepared, kept: Postings) -> None:
    """Keeps it whole or not at all; former contents but the newest go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                for part in _packed(prepared, kept):
                    file.write(part)
            Path(name).replace(folder / f"{key}.kb")
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        old = sorted(folder.glob("*.kb"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in [p for p in old if p.stem != key][_KEPT:]:
            path.unlink(missing_ok=True)
    except OSError:
        return


def _packed(prepared: Prepared, kept: Postings) -> list[bytes]:
    body = msgspec.msgpack.encode(prepared)
    arrays, parts, place = [], [], 0
    for name, array in ((f.name, getattr(kept, f.name)) for f in fields(kept)):
        data = np.ascontiguousarray(array).tobytes()
        arrays.append((name, array.dtype.str, len(array), place))
        data += bytes(-len(data) % 8)
        parts.append(data)
        place += len(data)
    head = msgspec.msgpack.encode(_Head(arrays, (place, len(body))))
    parts = [len(head).to_bytes(8, "little"), head, bytes(-len(head) % 8), *parts, body]
    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(part)
    return [_MAGIC, digest.digest(), *parts]


def _unpacked(raw: postings.Array) -> tuple[Prepared, Postings]:
    start = len(_MAGIC) + _DIGEST
    if len(raw) < start + 8 or raw[: len(_MAGIC)].tobytes() != _MAGIC:
        raise ValueError("not a cache of this kind")
    digest = blake2b(raw[start:].data, digest_size=_DIGEST).digest()
    if digest != raw[len(_MAGIC) : start].tobytes():
        raise ValueError("broken")
    length = int.from_bytes(raw[start : start + 8].tobytes(), "little")
    head = msgspec.msgpack.decode(raw[start + 8 : start + 8 + length].tobytes(), type=_Head)
    base = start + 8 + length + (-length % 8)
    arrays = {}
    for name, kind, count, place in head.arrays:
        dtype = np.dtype(kind)
        begin = base + place
        arrays[name] = raw[begin : begin + count * dtype.itemsize].view(dtype)
    begin = base + head.body[0]
    body = raw[begin : begin + head.body[1]].data
    return msgspec.msgpack.decode(body, type=Prepared), Postings(**arrays)
