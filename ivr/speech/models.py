"""The model store: what the manifest knows, what is installed, which one is in use."""

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ivr.errors import ConfigError, Fault, ModelMissingError, UserError
from ivr.speech.clip import write_atomically

ACTIVE = "active.toml"
MANIFEST = "manifest.toml"
DEFAULT = "hotline-cn-small"
PUBLIC = "vosk-model-small-cn-0.22"
REMEDY_USE = f"choose again: `ivr models use {DEFAULT}`"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
LOAD_TIMEOUT = 600.0

# Loading can end the process (vosk calls abort() on some damaged files): it is tried in another.
TRY = "import sys, vosk; vosk.SetLogLevel(-1); vosk.KaldiRecognizer(vosk.Model(sys.argv[1]), 16000)"


class ModelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model of the manifest."""

    title: str
    rate: int
    license: str
    shipped: bool = False
    url: str = ""
    sha256: str = ""
    sha256_source: str = ""  # who says so
    download_mb: int = 0
    memory_mb: int = 0
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ModelState:
    """One line of `ivr models list`."""

    name: str
    installed: bool
    in_use: bool
    entry: ModelEntry | None  # None: added by hand, the manifest does not know it
    missing: tuple[str, ...] = ()  # parts that an incomplete folder lacks


def manifest(models: Path) -> dict[str, ModelEntry]:
    """The models that the manifest names; `ConfigError` when it cannot be read."""
    file = models / MANIFEST
    if not file.is_file():
        return {}
    try:
        return msgspec.toml.decode(file.read_bytes(), type=dict[str, ModelEntry])
    except msgspec.DecodeError as error:
        raise ConfigError([Fault(str(file), None, str(error), "restore the manifest")]) from error


def chosen(models: Path) -> str:
    """The name that `ivr models use` wrote, or the shipped model's."""
    file = models / ACTIVE
    if not file.is_file():
        return DEFAULT
    try:
        name = tomllib.loads(file.read_text("utf-8")).get("model")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([Fault(str(file), None, str(error), REMEDY_USE)]) from error
    if not isinstance(name, str) or not name:
        raise ConfigError([Fault(str(file), None, "names no model", REMEDY_USE)])
    return name


def folder_of(models: Path, name: str = "") -> Path:
    """The folder of a model by name or path, or of the one in use; else `ModelMissingError`."""
    name = name or chosen(models)
    folder = Path(name) if "/" in name else models / name
    missing = missing_parts(folder)
    if not missing:
        return folder
    what = f"is not complete ({', '.join(missing)})" if folder.is_dir() else "is not here"
    known = manifest(models).get(folder.name)
    if known is None and not folder.is_dir() and name not in (DEFAULT, str(folder)):
        raise ModelMissingError(
            f"no model is called {name!r}: `ivr models list` shows them; "
            f"`ivr models use {DEFAULT}` goes back to the shipped one"
        )
    bring = folder.name if known is not None and known.url else PUBLIC
    raise ModelMissingError(
        f"the speech model {folder} {what}. Bring it by `ivr models fetch {bring}` and "
        f"`ivr models use {bring}`, or use the shipped one: `ivr models use {DEFAULT}`"
    )


def list_models(models: Path) -> list[ModelState]:
    """What the manifest knows and what lies in the folder."""
    known = manifest(models)
    in_use = chosen(models)
    names = list(known)
    if models.is_dir():
        folders = sorted(p.name for p in models.iterdir() if p.is_dir() and NAME.fullmatch(p.name))
        names += [name for name in folders if name not in known and not _foreign(models / name)]
    states = []
    for name in names:
        missing = tuple(missing_parts(models / name))
        states.append(
            ModelState(name, not missing, name == in_use, known.get(name), missing)
            if (models / name).is_dir()
            else ModelState(name, installed=False, in_use=name == in_use, entry=known.get(name))
        )
    return states


def verify(models: Path, name: str = "") -> list[Fault]:
    """What is wrong with a model: parts that are missing, or that vosk cannot load."""
    name = name or chosen(models)
    folder = Path(name) if "/" in name else models / name
    remedy = _bring_again(manifest(models).get(folder.name), folder.name)
    if not folder.is_dir():
        return [Fault(str(folder), None, "the model is not here", remedy)]
    faults = [
        Fault(str(folder / part), None, "this part of the model is missing or empty", remedy)
        for part in missing_parts(folder)
    ]
    if not faults and (reason := load_failure(folder)):
        faults.append(Fault(str(folder), None, f"vosk cannot load it: {reason}", remedy))
    return faults


def use(models: Path, name: str) -> Path:
    """Choose the model that is used from the next start on."""
    if not NAME.fullmatch(name):
        raise UserError(f"{name!r} is no model's name; `ivr models list` shows them")
    folder = folder_of(models, name)
    write_atomically(models / ACTIVE, f'model = "{name}"\n'.encode())
    return folder


def missing_parts(folder: Path) -> list[str]:
    """What vosk needs and this folder lacks; older models have everything on one level."""
    if (folder / "final.mdl").is_file():
        wanted = [("final.mdl",), ("mfcc.conf",), ("HCLG.fst", "HCLr.fst")]
    else:
        wanted = [
            ("am/final.mdl",),
            ("conf/mfcc.conf",),
            ("graph/HCLG.fst", "graph/HCLr.fst"),
        ]
    return [names[0] for names in wanted if not any(_is_there(folder / name) for name in names)]


def load_failure(folder: Path) -> str:
    """Why vosk cannot load the model, or nothing."""
    try:
        tried = subprocess.run(
            [sys.executable, "-c", TRY, str(folder)],
            capture_output=True,
            timeout=LOAD_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not done after {LOAD_TIMEOUT:.0f} s"
    if tried.returncode == 0:
        return ""
    lines = [line for line in tried.stderr.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"it ended with status {tried.returncode}"


def _is_there(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _foreign(folder: Path) -> bool:
    """A folder with nothing of a model in it."""
    return len(missing_parts(folder)) == 3


def _bring_again(entry: ModelEntry | None, name: str) -> str:
    if entry is None:
        return "add it again: `ivr models add FILE.zip`"
    return f"`ivr models fetch {name}`" if entry.url else f"`git checkout asr_models/{name}`"
